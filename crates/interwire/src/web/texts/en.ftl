# Words of the pages in English, sorted by key. Values in braces are filled in; a whole number chooses its form.
act-correct = Earlier versions are wrong; a corrected one follows.
act-declined = declined the offer
act-ended = consented to the end
act-epoch = opened a new epoch
act-keys = showed its keys
act-kill = It must never be used again, and goes from everywhere at once.
act-notice = gave notice
act-offered = offered a version
act-resumed = resumed deliveries
act-signed = signed
act-suspended = suspended deliveries
act-withdrawn = withdrew its offer
act-withhold = It must not be used until we release it.
action-correct = Corrected
action-kill = Killed
action-withhold = Withheld
age-days =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
age-hours = { $count } h ago
age-minutes = { $count } min ago
age-now = just now
age-years =
    { $count ->
        [one] { $count } year ago
       *[other] { $count } years ago
    }
agreement-act = What this house says
agreement-act-give = Say it
agreement-act-sure = It is signed into our journal and cannot be taken back.
agreement-agenda = What is due
agreement-agenda-none = Nothing is due.
agreement-all = All agreements
agreement-articles = Articles
agreement-compare = Ask the other party for its fingerprint by telephone, on a number you know, and compare all thirty digits.
agreement-confirm = Let it be written
agreement-confirm-sure = The disk of this node is the newest there is: no older copy was put back.
agreement-declined-by = declined by { $parties }
agreement-due-ends = It ends on { $time }.
agreement-due-lapses = It lapses on { $time } unless it is amended.
agreement-due-notice = Whoever does not want it renewed gives notice by { $day }; the period ends on { $time }.
agreement-fingerprint = Fingerprint of the root key
agreement-from = Signed by all; in force from { $time }.
agreement-halted = Stopped: not understood
agreement-halted-why = A partner has said something under this agreement that this program does not understand and must. Nothing is delivered until a person has looked.
agreement-history = History
agreement-id = Agreement
agreement-language = Language of the text
agreement-missing = Not yet signed by { $parties }.
agreement-none = There is no agreement yet.
agreement-not-authentic = Translation; the signed text is in another language.
agreement-of-version = Version { $version }
agreement-offered-by = offered by { $party }
agreement-open-end = Open-ended.
agreement-over = Since { $time }.
agreement-page-missing = The signature page has not arrived yet.
agreement-parties = Parties
agreement-party = Party
agreement-place = Journal
agreement-quarantine-why = Nobody in this house has signed anything with this party. Until that happens nothing is exchanged. Anybody can write any name into an offer: compare the fingerprints by telephone before you sign.
agreement-quarantined = Offer of a stranger
agreement-read-and-sign = Read, then sign or decline
agreement-renews = Its period ends on { $time }, and another follows.
agreement-say = Suspend, resume, end
agreement-signatory = To be signed by
agreement-signatures = Signatures
agreement-since = In force since { $time }.
agreement-superseded-by = Replaced by agreement { $agreement }.
agreement-suspended-by = Deliveries are suspended by { $parties }.
agreement-task-journal =
    { $count ->
        [one] { $count } statement of ours waits: since the start no partner has told what it holds of our journal.
       *[other] { $count } statements of ours wait: since the start no partner has told what it holds of our journal.
    }
agreement-task-others = Not yet signed by { $parties }; offered on { $time }.
agreement-task-sign = { $party } has offered it on { $time }; it waits for our signature.
agreement-translation = translated
agreement-unconfirmed = Our journal waits
agreement-unconfirmed-why = Since the start no partner has told what it holds of our journal, so nothing new is written into it: a disk that was put back from an old copy would sign a second history. It goes on by itself when a partner is in touch.
agreement-unknown-kind = An article of the kind { $kind } is not understood here.
agreement-unsigned = Nobody has signed yet.
agreement-until = It ends on { $time }.
agreement-us = this house
agreement-version = Version
agreement-versions = Versions
agreement-waits = Waits for our signature
agreement-what = What
agreement-when = When
alert-dropped = Put away
alert-failed = Not told
alert-next-hook = Check that the address takes webhooks, then try again; or remove the search and keep it anew with another address.
alert-next-mail = Check the address and the mail server in the settings, then try again.
alert-told = Told
alert-waiting = Waits
alerts-all = All
alerts-drop = Put away
alerts-empty = No alerts. Saved searches that tell of what arrives are listed here when something does.
alerts-next = Next attempt
alerts-recalled = Taken back
alerts-retry = Try again
alerts-title = Alerts
alerts-which = Which alerts
answer-received = has it
answer-refused = refused it
answer-removed = removed it everywhere
answer-stopped = stopped it
answer-unused = never used it
answer-waiting = no word yet
audit-did = Did
audit-none = Nobody has done anything yet.
audit-what = What people did in the pages, by commands and through the house's systems. Nothing is ever taken out of it.
audit-who = Who
board-alert = Arrived:
board-all = All
board-close = Close
board-count = { $count }
board-count-more = { $count }+
board-empty = Nothing has arrived yet. New items appear here by themselves.
board-flash = Flash:
board-found = { $count ->
    [one] { $count } item
   *[other] { $count } items
  }
