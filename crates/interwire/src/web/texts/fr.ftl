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
agreement-agenda = Ce qui est dû
agreement-agenda-none = Rien n’est dû.
agreement-all = Tous les accords
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
agreement-task-journal =
    { $count ->
        [one] { $count } déclaration de nous attend : depuis le démarrage, aucun partenaire n’a dit ce qu’il tient de notre journal.
       *[other] { $count } déclarations de nous attendent : depuis le démarrage, aucun partenaire n’a dit ce qu’il tient de notre journal.
    }
agreement-task-others = Pas encore signé par { $parties } ; proposé le { $time }.
agreement-task-sign = { $party } l’a proposé le { $time } ; il attend notre signature.
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
alert-dropped = Rangée
alert-failed = Non envoyée
alert-next-hook = Vérifiez que l’adresse accepte les webhooks, puis réessayez ; ou retirez la recherche et gardez-la avec une autre adresse.
alert-next-mail = Vérifiez l’adresse et le serveur de courrier dans les réglages, puis réessayez.
alert-told = Envoyée
alert-waiting = En attente
alerts-all = Toutes
alerts-drop = Ranger
alerts-empty = Aucune alerte. Ce que signalent les recherches gardées paraît ici.
alerts-next = Prochain essai
alerts-recalled = Repris
alerts-retry = Réessayer
alerts-title = Alertes
alerts-which = Quelles alertes
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
board-alert = Arrivé :
board-all = Tout
board-close = Fermer
board-count = { $count }
board-count-more = { $count }+
board-empty = Rien n’est encore arrivé. Les nouvelles dépêches apparaissent ici d’elles-mêmes.
board-flash = Flash :
board-found =
    { $count ->
        [one] { $count } sujet
       *[other] { $count } sujets
    }
