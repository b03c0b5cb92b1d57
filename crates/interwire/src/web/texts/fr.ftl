# Words of the pages in French, sorted by key.
act-correct = Les versions précédentes sont fausses ; une version corrigée suit.
act-declined = a refusé l’offre
act-ended = a consenti à la fin
act-epoch = a ouvert une nouvelle époque
act-keys = a montré ses clés
act-kill = Plus aucun usage n’est permis ; la dépêche est retirée de partout immédiatement.
act-notice = a dénoncé l’accord
act-offered = a proposé une version
act-resumed = a repris les envois
act-signed = a signé
act-suspended = a suspendu les envois
act-withdrawn = a retiré son offre
act-withhold = Aucun usage tant que nous ne l’avons pas libérée.
action-correct = Corrigée
action-kill = Annulée
action-withhold = Suspendue
age-days =
    { $count ->
        [one] il y a { $count } jour
       *[other] il y a { $count } jours
    }
age-hours = il y a { $count } h
age-minutes = il y a { $count } min
age-now = à l’instant
age-years =
    { $count ->
        [one] il y a { $count } an
       *[other] il y a { $count } ans
    }
agreement-act = Ce que déclare notre maison
agreement-act-give = Déclarer
agreement-act-sure = La déclaration est signée dans notre journal et ne peut être reprise.
agreement-articles = Articles
agreement-compare = Demandez à l’autre partie son empreinte par téléphone, à un numéro que vous connaissez, et comparez les trente chiffres.
agreement-confirm = Autoriser l’écriture
agreement-confirm-sure = Le disque de ce nœud est le plus récent : aucune copie ancienne n’a été remise en place.
agreement-declined-by = refusé par { $parties }
agreement-due-ends = Il prend fin le { $time }.
agreement-due-lapses = Il expire le { $time } s’il n’est pas modifié.
agreement-due-notice = Qui ne veut pas le renouveler le dénonce au plus tard le { $day } ; la période s’achève le { $time }.
agreement-fingerprint = Empreinte de la clé racine
agreement-from = Signé par tous ; en vigueur à partir du { $time }.
agreement-halted = Arrêté : déclaration non comprise
agreement-halted-why = Un partenaire a déclaré sous cet accord quelque chose que ce programme doit comprendre et ne comprend pas. Rien n’est envoyé tant que personne ne l’a examiné.
agreement-history = Historique
agreement-id = Accord
agreement-language = Langue du texte
agreement-missing = Pas encore signé par { $parties }.
agreement-none = Il n’y a pas encore d’accord.
agreement-not-authentic = Traduction ; le texte signé est dans une autre langue.
agreement-of-version = Version { $version }
agreement-offered-by = proposé par { $party }
agreement-open-end = Sans terme.
agreement-over = Depuis le { $time }.
agreement-page-missing = La page de signature n’est pas encore arrivée.
agreement-parties = Parties
agreement-party = Partie
agreement-place = Journal
agreement-quarantine-why = Personne dans notre maison n’a rien signé avec cette partie. Jusque-là rien n’est échangé. N’importe qui peut écrire n’importe quel nom dans une offre : comparez les empreintes par téléphone avant de signer.
agreement-quarantined = Offre d’un inconnu
agreement-read-and-sign = Lire, puis signer ou refuser
agreement-renews = Sa période s’achève le { $time } et une autre suit.
agreement-say = Suspendre, reprendre, mettre fin
agreement-signatory = À signer par
agreement-signatures = Signatures
agreement-since = En vigueur depuis le { $time }.
agreement-superseded-by = Remplacé par l’accord { $agreement }.
agreement-suspended-by = Envois suspendus par { $parties }.
agreement-translation = traduction
agreement-unconfirmed = Notre journal attend
agreement-unconfirmed-why = Depuis le démarrage, aucun partenaire n’a dit ce qu’il détient de notre journal ; rien de nouveau n’y est donc écrit : un disque rétabli d’une ancienne copie signerait une seconde histoire. L’écriture reprend d’elle-même dès qu’un partenaire est joint.
agreement-unknown-kind = Un article du genre { $kind } n’est pas compris ici.
agreement-unsigned = Personne n’a encore signé.
agreement-until = Il prend fin le { $time }.
agreement-us = notre maison
agreement-version = Version
agreement-versions = Versions
agreement-waits = Attend notre signature
agreement-what = Quoi
agreement-when = Quand
answer-received = reçue
answer-refused = refusée
answer-removed = retirée partout
answer-stopped = arrêtée
answer-unused = jamais utilisée
answer-waiting = pas encore de réponse
audit-did = A fait
audit-none = Personne n’a encore rien fait.
audit-what = Ce que des personnes ont fait dans ces pages, par commandes et par les systèmes de la maison. Rien n’en est jamais retiré.
audit-who = Qui
board-all = Tout
board-empty = Rien n’est encore arrivé. Les nouvelles dépêches apparaissent ici d’elles-mêmes.
board-live = En direct
board-not-live = Pas de connexion : nouvelles dépêches et retraits n’apparaissent pas. Nouvel essai en cours.
board-show = Afficher
chain-answer-by = Selon l’accord, il confirme l’arrêt avant le
chain-behind = en retard de
chain-call = Appelez :
chain-call-what = L’ordre atteint son nœud au retour de la ligne, avant toute version. D’ici là, seules des personnes peuvent y arrêter l’élément.
chain-gone-by = Selon l’accord, il disparaît de partout avant le
chain-last = En contact
chain-nobody-named = l’accord n’y nomme personne
chain-only-order = n’a reçu que l’ordre
chain-passed-on = A transmis la version { $version } selon
chain-silent = muet
chain-what = Qui l’a et qui l’a transmis ressort des journaux de nos accords. Ce qu’un partenaire donne à d’autres selon ses propres accords n’y est pas ; il transmet lui-même nos ordres.
density-comfortable = Aérée
density-compact = Serrée
do-ended = consentir à la fin
do-notice = dénoncer l’accord
do-resumed = reprendre les envois
do-suspended = suspendre les envois
failure-back = Au fil
failure-forbidden = Votre rôle ne le permet pas
failure-forbidden-next = Adressez-vous à un administrateur de votre maison, qui peut vous donner un autre rôle.
failure-form = Le formulaire n’a pas été accepté
failure-form-next = Il est trop ancien ou ne vient pas d’une page de ce nœud. Revenez en arrière, rechargez la page et recommencez.
failure-login = Vous n’êtes pas connecté
failure-login-next = Connectez-vous et réessayez.
failure-not-found = Il n’y a rien à cette adresse
failure-not-found-next = Elle est peut-être mal écrite, ou c’est celle d’un autre nœud.
failure-other = La demande ne peut aboutir
failure-other-next = Revenez en arrière et vérifiez la saisie. Si cela persiste, indiquez l’heure au personnel technique.
failure-refused = Cela n’a pas été fait
failure-store = Le nœud n’a pas pu lire ou écrire ses données
failure-store-next = Cela peut marcher dans un instant. Sinon, le journal technique du nœud en dit plus.
filter-language = Langue
filter-media = Média
filter-source = Source
finding-about = Objet
finding-download = Télécharger
finding-entry = inscription { $index }
finding-evidence = Preuve
finding-none = Rien n’a été trouvé que quelqu’un doive examiner.
finding-title = Constats
finding-what = Ce qui a été constaté
hold-approve = Laisser partir
hold-file-next = Prochain essai :
hold-file-tries = Essais : { $count }
hold-for-files = En attente d’un fichier d’ailleurs
hold-for-moments = En attente d’une heure
hold-for-people = En attente d’une personne
hold-none-for-moments = Rien n’attend une heure.
hold-none-for-people = Rien n’attend une personne.
hold-own-waits = Le partenaire ne la reçoit pas tant que personne ne la laisse partir.
hold-partners-waits = Les systèmes de la maison ne la reçoivent pas tant que personne ne confirme la fin de l’embargo.
hold-what = Versions pas encore transmises : les nôtres aux partenaires, celles des partenaires aux systèmes de la maison.
item-alternative-missing = La source ne donne pas de texte de remplacement ; le titre en tient lieu.
item-arrived = Arrivée
item-article = article { $article }
item-conflict = Un autre document est arrivé avec le même numéro de version. Demandez à la source lequel est juste.
item-details = Détails
item-download = Télécharger
item-embargo = Embargo
item-embargo-unclear = À ne pas publier avant que la source ne la libère.
item-embargo-until = À ne pas publier avant
item-expires = À ne plus utiliser après
item-file-elsewhere = non joint
item-files = Fichiers
item-guid = Identifiant
item-holders = Qui la détient
item-links = Liens
item-made = Créée par la source
item-no-word = pas encore de réponse
item-nobody = Elle n’a été envoyée à personne.
item-not-here = Son contenu n’est pas encore arrivé.
item-not-usable = Ne l’utilisez sous aucune forme.
item-notes = Notes à la rédaction, pas pour publication
item-order = Ordre de { $source } du
item-origin = D’où elle vient
item-partner = Partenaire
item-reading = Noté à la lecture
item-reason = Raison : { $reason }.
item-rights = Droits
item-slug = Mot-clé
item-source = Source
item-status = Statut
item-subjects = Sujets
item-test = Un essai, pas une nouvelle.
item-title = Dépêche
item-told = Annoncé
item-told-released = libérée
item-told-version = version { $version }
item-until = jusqu’au
item-version = Version
item-versions = Versions
item-why = Pourquoi elle y est allée, ou non
item-word = Réponse
kind-animation = animation
kind-audio = audio
kind-component = composant
kind-composite = dossier
kind-event = événement
kind-graphic = infographie
kind-package = dossier
kind-picture = photo
kind-planning = prévision
kind-text = texte
kind-video = vidéo
letter-attempts = Essais
letter-bytes = Ce qui est arrivé
letter-cut = Seul le début est montré.
letter-download = Tout télécharger
letter-drop = Écarter
letter-first = Premier échec
letter-from = De
letter-last = Dernier échec
letter-next = Que faire :
letter-none = Aucun rebut.
letter-retry = Réessayer
letter-title = Rebut
letter-what = Ce qui n’a pu être lu, classé ou livré. Rien n’est perdu ; cela attend une personne.
login-enter = Se connecter
login-name = Nom
login-password = Mot de passe
login-title = Connexion
login-wait =
    { $seconds ->
        [one] Trop d’essais manqués. Réessayez dans { $seconds } seconde.
       *[other] Trop d’essais manqués. Réessayez dans { $seconds } secondes.
    }
