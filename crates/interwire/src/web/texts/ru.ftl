# Words of the pages in Russian, sorted by key.
act-correct = В прежних версиях ошибка; следует исправленная.
act-declined = отклонила предложение
act-ended = согласилась на прекращение
act-epoch = открыла новую эпоху
act-keys = показала свои ключи
act-kill = Использовать её больше нельзя никогда; она сразу удаляется отовсюду.
act-notice = уведомила о прекращении
act-offered = предложила версию
act-published = предоставила версию
act-recalled = дала распоряжение о сообщении
act-released = разрешила сообщение
act-resumed = возобновила передачу
act-signed = подписала
act-suspended = приостановила передачу
act-withdrawn = отозвала своё предложение
act-withhold = Не использовать, пока мы не разрешим.
action-correct = Исправлено
action-kill = Аннулировано
action-withhold = Задержано
age-days =
    { $count ->
        [one] { $count } день назад
        [few] { $count } дня назад
       *[other] { $count } дней назад
    }
age-hours = { $count } ч назад
age-minutes = { $count } мин назад
age-now = только что
age-years =
    { $count ->
        [one] { $count } год назад
        [few] { $count } года назад
       *[other] { $count } лет назад
    }
agreement-act = Заявление нашего агентства
agreement-act-give = Заявить
agreement-act-sure = Заявление подписывается в нашем журнале, взять его назад нельзя.
agreement-agenda = Что предстоит
agreement-agenda-none = Ничего не предстоит.
agreement-all = Все соглашения
agreement-articles = Статьи
agreement-compare = Позвоните другой стороне по известному вам номеру, спросите её отпечаток и сверьте все тридцать цифр.
agreement-confirm = Разрешить запись
agreement-confirm-sure = Диск этого узла самый новый: старая копия не восстанавливалась.
agreement-declined-by = отклонено: { $parties }
agreement-due-ends = Прекращается { $time }.
agreement-due-lapses = Утрачивает силу { $time }, если не будет изменено.
agreement-due-notice = Кто не хочет продления, уведомляет об этом до { $day }; срок истекает { $time }.
agreement-fingerprint = Отпечаток корневого ключа
agreement-from = Подписано всеми; в силе с { $time }.
agreement-halted = Остановлено: непонятное заявление
agreement-halted-why = Партнёр заявил по этому соглашению то, что программа обязана понимать, но не понимает. Ничего не передаётся, пока это не посмотрит человек.
agreement-history = История
agreement-id = Соглашение
agreement-language = Язык текста
agreement-missing = Ещё не подписано: { $parties }.
agreement-none = Соглашений пока нет.
agreement-not-authentic = Перевод; подписан текст на другом языке.
agreement-of-version = Версия { $version }
agreement-offered-by = предложено: { $party }
agreement-open-end = Бессрочно.
agreement-over = С { $time }.
agreement-page-missing = Страница подписи ещё не пришла.
agreement-parties = Стороны
agreement-party = Сторона
agreement-place = Журнал
agreement-quarantine-why = В нашем агентстве никто ничего не подписывал с этой стороной. До этого ничем не обмениваются. В предложение можно вписать любое имя: сверьте отпечатки по телефону, прежде чем подписывать.
agreement-quarantined = Предложение от незнакомой стороны
agreement-read-and-sign = Прочесть и подписать или отклонить
agreement-renews = Срок истекает { $time }, за ним следует новый.
agreement-say = Приостановить, возобновить, прекратить
agreement-signatory = Подписывает
agreement-signatures = Подписи
agreement-since = В силе с { $time }.
agreement-superseded-by = Заменено соглашением { $agreement }.
agreement-suspended-by = Передача приостановлена: { $parties }.
agreement-task-journal =
    { $count ->
        [one] { $count } наша запись ждёт: с запуска ни один партнёр не сказал, что у него есть из нашего журнала.
        [few] { $count } наши записи ждут: с запуска ни один партнёр не сказал, что у него есть из нашего журнала.
       *[many] { $count } наших записей ждут: с запуска ни один партнёр не сказал, что у него есть из нашего журнала.
    }
agreement-task-others = Ещё не подписали: { $parties }; предложено { $time }.
agreement-task-sign = { $party } предложила его { $time }; оно ждёт нашей подписи.
agreement-translation = перевод
agreement-unconfirmed = Наш журнал ждёт
agreement-unconfirmed-why = С момента запуска ни один партнёр не сообщил, какую часть нашего журнала он хранит, поэтому в него ничего не пишется: диск, восстановленный из старой копии, подписал бы вторую историю. Запись продолжится сама, как только партнёр выйдет на связь.
agreement-unknown-kind = Статья вида { $kind } здесь не понятна.
agreement-unsigned = Ещё никто не подписал.
agreement-until = Прекращается { $time }.
agreement-us = наше агентство
agreement-version = Версия
agreement-versions = Версии
agreement-waits = Ждёт нашей подписи
agreement-what = Что
agreement-when = Когда
alert-dropped = Убрано
alert-failed = Не отправлено
alert-next-hook = Проверьте, принимает ли адрес вебхуки, и попробуйте снова; или удалите поиск и сохраните его с другим адресом.
alert-next-mail = Проверьте адрес и почтовый сервер в настройках, затем попробуйте снова.
alert-told = Отправлено
alert-waiting = Ждёт
alerts-all = Все
alerts-drop = Убрать
alerts-empty = Оповещений нет. Здесь появится то, о чём сообщают сохранённые поиски.
alerts-next = Следующая попытка
alerts-recalled = Отозвано
alerts-retry = Попробовать снова
alerts-title = Оповещения
alerts-which = Какие оповещения
answer-received = получено
answer-refused = отклонено
answer-removed = удалено отовсюду
answer-stopped = остановлено
answer-unused = не использовалось
answer-waiting = ответа ещё нет
audit-did = Действие
audit-none = Пока никто ничего не делал.
audit-what = Что люди делали на страницах, командами и через системы агентства. Отсюда ничего не удаляется.
audit-who = Кто
board-alert = Пришло:
board-all = Все
board-close = Закрыть
board-count = { $count }
board-count-more = { $count }+
board-empty = Пока ничего не пришло. Новые сообщения появятся здесь сами.
board-flash = Молния:
board-found =
    { $count ->
        [one] { $count } материал
        [few] { $count } материала
       *[many] { $count } материалов
    }