board-keep = Keep this search
board-kill = Killed:
board-live = Live
board-more-than = more than { $count } items
board-narrow = Narrow down
board-not-live = Not connected: new items and recalls do not appear. Trying again.
board-nothing = Nothing of what is held fits. What arrives and fits appears here by itself.
board-search = Search
board-seen = Mark all as seen
board-show = Show
board-sort = Order
board-waiting = The search index is being made. Load the page again in a moment.
cause-bad-item-signature = the signature of the version is not good
cause-bad-item-signature-next = Compare the key fingerprints by telephone; if they agree, the source sends the version again.
cause-blob-missing = a file that the version names was not here
cause-blob-missing-next = The source sends a new version; ours is looked for with interwire verify.
cause-document-differs = the document is another than the statement says
cause-document-differs-next = The staff of the source must look at their node; then they send a new version.
cause-document-too-large = the text is too large
cause-document-too-large-next = The source divides it, or sends its tables and pictures as files.
cause-guid-differs = the item has another name than before, or another item has this name
cause-guid-differs-next = The system that made it must keep one guid for all versions; then the source sends it as a new item.
cause-no-such-article = no article of the agreement covers it
cause-no-such-article-next = Read the articles together; if it should be covered, agree on an amendment.
cause-not-in-force = the agreement was not in force then
cause-not-in-force-next = See on the agreement’s page when it began, ended or was suspended, and send the version again when it is in force.
cause-not-the-source = the sender may not pass on this source’s items
cause-not-the-source-next = Only the source, or a relay that an article names, may send it: agree on such an article or receive it from the source.
cause-unknown-status = its status is not one that programs know
cause-unknown-status-next = The source sends it with usable, withheld or canceled.
cause-unreadable-document = the document cannot be read
cause-unreadable-document-next = One of the two nodes may be older: compare the program versions, then let the source send a new version.
cause-version-conflict = another document with this version number was here first
cause-version-conflict-next = If the second is right, the source sends it with a greater version number.
chain-answer-by = By the agreement it says that it is stopped by
chain-behind = behind by
chain-call = Call:
chain-call-what = The order reaches its node when the line is back, before any version. Until then only people can stop the item there.
chain-gone-by = By the agreement it is gone from everything by
chain-last = In touch
chain-nobody-named = the agreement names nobody there
chain-only-order = has only the order
chain-passed-on = Passed version { $version } on under
chain-silent = silent
chain-what = Who has it and who passed it on is what the journals under our agreements tell. What a partner gives to others under agreements of its own is not in them; it passes our orders on by itself.
channel-board = board
channel-hook = webhook
channel-mail = mail
compare-added = added: { $value }
compare-around = Around the words
compare-changed = changed from { $old } to { $new }
compare-from = Compare version
compare-gone = removed:
compare-new = inserted:
compare-of = from version { $from } to version { $to }
compare-removed = removed: { $value }
compare-same = The two versions say the same.
compare-show = Show what was changed
compare-title = What was changed
compare-to = with version
compare-words = In the words
dead-broken = The file is damaged. Have the sender repair it and send it again.
dead-empty = The file is empty. Ask the sender for it again.
dead-guid-missing = The item has no guid. Let the system that made it write one that stays the same for all versions.
dead-media-not-fetched = A file that the item names elsewhere could not be fetched. See to it that it is there, then try again.
dead-media-too-large = A file that the item names is too large. Send a smaller one, or raise limits.blob_bytes_max.
dead-not-carried = The item says what cannot be carried to partners. Send it again smaller or corrected.
dead-too-large = It is larger, deeper or more than the settings allow. Have the sender divide it, or raise the limit and try again.
dead-unknown-format = The format is not known. interwire formats lists what can be read; have the sender use one of these.
dead-unreadable = The disk does not give the file. Look at its rights and at the disk, then try again.
dead-version-conflict = This version came a second time with another content; the first stays. If the second is right, send it with a greater number.
deed-back = Back to the agreement
deed-hash = SHA-256 of the signed version
deed-proof = By which it is known
deed-seal = Fingerprint of the seal key
deed-to-print = Text to print
deed-what = Each signature is over this hash, which changes with every letter of every text above. Whoever has the record of the agreement can check it without this node.
deed-written = Written into the party’s journal:
density-comfortable = Comfortable
density-compact = Compact
do-ended = consent to the end
do-notice = give notice
do-resumed = resume deliveries
do-suspended = suspend deliveries
downloads-get = Download
downloads-impossible = not possible
downloads-lost =
    { $count ->
        [one] { $count } thing is lost
       *[other] { $count } things are lost
    }
