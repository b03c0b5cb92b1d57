# Words of the pages in Russian, sorted by key.
act-correct = В прежних версиях ошибка; следует исправленная.
act-declined = отклонила предложение
act-ended = согласилась на прекращение
act-epoch = открыла новую эпоху
act-keys = показала свои ключи
act-kill = Использовать её больше нельзя никогда; она сразу удаляется отовсюду.
act-notice = уведомила о прекращении
act-offered = предложила версию
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
board-all = Все
board-empty = Пока ничего не пришло. Новые сообщения появятся здесь сами.
board-live = Обновляется
board-not-live = Нет связи: новые сообщения и отзывы не появляются. Идёт повторное подключение.
board-show = Показать
density-comfortable = Свободно
density-compact = Плотно
do-ended = согласиться на прекращение
do-notice = уведомить о прекращении
do-resumed = возобновить передачу
do-suspended = приостановить передачу
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
filter-language = Язык
filter-media = Вид
filter-source = Источник
finding-about = О чём
finding-download = Скачать
finding-entry = запись { $index }
finding-evidence = Доказательство
finding-none = Ничего, что должен посмотреть человек, не найдено.
finding-title = Находки
finding-what = Что найдено
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
hold-what = Версии, которые ещё не переданы дальше: наши партнёрам, партнёрские системам агентства.
item-alternative-missing = Источник не дал альтернативного текста; вместо него заголовок.
item-arrived = Получено
item-article = статья { $article }
item-conflict = С тем же номером версии пришёл другой документ. Спросите источник, какой из них верный.
item-details = Подробности
item-download = Скачать
item-embargo = Эмбарго
item-embargo-unclear = Не публиковать, пока источник не разрешит.
item-embargo-until = Не публиковать до
item-expires = Не использовать после
item-file-elsewhere = не приложен
item-files = Файлы
item-guid = Идентификатор
item-holders = У кого есть
item-links = Связанное
item-made = Создано источником
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
item-test = Проверка, не новость.
item-title = Сообщение
item-told = Сообщено
item-told-released = разрешено
item-told-version = версия { $version }
item-until = до
item-version = Версия
item-versions = Версии
item-why = Почему отправлено или нет
item-word = Ответ
kind-animation = анимация
kind-audio = аудио
kind-component = часть
kind-composite = пакет
kind-event = событие
kind-graphic = графика
kind-package = пакет
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
letter-last = Последний сбой
letter-next = Что делать:
letter-none = Недоставленных нет.
letter-retry = Повторить
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
mark-conflict = Два документа
mark-embargo = Эмбарго
mark-recalled = Отозвано
mark-urgency = Срочность, 1 самая высокая
me-awaits-review = { $language } (ждёт проверки)
me-density = Плотность
me-house-language = Как в агентстве: { $language }
me-house-zone = Как в агентстве: { $zone }
me-language = Язык
me-save = Сохранить
me-saved = Сохранено.
me-scheme = Цвета
me-sounds = Звук при молниях и аннулировании
me-text-size = Размер текста
me-what = Эти настройки только ваши и действуют, где бы вы ни вошли.
me-wrong = Такого выбора нет. Выберите снова.
me-zone = Часовой пояс
nav-agreements = Соглашения
nav-audit = Журнал действий
nav-board = Лента
nav-holds = Задержано
nav-leave = Выйти
nav-letters = Недоставленное
nav-me = Мои настройки
nav-name = Разделы
nav-partners = Партнёры
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
partner-address = Адрес
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
partner-no-address = неизвестен
partner-none = Партнёров пока нет. Они появятся с первым соглашением.
partner-reached = Последняя связь
partner-refused = Отклонено нами
partner-retry = следующая попытка
partner-skew = Часы расходятся на { $seconds } с
partner-try = Попробовать сейчас
preview-film-broken = нет кадра: файл не читается
preview-film-too-costly = нет кадра: чтение занимает слишком много времени
preview-no-tools = не просмотрено: на этой машине нет ffmpeg
preview-picture-broken = нет уменьшенной копии: файл не декодируется
preview-picture-too-large = нет уменьшенной копии: нужно слишком много памяти
preview-unsupported = для файлов этого вида нет уменьшенной копии
reason-error-of-fact = фактическая ошибка
reason-false-report = ложное сообщение
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
recall-back = Назад
recall-confirmed = подтвердил получение
recall-give = Отдать распоряжение
recall-item = Сообщение
recall-open = Отозвать это сообщение
recall-preview = Дальше
recall-reason = Причина, видимая всем
recall-sure = Распоряжение сразу уходит всем перечисленным; отменить его нельзя, можно только отдать следующее.
recall-through = до версии { $version }
recall-title = Отзыв сообщения
recall-unconfirmed = не подтвердил
recall-who = Кому передано
recall-wrong = Такое распоряжение отдать нельзя. Выберите действие и причину; после аннулирования более мягкое невозможно.
release-give = Разрешить
release-sure = Проверено: снова можно использовать.
release-title = Разрешить это сообщение
release-what = Распоряжение прекращается повсюду, сообщение снова можно использовать. Все, у кого оно было, узнают сразу.
role-admin = администратор
role-auditor = аудитор
role-cooperation = сотрудничество
role-editor = редактор
role-read-only = читатель
role-technician = техник
scheme-dark = Тёмные
scheme-light = Светлые
scheme-system = Как в устройстве
sent-empty = Ещё ничего не принято.
sent-nobody = никому не отправлено
sign-compare-first = Сначала сверьте отпечатки по телефону.
sign-compared = Отпечатки других сторон сверены по телефону.
sign-decline = Отклонить
sign-decline-title = Отклонить
sign-no-seal = На этом узле нет ключа печати, подписать здесь нельзя.
sign-not-understood = В соглашении чего-то не хватает или что-то здесь не понятно, поэтому подписывать его нельзя.
sign-office = Должность
sign-passphrase = Парольная фраза ключа печати
sign-passphrase-note = Используется один раз для подписи и нигде не хранится.
sign-place = Место
sign-sign = Подписать
sign-signatory = Имя подписывающего
sign-title = Подписать
sign-wrong-passphrase = Это не парольная фраза ключа печати.
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
state-arrived = получено
state-awaited = ещё не подписала
state-behind = догоняет
state-broken = журнал повреждён
state-declined = Отклонено
state-draft = Проект
state-dropped = отложено
state-ended = Прекращено
state-held = здесь
state-in-force = В силе
state-lapsed = Истекло
state-no-address = нет адреса
state-offered = Предложено
state-open = открыто
state-refused = отклонено
state-signed = Подписано
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
text-large = Крупный
text-normal = Обычный
time-day = { $date } { $time }
time-full = { $date }, { $time } ({ $zone })
user-add = Добавить человека
user-change = Изменить
user-change-role = Дать эту роль
user-disable = Закрыть доступ
user-disabled = доступ закрыт
user-enable = Вернуть доступ
user-own = Это вы; изменить вас может другой администратор.
user-reset = Создать ссылку для нового пароля
user-role = Роль
user-since = с
verdict-deliver = Передано
verdict-exclude = Не передано
verdict-hold = Задержано
why-article = Статья { $article }: { $field } = { $value }; требуется { $wanted }
why-rule = { $field } = { $value }; требуется { $wanted }