board-keep = Сохранить этот поиск
board-kill = Снято:
board-live = Обновляется
board-more-than = более { $count } материалов
board-narrow = Уточнить
board-not-live = Нет связи: новые сообщения и отзывы не появляются. Идёт повторное подключение.
board-nothing = Из имеющегося ничего не подходит. Подходящее появится здесь само.
board-search = Поиск
board-seen = Отметить всё как просмотренное
board-show = Показать
board-sort = Порядок
board-waiting = Поисковый индекс создаётся. Загрузите страницу снова чуть позже.
board-wrong = Запрос не понят в отмеченном месте.
cause-bad-item-signature = подпись версии недействительна
cause-bad-item-signature-next = Сверьте отпечатки ключей по телефону; если они совпадают, источник отправляет версию снова.
cause-blob-missing = не было файла, указанного в версии
cause-blob-missing-next = Источник отправляет новую версию; у нас её ищут командой interwire verify.
cause-document-differs = документ не тот, который назван в записи
cause-document-differs-next = Специалисты источника должны проверить свой узел, затем отправить новую версию.
cause-document-too-large = текст слишком велик
cause-document-too-large-next = Источник делит его или отправляет таблицы и снимки файлами.
cause-guid-differs = у материала другое имя, чем прежде, или это имя уже занято другим
cause-guid-differs-next = Система, создавшая материал, должна хранить один guid для всех версий; затем источник отправляет его как новый.
cause-no-such-article = ни одна статья соглашения его не охватывает
cause-no-such-article-next = Прочтите статьи вместе; если он должен быть охвачен, согласуйте поправку.
cause-not-in-force = соглашение в тот момент не действовало
cause-not-in-force-next = Посмотрите на странице соглашения, когда оно началось, закончилось или было приостановлено; отправьте версию снова, когда оно действует.
cause-not-the-source = отправитель не вправе передавать материалы этого источника
cause-not-the-source-next = Отправлять может только источник или посредник, названный в статье: согласуйте такую статью или получайте от источника.
cause-unknown-status = его статус программам неизвестен
cause-unknown-status-next = Источник отправляет его со статусом usable, withheld или canceled.
cause-unreadable-document = документ не читается
cause-unreadable-document-next = Один из узлов может быть старее: сравните версии программ, затем пусть источник отправит новую версию.
cause-version-conflict = документ с этим номером версии уже есть, и он другой
cause-version-conflict-next = Если верен второй, источник отправляет его с большим номером версии.
chain-answer-by = По соглашению сообщает об остановке до
chain-behind = отстаёт на
chain-call = Позвоните:
chain-call-what = Распоряжение дойдёт до его узла, когда связь вернётся, раньше любой версии. До тех пор остановить материал там могут только люди.
chain-gone-by = По соглашению снимается отовсюду до
chain-last = На связи
chain-nobody-named = соглашение никого там не называет
chain-only-order = получил только распоряжение
chain-passed-on = Передал версию { $version } дальше по
chain-silent = молчит
chain-what = Кто имеет и кто передал дальше — по журналам наших соглашений. Того, что партнёр даёт другим по своим соглашениям, в них нет; наши распоряжения он передаёт дальше сам.
channel-board = доска
channel-hook = вебхук
channel-mail = почта
compare-added = добавлено: { $value }
compare-around = Вокруг слов
compare-changed = было { $old }, стало { $new }
compare-from = Сравнить версию
compare-gone = убрано:
compare-new = вставлено:
compare-of = от версии { $from } к версии { $to }
compare-removed = удалено: { $value }
compare-same = Обе версии говорят одно и то же.
compare-show = Показать изменения
compare-title = Что изменилось
compare-to = с версией
compare-words = В словах
dead-broken = Файл повреждён. Пусть отправитель исправит его и пришлёт снова.
dead-empty = Файл пуст. Попросите отправителя прислать его снова.
dead-guid-missing = У материала нет guid. Система, создавшая его, должна записать guid, одинаковый для всех версий.
dead-media-not-fetched = Файл, указанный в материале по адресу, получить не удалось. Убедитесь, что он там есть, и попробуйте снова.
dead-media-too-large = Файл, указанный в материале, слишком велик. Пришлите меньший или увеличьте limits.blob_bytes_max.
dead-not-carried = В материале есть то, что нельзя передать партнёрам. Пришлите его меньшим или исправленным.
dead-too-large = Это больше, глубже или многочисленнее, чем разрешено. Пусть отправитель разделит или увеличьте предел и попробуйте снова.
dead-unknown-format = Формат неизвестен. interwire formats перечисляет читаемые; пусть отправитель выберет один из них.
dead-unreadable = Диск не отдаёт файл. Проверьте права и диск, затем попробуйте снова.
dead-version-conflict = Эта версия пришла второй раз с другим содержанием; первая остаётся. Если верна вторая, отправьте её с большим номером.
deed-back = Назад к соглашению
deed-hash = SHA-256 подписанной версии
deed-proof = По чему это известно
deed-seal = Отпечаток ключа печати
deed-to-print = Текст для печати
deed-what = Каждая подпись стоит под этим хешем, который меняется с каждой буквой любого текста выше. У кого есть записи соглашения, тот проверит это без нашего узла.
deed-written = Записано в журнал стороны:
density-comfortable = Свободно
density-compact = Плотно
did-agreement-decline = соглашение отклонено
did-agreement-offer = соглашение предложено
did-agreement-sign = соглашение подписано
did-agreement-withdraw = предложение отозвано
did-approved = одобрено к передаче
did-backup = создана резервная копия
did-correct = сообщение исправлено
did-dead-letter-dropped = недоставленное отложено
did-dead-letter-tried-again = повторена попытка с недоставленным
did-ended = дано согласие на прекращение соглашения
did-epoch-accepted = новые журналы приняты
did-epoch-proposed = предложены новые журналы
did-item-let-go = сообщение отпущено
did-item-taken = сообщение взято
did-journal-confirmed = журнал подтверждён
did-kill = сообщение аннулировано
did-let-go = удалено по правилу
did-logged-in = вход
did-logged-out = выход
did-notice = уведомление о прекращении
did-partner-address = введён адрес партнёра
did-password-changed = пароль изменён
did-password-set-by-link = пароль задан по ссылке
did-preferences-changed = настройки изменены
did-release = сообщение разрешено
did-removed = сообщено, что удалено отовсюду
did-resumed = передача возобновлена
did-search-kept = поиск сохранён
did-search-removed = поиск удалён
did-sessions-ended = выход отовсюду
did-stopped = остановлено
did-suspended = передача приостановлена
did-unused = сообщено, что не использовалось
did-use-ended = использование завершено
did-used = отмечено использование
did-user-added = пользователь добавлен
did-user-disabled = доступ закрыт
did-user-enabled = доступ снова открыт
did-user-invited = пользователь приглашён
did-user-password-reset = пароль задан заново
did-user-reset-by-link = создана ссылка для нового пароля
did-user-role-changed = роль изменена
did-withhold = сообщение задержано
do-ended = согласиться на прекращение
do-notice = уведомить о прекращении
do-resumed = возобновить передачу
do-suspended = приостановить передачу
downloads-get = Скачать
downloads-impossible = невозможно
downloads-in-full = Подробно, по-английски
downloads-lost =
    { $count ->
        [one] теряется { $count } вещь
        [few] теряются { $count } вещи
       *[many] теряется { $count } вещей
    }