downloads-what = Each format carries what it can; what it would lose is written beside it.
downloads-whole = nothing is lost
failure-back = To the board
failure-forbidden = Your role may not do this
failure-forbidden-next = Ask an administrator of your house, who can give you another role.
failure-form = The form was not accepted
failure-form-next = It is too old, or did not come from a page of this node. Go back, load the page again and repeat it.
failure-login = You are not logged in
failure-login-next = Log in and try again.
failure-not-found = There is nothing at this address
failure-not-found-next = It may have been mistyped, or it is an address of another node.
failure-other = The request cannot be answered
failure-other-next = Go back and look at what was entered. If it stays so, tell the technical staff the time.
failure-refused = This was not done
failure-store = The node could not read or write its data
failure-store-next = It may work again in a moment. If it does not, the log of the node says more.
filter-language = Language
filter-media = Medium
filter-signal = Signal
filter-source = Source
filter-status = Status
filter-urgency = Urgency
finding-about = About
finding-download = Download
finding-entry = entry { $index }
finding-evidence = Evidence
finding-none = Nothing was found that a person must look at.
finding-title = Findings
finding-what = What was found
health-alarm =
    { $count ->
        [one] { $count } source is silent
       *[other] { $count } sources are silent
    }
health-every = expected every { $span }
health-findings = Findings that a person must look at
health-held-back = Versions held back
health-idle = Nothing for { $span }.
health-idle-feed = Look whether the system that feeds it runs, and among the dead letters.
health-idle-partner = Look among the partners whether its node is in touch; if it is, ask its desk.
health-last = Last:
health-letters = Dead letters
health-no-rhythm = Nothing is expected of any source. The settings can say how often something should come: [[expect]].
health-nothing = Nothing has come yet.
health-queued = Statements of ours that wait until a journal may be written
health-rhythm = Does news come as it should?
health-unanswered = Versions of ours that nobody has answered for
health-waiting = What waits
health-wanted = Files that are announced and not here yet
hold-approve = Let it go
hold-file-next = Next try:
hold-file-tries = Tries: { $count }
hold-for-files = Waiting for a file from elsewhere
hold-for-moments = Waiting for a moment
hold-for-people = Waiting for a person
hold-none-for-moments = Nothing waits for a moment.
hold-none-for-people = Nothing waits for a person.
hold-own-waits = It does not go to the partner before a person lets it go.
hold-partners-waits = The house's own systems do not get it before a person says that its embargo is over.
hold-stop = Stop it
hold-stop-what = It has not gone out to everybody yet. Stopped, it goes to none of those for whom it waits; what is out already can be recalled.
hold-waits = This version waits
hold-what = Versions that are not passed on yet: ours to partners, partners' to the house's own systems.
item-alternative-missing = The source gives no alternative text; the headline stands in.
item-arrived = Arrived
item-article = article { $article }
item-conflict = Another document came with the same version number. Ask the source which one is right.
item-credit = Credit
item-dateline = Place and date
item-details = Details
item-download = Download
item-embargo = Embargo
item-embargo-unclear = Not to be published until the source releases it.
item-embargo-until = Not to be published before
item-expires = Not to be used after
item-file-elsewhere = not included
item-files = Files
item-gone = Erased on { $at } by the rule { $rule }. What the journals prove of it stays.
item-guid = Identifier
item-holders = Who has it
item-languages = Languages
item-links = Related
item-made = Made by the source
item-medium = Kind
item-no-word = no word yet
item-nobody = It was sent to nobody.
item-not-here = Its content has not arrived yet.
item-not-usable = Do not use it in any form.
item-notes = Notes to editors, not for publication
item-order = Ordered by { $source } on
item-origin = Where it came from
item-partner = Partner
item-reading = Noted when it was read
item-reason = Reason: { $reason }.
item-rights = Rights
item-slug = Slug
item-source = Source
item-status = Status
item-subjects = Subjects
item-summary = Summary or caption
item-test = A test, not news.
item-title = Item
item-told = Told
item-told-released = released
item-told-version = version { $version }
item-until = until
item-urgency = Urgency
item-version = Version
item-versions = Versions
item-why = Why it went there, or did not
item-word = Answer
key-node = Node key
key-root = Root key
key-seal = Seal key
keyboard-title = Keys
keys-fingerprint = Fingerprint
keys-good = good
keys-help = show or hide these keys
keys-next = next line
keys-open = open the line
keys-paper = paper { $number } of the root key
keys-previous = previous line
keys-replace = To replace a key
keys-replace-how = Stop the node, bring the root key, and give one of these commands; the key before is revoked for good. Then start the node: partners learn of it by themselves, and what was signed before stays signed. A lost or stolen root key needs a new agreement with each partner.
keys-root-what = It certifies the others and stays offline. Partners compare its fingerprint before they sign an agreement.
keys-search = search
keys-since = here since
keys-title = Keys
keys-what = The node key signs what the node sends, the seal key signs agreements under its passphrase. No secret can be read here.
kind-animation = animation
kind-audio = audio
kind-component = component
kind-composite = package
kind-event = event
kind-feed = feed of the house
kind-graphic = graphic
kind-package = package
kind-partner = partner
kind-picture = picture
kind-planning = planning
kind-text = text
kind-video = video
letter-attempts = Attempts
letter-bytes = What arrived
letter-cut = Only the beginning is shown.
letter-download = Download all of it
letter-drop = Drop it
letter-first = First failed
letter-from = From
letter-gone = Its bytes are not here any more.
letter-hex = Bytes, sixteen to a line
letter-last = Last failed
letter-next = What to do:
letter-none = No dead letters.
letter-retry = Try again
letter-text = As text
letter-title = Dead letter
letter-what = What could not be read, matched or delivered. Nothing here is lost; it waits for a person.
login-enter = Log in
login-name = Name
login-password = Password
login-title = Log in
login-wait =
    { $seconds ->
        [one] Too many failed attempts. Try again in { $seconds } second.
       *[other] Too many failed attempts. Try again in { $seconds } seconds.
    }