board-keep = Garder cette recherche
board-kill = Annulé :
board-live = En direct
board-more-than = plus de { $count } sujets
board-narrow = Affiner
board-not-live = Pas de connexion : nouvelles dépêches et retraits n’apparaissent pas. Nouvel essai en cours.
board-nothing = Rien de ce qui est ici ne convient. Ce qui arrive et convient paraît ici de soi-même.
board-search = Chercher
board-seen = Tout marquer comme vu
board-show = Afficher
board-sort = Ordre
board-waiting = L’index de recherche se construit. Rechargez la page dans un moment.
cause-bad-item-signature = la signature de la version n’est pas bonne
cause-bad-item-signature-next = Comparez les empreintes des clés par téléphone ; si elles concordent, la source renvoie la version.
cause-blob-missing = un fichier nommé par la version manquait
cause-blob-missing-next = La source envoie une nouvelle version ; chez nous, interwire verify la recherche.
cause-document-differs = le document n’est pas celui que dit la déclaration
cause-document-differs-next = Les techniciens de la source examinent leur nœud, puis envoient une nouvelle version.
cause-document-too-large = le texte est trop grand
cause-document-too-large-next = La source le divise, ou envoie tableaux et images en fichiers.
cause-guid-differs = le sujet a un autre nom qu’avant, ou ce nom est celui d’un autre
cause-guid-differs-next = Le système qui l’a créé doit garder un seul guid pour toutes les versions ; la source l’envoie alors comme nouveau sujet.
cause-no-such-article = aucun article de l’accord ne le couvre
cause-no-such-article-next = Lisez les articles ensemble ; s’il devait être couvert, convenez d’un avenant.
cause-not-in-force = l’accord n’était pas en vigueur alors
cause-not-in-force-next = Voyez sur la page de l’accord quand il a commencé, fini ou été suspendu, et renvoyez la version quand il est en vigueur.
cause-not-the-source = l’expéditeur ne peut pas transmettre les sujets de cette source
cause-not-the-source-next = Seule la source, ou un relais nommé par un article, peut l’envoyer : convenez d’un tel article ou recevez-le de la source.
cause-unknown-status = son statut n’est pas connu des programmes
cause-unknown-status-next = La source l’envoie avec usable, withheld ou canceled.
cause-unreadable-document = le document est illisible
cause-unreadable-document-next = L’un des deux nœuds est peut-être plus ancien : comparez les versions du programme, puis la source envoie une nouvelle version.
cause-version-conflict = un autre document de ce numéro de version était là avant
cause-version-conflict-next = Si le second est juste, la source l’envoie avec un numéro plus grand.
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
channel-board = tableau
channel-hook = webhook
channel-mail = courriel
compare-added = ajouté : { $value }
compare-around = Autour des mots
compare-changed = { $old } devient { $new }
compare-from = Comparer la version
compare-gone = retiré :
compare-new = inséré :
compare-of = de la version { $from } à la version { $to }
compare-removed = retiré : { $value }
compare-same = Les deux versions disent la même chose.
compare-show = Montrer ce qui a changé
compare-title = Ce qui a changé
compare-to = avec la version
compare-words = Dans les mots
dead-broken = Le fichier est abîmé. Que l’expéditeur le répare et le renvoie.
dead-empty = Le fichier est vide. Redemandez-le à l’expéditeur.
dead-guid-missing = Le sujet n’a pas de guid. Le système qui l’a créé doit en écrire un, le même pour toutes les versions.
dead-media-not-fetched = Un fichier que le sujet nomme ailleurs n’a pu être pris. Veillez à ce qu’il y soit, puis réessayez.
dead-media-too-large = Un fichier que le sujet nomme est trop grand. Envoyez-en un plus petit, ou relevez limits.blob_bytes_max.
dead-not-carried = Le sujet contient ce qui ne peut être porté aux partenaires. Renvoyez-le plus petit ou corrigé.
dead-too-large = C’est plus grand, plus profond ou plus nombreux que permis. Que l’expéditeur le divise, ou relevez la limite et réessayez.
dead-unknown-format = Le format est inconnu. interwire formats dit ce qui est lu ; que l’expéditeur en prenne un.
dead-unreadable = Le disque ne donne pas le fichier. Voyez ses droits et le disque, puis réessayez.
dead-version-conflict = Cette version est venue une seconde fois avec un autre contenu ; la première reste. Si la seconde est juste, renvoyez-la avec un numéro plus grand.
deed-back = Retour à l’accord
deed-hash = SHA-256 de la version signée
deed-proof = Par quoi on le sait
deed-seal = Empreinte de la clé de sceau
deed-to-print = Texte à imprimer
deed-what = Chaque signature porte sur cette empreinte, qui change avec chaque lettre de chaque texte ci-dessus. Qui a le registre de l’accord peut la vérifier sans ce nœud.
deed-written = Écrit dans le journal de la partie :
density-comfortable = Aérée
density-compact = Serrée
do-ended = consentir à la fin
do-notice = dénoncer l’accord
do-resumed = reprendre les envois
do-suspended = suspendre les envois
downloads-get = Télécharger
downloads-impossible = impossible
downloads-lost =
    { $count ->
        [one] { $count } chose est perdue
       *[other] { $count } choses sont perdues
    }
downloads-what = Chaque format porte ce qu’il peut ; ce qu’il perdrait est écrit à côté.
downloads-whole = rien n’est perdu
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
filter-signal = Signal
filter-source = Source
filter-status = Statut
filter-urgency = Urgence
finding-about = Objet
finding-download = Télécharger
finding-entry = inscription { $index }
finding-evidence = Preuve
finding-none = Rien n’a été trouvé que quelqu’un doive examiner.
finding-title = Constats
finding-what = Ce qui a été constaté
health-alarm =
    { $count ->
        [one] { $count } source se tait
       *[other] { $count } sources se taisent
    }