downloads-what = Каждый формат передаёт, что может; что он потеряет, написано рядом.
downloads-whole = ничего не теряется
failure-back = К ленте
failure-forbidden = Вашей роли это не разрешено
failure-forbidden-next = Обратитесь к администратору агентства: он может дать вам другую роль.
failure-form = Форма не принята
failure-form-next = Она устарела или пришла не со страницы этого узла. Вернитесь, загрузите страницу заново и повторите.
failure-login = Вы не вошли
failure-login-next = Войдите и попробуйте снова.
failure-not-found = По этому адресу ничего нет
failure-not-found-next = Возможно, в адресе опечатка или это адрес другого узла.
failure-other = На запрос нельзя ответить
failure-other-next = Вернитесь и проверьте введённое. Если не поможет, сообщите время техническим сотрудникам.
failure-refused = Это не выполнено
failure-store = Узел не смог прочесть или записать данные
failure-store-next = Возможно, через минуту получится. Если нет, подробности в протоколе работы узла.
field-agreement = соглашение
field-embargoed = эмбарго
field-language = язык
field-medium = вид
field-pub_status = статус
field-recalled = отзыв
field-rights = права
field-service = служба
field-source = источник
field-stopped = остановка
field-subject = тема
field-version = версия
filter-language = Язык
filter-media = Вид
filter-signal = Сигнал
filter-source = Источник
filter-status = Статус
filter-urgency = Срочность
finding-about = О чём
finding-download = Скачать
finding-entry = запись { $index }
finding-evidence = Доказательство
finding-none = Ничего, что должен посмотреть человек, не найдено.
finding-title = Находки
finding-what = Что найдено
found-after-conflict = назван заголовок, который противоречит журналу
found-after-unknown = ссылается на постороннего или на себя
found-answer-to-nothing = ответ на то, чего нет
found-bad-epoch = новые журналы не согласованы
found-bad-item-signature = подпись версии неверна
found-bad-seal = лист подписи или печать неверны
found-entries-lost = наш журнал короче, чем мы подписали
found-fork = подписаны две истории; журнал закрыт
found-life-refused = заявление о соглашении не считается
found-no-such-article = версия по статье, которая не действует или не его
found-not-the-source = о сообщении источника, которое оно не вправе передавать
found-not-understood = заявление, которое надо понять, не понято
found-offer-differs = в предложении нет документа или он другой
found-unreadable-statement = заявление не читается
found-version-conflict = второй документ одной версии; остаётся первый
ground-a-partner-s-statement-was-not-understood = заявление партнёра не понято
ground-by-a-person-before-it-went-out = человеком до отправки
ground-in-force = в силе
ground-indefinite = без срока
ground-kill = аннулировано
ground-none-or-a-time = без него или с моментом
ground-not-recalled = не отозвано
ground-not-stopped = не остановлено
ground-not-understood = не понято
ground-rights-that-are-understood = понятные права
ground-stopped = остановлено
ground-suspended = приостановлено
ground-told-to-all-who-had-it = сообщено всем, у кого оно было
ground-understood = понято
ground-usable--withheld-or-canceled = можно использовать, задержано или аннулировано
ground-withhold = задержано
health-alarm =
    { $count ->
        [one] { $count } источник молчит
        [few] { $count } источника молчат
       *[many] { $count } источников молчат
    }