login-wrong = Nom ou mot de passe incorrect.
mark-conflict = Deux documents
mark-embargo = Embargo
mark-recalled = Retirée
mark-urgency = Urgence, 1 est la plus haute
me-awaits-review = { $language } (à relire)
me-density = Densité
me-house-language = Comme la maison : { $language }
me-house-zone = Comme la maison : { $zone }
me-language = Langue
me-save = Enregistrer
me-saved = Enregistré.
me-scheme = Couleurs
me-sounds = Un son pour les flashs et les annulations
me-text-size = Taille du texte
me-what = Ces réglages ne sont que les vôtres et valent partout où vous vous connectez.
me-wrong = Ce choix n’existe pas. Choisissez de nouveau.
me-zone = Fuseau horaire
medium-broadcast = la radio et la télévision
medium-other = ailleurs
medium-print = la presse écrite
medium-social = les réseaux sociaux
medium-web = le web
medium-wire = le fil de la maison
nav-agreements = Accords
nav-audit = Registre
nav-board = Fil
nav-holds = En attente
nav-leave = Se déconnecter
nav-letters = Rebuts
nav-me = Mes réglages
nav-name = Rubriques
nav-partners = Partenaires
nav-sent = Envoyées
nav-users = Personnes
origin-agreement = Accord
origin-article = Article
origin-cosigned = Contresignée par { $party } le
origin-doc = SHA-256 du document
origin-head = Tête signée du journal
origin-head-not-signed = Sa signature ne correspond à aucune clé valable de la partie.
origin-head-signed =
    { $size ->
        [one] Signée par { $party } sur { $size } déclaration. Racine
       *[other] Signée par { $party } sur { $size } déclarations. Racine
    }
