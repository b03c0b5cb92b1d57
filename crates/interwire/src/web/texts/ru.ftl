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
medium-broadcast = в эфире
medium-other = в другом месте
medium-print = в печати
medium-social = в социальных сетях
medium-web = в сети
medium-wire = в своей ленте
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
proof-article = Статья соглашения
proof-cosigned = Кто это держал
proof-document = Документ
proof-download = Скачать досье
proof-entry = { $kind }: запись { $index } из { $count }
proof-fails = Что-то не сходится
proof-fails-what = Не полагайтесь на это. Попросите техника запустить interwire verify и спросите источник, что он публиковал.
proof-good = верно
proof-head = Подписанные вершины журналов
proof-held = журнал { $party }, до { $count }
proof-holds = Все шаги верны
proof-holds-what = Проверено при создании этой страницы, только по байтам ниже.
proof-item = Подпись источника
proof-key = ключом
proof-keys = Ключи
proof-leaf = Его хеш в дереве
proof-left = слева
proof-limits = Ни один файл не докажет, что чего-то не было сказано: позднейшего распоряжения или отзыва ключа в нём нет.
proof-open = Каждый шаг с доказательством
proof-orders = Что источник распорядился о нём
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
proof-roots = На чём всё держится
proof-roots-what = Эти корневые ключи стоят в соглашении. Кто сверил их по телефону, может верить всему ниже.
proof-said = { $party } предоставила версию { $version } этого материала { $source } ({ $status })
proof-secret = В нём всё соглашение и документ. Давайте его только тем, кто вправе их читать.
proof-signed = Подписи под соглашением
proof-statement = Запись
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
sent-used = использует { $party }
sent-was-used = использовала { $party }
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
way-overtake = Обогнать распоряжением
way-title = В пути
way-unwritten = Ждёт записи в наш журнал: ни у кого из партнёров его ещё нет. Если остановить, он не будет записан.
way-what = Это подписано в нашем журнале и не изымается; эти партнёры ещё не подтвердили получение. Распоряжение обгоняет его: кто забирает версию, забирает с ней и распоряжение, и там её никто не увидит.
why-article = Статья { $article }: { $field } = { $value }; требуется { $wanted }
why-rule = { $field } = { $value }; требуется { $wanted }