login-wrong = Name or password is wrong.
mark-conflict = Two documents
mark-embargo = Embargo
mark-new = New
mark-recalled = Recalled
mark-taken = Taken by { $user }
mark-urgency = Urgency, 1 is the highest
me-awaits-review = { $language } (awaiting review)
me-change-password = Change the password
me-current-password = Password so far
me-density = Density
me-here = here
me-house-language = As the house: { $language }
me-house-zone = As the house: { $zone }
me-language = Language
me-logout-elsewhere = Log out everywhere else
me-password = Password
me-save = Save
me-saved = Saved.
me-scheme = Colours
me-sessions = Where you are logged in
me-sounds = Play a sound for flashes and kills
me-text-size = Text size
me-what = These settings are yours alone and hold wherever you log in.
me-wrong = That is not one of the choices. Choose again.
me-zone = Time zone
medium-broadcast = broadcast
medium-other = elsewhere
medium-print = print
medium-social = social networks
medium-web = the web
medium-wire = own wire
nav-agreements = Agreements
nav-audit = Audit
nav-board = Board
nav-health = Health
nav-holds = Held back
nav-leave = Log out
nav-letters = Dead letters
nav-me = My settings
nav-name = Places
nav-partners = Partners
nav-searches = Searches
nav-sent = Sent
nav-users = People
origin-agreement = Agreement
origin-article = Article
origin-cosigned = Cosigned by { $party } on
origin-doc = SHA-256 of the document
origin-head = Signed head of the journal
origin-head-not-signed = Its signature is by no key of the party that is valid now.
origin-head-signed =
    { $size ->
        [one] Signed by { $party } over { $size } statement. Root
       *[other] Signed by { $party } over { $size } statements. Root
    }
origin-journal = Place
origin-no-head = No signed head covers it yet.
origin-not-signed = No valid key of { $party } has signed this version.
origin-place = Journal of { $party }, epoch { $epoch }, entry { $index }
origin-said = Delivered on
origin-signature = Signature of the item
origin-signed = The signature of { $party } over item, version and document is good.
page-newer = Newer
page-older = Older
page-pages = Pages
page-skip = Skip to the content
page-zone = Times are those of { $zone }
partner-address = Address
partner-ahead = Not yet taken over by it
partner-behind = To be fetched
partner-blobs =
    { $count ->
        [one] { $count } file ({ $size })
       *[other] { $count } files ({ $size })
    }
partner-entries =
    { $count ->
        [one] { $count } statement
       *[other] { $count } statements
    }
partner-failures =
    { $count ->
        [one] { $count } failure
       *[other] { $count } failures in a row
    }
partner-heard = Last heard from
partner-never = not since the start
partner-next-ahead = Nothing to do: it has not taken over all of ours yet. If this grows, ask its technical staff whether their node reads.
partner-next-awaited = Ask its people to read and sign the offer.
partner-next-behind = Nothing to do: what is missing is being fetched.
partner-next-broken = Call the partner, look at the findings below together, and begin new journals (interwire agreement epoch).
partner-next-no-address = Ask its technical staff for the address of their node and enter it: interwire partner address PARTY URL.
partner-next-refused = It refused something of ours. The causes are below; if one goes on, talk about the articles.
partner-next-silent = Wait a minute. If it stays so, press Try now and read what happens.
partner-next-skew = Compare the clocks: one of the two machines does not keep time.
partner-no-address = unknown
partner-none = There are no partners yet. They come with the first agreement.
partner-oldest = the oldest
partner-reached = Last reached
partner-refused = Refused by us
partner-refused-ours = Refused by it
partner-retry = next attempt
partner-skew = Its clock differs by { $seconds } s
partner-try = Try now
partner-unanswered = No answer yet for
partner-unfolded = Held, not worked off yet
partner-versions =
    { $count ->
        [one] { $count } version
       *[other] { $count } versions
    }