health-every = ожидается каждые { $span }
health-findings = Находки, которые должен посмотреть человек
health-held-back = Задержанные версии
health-idle = Ничего уже { $span }.
health-idle-feed = Посмотрите, работает ли система, которая его питает, и нет ли непрочитанных писем.
health-idle-partner = Посмотрите среди партнёров, на связи ли его узел; если да, спросите его редакцию.
health-last = Последнее:
health-letters = Недоставленное
health-no-rhythm = Ни от одного источника ничего не ожидается. В настройках можно указать, как часто что-то должно приходить: [[expect]].
health-nothing = Ещё ничего не приходило.
health-queued = Наши записи, ждущие, пока можно писать в журнал
health-rhythm = Приходят ли новости как должны?
health-unanswered = Наши версии, на которые никто не ответил
health-waiting = Что ждёт
health-wanted = Файлы объявлены, но ещё не пришли
hold-approve = Отпустить
hold-file-next = Следующая попытка:
hold-file-tries = Попыток: { $count }
hold-for-files = Ждут файла из другого места
hold-for-moments = Ждёт срока
hold-for-people = Ждёт человека
hold-none-for-moments = Ничто не ждёт срока.
hold-none-for-people = Ничто не ждёт человека.
hold-own-waits = Партнёр не получит это, пока человек не отпустит.
hold-partners-waits = Системы агентства не получат это, пока человек не подтвердит, что эмбарго снято.
hold-stop = Остановить
hold-stop-what = Она ушла ещё не ко всем. Остановленная, она не уйдёт никому из тех, для кого ждёт; ушедшее можно отозвать.
hold-until = Ждёт до
hold-waits = Эта версия ждёт
hold-what = Версии, которые ещё не переданы дальше: наши партнёрам, партнёрские системам агентства.
item-alternative-missing = Источник не дал альтернативного текста; вместо него заголовок.
item-arrived = Получено
item-article = статья { $article }
item-back = Назад к сообщению
item-conflict = С тем же номером версии пришёл другой документ. Спросите источник, какой из них верный.
item-credit = Указание источника
item-dateline = Место и дата
item-details = Подробности
item-download = Скачать
item-embargo = Эмбарго
item-embargo-unclear = Не публиковать, пока источник не разрешит.
item-embargo-until = Не публиковать до
item-expires = Не использовать после
item-file-elsewhere = не приложен
item-files = Файлы
item-gone = Удалено { $at } по правилу { $rule }. То, что доказывают журналы, остаётся.
item-guid = Идентификатор
item-holders = У кого есть
item-languages = Языки
item-links = Связанное
item-made = Создано источником
item-medium = Вид
item-no-word = ответа ещё нет
item-nobody = Никому не отправлено.
item-not-here = Содержание ещё не пришло.
item-not-usable = Не использовать ни в каком виде.
item-notes = Редакторам, не для публикации
item-order = По распоряжению { $source }
item-origin = Откуда пришло
item-partner = Партнёр
item-reading = Замечено при чтении
item-reason = Причина: { $reason }.
item-rights = Права
item-slug = Слаг
item-source = Источник
item-status = Статус
item-subjects = Темы
item-summary = Аннотация или подпись
item-test = Проверка, не новость.
item-title = Сообщение
item-told = Сообщено
item-told-released = разрешено
item-told-version = версия { $version }
item-until = до
item-urgency = Срочность
item-version = Версия
item-versions = Версии
item-why = Почему отправлено или нет
item-word = Ответ
key-node = Ключ узла
key-root = Корневой ключ
key-seal = Ключ печати
keyboard-title = Клавиши
keys-fingerprint = Отпечаток
keys-good = действует
keys-help = показать или скрыть эти клавиши
keys-next = следующая строка
keys-open = открыть строку
keys-paper = бумага { $number } корневого ключа
keys-previous = предыдущая строка
keys-public = Открытый ключ
keys-replace = Как заменить ключ
keys-replace-how = Остановите узел, принесите корневой ключ и дайте одну из этих команд; прежний ключ отзывается навсегда. Затем запустите узел: партнёры узнают сами, а подписанное раньше остаётся подписанным. Потерянный или украденный корневой ключ требует нового соглашения с каждым партнёром.
keys-root-what = Он удостоверяет остальные и хранится вне сети. Партнёры сверяют его отпечаток, прежде чем подписать соглашение.
keys-search = поиск
keys-since = здесь с
keys-title = Ключи
keys-what = Ключом узла подписывается то, что узел отправляет, ключом печати — соглашения, под своей парольной фразой. Ни одного секрета здесь прочесть нельзя.
kind-animation = анимация
kind-audio = аудио
kind-component = часть
kind-composite = пакет
kind-event = событие
kind-feed = поток редакции
kind-graphic = графика
kind-package = пакет
kind-partner = партнёр
kind-picture = фото
kind-planning = план
kind-text = текст
kind-video = видео
letter-attempts = Попыток
letter-bytes = Что пришло
letter-cut = Показано только начало.
letter-download = Скачать целиком
letter-drop = Отложить
letter-first = Первый сбой
letter-from = Откуда
letter-gone = Его байтов здесь больше нет.
letter-hex = Байты, по шестнадцать в строке
letter-last = Последний сбой
letter-next = Что делать:
letter-none = Недоставленных нет.
letter-retry = Повторить
letter-text = Как текст
letter-title = Недоставленное
letter-what = Что не удалось прочесть, распознать или доставить. Ничего не потеряно; всё ждёт человека.
login-enter = Войти
login-name = Имя
login-password = Пароль
login-title = Вход
login-wait =
    { $seconds ->
        [one] Слишком много неудачных попыток. Попробуйте через { $seconds } секунду.
        [few] Слишком много неудачных попыток. Попробуйте через { $seconds } секунды.
       *[other] Слишком много неудачных попыток. Попробуйте через { $seconds } секунд.
    }
login-wrong = Неверное имя или пароль.
lost-filled = Вставляется, потому что этого требует формат
lost-kept = Сохранено из другой системы и не передаётся
lost-other = Изменяется
lost-out = Не понято и опущено
lost-place = Нет места, или не для всего
lost-plain = Разметка становится простым текстом
lost-reworded = Записывается в другой форме
lost-signs = Знаки, недопустимые в формате, опускаются
lost-status = Статус или эмбарго передаётся иначе
lost-taken-for = Может быть принято за другое
lost-time = Время укорочено, дополнено или опущено
lost-unheeded = Получатели этого формата его не соблюдают
lost-withdrawn = Отозвано: записывается только отзыв
mark-conflict = Два документа
mark-embargo = Эмбарго
mark-new = Новое
mark-recalled = Отозвано
mark-taken = В работе: { $user }
mark-urgency = Срочность, 1 самая высокая
me-awaits-review = { $language } (ждёт проверки)
me-change-password = Сменить пароль
me-current-password = Прежний пароль
me-density = Плотность
me-here = здесь
me-house-language = Как в агентстве: { $language }
me-house-zone = Как в агентстве: { $zone }
me-language = Язык
me-logout-elsewhere = Выйти везде, кроме этого места
me-password = Пароль
me-save = Сохранить
me-saved = Сохранено.
me-scheme = Цвета
me-sessions = Где выполнен вход
me-sounds = Звук при молниях и аннулировании
me-text-size = Размер текста
me-what = Эти настройки только ваши и действуют, где бы вы ни вошли.
me-wrong = Такого выбора нет. Выберите снова.
me-zone = Часовой пояс
medium-broadcast = в эфире
medium-other = в другом месте
medium-print = в печати
medium-social = в социальных сетях
medium-web = в сети
medium-wire = в своей ленте
nav-agreements = Соглашения
nav-audit = Журнал действий
nav-board = Лента
nav-health = Состояние
nav-holds = Задержано
nav-leave = Выйти
nav-letters = Недоставленное
nav-me = Мои настройки
nav-name = Разделы
nav-partners = Партнёры
nav-searches = Поиски
nav-sent = Отправлено
nav-users = Люди
origin-agreement = Соглашение
origin-article = Статья
origin-cosigned = Заверено: { $party },
origin-doc = SHA-256 документа
origin-head = Подписанная вершина журнала
origin-head-not-signed = Её подпись не соответствует ни одному действующему ключу стороны.
origin-head-signed =
    { $size ->
        [one] Подписано: { $party }, { $size } запись. Корень
        [few] Подписано: { $party }, { $size } записи. Корень
       *[other] Подписано: { $party }, { $size } записей. Корень
    }