origin-journal = Place
origin-no-head = Aucune tête signée ne la couvre encore.
origin-not-signed = Aucune clé valable de { $party } n’a signé cette version.
origin-place = Journal de { $party }, époque { $epoch }, inscription { $index }
origin-said = Livrée le
origin-signature = Signature de la dépêche
origin-signed = La signature de { $party } sur dépêche, version et document est bonne.
page-newer = Plus récentes
page-older = Plus anciennes
page-pages = Pages
page-skip = Aller au contenu
page-zone = Heures de { $zone }
partner-address = Adresse
partner-behind = À récupérer
partner-blobs =
    { $count ->
        [one] { $count } fichier ({ $size })
       *[other] { $count } fichiers ({ $size })
    }
partner-entries =
    { $count ->
        [one] { $count } déclaration
       *[other] { $count } déclarations
    }
partner-failures =
    { $count ->
        [one] { $count } échec
       *[other] { $count } échecs de suite
    }
partner-heard = Dernier signe reçu
partner-never = pas depuis le démarrage
partner-no-address = inconnue
partner-none = Il n’y a pas encore de partenaires. Ils viennent avec le premier accord.
partner-reached = Joint la dernière fois
partner-refused = Refusé par nous
partner-retry = prochain essai
partner-skew = Son horloge diffère de { $seconds } s
partner-try = Essayer maintenant
preview-film-broken = pas d’image fixe : le fichier est illisible
preview-film-too-costly = pas d’image fixe : la lecture prend trop de temps
preview-no-tools = non examiné : ffmpeg n’est pas sur cette machine
preview-picture-broken = pas d’aperçu : le fichier ne se décode pas
preview-picture-too-large = pas d’aperçu : il faudrait trop de mémoire
preview-unsupported = pas d’aperçu pour ce type de fichier
proof-article = L’article de l’accord
proof-cosigned = Ceux qui le détenaient
proof-document = Le document
proof-download = Télécharger le dossier
proof-entry = { $kind } : entrée { $index } sur { $count }
proof-fails = Quelque chose ne tient pas
proof-fails-what = Ne vous y fiez pas. Demandez à un technicien de lancer interwire verify, et à la source ce qu’elle a publié.
proof-good = tient
proof-head = Les têtes signées
proof-held = journal de { $party }, jusqu’à { $count }
proof-holds = Toutes les étapes tiennent
proof-holds-what = Vérifié pendant la création de cette page, avec les seuls octets ci-dessous.
proof-item = La signature de la source
proof-key = par la clé
proof-keys = Les clés
proof-leaf = Son empreinte dans l’arbre
proof-left = à gauche
proof-limits = Aucun fichier ne prouve que rien d’autre n’a été dit : un ordre ou une révocation venus plus tard n’y sont pas.
proof-open = Chaque étape, avec sa preuve
proof-orders = Ce que la source a ordonné à son sujet
proof-papers =
    { $count ->
        [one] { $count } papier, signé par la clé racine
       *[other] { $count } papiers, signés par la clé racine
    }