position-byline = beside the name of the author
position-end = at the end
position-start = at the beginning
preview-film-broken = no still: it cannot be read
preview-film-too-costly = no still: it takes too long to read
preview-no-tools = not looked at: there is no ffmpeg on this machine
preview-picture-broken = no preview: it cannot be decoded
preview-picture-too-large = no preview: it would take too much memory
preview-unsupported = no preview of this kind of file
proof-article = The article of the agreement
proof-article-of-another-kind = the article is not about exchange
proof-article-of-another-party = the article is about what another party gives
proof-article-without-the-source = the article does not take this source
proof-cosigned = Those who held it
proof-document = The document
proof-document-differs = the document is another one
proof-document-says-otherwise = the document names another item, version or status
proof-document-unreadable = the document cannot be read
proof-download = Download the dossier
proof-entry = { $kind }: entry { $index } of { $count }
proof-fails = Something does not hold
proof-fails-what = Do not rely on it. Ask a technician to run interwire verify, and the source what it published.
proof-good = holds
proof-head = The signed heads
proof-head-not-signed = the head is not signed by a key of its author
proof-held = journal of { $party }, up to { $count }
proof-holds = Every step holds
proof-holds-what = It was checked while this page was made, with nothing but the bytes below.
proof-item = The signature of its source
proof-journal-of-another-agreement = the journal is of another agreement
proof-key = by key
proof-key-not-certified = the key was not certified there
proof-key-revoked-before = the key had been revoked
proof-keys = The keys
proof-leaf = Its hash in the tree
proof-left = on the left
proof-limits = No file can prove that something was never said: an order or a revocation that came later is not in it.
proof-line-by-nobody-known = a line under the head is by nobody known
proof-no-such-article = there is no such article
proof-not-in-the-tree = the way does not lead to the root
proof-open = Every step, with its proof
proof-order-about-another-item = the order is about another item
proof-orders = What its source has ordered about it
proof-page-not-in-the-dossier = the signature page is not here
proof-page-of-another = the page is about another agreement or party
proof-page-of-nobody = the page belongs to no signature
proof-paper-does-not-follow = a paper is missing or contradicts another
proof-paper-not-signed-by-its-root = a paper is not signed by the root key
proof-papers =
    { $count ->
        [one] { $count } paper, signed by the root key
       *[other] { $count } papers, signed by the root key
    }
proof-path = The way to the root
proof-path-steps =
    { $count ->
        [one] { $count } step
       *[other] { $count } steps
    }
proof-place = Its place in the journal
proof-right = on the right
proof-root =
    { $count ->
        [one] Root of the journal with { $count } statement
       *[other] Root of the journal with { $count } statements
    }
proof-root-not-in-agreement = the agreement names no root key for it
proof-roots = What everything rests on
proof-roots-what = These root keys stand in the agreement. Whoever has compared them by telephone may believe all that follows.
proof-said = { $party } made version { $version } of this item of { $source } available ({ $status }) on
proof-seal-false = the seal does not belong to the page
proof-secret = It holds the whole agreement and the document. Give it only to those who may read them.
proof-signature-false = the signature does not belong to it
proof-signature-not-in-the-dossier = the signature is not here
proof-signed = The signatures under the agreement
proof-statement = Statement
proof-statement-out-of-place = the statement does not belong there
proof-statement-show = Show its bytes
proof-take = Take the proof along
proof-take-what = One file with all of this, which anybody can verify without us, without a node and without the network.
proof-title = Where it came from, step by step
proof-version = item { $item }, version { $version }
proof-wrong = does not hold
proves-article = By this article of the agreement it was made available.
proves-cosigned = These parties held the journal up to that head at that time. That they read it is another statement.
proves-document = What this house shows is byte for byte what the statement names. The media are named in it by their hashes.
proves-head = The author signed how long its journal is and what is in it. It cannot tell others another history without being caught.
proves-item = The source answers for this item, version and document, whoever brought it here.
proves-keys = Each key was certified by the root key that the agreement names, before it signed.
proves-place = The statement stands at this place in its author’s journal. Each step of the way joins two hashes to one; the last one is the root that the author signed. Nothing before it can be changed without changing that root.
proves-signed = These people signed this very text of the agreement in their offices.
reason-error-of-fact = an error of fact
reason-facts-in-doubt = facts in doubt
reason-false-report = a false report
reason-forged-source = a forged source
reason-legal = a legal reason
reason-not-authorised = not authorised
reason-safety = somebody's safety
reason-terms = the terms
reason-unknown-party = the party is not known
reason-unspecified = not stated
reason-version-canceled = its source sent a canceled version
reason-version-withheld = its source sent a withheld version
reason-withdrawn-by-source = withdrawn by its source
reason-wrong-source = a wrong source
recall-action = What is ordered
recall-again = This part is renewed by itself.
recall-all-answered = All have answered.
recall-answers = Who has answered
recall-back = Back
recall-give = Give the order
recall-in-use =
    { $count ->
        [one] { $count } still uses it.
       *[other] { $count } still use it.
    }