origin-journal = Место
origin-no-head = Подписанной вершины, которая это охватывает, ещё нет.
origin-not-signed = Эта версия не подписана ни одним действующим ключом { $party }.
origin-place = Журнал { $party }, эпоха { $epoch }, запись { $index }
origin-said = Передано
origin-signature = Подпись сообщения
origin-signed = Подпись { $party } под сообщением, версией и документом верна.
page-newer = Новее
page-older = Старее
page-pages = Страницы
page-skip = К содержанию
page-zone = Время: { $zone }
part-alt_ids = другие идентификаторы
part-bodies = текст
part-bylines = подпись автора
part-content_created = время создания материала
part-content_modified = время изменения материала
part-contributors = соавторы
part-creators = авторы
part-creditlines = указание источника
part-datelines = место и дата
part-descriptions = аннотация или подпись к снимку
part-digital_source = тип цифрового источника
part-ed_notes = примечания для редакторов
part-embargoed = эмбарго
part-expires = срок использования
part-extra = прочие свойства источника
part-first_created = время первой версии
part-generators = создавшие программы
part-genres = жанр
part-guid = идентификатор
part-headlines = заголовок
part-hops = путь через другие системы
part-info_sources = источники сведений
part-item = весь материал
part-keywords = ключевые слова
part-kind = вид
part-languages = язык
part-links = связи
part-located = место создания
part-organisations = организации
part-parties = люди и организации
part-people = люди
part-places = места
part-priority = приоритет
part-provider = поставщик
part-pub_status = статус
part-renditions = файлы
part-rights = права
part-signals = сигналы
part-sluglines = слаг
part-subjects = темы
part-times = времена
part-urgency = срочность
part-version = версия
part-version_created = время версии
partner-address = Адрес
partner-ahead = Ещё не принято им
partner-behind = Осталось получить
partner-blobs =
    { $count ->
        [one] { $count } файл ({ $size })
        [few] { $count } файла ({ $size })
       *[other] { $count } файлов ({ $size })
    }
partner-entries =
    { $count ->
        [one] { $count } запись
        [few] { $count } записи
       *[other] { $count } записей
    }
partner-failures =
    { $count ->
        [one] { $count } сбой
        [few] { $count } сбоя подряд
       *[other] { $count } сбоев подряд
    }
partner-heard = Последний сигнал
partner-never = с запуска не было
partner-next-ahead = Делать ничего не нужно: он принял ещё не всё наше. Если растёт, спросите его специалистов, читает ли их узел.
partner-next-awaited = Попросите его людей прочесть и подписать предложение.
partner-next-behind = Делать ничего не нужно: недостающее уже получаем.
partner-next-broken = Позвоните партнёру, вместе посмотрите находки ниже и начните новые журналы (interwire agreement epoch).
partner-next-no-address = Узнайте у его специалистов адрес узла и введите его: interwire partner address PARTY URL.
partner-next-refused = Он отказался от чего-то нашего. Причины ниже; если повторяется, обсудите статьи.
partner-next-silent = Подождите минуту. Если не изменится, нажмите «Попробовать сейчас» и прочтите, что происходит.
partner-next-skew = Сверьте часы: одна из двух машин врёт.
partner-no-address = неизвестен
partner-none = Партнёров пока нет. Они появятся с первым соглашением.
partner-oldest = старейшая
partner-reached = Последняя связь
partner-refused = Отклонено нами
partner-refused-ours = Отклонено им
partner-retry = следующая попытка
partner-skew = Часы расходятся на { $seconds } с
partner-try = Попробовать сейчас
partner-unanswered = Ещё нет ответа на
partner-unfolded = Получено, ещё не обработано
partner-versions =
    { $count ->
        [one] { $count } версия
        [few] { $count } версии
       *[many] { $count } версий
    }
position-byline = рядом с именем автора
position-end = в конце
position-start = в начале
preview-film-broken = нет кадра: файл не читается
preview-film-too-costly = нет кадра: чтение занимает слишком много времени
preview-no-tools = не просмотрено: на этой машине нет ffmpeg
preview-picture-broken = нет уменьшенной копии: файл не декодируется
preview-picture-too-large = нет уменьшенной копии: нужно слишком много памяти
preview-unsupported = для файлов этого вида нет уменьшенной копии
proof-article = Статья соглашения
proof-article-of-another-kind = статья не об обмене
proof-article-of-another-party = статья о том, что даёт другая сторона
proof-article-without-the-source = статья не принимает этот источник
proof-cosigned = Кто это держал
proof-document = Документ
proof-document-differs = это другой документ
proof-document-says-otherwise = документ называет другой материал, версию или статус
proof-document-unreadable = документ не читается
proof-download = Скачать досье
proof-entry = { $kind }: запись { $index } из { $count }
proof-fails = Что-то не сходится
proof-fails-what = Не полагайтесь на это. Попросите техника запустить interwire verify и спросите источник, что он публиковал.
proof-good = верно
proof-head = Подписанные вершины журналов
proof-head-not-signed = вершина журнала не подписана ключом его автора
proof-held = журнал { $party }, до { $count }
proof-holds = Все шаги верны
proof-holds-what = Проверено при создании этой страницы, только по байтам ниже.
proof-item = Подпись источника
proof-journal-of-another-agreement = журнал относится к другому соглашению
proof-key = ключом
proof-key-not-certified = ключ там не был удостоверен
proof-key-revoked-before = ключ был отозван раньше
proof-keys = Ключи
proof-leaf = Его хеш в дереве
proof-left = слева
proof-limits = Ни один файл не докажет, что чего-то не было сказано: позднейшего распоряжения или отзыва ключа в нём нет.
proof-line-by-nobody-known = строка под вершиной от неизвестного лица
proof-no-such-article = такой статьи нет
proof-not-in-the-tree = путь не ведёт к корню
proof-open = Каждый шаг с доказательством
proof-order-about-another-item = распоряжение о другом материале
proof-orders = Что источник распорядился о нём
proof-page-not-in-the-dossier = листа подписи здесь нет
proof-page-of-another = лист относится к другому соглашению или стороне
proof-page-of-nobody = лист не относится ни к одной подписи
proof-paper-does-not-follow = одного из документов о ключах нет, или он противоречит другому
proof-paper-not-signed-by-its-root = документ о ключах не подписан корневым ключом
proof-papers =
    { $count ->
        [one] { $count } бумага, подписана корневым ключом
        [few] { $count } бумаги, подписаны корневым ключом
       *[other] { $count } бумаг, подписаны корневым ключом
    }
proof-path = Путь к корню
proof-path-steps =
    { $count ->
        [one] { $count } шаг
        [few] { $count } шага
       *[other] { $count } шагов
    }
proof-place = Место в журнале
proof-right = справа
proof-root =
    { $count ->
        [one] Корень журнала с { $count } записью
        [few] Корень журнала с { $count } записями
       *[other] Корень журнала с { $count } записями
    }