proof-path = Le chemin vers la racine
proof-path-steps =
    { $count ->
        [one] { $count } pas
       *[other] { $count } pas
    }
proof-place = Sa place dans le journal
proof-right = à droite
proof-root =
    { $count ->
        [one] Racine du journal à { $count } déclaration
       *[other] Racine du journal à { $count } déclarations
    }
proof-roots = Ce sur quoi tout repose
proof-roots-what = Ces clés racines figurent dans l’accord. Qui les a comparées par téléphone peut croire tout ce qui suit.
proof-said = { $party } a mis à disposition la version { $version } de cet élément de { $source } ({ $status }) le
proof-secret = Il contient tout l’accord et le document. Ne le donnez qu’à ceux qui peuvent les lire.
proof-signed = Les signatures sous l’accord
proof-statement = Déclaration
proof-statement-show = Montrer ses octets
proof-take = Emporter la preuve
proof-take-what = Un fichier avec tout cela, que chacun peut vérifier sans nous, sans nœud et sans réseau.
proof-title = D’où cela vient, étape par étape
proof-version = élément { $item }, version { $version }
proof-wrong = ne tient pas
proves-article = C’est par cet article de l’accord qu’il a été mis à disposition.
proves-cosigned = Ces parties détenaient le journal jusqu’à cette tête à ce moment. Qu’elles l’aient lu est une autre déclaration.
proves-document = Ce que nous montrons est octet pour octet ce que la déclaration nomme. Les médias y sont nommés par leur empreinte.
proves-head = L’auteur a signé la longueur et le contenu de son journal. Il ne peut raconter une autre histoire à d’autres sans être pris.
proves-item = La source répond de cet élément, de cette version et de ce document, qui que ce soit qui l’ait apporté.
proves-keys = Chaque clé a été certifiée par la clé racine que nomme l’accord, avant de signer.
proves-place = La déclaration se trouve à cette place du journal de son auteur. Chaque pas joint deux empreintes en une ; la dernière est la racine que l’auteur a signée. Rien avant elle ne peut changer sans changer cette racine.
proves-signed = Ces personnes ont signé, dans leur fonction, ce texte même de l’accord.
reason-error-of-fact = une erreur de fait
reason-false-report = une fausse nouvelle
reason-legal = une raison juridique
reason-not-authorised = pas autorisée
reason-safety = la sécurité de quelqu’un
reason-terms = les conditions
reason-unknown-party = la partie n’est pas connue
reason-unspecified = non indiquée
reason-version-canceled = sa source a envoyé une version annulée
reason-version-withheld = sa source a envoyé une version suspendue
reason-withdrawn-by-source = retirée par sa source
reason-wrong-source = une source erronée
recall-action = Ce qui est ordonné
recall-again = Cette partie se met à jour d’elle-même.
recall-all-answered = Tous ont répondu.
recall-answers = Qui a répondu
recall-back = Retour
recall-give = Donner l’ordre
recall-in-use =
    { $count ->
        [one] { $count } l’utilise encore.
       *[other] { $count } l’utilisent encore.
    }