recall-item = Item
recall-next-action = What else is ordered
recall-note = Note for this house
recall-note-what = It stays here and is never sent. Partners read the public reason only.
recall-open = Recall this item
recall-preview = Go on
recall-reason = Public reason
recall-sure = This order goes to everyone above at once and cannot be taken back, only followed by another.
recall-through = up to version { $version }
recall-title = Recall an item
recall-unanswered =
    { $count ->
        [one] { $count } has not answered yet.
       *[other] { $count } have not answered yet.
    }
recall-who = Who was given it
recall-wrong = This order cannot be given. Choose what is ordered and a reason; after a kill nothing weaker can be ordered.
refusal-400-digest = The body is not the one that was signed. Look for a proxy that changes bodies.
refusal-400-malformed = The request could not be read. Compare the program versions of both nodes.
refusal-400-truncated = The request broke off. It is sent again; if it lasts, check the line.
refusal-401-algorithm = The signature is of another kind. Update the node that asks.
refusal-401-duplicate = A header of the signature is there twice. Look for a proxy that doubles headers.
refusal-401-expired = The request is too old. Set both clocks by a time server.
refusal-401-form = The signature has another form. Compare the program versions of both nodes.
refusal-401-future = The request comes from the future. Set both clocks by a time server.
refusal-401-key = The key is not a valid one of the party. The node shows its papers by itself; if it lasts, compare fingerprints by telephone.
refusal-401-party = The party is not known there. Offer an agreement first.
refusal-401-replay = This very request was seen before. It is signed anew.
refusal-401-signature = The signature does not fit. Look for a proxy that changes paths or headers, and check the base address.
refusal-401-unsigned = A header of the signature is missing. Look for a proxy that removes headers.
refusal-403-forbidden = Our role in this agreement does not allow it. Read the agreement’s parties and epochs together.
refusal-403-not-shared = Nothing under an agreement between us names this. Both sides look at the agreement’s page.
refusal-404-not-found = There is nothing at this address. If a file is meant, the partner has let it go or lost it: ask its staff.
refusal-405-method = The address does not take this kind of request. Compare the program versions.
refusal-408-too-slow = The request came too slowly. It is sent again; if it lasts, check the line.
refusal-409-conflict = What was sent does not continue what is held there. It goes on by itself from the right place.
refusal-413-too-large = The request is too large. Compare the program versions; less is sent at once.
refusal-416-range = The part asked for lies outside the file. It begins again from the first byte.
refusal-421-recipient = Another node answers at this address. Check the partner’s address.
refusal-422-unacceptable = What was sent contradicts the record. Both sides run interwire verify, and talk.
refusal-429-too-many = There were too many requests. It is tried again when the partner said.
refusal-500-internal = The partner’s node could not do it. It is tried again; if it lasts, call its staff.
refusal-503-busy = The partner’s node is busy or stopping. It is tried again.
refusal-503-starting = The partner’s node has just started. It is tried again; if it lasts, set both clocks.
refusal-507-no-room = The partner’s disk is full; nothing is lost, it waits here. Call its staff: they must make room.
release-give = Release it
release-sure = I have checked that it may be used again.
release-title = Release this item
release-what = The order is ended everywhere, and the item may be used again. Whoever had it is told at once.
retention-audit = What people did
retention-dead-letters = Closed dead letters, with their bytes
retention-media = Pictures, films and other files
retention-notifications = Alerts that were told or put away
retention-previews = Small pictures for the pages
retention-texts = Texts of items, with the files they were read from
reuse-copied = Copied
reuse-copy-credit = Copy credit
reuse-copy-text = Copy text
reuse-demanded = Credit by the agreement
reuse-download = Download the text
reuse-embargoed = Under embargo: not to be published yet.
reuse-encoded = Rights for machines
reuse-encoded-show = Show the expression
reuse-losses = What each format carries and loses
reuse-no-credit = Neither the agreement nor the source demands a line. Name the source.
reuse-stated = Credit by the source
reuse-text = The text, to select and copy
reuse-text-what = Headline, author, place and story without markup. Notes to editors are not in it.
reuse-title = Using it
revoked-compromised = revoked: others may have it
revoked-lost = revoked: lost
revoked-retired = revoked: replaced
role-admin = administrator
role-auditor = auditor
role-cooperation = cooperation
role-editor = editor
role-read-only = reader
role-technician = technician
scheme-dark = Dark
scheme-light = Light
scheme-system = As the device
searches-empty = No searches are kept yet. Search on the board, and keep the search.
searches-hook = Webhook
searches-keep = Keep
searches-mail = Mail
searches-name = Name
searches-new = A new search
searches-on-board = alerts on the board
searches-query = Query
searches-remove = Remove
searches-secret = Secret to check the signature
searches-share = Everybody in the house has it
searches-shared = shared
searches-tell-board = Tell me on the board when something arrives
searches-tell-hook = Post to this address (webhook)
searches-tell-mail = Write to this address
send-address = The address may not be used. Correct it, or permit private addresses in the settings.
send-busy = The partner asks to come later. It is tried again then.
send-failing = The partner’s node fails. It is tried again; if it lasts, call its staff.
send-forged = What came does not agree with its signatures. It is asked for again; if it lasts, both sides run interwire verify.
send-fruitless = Nothing came of a good answer. It is tried again; if it lasts, ask the partner’s staff what their node says.
send-garbage = The answer is not understood. It is tried again; if it lasts, call the partner’s staff.
send-local = This node itself could not do it. Read its log and check its disk: see Storage.
send-redirect = The answer points to another address. Enter the partner’s final address.
send-refused = The partner refused. Its own message is below.
send-signature = The answer is not signed by the partner. It is tried again; if it lasts, compare key fingerprints by telephone.
send-timeout = No answer came in time. It is tried again; if it lasts, check name, port, firewall and proxy.
send-tls = The secure connection failed. It is tried again; if it lasts, check the certificate of the partner’s address.
send-too-large = The answer is too large. It is tried again; if it lasts, call the partner’s staff.
send-too-slow = The answer came too slowly. It is tried again; if it lasts, check the line to the partner.
send-truncated = The answer broke off. It is tried again; if it lasts, check the line to the partner.
send-unreachable = Nobody answers there. It is tried again; if it lasts, check name, port, firewall and proxy.
send-wrong-bytes = Bytes came that are not what they should be. They are fetched again; if it lasts, the partner’s disk may be damaged: call its staff.
sent-empty = Nothing was taken in yet.
sent-nobody = sent to nobody
sent-used = used by { $party }
sent-was-used = was used by { $party }
sign-compare-first = Compare the fingerprints by telephone first.
sign-compared = I have compared the fingerprints of the other parties by telephone.
sign-decline = Decline
sign-decline-title = Decline
sign-no-seal = This node has no seal key, so nothing can be signed here.
sign-not-understood = This agreement lacks something, or says something that is not understood here, so it must not be signed.
sign-office = Office
sign-passphrase = Passphrase of the seal key
sign-passphrase-note = It is used once, to sign, and kept nowhere.
sign-place = Place
sign-sign = Sign
sign-signatory = Name of the signatory
sign-title = Sign
sign-wrong-passphrase = That is not the passphrase of the seal key.
signal-correction = correction
signal-update = update
soon-days =
    { $count ->
        [one] in { $count } day
       *[other] in { $count } days
    }