proof-root-not-in-agreement = соглашение не называет для этого корневого ключа
proof-roots = На чём всё держится
proof-roots-what = Эти корневые ключи стоят в соглашении. Кто сверил их по телефону, может верить всему ниже.
proof-said = { $party } предоставила версию { $version } этого материала { $source } ({ $status })
proof-seal-false = печать не относится к листу
proof-secret = В нём всё соглашение и документ. Давайте его только тем, кто вправе их читать.
proof-signature-false = подпись к этому не относится
proof-signature-not-in-the-dossier = подписи здесь нет
proof-signed = Подписи под соглашением
proof-statement = Запись
proof-statement-out-of-place = записи здесь не место
proof-statement-show = Показать байты
proof-take = Взять доказательство с собой
proof-take-what = Один файл со всем этим: любой проверит его без нас, без узла и без сети.
proof-title = Откуда это, шаг за шагом
proof-version = материал { $item }, версия { $version }
proof-wrong = неверно
proves-article = По этой статье соглашения он предоставлен.
proves-cosigned = Эти стороны держали журнал до этой вершины в это время. Прочитали ли — другая запись.
proves-document = То, что мы показываем, байт в байт то, что названо в записи. Медиафайлы названы в нём хешами.
proves-head = Автор подписал длину и содержание своего журнала. Он не может рассказать другим иную историю незаметно.
proves-item = Источник отвечает за этот материал, версию и документ, кто бы их ни принёс.
proves-keys = Каждый ключ заверен корневым ключом из соглашения до того, как им подписали.
proves-place = Запись стоит на этом месте журнала автора. Каждый шаг соединяет два хеша в один; последний — корень, подписанный автором. Ничего до неё нельзя изменить, не изменив корня.
proves-signed = Эти люди в своих должностях подписали именно этот текст соглашения.
reason-error-of-fact = фактическая ошибка
reason-facts-in-doubt = факты под сомнением
reason-false-report = ложное сообщение
reason-forged-source = поддельный источник
reason-legal = правовая причина
reason-not-authorised = нет полномочий
reason-safety = чья-либо безопасность
reason-terms = условия
reason-unknown-party = сторона неизвестна
reason-unspecified = не указана
reason-version-canceled = источник прислал аннулированную версию
reason-version-withheld = источник прислал задержанную версию
reason-withdrawn-by-source = отозвано источником
reason-wrong-source = неверный источник
recall-action = Распоряжение
recall-again = Эта часть обновляется сама.
recall-all-answered = Ответили все.
recall-answers = Кто ответил
recall-back = Назад
recall-give = Отдать распоряжение
recall-in-use =
    { $count ->
        [one] Ещё использует { $count }.
        [few] Ещё используют { $count }.
       *[other] Ещё используют { $count }.
    }
recall-item = Сообщение
recall-next-action = Что ещё распорядиться
recall-note = Примечание для нас
recall-note-what = Остаётся здесь и никогда не отправляется. Партнёры читают только публичную причину.
recall-open = Отозвать это сообщение
recall-preview = Дальше
recall-reason = Причина, видимая всем
recall-sure = Распоряжение сразу уходит всем перечисленным; отменить его нельзя, можно только отдать следующее.
recall-through = до версии { $version }
recall-title = Отзыв сообщения
recall-unanswered =
    { $count ->
        [one] Ещё не ответил { $count }.
        [few] Ещё не ответили { $count }.
       *[other] Ещё не ответили { $count }.
    }