recall-item = Dépêche
recall-next-action = Ce qui est encore ordonné
recall-note = Note pour cette maison
recall-note-what = Elle reste ici et n’est jamais envoyée. Les partenaires ne lisent que la raison publique.
recall-open = Retirer cette dépêche
recall-preview = Continuer
recall-reason = Raison publique
recall-sure = Cet ordre part aussitôt à tous ceux ci-dessus et ne peut être repris, seulement suivi d’un autre.
recall-through = jusqu’à la version { $version }
recall-title = Retirer une dépêche
recall-unanswered =
    { $count ->
        [one] { $count } n’a pas encore répondu.
       *[other] { $count } n’ont pas encore répondu.
    }
recall-who = À qui elle a été donnée
recall-wrong = Cet ordre ne peut être donné. Choisissez un ordre et une raison ; après une annulation, rien de moindre ne peut être ordonné.
release-give = La libérer
release-sure = J’ai vérifié qu’elle peut de nouveau être utilisée.
release-title = Libérer cette dépêche
release-what = L’ordre prend fin partout et la dépêche peut de nouveau être utilisée. Qui la détenait en est averti aussitôt.
role-admin = administrateur
role-auditor = auditeur
role-cooperation = coopération
role-editor = rédacteur
role-read-only = lecteur
role-technician = technicien
scheme-dark = Sombres
scheme-light = Claires
scheme-system = Comme l’appareil
sent-empty = Rien n’a encore été pris en charge.
sent-nobody = envoyée à personne
sent-used = utilisé par { $party }
sent-was-used = a été utilisé par { $party }
sign-compare-first = Comparez d’abord les empreintes par téléphone.
sign-compared = J’ai comparé les empreintes des autres parties par téléphone.
sign-decline = Refuser
sign-decline-title = Refuser
sign-no-seal = Ce nœud n’a pas de clé de sceau ; rien ne peut être signé ici.
sign-not-understood = Il manque quelque chose à cet accord, ou il dit ce qui n’est pas compris ici ; il ne doit donc pas être signé.
sign-office = Fonction
sign-passphrase = Phrase secrète de la clé de sceau
sign-passphrase-note = Elle sert une fois, pour signer, et n’est gardée nulle part.
sign-place = Lieu
sign-sign = Signer
sign-signatory = Nom du signataire
sign-title = Signer
sign-wrong-passphrase = Ce n’est pas la phrase secrète de la clé de sceau.
soon-days =
    { $count ->
        [one] dans { $count } jour
       *[other] dans { $count } jours
    }