health-every = attendu toutes les { $span }
health-findings = Constats qu’une personne doit voir
health-held-back = Versions retenues
health-idle = Rien depuis { $span }.
health-idle-feed = Voyez si le système qui l’alimente tourne, et les lettres mortes.
health-idle-partner = Voyez parmi les partenaires si son nœud est en contact ; si oui, demandez à sa rédaction.
health-last = Dernier :
health-letters = Lettres mortes
health-no-rhythm = Rien n’est attendu d’aucune source. Les réglages peuvent dire à quel rythme : [[expect]].
health-nothing = Rien n’est encore venu.
health-queued = Nos déclarations qui attendent qu’un journal puisse être écrit
health-rhythm = Les nouvelles viennent-elles comme il faut ?
health-unanswered = Nos versions dont personne n’a répondu
health-waiting = Ce qui attend
health-wanted = Fichiers annoncés et pas encore là
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
hold-stop = L’arrêter
hold-stop-what = Elle n’est pas encore partie chez tous. Arrêtée, elle n’ira chez aucun de ceux pour qui elle attend ; ce qui est parti peut être repris.
hold-waits = Cette version attend
hold-what = Versions pas encore transmises : les nôtres aux partenaires, celles des partenaires aux systèmes de la maison.
item-alternative-missing = La source ne donne pas de texte de remplacement ; le titre en tient lieu.
item-arrived = Arrivée
item-article = article { $article }
item-conflict = Un autre document est arrivé avec le même numéro de version. Demandez à la source lequel est juste.
item-credit = Crédit
item-dateline = Lieu et date
item-details = Détails
item-download = Télécharger
item-embargo = Embargo
item-embargo-unclear = À ne pas publier avant que la source ne la libère.
item-embargo-until = À ne pas publier avant
item-expires = À ne plus utiliser après
item-file-elsewhere = non joint
item-files = Fichiers
item-gone = Supprimé le { $at } par la règle { $rule }. Ce que prouvent les journaux reste.
item-guid = Identifiant
item-holders = Qui la détient
item-languages = Langues
item-links = Liens
item-made = Créée par la source
item-medium = Genre
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
item-summary = Résumé ou légende
item-test = Un essai, pas une nouvelle.
item-title = Dépêche
item-told = Annoncé
item-told-released = libérée
item-told-version = version { $version }
item-until = jusqu’au
item-urgency = Urgence
item-version = Version
item-versions = Versions
item-why = Pourquoi elle y est allée, ou non
item-word = Réponse
key-node = Clé du nœud
key-root = Clé racine
key-seal = Clé de sceau
keyboard-title = Touches
keys-fingerprint = Empreinte
keys-good = bonne
keys-help = montrer ou cacher ces touches
keys-next = ligne suivante
keys-open = ouvrir la ligne
keys-paper = papier { $number } de la clé racine
keys-previous = ligne précédente
keys-replace = Pour remplacer une clé
keys-replace-how = Arrêtez le nœud, apportez la clé racine et donnez une de ces commandes ; la clé d’avant est révoquée pour toujours. Puis démarrez le nœud : les partenaires l’apprennent d’eux-mêmes, et ce qui fut signé le reste. Une clé racine perdue ou volée demande un nouvel accord avec chaque partenaire.
keys-root-what = Elle certifie les autres et reste hors ligne. Les partenaires comparent son empreinte avant de signer un accord.
keys-search = chercher
keys-since = ici depuis
keys-title = Clés
keys-what = La clé du nœud signe ce qu’il envoie, la clé de sceau signe les accords sous sa phrase secrète. Aucun secret ne peut être lu ici.
kind-animation = animation
kind-audio = audio
kind-component = composant
kind-composite = dossier
kind-event = événement
kind-feed = flux de la maison
kind-graphic = infographie
kind-package = dossier
kind-partner = partenaire
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
letter-gone = Ses octets ne sont plus ici.
letter-hex = Octets, seize par ligne
letter-last = Dernier échec
letter-next = Que faire :
letter-none = Aucun rebut.
letter-retry = Réessayer
letter-text = En texte
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
mark-new = Nouveau
mark-recalled = Retirée
mark-taken = Pris par { $user }
mark-urgency = Urgence, 1 est la plus haute
me-awaits-review = { $language } (à relire)
me-change-password = Changer le mot de passe
me-current-password = Mot de passe actuel
me-density = Densité
me-here = ici
me-house-language = Comme la maison : { $language }
me-house-zone = Comme la maison : { $zone }
me-language = Langue
me-logout-elsewhere = Se déconnecter partout ailleurs
me-password = Mot de passe
me-save = Enregistrer
me-saved = Enregistré.
me-scheme = Couleurs
me-sessions = Où vous êtes connecté
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
nav-health = Santé
nav-holds = En attente
nav-leave = Se déconnecter
nav-letters = Rebuts
nav-me = Mes réglages
nav-name = Rubriques
nav-partners = Partenaires
nav-searches = Recherches
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
partner-ahead = Pas encore repris par lui
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
partner-next-ahead = Rien à faire : il n’a pas encore tout repris de nous. Si cela croît, demandez à ses techniciens si leur nœud lit.
partner-next-awaited = Demandez à ses gens de lire et signer l’offre.
partner-next-behind = Rien à faire : ce qui manque est en train d’être pris.
partner-next-broken = Appelez le partenaire, regardez ensemble les constats ci-dessous et commencez de nouveaux journaux (interwire agreement epoch).
partner-next-no-address = Demandez à ses techniciens l’adresse de leur nœud et entrez-la : interwire partner address PARTY URL.
partner-next-refused = Il a refusé quelque chose de nous. Les causes sont dessous ; si l’une dure, parlez des articles.
partner-next-silent = Attendez une minute. Si cela reste ainsi, essayez maintenant et lisez ce qui se passe.
partner-next-skew = Comparez les horloges : l’une des deux machines ne tient pas l’heure.
partner-no-address = inconnue
partner-none = Il n’y a pas encore de partenaires. Ils viennent avec le premier accord.
partner-oldest = la plus ancienne
partner-reached = Joint la dernière fois
partner-refused = Refusé par nous
partner-refused-ours = Refusé par lui
partner-retry = prochain essai
partner-skew = Son horloge diffère de { $seconds } s
partner-try = Essayer maintenant
partner-unanswered = Pas encore de réponse pour
partner-unfolded = Tenu, pas encore traité
partner-versions =
    { $count ->
        [one] { $count } version
       *[other] { $count } versions
    }