soon-hours = in { $count } h
soon-minutes = in { $count } min
soon-now = in a moment
soon-years =
    { $count ->
        [one] in { $count } year
       *[other] in { $count } years
    }
sort-arrival = Newest first
sort-relevance = Best match first
sort-urgency = Most urgent first
span-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
span-hours = { $count } h
span-minutes = { $count } min
state-arrived = arrived
state-awaited = has not signed yet
state-behind = catching up
state-broken = journal broken
state-declined = Declined
state-draft = Draft
state-dropped = dropped
state-ended = Ended
state-held = here
state-idle = silent for too long
state-in-force = In force
state-in-time = in time
state-lapsed = Lapsed
state-no-address = no address
state-offered = Offered
state-open = open
state-quiet = quiet hours
state-refused = refused
state-signed = Signed
state-signed-in-part = Signed in part
state-silent = no contact yet
state-solved = solved
state-superseded = Replaced
state-suspended = Suspended
state-trouble = trouble
state-waiting = on its way
state-well = in touch
state-withdrawn = Withdrawn
status-canceled = Canceled
status-usable = Usable
status-withheld = Withheld
storage-database = Database, with journals and small files
storage-days = Kept for days
storage-files = Large files
storage-for-ever = for ever
storage-free = Free on the disk
storage-free-min = Stays free on the disk
storage-full = There is no room
storage-full-what = Files of the house are refused and stay where they are; partners’ large files wait at the partners. Journals, orders and texts of partners go on. Make room on the disk, or give the node more of it.
storage-gone = Gone by it
storage-kept = How long things are kept
storage-kept-what = What is over its days goes within the hour, unless an agreement, an open order or a person still needs it. Journals and their proofs always stay; each item’s page says what was let go, on what day, by which rule.
storage-left = May still come
storage-max = The node may take
storage-next = The next goes
storage-no-max = as much as there is
storage-over = Over its days now
storage-reserve = Never written into
storage-reserve-full = The reserve is reached
storage-reserve-what = Nothing that partners publish is taken any more: their texts and pictures wait with them and come when there is room, and they are told. Orders to stop still arrive. Make room now.
storage-rule = What
storage-soon = In 30 days
storage-taken = Taken by the node
storage-title = Storage
storage-what = Journals are never shortened. The limits are in the settings limits.disk_bytes_max, limits.disk_free_bytes_min and limits.disk_reserve_bytes.
taken-by = Taken by { $user }
taken-let-go = Let it go
taken-take = Take it
text-large = Large
text-normal = Normal
time-day = { $date } { $time }
time-full = { $date }, { $time } ({ $zone })
urgency-flash = 1–2, flash
urgency-later = Later
urgency-now = Now
urgency-routine = 5 and below
urgency-soon = Soon
urgency-urgent = 1–4
use-address = Address where it can be seen
use-although = It is or was in use all the same, and its source shall know.
use-answered = We have answered the recall:
use-credit = Credit as it was given
use-end = The use has ended
use-for-them = What { $source } is told
use-for-us = For this house alone
use-gone = Is it gone from everything?
use-gone-say = Tell that it is gone from everything
use-gone-what = Its source knows that it is stopped in this house. When nothing that this house published has it any more, say so.
use-here = this house
use-language = Language
use-medium = Where
use-mistake = It was a mistake
use-none = Nobody has told that they use it.
use-note = Note
use-outlet = Outlet
use-recalled-what = Whoever tells a use now tells it of an item that its source has recalled. Take it out of use first.
use-runs = in use
use-since = since
use-since-when = Since
use-still-here =
    { $count ->
        [one] Still used here: { $count } place
       *[other] Still used here: { $count } places
    }