soon-hours = dans { $count } h
soon-minutes = dans { $count } min
soon-now = dans un instant
soon-years =
    { $count ->
        [one] dans { $count } an
       *[other] dans { $count } ans
    }
state-arrived = arrivée
state-awaited = n’a pas encore signé
state-behind = rattrape son retard
state-broken = journal rompu
state-declined = Refusé
state-draft = Projet
state-dropped = écarté
state-ended = Terminé
state-held = ici
state-in-force = En vigueur
state-lapsed = Expiré
state-no-address = pas d’adresse
state-offered = Proposé
state-open = ouvert
state-refused = refusée
state-signed = Signé
state-silent = pas encore de contact
state-solved = résolu
state-superseded = Remplacé
state-suspended = Suspendu
state-trouble = difficultés
state-waiting = en route
state-well = en contact
state-withdrawn = Retiré
status-canceled = Annulée
status-usable = Utilisable
status-withheld = Suspendue
text-large = Grande
text-normal = Normale
time-day = { $date } { $time }
time-full = { $date } à { $time } ({ $zone })
use-address = Adresse où on le voit
use-although = C’est ou c’était utilisé malgré tout, et la source doit le savoir.
use-answered = Nous avons répondu au rappel :
use-credit = Crédit tel qu’il a été donné
use-end = L’usage a pris fin
use-for-them = Ce que { $source } apprend
use-for-us = Pour cette maison seulement
use-gone = A-t-il disparu de partout ?
use-gone-say = Dire qu’il a disparu de partout
use-gone-what = La source sait qu’il est arrêté ici. Quand plus rien de publié ne le contient, dites-le.
use-here = cette maison
use-language = Langue
use-medium = Où
use-mistake = C’était une erreur
use-none = Personne n’a déclaré l’utiliser.
use-note = Note
use-outlet = Média
use-recalled-what = Déclarer maintenant, c’est déclarer l’usage d’un élément rappelé. Retirez-le d’abord.
use-runs = en cours
use-since = depuis
use-since-when = Depuis
use-still-here =
    { $count ->
        [one] Encore utilisé ici : { $count } endroit
       *[other] Encore utilisé ici : { $count } endroits
    }
use-still-here-what = Retirez-le là-bas, puis terminez l’usage ici. La source voit ce qui court encore.
use-still-there =
    { $count ->
        [one] Des partenaires l’utilisent encore : { $count } endroit
       *[other] Des partenaires l’utilisent encore : { $count } endroits
    }
use-taken-back = déclaré par erreur, retiré
use-tell = Marquer comme utilisé
use-tell-what = C’est signé dans notre journal et la source le lit. Une déclaration reste, mais sa fin suit aussitôt en cas d’erreur : « C’était une erreur » la marque comme retirée.
use-title = Où c’est utilisé
use-until = jusqu’au
use-waits = attend d’être écrit : aucun partenaire ne le sait encore
user-add = Ajouter une personne
user-change = Modifier
user-change-role = Donner ce rôle
user-disable = Exclure
user-disabled = exclue
user-enable = Réadmettre
user-own = C’est vous ; un autre administrateur peut vous modifier.
user-reset = Créer un lien pour un nouveau mot de passe
user-role = Rôle
user-since = depuis
verdict-deliver = Livrée
verdict-exclude = Non livrée
verdict-hold = Retenue
way-overtake = Le dépasser par un ordre
way-title = En route
way-unwritten = Il attend que notre journal puisse être écrit : aucun partenaire ne peut l’avoir. Arrêté, il n’est pas écrit du tout.
way-what = C’est signé dans notre journal et ne peut en être retiré ; ces partenaires ne l’ont pas confirmé. Un ordre le dépasse : qui prend la version prend l’ordre avec elle, et personne là-bas ne la voit.
why-article = Article { $article } : { $field } est { $value } ; attendu : { $wanted }
why-rule = { $field } est { $value } ; attendu : { $wanted }