position-byline = à côté du nom de l’auteur
position-end = à la fin
position-start = au début
preview-film-broken = pas d’image fixe : le fichier est illisible
preview-film-too-costly = pas d’image fixe : la lecture prend trop de temps
preview-no-tools = non examiné : ffmpeg n’est pas sur cette machine
preview-picture-broken = pas d’aperçu : le fichier ne se décode pas
preview-picture-too-large = pas d’aperçu : il faudrait trop de mémoire
preview-unsupported = pas d’aperçu pour ce type de fichier
proof-article = L’article de l’accord
proof-article-of-another-kind = l’article ne porte pas sur l’échange
proof-article-of-another-party = l’article porte sur ce que donne une autre partie
proof-article-without-the-source = l’article n’admet pas cette source
proof-cosigned = Ceux qui le détenaient
proof-document = Le document
proof-document-differs = c’est un autre document
proof-document-says-otherwise = le document nomme un autre article, une autre version ou un autre statut
proof-document-unreadable = le document est illisible
proof-download = Télécharger le dossier
proof-entry = { $kind } : entrée { $index } sur { $count }
proof-fails = Quelque chose ne tient pas
proof-fails-what = Ne vous y fiez pas. Demandez à un technicien de lancer interwire verify, et à la source ce qu’elle a publié.
proof-good = tient
proof-head = Les têtes signées
proof-head-not-signed = la tête n’est pas signée par une clé de son auteur
proof-held = journal de { $party }, jusqu’à { $count }
proof-holds = Toutes les étapes tiennent
proof-holds-what = Vérifié pendant la création de cette page, avec les seuls octets ci-dessous.
proof-item = La signature de la source
proof-journal-of-another-agreement = le journal relève d’un autre accord
proof-key = par la clé
proof-key-not-certified = la clé n’y était pas certifiée
proof-key-revoked-before = la clé avait été révoquée
proof-keys = Les clés
proof-leaf = Son empreinte dans l’arbre
proof-left = à gauche
proof-limits = Aucun fichier ne prouve que rien d’autre n’a été dit : un ordre ou une révocation venus plus tard n’y sont pas.
proof-line-by-nobody-known = une ligne sous la tête vient d’un inconnu
proof-no-such-article = cet article n’existe pas
proof-not-in-the-tree = le chemin ne mène pas à la racine
proof-open = Chaque étape, avec sa preuve
proof-order-about-another-item = l’ordre porte sur un autre article
proof-orders = Ce que la source a ordonné à son sujet
proof-page-not-in-the-dossier = la page de signature n’est pas ici
proof-page-of-another = la page porte sur un autre accord ou une autre partie
proof-page-of-nobody = la page n’appartient à aucune signature
proof-paper-does-not-follow = un document de clés manque ou en contredit un autre
proof-paper-not-signed-by-its-root = un document de clés n’est pas signé par la clé racine
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
proof-root-not-in-agreement = l’accord ne nomme pas de clé racine pour cela
proof-roots = Ce sur quoi tout repose
proof-roots-what = Ces clés racines figurent dans l’accord. Qui les a comparées par téléphone peut croire tout ce qui suit.
proof-said = { $party } a mis à disposition la version { $version } de cet élément de { $source } ({ $status }) le
proof-seal-false = le sceau ne correspond pas à la page
proof-secret = Il contient tout l’accord et le document. Ne le donnez qu’à ceux qui peuvent les lire.
proof-signature-false = la signature n’y correspond pas
proof-signature-not-in-the-dossier = la signature n’est pas ici
proof-signed = Les signatures sous l’accord
proof-statement = Déclaration
proof-statement-out-of-place = la déclaration n’a pas sa place ici
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
reason-facts-in-doubt = des faits douteux
reason-false-report = une fausse nouvelle
reason-forged-source = une source falsifiée
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
refusal-400-digest = Le corps n’est pas celui qui fut signé. Cherchez un mandataire qui change les corps.
refusal-400-malformed = La requête est illisible. Comparez les versions du programme des deux nœuds.
refusal-400-truncated = La requête s’est coupée. Elle est renvoyée ; si cela dure, vérifiez la ligne.
refusal-401-algorithm = La signature est d’une autre sorte. Mettez à jour le nœud qui demande.
refusal-401-duplicate = Un en-tête de la signature est double. Cherchez un mandataire qui les double.
refusal-401-expired = La requête est trop vieille. Réglez les deux horloges sur un serveur de temps.
refusal-401-form = La signature a une autre forme. Comparez les versions du programme.
refusal-401-future = La requête vient du futur. Réglez les deux horloges sur un serveur de temps.
refusal-401-key = La clé n’est pas valide pour cette partie. Le nœud montre ses papiers de lui-même ; si cela dure, comparez les empreintes par téléphone.
refusal-401-party = La partie n’est pas connue là-bas. Proposez d’abord un accord.
refusal-401-replay = Cette même requête a déjà été vue. Elle est signée à nouveau.
refusal-401-signature = La signature ne convient pas. Cherchez un mandataire qui change chemins ou en-têtes, et vérifiez l’adresse de base.
refusal-401-unsigned = Un en-tête de la signature manque. Cherchez un mandataire qui les retire.
refusal-403-forbidden = Notre rôle dans cet accord ne le permet pas. Lisez ensemble les parties et les époques de l’accord.
refusal-403-not-shared = Rien dans un accord entre nous ne nomme cela. Les deux côtés regardent la page de l’accord.
refusal-404-not-found = Il n’y a rien à cette adresse. S’il s’agit d’un fichier, le partenaire l’a supprimé ou perdu : demandez à ses techniciens.
refusal-405-method = L’adresse n’accepte pas cette requête. Comparez les versions du programme.
refusal-408-too-slow = La requête est venue trop lentement. Elle est renvoyée ; si cela dure, vérifiez la ligne.
refusal-409-conflict = Ce qui fut envoyé ne continue pas ce qui est tenu. Cela reprend de soi-même au bon endroit.
refusal-413-too-large = La requête est trop grande. Comparez les versions du programme ; on envoie moins à la fois.
refusal-416-range = La partie demandée est hors du fichier. On reprend au premier octet.
refusal-421-recipient = Un autre nœud répond à cette adresse. Vérifiez l’adresse du partenaire.
refusal-422-unacceptable = Ce qui fut envoyé contredit le registre. Les deux côtés lancent interwire verify, et se parlent.
refusal-429-too-many = Trop de requêtes. On réessaie quand le partenaire l’a dit.
refusal-500-internal = Le nœud du partenaire n’a pas pu. On réessaie ; si cela dure, appelez ses techniciens.
refusal-503-busy = Le nœud du partenaire est occupé ou s’arrête. On réessaie.
refusal-503-starting = Le nœud du partenaire vient de démarrer. On réessaie ; si cela dure, réglez les horloges.
refusal-507-no-room = Le disque du partenaire est plein ; rien n’est perdu, cela attend ici. Appelez ses techniciens : ils doivent faire de la place.
release-give = La libérer
release-sure = J’ai vérifié qu’elle peut de nouveau être utilisée.
release-title = Libérer cette dépêche
release-what = L’ordre prend fin partout et la dépêche peut de nouveau être utilisée. Qui la détenait en est averti aussitôt.
retention-audit = Ce que les gens ont fait
retention-dead-letters = Lettres mortes closes, avec leurs octets
retention-media = Images, films et autres fichiers
retention-notifications = Alertes envoyées ou rangées
retention-previews = Petites images pour les pages
retention-texts = Textes des sujets, avec les fichiers d’origine
reuse-copied = Copié
reuse-copy-credit = Copier le crédit
reuse-copy-text = Copier le texte
reuse-demanded = Crédit selon l’accord
reuse-download = Télécharger le texte
reuse-embargoed = Sous embargo : à ne pas encore publier.
reuse-encoded = Droits pour machines
reuse-encoded-show = Montrer l’expression
reuse-losses = Ce que chaque format porte et perd
reuse-no-credit = Ni l’accord ni la source n’exigent une ligne. Nommez la source.
reuse-stated = Crédit selon la source
reuse-text = Le texte, à sélectionner et copier
reuse-text-what = Titre, auteur, lieu et texte sans balises. Les notes aux rédacteurs n’y sont pas.
reuse-title = L’utiliser
revoked-compromised = révoquée : d’autres l’ont peut-être
revoked-lost = révoquée : perdue
revoked-retired = révoquée : remplacée
role-admin = administrateur
role-auditor = auditeur
role-cooperation = coopération
role-editor = rédacteur
role-read-only = lecteur
role-technician = technicien
scheme-dark = Sombres
scheme-light = Claires
scheme-system = Comme l’appareil
searches-empty = Aucune recherche gardée. Cherchez sur le tableau, et gardez la recherche.
searches-hook = Webhook
searches-keep = Garder
searches-mail = Courriel
searches-name = Nom
searches-new = Nouvelle recherche
searches-on-board = alertes sur le tableau
searches-query = Requête
searches-remove = Retirer
searches-secret = Secret pour vérifier la signature
searches-share = Toute la maison l’a
searches-shared = partagée
searches-tell-board = Me le dire sur le tableau quand quelque chose arrive
searches-tell-hook = Envoyer à cette adresse (webhook)
searches-tell-mail = Écrire à cette adresse
send-address = L’adresse ne peut servir. Corrigez-la, ou permettez les adresses privées dans les réglages.
send-busy = Le partenaire demande de revenir. On réessaie alors.
send-failing = Le nœud du partenaire défaille. On réessaie ; si cela dure, appelez ses techniciens.
send-forged = Ce qui vint ne concorde pas avec ses signatures. On redemande ; si cela dure, les deux côtés lancent interwire verify.
send-fruitless = Une bonne réponse n’a rien donné. On réessaie ; si cela dure, demandez aux techniciens du partenaire.
send-garbage = La réponse n’est pas comprise. On réessaie ; si cela dure, appelez les techniciens du partenaire.
send-local = Ce nœud lui-même n’a pas pu. Lisez son journal et vérifiez son disque : voyez Stockage.
send-redirect = La réponse renvoie à une autre adresse. Entrez l’adresse finale du partenaire.
send-refused = Le partenaire a refusé. Son propre message est dessous.
send-signature = La réponse n’est pas signée par le partenaire. On réessaie ; si cela dure, comparez les empreintes par téléphone.
send-timeout = Pas de réponse à temps. On réessaie ; si cela dure, vérifiez nom, port, pare-feu et mandataire.
send-tls = La connexion sûre a échoué. On réessaie ; si cela dure, vérifiez le certificat de l’adresse du partenaire.
send-too-large = La réponse est trop grande. On réessaie ; si cela dure, appelez les techniciens du partenaire.
send-too-slow = La réponse est venue trop lentement. On réessaie ; si cela dure, vérifiez la ligne vers le partenaire.
send-truncated = La réponse s’est coupée. On réessaie ; si cela dure, vérifiez la ligne vers le partenaire.
send-unreachable = Personne ne répond là-bas. On réessaie ; si cela dure, vérifiez nom, port, pare-feu et mandataire.
send-wrong-bytes = Des octets sont venus qui ne sont pas les bons. On les reprend ; si cela dure, le disque du partenaire est peut-être abîmé : appelez ses techniciens.
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
signal-correction = correction
signal-update = mise à jour
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
sort-arrival = Les plus récents d’abord
sort-relevance = Les plus pertinents d’abord
sort-urgency = Les plus urgents d’abord
span-days =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
span-hours = { $count } h
span-minutes = { $count } min
state-arrived = arrivée
state-awaited = n’a pas encore signé
state-behind = rattrape son retard
state-broken = journal rompu
state-declined = Refusé
state-draft = Projet
state-dropped = écarté
state-ended = Terminé
state-held = ici
state-idle = muet depuis trop longtemps
state-in-force = En vigueur
state-in-time = à l’heure
state-lapsed = Expiré
state-no-address = pas d’adresse
state-offered = Proposé
state-open = ouvert
state-quiet = heures calmes
state-refused = refusée
state-signed = Signé
state-signed-in-part = Signé en partie
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
storage-database = Base, avec journaux et petits fichiers
storage-days = Gardé (jours)
storage-files = Gros fichiers
storage-for-ever = toujours
storage-free = Libre sur le disque
storage-free-min = Reste libre sur le disque
storage-full = Il n’y a plus de place
storage-full-what = Les fichiers de la maison sont refusés et restent où ils sont ; les gros fichiers des partenaires attendent chez eux. Journaux, ordres et textes des partenaires continuent. Faites de la place, ou donnez-en plus au nœud.
storage-gone = Parti par elle
storage-kept = Combien de temps les choses sont gardées
storage-kept-what = Ce qui a passé ses jours part dans l’heure, sauf si un accord, un ordre ouvert ou une personne en a besoin. Les journaux et leurs preuves restent toujours ; la page de chaque sujet dit ce qui est parti, quel jour, par quelle règle.
storage-left = Peut encore venir
storage-max = Le nœud peut prendre
storage-next = Le prochain part
storage-no-max = autant qu’il y a
storage-over = Déjà passé
storage-reserve = Jamais entamé
storage-reserve-full = La réserve est atteinte
storage-reserve-what = Rien de ce que publient les partenaires n’est plus pris : textes et images attendent chez eux et viendront quand il y aura de la place ; ils le savent. Les ordres d’arrêt arrivent encore. Faites de la place maintenant.
storage-rule = Quoi
storage-soon = Sous 30 jours
storage-taken = Pris par le nœud
storage-title = Stockage
storage-what = Les journaux ne sont jamais raccourcis. Les limites sont dans limits.disk_bytes_max, limits.disk_free_bytes_min et limits.disk_reserve_bytes.
taken-by = Pris par { $user }
taken-let-go = Le laisser
taken-take = Le prendre
text-large = Grande
text-normal = Normale
time-day = { $date } { $time }
time-full = { $date } à { $time } ({ $zone })
urgency-flash = 1–2, flash
urgency-later = Plus tard
urgency-now = Maintenant
urgency-routine = 5 et moins
urgency-soon = Bientôt
urgency-urgent = 1–4
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
user-add-note = Vous recevez un lien à remettre à la personne, qui s’en sert pour poser son mot de passe. Nul autre ne le saura.
user-change = Modifier
user-change-role = Donner ce rôle
user-disable = Exclure
user-disabled = exclue
user-enable = Réadmettre
user-invited = lien ouvert jusqu’au { $time }
user-link = Remettez ce lien à { $name }
user-link-until = Il finit le { $time }.
user-link-what = Il n’est montré que cette fois et ne sert qu’une fois : qui l’ouvre pose le mot de passe. Remettez-le en personne, ou par une voie qu’elle seule lit.
user-logout = Déconnecter partout
user-own = C’est vous ; un autre administrateur peut vous modifier.
user-reset = Créer un lien pour un nouveau mot de passe
user-reset-note = Le mot de passe actuel cesse aussitôt de valoir, et la personne est déconnectée.
user-role = Rôle
user-session = depuis { $since }, au plus tard jusqu’à { $until }
user-sessions =
    { $count ->
        [one] connecté { $count } fois
       *[other] connecté { $count } fois
    }