use-still-here-what = Take it out of use there, then end it here. Its source sees what still runs.
use-still-there =
    { $count ->
        [one] Partners still use it: { $count } place
       *[other] Partners still use it: { $count } places
    }
use-taken-back = told by mistake, taken back
use-tell = Mark as used
use-tell-what = It is signed into our journal and its source reads it. A statement stays, but its end follows at once if it was a mistake: “It was a mistake” then stands beside it as taken back.
use-title = Where it is used
use-until = until
use-waits = waits to be written: no partner has been told yet
user-add = Add a person
user-add-note = You get a link to hand to the person, who sets the password with it. Nobody else ever knows it.
user-change = Change
user-change-role = Give this role
user-disable = Shut out
user-disabled = shut out
user-enable = Let in again
user-invited = link open until { $time }
user-link = Hand this link to { $name }
user-link-until = It ends on { $time }.
user-link-what = It is shown this once and works once: whoever opens it sets the password. Hand it over in person, or by a way that only the person reads.
user-logout = Log out everywhere
user-own = This is you; another administrator can change you.
user-reset = Make a link for a new password
user-reset-note = The password so far stops working at once, and the person is logged out.
user-role = Role
user-session = since { $since }, at the longest until { $until }
user-sessions =
    { $count ->
        [one] logged in { $count } time
       *[other] logged in { $count } times
    }
user-since = since
verdict-deliver = Delivered
verdict-exclude = Not delivered
verdict-hold = Held
way-overtake = Overtake it with an order
way-title = On its way
way-unwritten = It waits until our journal may be written: no partner can have it yet. Stopped, it is not written at all.
way-what = It is signed into our journal and cannot be taken out again; these partners have not confirmed it. An order overtakes it: whoever fetches the version fetches the order with it, and nobody there sees it.
welcome-again = The same once more
welcome-differ = The two passwords are not the same.
welcome-gone = This link does not work any more
welcome-gone-why = It was used, it is older than three days, or there is a newer one. If you have set your password with it, log in; else ask an administrator of your house for another link.
welcome-note =
    { $count ->
        [one] At least { $count } character. A sentence is easier to remember than a word, and harder to guess.
       *[other] At least { $count } characters. A sentence is easier to remember than a word, and harder to guess.
    }
welcome-password = New password
welcome-set = Set the password
welcome-title = Set your password
welcome-what = You will log in with the name { $name } and this password, which nobody else knows.
why-article = Article { $article }: { $field } is { $value }; wanted is { $wanted }
why-rule = { $field } is { $value }; wanted is { $wanted }