recall-who = Кому передано
recall-wrong = Такое распоряжение отдать нельзя. Выберите действие и причину; после аннулирования более мягкое невозможно.
refusal-400-digest = Тело не то, что было подписано. Ищите прокси, меняющий содержимое.
refusal-400-malformed = Запрос не читается. Сравните версии программ обоих узлов.
refusal-400-truncated = Запрос оборвался. Он отправляется снова; если повторяется, проверьте линию.
refusal-401-algorithm = Подпись другого вида. Обновите узел, который спрашивает.
refusal-401-duplicate = Заголовок подписи повторяется. Ищите прокси, удваивающий заголовки.
refusal-401-expired = Запрос устарел. Сверьте часы обоих узлов с сервером времени.
refusal-401-form = У подписи другая форма. Сравните версии программ.
refusal-401-future = Запрос пришёл из будущего. Сверьте часы обоих узлов с сервером времени.
refusal-401-key = Ключ не из действующих у стороны. Узел сам показывает бумаги; если повторяется, сверьте отпечатки по телефону.
refusal-401-party = Сторона там неизвестна. Сначала предложите соглашение.
refusal-401-replay = Этот самый запрос уже был. Он подписывается заново.
refusal-401-signature = Подпись не подходит. Ищите прокси, меняющий пути или заголовки, и проверьте базовый адрес.
refusal-401-unsigned = Нет заголовка подписи. Ищите прокси, удаляющий заголовки.
refusal-403-forbidden = Наша роль в соглашении этого не позволяет. Посмотрите вместе стороны и эпохи соглашения.
refusal-403-not-shared = Ни одно соглашение между нами этого не называет. Обе стороны смотрят страницу соглашения.
refusal-404-not-found = По этому адресу ничего нет. Если это файл, партнёр его удалил или потерял: спросите его специалистов.
refusal-405-method = Адрес не принимает такой запрос. Сравните версии программ.
refusal-408-too-slow = Запрос шёл слишком медленно. Он отправляется снова; если повторяется, проверьте линию.
refusal-409-conflict = Присланное не продолжает того, что там есть. Продолжится само с нужного места.
refusal-413-too-large = Запрос слишком велик. Сравните версии программ; отправляется меньшими частями.
refusal-416-range = Запрошенная часть вне файла. Начинается снова с первого байта.
refusal-421-recipient = По этому адресу отвечает другой узел. Проверьте адрес партнёра.
refusal-422-unacceptable = Присланное противоречит записям. Обе стороны запускают interwire verify и договариваются.
refusal-429-too-many = Слишком много запросов. Повторится, когда сказал партнёр.
refusal-500-internal = Узел партнёра не смог. Повторится; если не проходит, позвоните его специалистам.
refusal-503-busy = Узел партнёра занят или останавливается. Повторится.
refusal-503-starting = Узел партнёра только запустился. Повторится; если не проходит, сверьте часы.
refusal-507-no-room = Диск партнёра заполнен; ничего не потеряно, всё ждёт здесь. Позвоните его специалистам: нужно освободить место.
release-give = Разрешить
release-sure = Проверено: снова можно использовать.
release-title = Разрешить это сообщение
release-what = Распоряжение прекращается повсюду, сообщение снова можно использовать. Все, у кого оно было, узнают сразу.
rendition-highRes = Высокое разрешение
rendition-lowRes = Низкое разрешение
rendition-preview = Для просмотра
rendition-print = Для печати
rendition-thumbnail = Миниатюра
rendition-web = Для сайта
retention-audit = Действия людей
retention-dead-letters = Закрытое недоставленное с байтами
retention-media = Снимки, видео и другие файлы
retention-notifications = Отправленные или убранные оповещения
retention-previews = Уменьшенные снимки для страниц
retention-texts = Тексты материалов с исходными файлами
reuse-copied = Скопировано
reuse-copy-credit = Копировать указание источника
reuse-copy-text = Копировать текст
reuse-demanded = Указание источника по соглашению
reuse-download = Скачать текст
reuse-embargoed = Под эмбарго: публиковать ещё нельзя.
reuse-encoded = Права для машин
reuse-encoded-show = Показать выражение
reuse-losses = Что каждый формат передаёт и теряет
reuse-no-credit = Ни соглашение, ни источник строки не требуют. Назовите источник.
reuse-stated = Указание источника от источника
reuse-text = Текст, чтобы выделить и скопировать
reuse-text-what = Заголовок, автор, место и текст без разметки. Примечаний для редакторов в нём нет.
reuse-title = Использование
revoked-compromised = отозван: мог попасть к другим
revoked-lost = отозван: потерян
revoked-retired = отозван: заменён
role-admin = администратор
role-auditor = аудитор
role-cooperation = сотрудничество
role-editor = редактор
role-read-only = читатель
role-technician = техник
scheme-dark = Тёмные
scheme-light = Светлые
scheme-system = Как в устройстве
searches-empty = Сохранённых поисков пока нет. Ищите на доске и сохраните поиск.
searches-hook = Вебхук
searches-keep = Сохранить
searches-mail = Почта
searches-name = Название
searches-new = Новый поиск
searches-on-board = оповещения на доске
searches-query = Запрос
searches-remove = Удалить
searches-secret = Секрет для проверки подписи
searches-share = Он есть у всех в редакции
searches-shared = общий
searches-tell-board = Сообщать на доске, когда что-то приходит
searches-tell-hook = Отправлять на этот адрес (вебхук)
searches-tell-mail = Писать на этот адрес
send-address = Адрес использовать нельзя. Исправьте его или разрешите частные адреса в настройках.
send-busy = Партнёр просит прийти позже. Тогда и повторится.
send-failing = Узел партнёра сбоит. Повторится; если не проходит, позвоните его специалистам.
send-forged = Пришедшее не сходится с подписями. Запросится снова; если повторяется, обе стороны запускают interwire verify.
send-fruitless = Хороший ответ ничего не дал. Повторится; если не проходит, спросите специалистов партнёра.
send-garbage = Ответ непонятен. Повторится; если не проходит, позвоните специалистам партнёра.
send-local = Это не смог сделать наш узел. Прочтите его журнал событий и проверьте диск: страница «Хранилище».
send-redirect = Ответ указывает на другой адрес. Введите окончательный адрес партнёра.
send-refused = Партнёр отказал. Его сообщение ниже.
send-signature = Ответ не подписан партнёром. Повторится; если не проходит, сверьте отпечатки ключей по телефону.
send-timeout = Ответ не пришёл вовремя. Повторится; если не проходит, проверьте имя, порт, экран и прокси.
send-tls = Защищённое соединение не удалось. Повторится; если не проходит, проверьте сертификат адреса партнёра.
send-too-large = Ответ слишком велик. Повторится; если не проходит, позвоните специалистам партнёра.
send-too-slow = Ответ шёл слишком медленно. Повторится; если не проходит, проверьте линию к партнёру.
send-truncated = Ответ оборвался. Повторится; если не проходит, проверьте линию к партнёру.
send-unreachable = Там никто не отвечает. Повторится; если не проходит, проверьте имя, порт, экран и прокси.
send-wrong-bytes = Пришли не те байты. Получатся снова; если повторяется, диск партнёра может быть повреждён: позвоните его специалистам.
sent-empty = Ещё ничего не принято.
sent-nobody = никому не отправлено
sent-used = использует { $party }
sent-was-used = использовала { $party }
sign-compare-first = Сначала сверьте отпечатки по телефону.
sign-compared = Отпечатки других сторон сверены по телефону.
sign-decline = Отклонить предложение
sign-decline-title = Отклонить
sign-no-seal = На этом узле нет ключа печати, подписать здесь нельзя.
sign-not-understood = В соглашении чего-то не хватает или что-то здесь не понятно, поэтому подписывать его нельзя.
sign-office = Должность
sign-passphrase = Парольная фраза ключа печати
sign-passphrase-note = Используется один раз для подписи и нигде не хранится.
sign-place = Место
sign-sign = Подписать соглашение
sign-signatory = Имя подписывающего
sign-title = Подписать
sign-wrong-passphrase = Это не парольная фраза ключа печати.
signal-correction = исправление
signal-update = обновление
size-b = { $count } Б
size-gb = { $whole },{ $tenth } ГБ
size-kb = { $count } кБ
size-mb = { $whole },{ $tenth } МБ
soon-days =
    { $count ->
        [one] через { $count } день
        [few] через { $count } дня
       *[other] через { $count } дней
    }
soon-hours = через { $count } ч
soon-minutes = через { $count } мин
soon-now = сейчас
soon-years =
    { $count ->
        [one] через { $count } год
        [few] через { $count } года
       *[other] через { $count } лет
    }
sort-arrival = Сначала новые
sort-relevance = Сначала подходящие
sort-urgency = Сначала срочные
span-days =
    { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[many] { $count } дней
    }