user-since = depuis
verdict-deliver = Livrée
verdict-exclude = Non livrée
verdict-hold = Retenue
way-overtake = Le dépasser par un ordre
way-title = En route
way-unwritten = Il attend que notre journal puisse être écrit : aucun partenaire ne peut l’avoir. Arrêté, il n’est pas écrit du tout.
way-what = C’est signé dans notre journal et ne peut en être retiré ; ces partenaires ne l’ont pas confirmé. Un ordre le dépasse : qui prend la version prend l’ordre avec elle, et personne là-bas ne la voit.
welcome-again = Le même encore une fois
welcome-differ = Les deux mots de passe diffèrent.
welcome-gone = Ce lien ne vaut plus
welcome-gone-why = Il a servi, il a plus de trois jours, ou il y en a un plus récent. Si vous avez posé votre mot de passe, connectez-vous ; sinon demandez un autre lien à un administrateur.
welcome-note =
    { $count ->
        [one] Au moins { $count } caractère. Une phrase se retient mieux qu’un mot, et se devine moins.
       *[other] Au moins { $count } caractères. Une phrase se retient mieux qu’un mot, et se devine moins.
    }
welcome-password = Nouveau mot de passe
welcome-set = Poser le mot de passe
welcome-title = Posez votre mot de passe
welcome-what = Vous vous connecterez avec le nom { $name } et ce mot de passe, que nul autre ne connaît.
why-article = Article { $article } : { $field } est { $value } ; attendu : { $wanted }
why-rule = { $field } est { $value } ; attendu : { $wanted }