span-hours = { $count } ч
span-minutes = { $count } мин
state-arrived = получено
state-awaited = ещё не подписала
state-behind = догоняет
state-broken = журнал повреждён
state-declined = Отклонено
state-draft = Проект
state-dropped = отложено
state-ended = Прекращено
state-held = здесь
state-idle = молчит слишком долго
state-in-force = В силе
state-in-time = вовремя
state-lapsed = Истекло
state-no-address = нет адреса
state-offered = Предложено
state-open = открыто
state-quiet = тихие часы
state-refused = отклонено
state-signed = Подписано
state-signed-in-part = Подписано частично
state-silent = связи ещё не было
state-solved = решено
state-superseded = Заменено
state-suspended = Приостановлено
state-trouble = неполадки
state-waiting = в пути
state-well = на связи
state-withdrawn = Отозвано
status-canceled = Аннулировано
status-usable = Можно использовать
status-withheld = Задержано
storage-database = База данных с журналами и малыми файлами
storage-days = Хранится дней
storage-files = Большие файлы
storage-for-ever = всегда
storage-free = Свободно на диске
storage-free-min = Остаётся свободным на диске
storage-full = Места нет
storage-full-what = Файлы редакции не принимаются и остаются на месте; большие файлы партнёров ждут у них. Журналы, распоряжения и тексты партнёров идут дальше. Освободите место на диске или дайте узлу больше.
storage-gone = Удалено по нему
storage-kept = Сколько что хранится
storage-kept-what = То, что пережило свой срок, уходит в течение часа, если оно не нужно соглашению, открытому распоряжению или человеку. Журналы и доказательства остаются всегда; на странице материала сказано, что удалено, когда и по какому правилу.
storage-left = Ещё может прийти
storage-max = Узел может занять
storage-next = Следующее уйдёт
storage-no-max = сколько есть
storage-over = Срок уже прошёл
storage-reserve = Резерв, который не трогается
storage-reserve-full = Достигнут резерв
storage-reserve-what = Ничего из опубликованного партнёрами больше не принимается: тексты и снимки ждут у них и придут, когда будет место; им об этом сказано. Распоряжения об остановке приходят. Освободите место сейчас.
storage-rule = Что
storage-soon = За 30 дней
storage-taken = Занято узлом
storage-title = Хранилище
storage-what = Журналы никогда не сокращаются. Пределы заданы в limits.disk_bytes_max, limits.disk_free_bytes_min и limits.disk_reserve_bytes.
taken-by = В работе: { $user }
taken-let-go = Отпустить
taken-take = Взять в работу
text-large = Крупный
text-normal = Обычный
time-day = { $date } { $time }
time-full = { $date }, { $time } ({ $zone })
unwritable-charset_cannot_carry = Кодировка формата не передаёт этот текст.
unwritable-guid_not_writable = Идентификатор материала не дошёл бы без изменений.
unwritable-required_missing = В материале нет того, чего требует формат.
urgency-flash = 1–2, молния
urgency-later = Позже
urgency-now = Сейчас
urgency-routine = 5 и ниже
urgency-soon = Скоро
urgency-urgent = 1–4
use-address = Адрес, где это видно
use-although = Материал всё же использован или использовался, и источник должен это знать.
use-answered = Мы ответили на отзыв:
use-credit = Указание источника, как оно дано
use-end = Использование окончено
use-for-them = Что узнает { $source }
use-for-us = Только для нас
use-gone = Снято отовсюду?
use-gone-say = Сообщить: снято отовсюду
use-gone-what = Источник знает, что материал у нас остановлен. Когда его нет ни в чём опубликованном, сообщите об этом.
use-here = мы
use-language = Язык
use-medium = Где
use-mistake = Это ошибка
use-none = Никто не сообщил об использовании.
use-note = Примечание
use-outlet = Издание
use-recalled-what = Сообщение об использовании сейчас касается отозванного материала. Сначала снимите его.
use-runs = используется
use-since = с
use-since-when = С какого времени
use-still-here =
    { $count ->
        [one] Всё ещё используется у нас: { $count } место
        [few] Всё ещё используется у нас: { $count } места
       *[other] Всё ещё используется у нас: { $count } мест
    }
use-still-here-what = Снимите материал там, затем завершите здесь. Источник видит, что ещё используется.
use-still-there =
    { $count ->
        [one] Партнёры ещё используют: { $count } место
        [few] Партнёры ещё используют: { $count } места
       *[other] Партнёры ещё используют: { $count } мест
    }
use-taken-back = ошибка, отозвано
use-tell = Отметить как использованное
use-tell-what = Это подписывается в нашем журнале, и источник это читает. Запись остаётся, но ошибку можно сразу завершить: нажмите «Это ошибка», и рядом будет стоять «отозвано».
use-title = Где использовано
use-until = до
use-waits = ждёт записи: партнёрам ещё не сообщено
user-add = Добавить человека
user-add-note = Вы получите ссылку, чтобы передать её человеку; по ней он задаст пароль. Больше его никто не узнает.
user-change = Изменить
user-change-role = Дать эту роль
user-disable = Закрыть доступ
user-disabled = доступ закрыт
user-enable = Вернуть доступ
user-invited = ссылка действует до { $time }
user-link = Передайте эту ссылку: { $name }
user-link-until = Она действует до { $time }.
user-link-what = Она показана один раз и сработает один раз: кто её откроет, задаст пароль. Передайте её лично или способом, который читает только этот человек.
user-logout = Завершить все сеансы
user-own = Это вы; изменить вас может другой администратор.
user-reset = Создать ссылку для нового пароля
user-reset-note = Прежний пароль сразу перестанет действовать, и человек выйдет отовсюду.
user-role = Роль
user-session = с { $since }, самое позднее до { $until }
user-sessions =
    { $count ->
        [one] вход выполнен { $count } раз
        [few] вход выполнен { $count } раза
       *[many] вход выполнен { $count } раз
    }
user-since = с
verdict-deliver = Передано
verdict-exclude = Не передано
verdict-hold = Задержано
way-overtake = Обогнать распоряжением
way-title = В пути
way-unwritten = Ждёт записи в наш журнал: ни у кого из партнёров его ещё нет. Если остановить, он не будет записан.
way-what = Это подписано в нашем журнале и не изымается; эти партнёры ещё не подтвердили получение. Распоряжение обгоняет его: кто забирает версию, забирает с ней и распоряжение, и там её никто не увидит.
welcome-again = Ещё раз то же самое
welcome-differ = Пароли не совпадают.
welcome-gone = Эта ссылка больше не действует
welcome-gone-why = Она была использована, ей больше трёх дней или есть новее. Если вы задали по ней пароль, войдите; иначе попросите у администратора другую ссылку.
welcome-note =
    { $count ->
        [one] Не менее { $count } знака. Предложение легче запомнить, чем слово, и труднее угадать.
        [few] Не менее { $count } знаков. Предложение легче запомнить, чем слово, и труднее угадать.
       *[many] Не менее { $count } знаков. Предложение легче запомнить, чем слово, и труднее угадать.
    }
welcome-password = Новый пароль
welcome-set = Задать пароль
welcome-title = Задайте пароль
welcome-what = Вы будете входить с именем { $name } и этим паролем, которого больше никто не знает.
why-article = Статья { $article }: { $field } = { $value }; требуется { $wanted }
why-not-after = не позже { $time }
why-rule = { $field } = { $value }; требуется { $wanted }
wrong-query_bad_value = Поле не принимает такого значения.
wrong-query_expected = Здесь должно стоять другое: слово, фраза в кавычках, значение или скобка.
wrong-query_too_large = Запрос слишком длинный или слишком вложенный.
wrong-query_unclosed = Кавычка или скобка без пары.
wrong-query_unknown_field = Поля с таким именем нет.
