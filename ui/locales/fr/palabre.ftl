language = Langue
loading = Un instant…
back = Retour
save = Garder
write = Écrire
next = Suite
copy = Copier
search = Chercher
mine = Les miens
try-again = Réessayer
skip = Vers la page
places = Lieux
list-and = { $first } et { $last }
list-and-before-i = { $first } et { $last }
and-then = { $first } ; { $next }
you = toi
withdrawn = Retiré par la personne qui l’a écrit.
choose-one = Choisir…
opened = Ouverte { $when }
ends = Fin { $when }
ended = terminée { $when }
met-at = { $when }

place-today = Aujourd’hui
place-projects = Projets
place-intentions = Intentions
place-decisions = Décisions
place-budgets = Budgets
place-sharing = Partage
place-people = Personnes
place-house = La maison

standing-waiting = Gardé ici. Cela comptera dès que l’ordinateur d’où vient ton invitation, ou une autre personne, t’aura ouvert la porte.
standing-waiting-for = Gardé ici. Cela comptera dès que l’ordinateur { DE($name) }, ou une autre personne, t’aura ouvert la porte.
standing-left = Tu as quitté cette communauté. Ce qui était là reste à lire.
standing-removed = Tu n’es plus membre ici. Ce qui était là reste à lire.
standing-closed = Cette communauté ne s’est pas ouverte. Elle se répare dans « La maison » ; les autres vont bien sans elle.
community-closed = Elle ne s’est pas ouverte. { $why }
standing-joining = Réception de la communauté : { $percent } %. Tu peux déjà lire et répondre.
standing-met = Gardé ici. L’ordinateur { DE($name) } croisé { $when }.
standing-alone = Personne à portée. Ce que tu fais est gardé ici et partira à la prochaine rencontre.

first-what = Pour les gens qui font tourner des choses ensemble. Tout est sur ton propre ordinateur, qui rencontre directement celui des autres.
first-file = Ce que tu as ouvert sera lu dès que tu auras un nom.
first-invited = { $name } t’invite à rejoindre { $community }. D’abord un nom ; ensuite tu vois l’invitation.
first-name = Comment t’appelle-t-on ?
first-name-hint = Pas de compte, pas d’adresse.
first-go = Commencer
begin-title = Bienvenue. Par où commencer ?
begin-found = Fonder une communauté
begin-join = J’ai une invitation
example = Un exemple.
example-look = Jeter d’abord un œil
example-making = Le Fournil se prépare : { $percent } %.
example-what = Tu es à la place de Dung ; rien n’en est gardé.
example-pass = Laisser passer un jour
example-passing = Un jour passe…
example-day = Jour { $day } sur { $days }.
example-over = L’histoire est finie.
example-begin = Commencer pour de vrai
held-nowhere = Gardé ici. Personne d’autre ne l’a encore.
held-with = { $count ->
    [one] Gardé ici et chez 1 autre.
   *[other] Gardé ici et chez { $count } autres.
}
read-by = { $count ->
    [one] Lu par 1 personne.
   *[other] Lu par { $count } personnes.
}

found-name = Comment s’appelle-t-elle ?
found-cause = Pourquoi êtes-vous ensemble ?
found-cause-hint = Un pourquoi, pas un comment : non pas « un lieu pour l’édition », mais « inventer les médias de la société de demain ». Vous pourrez le changer ensemble.
found-start = Fonder
signing = Ce que tu fais ici est signé par ton ordinateur : les autres voient que c’est toi. Personne d’autre ne peut écrire en ton nom, ni changer ce que tu as écrit.
join-ticket = Ton invitation
join-ticket-hint = Colle le lien ou le texte que l’on t’a donné.
join-look = La regarder
join-invites = { $name } t’invite.
join-words = À comparer à voix haute : { $words }
join-join = Rejoindre
stuck-title = Palabre ne peut pas ouvrir tes affaires
aside = Continuer sans
aside-what = Tes clés et tes communautés sont déplacées ensemble dans un dossier à côté. Rien n’est effacé : qui saura les réparer les trouvera là.
aside-back = Mettre de côté, et me faire revenir
aside-anew = Mettre de côté, et repartir de zéro
aside-done = Ce qui ne s’ouvrait pas est dans { $folder }. Rien n’en a été effacé.

waiting = Ce qui m’attend
foretold = Voici ce qui attend ici, d’après un autre ordinateur. On le vérifie à mesure que cela arrive.
in-the-house = Dans la maison
since = Depuis ma dernière visite
since-looked = J’ai vu
since-more = { $count ->
    [one] Encore un sujet
   *[other] Encore { $count } sujets
}, { $changes ->
    [one] un changement.
   *[other] { $changes } changements.
}
empty-waiting = Rien ne t’attend. Belle journée.
empty-since = Rien n’a changé.
invite-someone = Inviter quelqu’un à cette table
first-question = Poser la première question
first-idea = Afficher une idée
start-something = Commencer quelque chose

asks-answer = on te demande ta réponse
asks-choose = deux réponses sur deux de tes appareils
asks-give = tu as quelque chose à répartir
asks-count = on peut compter
asks-settle = on peut régler le tour
asks-confirm = ton ordinateur n’a pas confirmé le compte
asks-look = une objection est arrivée après la fin : à regarder
asks-review = bilan : qu’en est-il sorti ?
asks-reply = un avis attend ta réponse
asks-advise = on te demande ton avis
asks-decide = tu peux décider
asks-alive = vivant, en pause, terminé ?
asks-admit = attend d’entrer
asks-certify = ta signature le met en vigueur
asks-term = ton année avec les clés est finie
asks-keyholders = d’autres personnes devraient garder les clés

kind-project = projet
kind-intention = intention
kind-decision = décision
kind-round = tour
kind-bucket = enveloppe
kind-share = au mur
kind-community = la maison
kind-member = personne

empty-projects = Une idée devient un projet quand une équipe en veut. Affiche la tienne.
empty-intentions = Ici, n’importe qui peut agir, après avoir demandé l’avis des personnes touchées et de celles qui s’y connaissent. Écris ce que tu veux faire et qui cela touche.
empty-decisions = Le vote vient en dernier : parler, demander, essayer. S’il faut trancher, demande si quelqu’un s’y oppose.
empty-register = Rien n’est encore décidé.
empty-budgets = Chaque personne reçoit une part du pot et la donne à ce qu’elle veut voir naître. Le reste va là où le tour l’a prévu.
empty-buckets = Rien n’est encore proposé. Dis ce que tu veux voir naître, et ce que cela coûte.
empty-sharing = Ni prix ni dette. Dis ce qu’il y a dans la cuisine, ce que tu prêtes, ce dont tu as besoin, qui tu remercies.

new-title = Que veux-tu faire ?
new-intention = Faire quelque chose qui touche d’autres personnes
new-decision = Décider quelque chose ensemble
new-project = Réunir une équipe autour d’une idée
new-round = Demander de l’argent pour quelque chose
new-share = Donner, prêter, demander, remercier

question = La question
wording = La proposition
wording-hint = Ce qui est décidé exactement. Le texte est figé à l’ouverture.
decision-new = Poser une question
decision-open-it = Ouvrir la décision
decision-count = Compter les réponses
decision-count-again = Recompter avec ce que cet ordinateur sait
decision-count-again-with = { $many ->
    [one] Recompter avec elle
   *[other] Recompter avec elles
}
ask-again = Reposer la question
decision-confirm = Confirmer le compte
register = Registre
result = Résultat
result-hidden = Caché jusqu’à ta réponse.
as-table = Voir en tableau
answers = Réponses
my-answer = Ma réponse
give-answer = Donner ma réponse
answer-mine = Tu as répondu « { $position } ». Tu peux changer { $until }.
answer-mine-on = Tu as répondu « { $position } », { $on }. Tu peux changer { $until }.
answer-two-devices = Tu as répondu différemment sur deux de tes appareils. Rien ne compte tant que tu n’as pas choisi.
reason = Pourquoi
reason-hint = En une ligne, si tu veux.
leave-it = Laisser les autres décider
left-it = Tu laisses les autres décider. Tu peux encore répondre.
outcome = Ce qu’il en est sorti
outcome-field = Qu’en est-il sorti ?
outcome-write = Raconter
outcome-more = Raconter la suite
how-counted = Comment c’est compté
count-found = Comptée par { $who }. Même résultat chez : { $others }.
honesty = Ici, tout le monde peut lire les réponses dans les données. Palabre n’a pas de vote secret : pour cela, votez sur papier.
recorded-by = Donnée par téléphone ou sur papier, notée par { $who }. { $name } peut la remplacer tant qu’elle arrive à temps pour être comptée.
how-together = Comment décider ?
frozen = Dès lors, le texte, les règles et qui prend part sont figés.
options = Options
options-hint = Une par ligne.
days = Combien de jours
decision-draft = Un brouillon { DE($author) }. Pas encore ouverte.
decision-dropped = Un brouillon { DE($author) }, abandonné.
decision-open = { $answered ->
    [one] Ouverte { $until }. { $answered } réponse sur { $present }.
   *[other] Ouverte { $until }. { $answered } réponses sur { $present }.
}
decision-all-in = { $present ->
    [one] Ta réponse est là. Tu peux compter maintenant.
   *[other] Les { $present } réponses sont là. Tu peux compter maintenant ; d’ici là, on peut encore changer la sienne.
}
decision-closing = Terminée { $on }. Une réponse donnée avant compte encore si elle nous parvient { $travel }. Pour l’instant : { $answered } sur { $present }.
decision-closing-so-far = Terminée { $on }. Une réponse donnée avant compte encore si elle nous parvient { $travel }. Pour l’instant : { $far }.
so-far = { $voices } { $position }
voices-consent = { $voices ->
    [one] { $voices } consentement
   *[other] { $voices } consentements
}
voices-with-worry = { $voices } avec une réserve
voices-objection = { $voices ->
    [one] { $voices } objection
   *[other] { $voices } objections
}
voices-abstain = { $voices ->
    [one] { $voices } abstention
   *[other] { $voices } abstentions
}
voices-block = { $voices ->
    [one] { $voices } blocage
   *[other] { $voices } blocages
}
decision-counted = { $found ->
    [one] Comptée par { $who }. { $found } personne sur { $present } trouve ce résultat ; définitive à { $needed }. On peut déjà agir.
   *[other] Comptée par { $who }. { $found } personnes sur { $present } trouvent le même résultat ; définitive à { $needed }. On peut déjà agir.
}
decision-final = { $found ->
    [one] Définitive : { $found } personne sur { $present } trouve ce résultat.
   *[other] Définitive : { $found } personnes sur { $present } trouvent le même résultat.
}
decision-state-draft = Brouillon
decision-state-dropped = Abandonné
decision-state-open = Ouverte
decision-state-closing = Réponses en route
decision-state-counted = Comptée
decision-state-final = Définitive
decision-state-disputed = Deux comptes diffèrent, et leurs résultats aussi. Aucun ne tient. Il faut reposer la question.
result-carried = Adoptée
result-not-carried = Pas adoptée
result-too-few = Trop peu de réponses
result-advice = Simple avis
how-consent = Consentement
how-proposal = Proposition
how-choose = Choix
how-score = Notes
how-time-poll = Date
how-sense-check = Sondage
ask-consent = Quelqu’un s’y oppose ?
ask-consent-when = Quand on peut essayer sans danger.
ask-proposal = Pour ou contre ?
ask-proposal-when = Quand il faut un oui ou un non.
ask-choose = Lequel ?
ask-choose-when = Quand il y a plusieurs voies.
ask-time-poll = Quand ?
ask-time-poll-when = Pour trouver un moment, chaque personne dans son fuseau.
ask-sense-check = Qu’en dit-on ?
ask-sense-check-when = Avant de décider. Cela n’engage jamais.
ask-score = À quel point aimes-tu chaque option ?
ask-score-when = Quand les nuances comptent.
position-for = Pour
position-abstain = Abstention
position-against = Contre
position-block = Je bloque
position-consent = Je consens
position-with-worry = Je consens, avec une réserve
position-objection = Objection
position-fine = Ça me va
position-not-sure = Je ne sais pas
position-not-for-me = Ça ne me va pas
position-yes = Oui
position-if-need-be = S’il le faut
position-no = Non
position-none = Aucune
position-conflicted = Deux réponses
standing-apart = Montrée à part, pas comptée.
standing-late = La réponse { DE($name) } ({ $on }) n’était pas dans le compte. Elle est gardée ici, sans être comptée.
standing-omitted = Ce compte avait la réponse { DE($name) } et l’écarte.
late-objection = Une objection { DE($name) } est arrivée après la fin. Elle n’arrête rien d’elle-même ; les personnes qui ont décidé sont invitées à la regarder.
late-looked = Je l’ai regardée
standing-conflicted = Deux appareils diffèrent.

project-new = Afficher une idée
project-name = Comment s’appelle-t-il ?
project-put = L’afficher
project-join = Rejoindre
project-leave = Quitter
project-stands = Où en est-il
project-stands-say = Dire où il en est : { $state }
project-alone = { $state }. Personne ne l’a encore rejoint.
project-team = { $state }. L’équipe : { $team }.
project-state-idea = Idée
project-state-forming = En formation
project-state-active = En cours
project-state-paused = En pause
project-state-done = Terminé
project-state-stopped = Arrêté
why = Pourquoi
needs = Besoins
needs-count = { $count ->
    [one] un besoin
   *[other] { $count } besoins
}
need-what = De quoi a-t-il besoin ?
need-kind = De quelle sorte ?
need-help = Je peux aider
need-met = trouvé
need-thing = Chose
need-time = Temps
need-skill = Savoir-faire
need-money = Argent
description = Description
description-hint = On peut écrire à plusieurs en même temps : rien ne se perd.
journal = Journal
note-journal = Nouvelle
note-worked = Cela a marché
note-failed = Cela a raté
news = Nouvelles
news-write = Raconter
lineage = Repris { DE($project) }, { $community }.
tied = Lié
steps = Prochains pas
step-take = Je m’en occupe
step-finish = Fait
step-done = fait par { $who }
step-free = personne ne s’en occupe encore
step-by = pour { $when }
comments = Commentaires
comment-field = Dire quelque chose
comment-say = Le dire

intention-new = Je veux faire quelque chose
intention-what = Que veux-tu faire ?
intention-touches = Qui cela touche-t-il ?
intention-ask = Demander l’avis
touches = Qui cela touche
knows = Qui s’y connaît
tension = La tension que cela résout
worse = Qu’est-ce que cela pourrait empirer ?
advice = Les avis
my-advice = Mon avis
in-words = En mots
asked = Cela te touche. { $who } décidera, et te demande d’abord.
asked-knows = Tu t’y connais. { $who } décidera, et te demande d’abord.
advice-read = Lu, rien à ajouter
advice-support = Soutien
advice-suggestion = Suggestion
advice-worry = Inquiétude
advice-harm = J’y vois un tort
reply-words = Ta réponse
reply-taken = Pris en compte
reply-adapted = Adapté
reply-not-taken = Pas suivi
decide = Décider
decided = Décidé
decide-all-the-same = Tu peux décider ; la page le dira.
not-heard = On attend encore : { $names }.
still-to-hear = { $count ->
    [one] Encore { $count } avis attendu.
   *[other] Encore { $count } avis attendus.
}
still-to-hear-names = { $count ->
    [one] Encore { $count } avis attendu : { $names }. Qui manque ne se montre qu’à toi.
   *[other] Encore { $count } avis attendus : { $names }. Qui manque ne se montre qu’à toi.
}
not-answered = Sans réponse de ta part : { $names }.
go-go = J’y vais
go-go-changed = J’y vais, en changeant
go-drop = Je renonce
intention-listening = { $heard ->
    [one] { $who } écoute { $until }. { $heard } réponse sur { $named }.
   *[other] { $who } écoute { $until }. { $heard } réponses sur { $named }.
}
intention-ended = { $heard ->
    [one] { $who } a écouté et n’a pas encore décidé. { $heard } réponse sur { $named }.
   *[other] { $who } a écouté et n’a pas encore décidé. { $heard } réponses sur { $named }.
}
intention-go = { $who } y va.
intention-go-changed = { $any ->
    [0] { $who } y va, en changeant après les avis.
   *[other] { $who } y va, en changeant après les avis { DE($advisers) }.
}
intention-drop = { $who } y renonce.
intention-state-listening = à l’écoute
intention-state-ended = pas encore décidée
intention-state-decided = décidée
intention-state-dropped = abandonnée
intention-state-review = bilan à faire

round-new = Commencer un tour de budget
round-purpose = Pour quoi ?
guidelines = Repères
round-open-it = Ouvrir la répartition
round-pot = Combien y a-t-il à répartir, en { $currency } ?
round-pot-hint = Comme 2400,00. Tout le monde reçoit autant.
round-because = Accordé par
leftovers = Que devient le reste ?
leftovers-return = Il revient au pot
leftovers-stay = Il reste aux membres
leftovers-spread = Il va aux enveloppes financées
round-draft = Un brouillon { DE($author) }. On peut proposer des enveloppes ; la répartition n’est pas ouverte.
round-dropped = Un brouillon { DE($author) }, abandonné.
round-open = { $givers ->
    [one] Répartition ouverte { $until }. { $givers } personne sur { $present } a donné { $given }.
   *[other] Répartition ouverte { $until }. { $givers } personnes sur { $present } ont donné { $given }.
}
round-closing = { $givers ->
    [one] Répartition terminée { $on }. Un don fait avant compte encore s’il nous parvient { $travel }. { $givers } personne sur { $present } a donné { $given }.
   *[other] Répartition terminée { $on }. Un don fait avant compte encore s’il nous parvient { $travel }. { $givers } personnes sur { $present } ont donné { $given }.
}
round-counted = { $found ->
    [one] Réglé. { $found } personne sur { $of } trouve ce résultat.
   *[other] Réglé. { $found } personnes sur { $of } trouvent le même résultat.
}
round-final = { $found ->
    [one] Réglé, définitif : { $found } personne sur { $of } trouve ce résultat.
   *[other] Réglé, définitif : { $found } personnes sur { $of } trouvent le même résultat.
}
round-disputed = Deux règlements diffèrent. Il faut régler le tour à nouveau.
round-found = Qui trouve le même résultat
round-state-draft = Brouillon
round-state-dropped = Abandonné
round-state-open = Ouvert
round-state-closing = Terminé
round-state-counted = Réglé
round-state-final = Définitif
round-state-disputed = Deux comptes
rounds-more = Voir d’autres tours
round-settle = Régler le tour
left-to-give = { $amount } à répartir.
leave-rest = Ne pas donner le reste
left-rest = Tu ne donnes pas le reste. Tu peux encore donner.
leave-rest-back = Finalement, je donnerai peut-être encore
two-devices = Tu as réparti différemment sur deux de tes appareils. Rien ne compte tant que tu n’as pas choisi.
your-money = Ton argent
buckets = Enveloppes
bucket-new = Proposer une enveloppe
bucket-title = Comment s’appelle-t-elle ?
bucket-propose = La proposer
bucket-nothing = Ne demande encore rien
bucket-full = Complète
bucket-enough = De quoi commencer ; { $amount } jusqu’au maximum
bucket-takes = Prend ce qui vient : { $amount } pour l’instant
bucket-short = Il manque { $amount } pour le minimum
bucket-needs-only = Il ne manque que { $amount } à cette enveloppe.
bucket-needs = Il faut { $min } à { $max }.
give = Donner
give-to = Ce que je donne à { $bucket }
settled = Règlement
sum-given = Donné
sum-kept = Gardé par les enveloppes
sum-returned = Revient au pot
sum-stays = Reste aux membres
items = Ce que cela coûte
item-what = Quoi
item-min = Au moins, en { $currency }
item-max = Au plus, en { $currency }, si c’est davantage
change = Modifier
item-brings = rapporte { $amount }
funders = Qui donne

share-kind = Qu’est-ce que c’est ?
share-text = En une ligne
share-write = L’écrire au mur
share-gift = Cadeau
share-offer = Offre
share-request = Demande
share-thanks = Merci
share-care = Soin
share-answer-gift = Je prends
share-answer-offer = Je prends
share-answer-request = Je peux
share-answer-thanks = Merci à toi
share-answer-care = Merci
share-to = pour { $names }
share-done = C’est fini

invite = Inviter quelqu’un
qr = L’invitation comme image à scanner
admit = Ouvrir la porte
keyholder = dépositaire des clés
role-member = membre
role-guest = de passage
my-profile = Mon profil
profile-shares = Ce que je peux partager
profile-learns = Ce que je veux apprendre
profile-hint = Séparé par des virgules. On te trouve grâce à cela.

cause-history = Comment elle a changé
cause-propose = Proposer une autre Cause
cause-ask = Demander à tout le monde
guide = Comment nous faisons ici
guide-start = Rien n’est encore écrit. Ce qui a fait ses preuves : dire pourquoi en une phrase ; demander d’abord aux personnes que cela touche ; commencer petit ; convenir de qui décide quoi, et de comment on part.
written-by = Écrit par { $names }.
network = Cet ordinateur
holds = { $members ->
    [one] Une personne
   *[other] { $members } personnes
}, { $entries } choses signées.

time-near = { $day } { $clock }
time-week = { $day } { $clock }
time-far = { $day }
time-never = un moment qu’aucun calendrier ne connaît
moment-near = { $day } { $clock }
moment-week = { $day } { $clock }
moment-far = { $day } { $clock }
moment-never = un moment qu’aucun calendrier ne connaît
on-near = { $day } à { $clock }
on-week = { $day } à { $clock }
on-far = le { $day }
on-never = à un moment qu’aucun calendrier ne connaît
by-near = avant { $day } { $clock }
by-week = avant { $day } { $clock }
by-far = avant le { $day }
by-never = avant un moment qu’aucun calendrier ne connaît
day-near = { $day }
day-week = { $day }
day-far = le { $day }
day-never = à un moment qu’aucun calendrier ne connaît
until-near = jusqu’à { $day } { $clock }
until-week = jusqu’à { $day } { $clock }
until-far = jusqu’au { $day }
until-never = jusqu’à un moment qu’aucun calendrier ne connaît

add = Ajouter
close = Fermer
drop = Enlever
less = Moins
more = Plus
any = Tout
everybody = Tout le monde
saved = Enregistré.
copied = Copié.
copied-by-hand = Cette fenêtre ne peut pas copier elle-même. Le texte est sélectionné : Ctrl+C le copie.
state = État
currency = Monnaie
preview = Aperçu
print = Imprimer
choose-none = Aucun
chosen = Choix : { $names }.
and-more = { $names } et { $more } autres
find-by-name = Chercher un nom
find-people = Chercher un nom, ou ce que quelqu’un partage
nobody-else = Il n’y a encore personne d’autre.
markdown-hint = Markdown, si tu veux : **gras**, listes, liens. @ nomme quelqu’un.

find-hint = Chercher ou faire
found = Trouvé
go-there = y aller
nothing-found = Rien n’a été trouvé.
key-find = Chercher et faire
key-keys = Ce que font les touches
key-open = ouvrir
key-position-1 = Première réponse
key-position-2 = Deuxième réponse
key-position-3 = Troisième réponse
key-position-4 = Quatrième réponse
key-position-5 = Cinquième réponse
keyname-ctrl = Ctrl
keyname-enter = Entrée
keyname-k = K
keyname-n = N
keyname-l = L
closing = Palabre continue-t-il quand sa fenêtre est fermée ?
closing-what = Ton ordinateur croise alors les autres comme avant. Le signe près de l’horloge ramène la fenêtre, ouvrir Palabre de nouveau aussi. Cela se change dans ton profil.
closing-go-on = Continuer
closing-end = S’arrêter avec la fenêtre
stay = Quand la fenêtre est fermée
stay-goes-on = Palabre continue, et ton ordinateur croise les autres.
stay-ends = Palabre s’arrête avec sa fenêtre.
tray-open = Ouvrir Palabre
tray-end = Arrêter Palabre
leaving = Ce lien sort de Palabre
leaving-to = Ce lien sort de Palabre, vers { $host }
leaving-open = Ouvrir dans le navigateur
leaving-stay = Rester ici

again = Je suis déjà membre ailleurs
again-from = Le billet de ton autre ordinateur, ou tes 24 mots
again-from-hint = Sur l’autre ordinateur : Personnes, « Moi et mes ordinateurs », « Ajouter un ordinateur ». Colle ici son lien, ou ouvre son fichier.
again-name = Comment t’appelle-t-on ?
again-name-hint = Seulement avec des mots : un billet le dit.
again-come = Entrer
again-backup = Depuis une sauvegarde
again-backup-choose = Choisir le fichier
again-words-hint = Seulement si ta clé n’était plus sur l’ordinateur sauvegardé.
join-file = Ouvrir un fichier
join-file-hint = Une invitation, ou tout d’une communauté tel qu’on l’a enregistré (JSON).
first-question-ready = Cette Cause dit-elle pourquoi nous sommes là ?
first-question-what = Un sondage : il n’engage personne et reste ouvert, pour que la première réponse d’une nouvelle personne compte.
first-question-ask = La poser
first-question-other = Une autre question
new-intention-leads = Une intention : on demande d’abord aux personnes touchées.
new-decision-leads = Une décision : une question, et une façon de trancher.
new-project-leads = Un projet : une idée dont une équipe voudra peut-être.
new-round-leads = Une enveloppe dans le tour ouvert, ou un nouveau tour.
new-share-leads = Une ligne au mur.

coming = À venir
empty-coming = Aucune date dans les deux semaines.
coming-more = { $count ->
    [one] Encore une date.
   *[other] Encore { $count } dates.
}
comments-more = { $count ->
    [one] Et encore un commentaire
   *[other] Et encore { $count } commentaires
}
answers-more = { $count ->
    [one] Et encore une personne
   *[other] Et encore { $count } personnes
}
waiting-more = { $count ->
    [one] Et encore un.
   *[other] Et encore { $count }.
}
house-quiet = Le mur est calme. Qu’y a-t-il dans la cuisine ?
date-ends = fin
date-review = bilan
date-step = prochain pas
because-takes-part = { $who } te demande
because-mine = c’est ta question
because-new-wording = le texte a changé depuis ta réponse
because-two-devices = tu as répondu différemment sur deux de tes appareils
because-left = { $amount } à répartir
because-giving-ended = la répartition est finie : n’importe qui peut régler le tour
because-answers-in = les réponses sont là : n’importe qui peut compter
because-same = ton ordinateur trouve le même résultat : peut-il confirmer ?
because-differs = ton ordinateur compte autrement
because-late-objection = { $who } fait objection, après la fin : à regarder
because-wrote-outcome = tu as raconté la suite : où en est-on ?
because-unanswered = { $who } attend ta réponse
because-listened = tu as écouté ; à toi de décider
because-touched = cela te touche · { $who } demande d’abord
because-knows = tu t’y connais · { $who } demande
because-nudged = { $who } demande, et t’a écrit un mot
because-was-touched = bilan : cela te touchait
because-quiet = pas de nouvelles depuis trois mois : vivant, en pause, terminé ?
because-joined = { $any ->
    [0] attend qu’on ouvre la porte
   *[other] { $who } a invité ; attend qu’on ouvre la porte
}
seen-named = on t’y mentionne
seen-mine = c’est à toi
seen-team = tu es de l’équipe
seen-asked = on te demande
seen-answered = tu y as répondu
seen-spoke = tu y as parlé
seen-open = ouvert à tout le monde
seen-community = ta communauté
changed-begun = commencé par { $who }
changed-written = écrit par { $who }
changed-answer = { $many ->
    [one] une réponse { DE($who) }
   *[other] { $many } réponses { DE($who) }
}
changed-comment = { $many ->
    [one] un commentaire { DE($who) }
   *[other] { $many } commentaires { DE($who) }
}
changed-count = compté par { $who }
changed-outcome = { $who } a raconté la suite
changed-team = { $who } a rejoint l’équipe
changed-advice = avis { DE($who) }
changed-decided = { $who } a décidé
changed-review = bilan { DE($who) }
changed-profile = profil { DE($who) }
changed-step = { $many ->
    [one] un prochain pas { DE($who) }
   *[other] { $many } prochains pas { DE($who) }
}
changed-step-taken = { $who } s’occupe d’un pas
changed-offer-to-help = { $who } peut aider
changed-news = nouvelles { DE($who) }
changed-nudge = un mot { DE($who) } pour toi
changed-file = { $many ->
    [one] un fichier { DE($who) }
   *[other] { $many } fichiers { DE($who) }
}
changed-reply = { $many ->
    [one] une réponse { DE($who) }
   *[other] { $many } réponses { DE($who) }
}
changed-flag = { $many ->
    [one] une question { DE($who) }
   *[other] { $many } questions { DE($who) }
}
changed-final = définitif
changed-joined = arrivée { DE($who) }
changed-charter = une nouvelle règle est en vigueur

step-add = Ajouter un prochain pas
step-what = Qu’y a-t-il à faire ?
step-when = Pour quand, si tu veux
step-leave = Finalement pas moi
files = Fichiers
attach = Joindre un fichier
attach-hint = ou le déposer n’importe où ici
attaching = Ajout en cours…
file-save = Enregistrer une copie
file-bring = Le faire venir ici
file-arriving = En route :
file-coming = Il viendra à la prochaine rencontre.
file-off = Le retirer
comments-many = { $many ->
    [one] Un commentaire
   *[other] { $many } commentaires
}
react = Réagir
reaction-heart = Cœur
reaction-thanks = Merci
reaction-same = Pareil pour moi
reaction-by = { DE($names) }
reply = Répondre
reply-field = Ta réponse
withdraw = Retirer mes mots
withdraw-what = Ils seront vides sur tous les ordinateurs, aussi là où tu as dit exactement la même chose sur cette page. Ce que quelqu’un a copié ne peut pas être rappelé.
withdraw-now = Les retirer
fold = Replier pour tout le monde
fold-back = Ne plus le replier
fold-why = Pourquoi le replier ?
fold-hint = Quand trois membres le disent, c’est replié, raisons à l’appui. On peut toujours l’ouvrir.
folded-by = { $name } veut replier ceci : { $why }
folded-show = Replié par trois membres. Montrer
hide = Me le cacher
hide-all = Me cacher cette page
hide-back = Le montrer à nouveau
hidden-here = Caché sur cet ordinateur.
hidden-page = Caché pour toi sur cet ordinateur : cela ne vient plus dans Aujourd’hui ni dans les listes. La recherche le trouve.
hidden-many = { $many ->
    [one] Une ligne t’est cachée.
   *[other] { $many } lignes te sont cachées.
}
mention = Nommer quelqu’un
review-on = Bilan { $when }.

decisions-now = En cours
decisions-open = Ouvertes
decisions-closing = Réponses en route
decisions-draft = Brouillons
decisions-counted = Comptées
decisions-disputed = Deux comptes
decisions-dropped = Brouillons abandonnés
decisions-over = { $many ->
    [one] Une décision est terminée, et inscrite au registre.
   *[other] { $many } décisions sont terminées, et inscrites au registre.
}
decisions-more = { $count ->
    [one] Encore une décision.
   *[other] Encore { $count } décisions.
}
decision-word-draft = brouillon
decision-word-dropped = abandonné
decision-word-open = ouverte
decision-word-closing = réponses en route
decision-word-counted = comptée
decision-word-final = définitive
decision-word-disputed = deux comptes
way-of-deciding = Façon de décider
opened-by = Ouverte par
register-place = À propos de
register-place-is = { $title } ({ $kind })
register-many = { $many ->
    [one] Une décision.
   *[other] { $many } décisions.
}
review-due = Bilan à faire
answer-missing = il manque ta réponse
decision-nobody-counts = { $present ->
    [one] Terminée { $on }. Personne n’a encore compté.
   *[other] Terminée { $on }. Personne n’a encore compté : chacune des { $present } personnes peut le faire.
}
decision-counted-only = { $found ->
    [one] Comptée par { $who }. { $found } personne sur { $present } trouve ce résultat.
   *[other] Comptée par { $who }. { $found } personnes sur { $present } trouvent le même résultat.
}
decision-two-counts = Deux comptes diffèrent, et chacun a été largement confirmé. Les deux donnent { $result } : la décision tient.
count-differs = Ton ordinateur ne compte pas comme celui { DE($who) }. Il n’a pas confirmé.
count-misses = { $many ->
    [one] Ton ordinateur ne compte pas comme celui { DE($who) } : il y manque la réponse { DE($names) }. Il n’a pas confirmé.
   *[other] Ton ordinateur ne compte pas comme celui { DE($who) } : il y manque les réponses { DE($names) }. Il n’a pas confirmé.
}
confirm-ask = Ton ordinateur peut-il confirmer les comptes qu’il trouve égaux au sien ? Il ne répond jamais à ta place.
confirm-always = Oui
confirm-each = Me demander à chaque fois
joined-later = Tu es là depuis peu : cette question était déjà ouverte. Tu peux donner ton avis ; il sera montré à part, sans être compté.
reason-required = Ici, on demande une raison.
reason-against = Demandée si tu es contre ; sinon comme tu veux.
reason-block = Demandée si tu es contre ou si tu bloques ; sinon comme tu veux.
reason-objection = Demandée pour une objection ; sinon comme tu veux.
reason-not-for-me = Demandée si ça ne te va pas ; sinon comme tu veux.
reason-asked = Cette réponse demande une raison.
reason-asked-objection = Demandée pour une objection : quel tort y vois-tu, et avec quoi pourrait-on essayer sans danger ?
leave-it-back = Finalement, je décide aussi
draft-drop = Abandonner ce brouillon
draft-back = Reprendre ce brouillon
choose-up-to = Jusqu’à { $many }.
behalf = Noter la réponse de quelqu’un
behalf-what = Quelqu’un te l’a dite par téléphone ou sur papier. Elle est marquée comme notée par toi, et sa propre réponse la remplace. Trois au plus par décision.
behalf-write = Noter la réponse
behalf-who = La réponse de qui ?
missing = Pas encore : { $names }. Qui manque ne se montre qu’à toi.
nudge = Dire un mot à l’une de ces personnes
nudge-what = Écrit à la main, et un seul à chacune : personne n’en reçoit deux. Les pages ne le montrent à personne d’autre.
nudge-whom = À qui
nudge-words = Ton mot
nudge-say = L’envoyer
nudge-to = De toi à { $to }
nudge-by = { $by } à toi
no-answer = Pas encore de réponse
no-answer-given = Sans réponse
yes-and-maybe = { $yes } + { $maybe } s’il le faut
result-now = Si l’on comptait maintenant : { $sentence }
result-hidden-end = Caché jusqu’à la fin. Ici, tout le monde peut lire les réponses dans les données.
arithmetic-answered = { $answered ->
    [one] { $answered } réponse sur { $present }.
   *[other] { $answered } réponses sur { $present }.
}
arithmetic-answered-of = { $answered ->
    [one] { $answered } réponse sur { $present } ({ $share }, il en fallait { $needed }).
   *[other] { $answered } réponses sur { $present } ({ $share }, il en fallait { $needed }).
}
arithmetic-too-few = Trop peu de réponses : { $answered } sur { $present } ({ $share }, il en fallait { $needed }).
arithmetic-reached = { $reached ->
    [one] Personne ne s’y oppose, et { $reached } ordinateur sur { $present } a été joint ({ $share }, il en fallait plus de la moitié).
   *[other] Personne ne s’y oppose, et { $reached } ordinateurs sur { $present } ont été joints ({ $share }, il en fallait plus de la moitié).
}
arithmetic-for-share = { $yes ->
    [one] Des { $expressed } pour ou contre, { $yes } est pour ({ $share }, il en fallait { $needed }).
   *[other] Des { $expressed } pour ou contre, { $yes } sont pour ({ $share }, il en fallait { $needed }).
}
arithmetic-for-more = { $yes ->
    [one] Des { $expressed } pour ou contre, { $yes } est pour (il fallait plus de pour que de contre).
   *[other] Des { $expressed } pour ou contre, { $yes } sont pour (il fallait plus de pour que de contre).
}
arithmetic-blocks = { $many ->
    [one] Une personne bloque.
   *[other] { $many } personnes bloquent.
}
arithmetic-nobody-objects = Personne ne s’y oppose.
arithmetic-nobody-consents = Personne ne consent.
arithmetic-objections = { $many ->
    [one] Une objection demeure.
   *[other] { $many } objections demeurent.
}
arithmetic-worries = { $many ->
    [one] Une personne consent avec une réserve.
   *[other] { $many } personnes consentent avec une réserve.
}
arithmetic-first = En tête, { $first } : { $received }.
arithmetic-tied = À égalité, { $first } : { $received } chaque fois.
arithmetic-nothing = Rien n’a été choisi.
arithmetic-none = { $many ->
    [one] Aucune : une personne.
   *[other] Aucune : { $many } personnes.
}
arithmetic-choose = { $voices } sur { $answered } ({ $share })
arithmetic-score = { $sum } en tout, { $average } en moyenne
arithmetic-time-poll = { $voices ->
    [one] { $voices } personne peut, { $maybe } de plus s’il le faut
   *[other] { $voices } personnes peuvent, { $maybe } de plus s’il le faut
}
rules = Les règles
rules-consent = Adoptée si quelqu’un consent et que nulle objection ne demeure.
rules-silence = Qui se tait consent : adoptée si personne ne s’y oppose et que plus de la moitié des ordinateurs ont été joints.
rules-proposal = Adoptée avec plus de pour que de contre.
rules-proposal-share = Adoptée si { $threshold } des voix pour ou contre sont pour.
rules-choose = { $many ->
    [one] On choisit une option, ou aucune. La plus choisie l’emporte ; une égalité est dite.
   *[other] On choisit jusqu’à { $many } options, ou aucune. La plus choisie l’emporte ; une égalité est dite.
}
rules-score = On donne une note de 0 à { $many }. La plus haute somme l’emporte.
rules-time-poll = En tête, le moment où le plus de gens peuvent venir. Simple avis.
rules-sense-check = Simple avis. Compte quiconque est membre en répondant.
rules-quorum = Il faut { $quorum } de réponses parmi les personnes qui prennent part.
rules-block = Un seul blocage l’arrête.
rules-when-all = Elle finit dès que tout le monde a répondu.
rules-travel = { $hours ->
    [0] On n’attend rien après la fin.
   *[other] Ce qui est donné à temps peut arriver jusqu’à { $hours } heures après la fin.
}
rules-reasons-off = On ne demande pas de raisons.
rules-reasons-optional = Les raisons sont libres.
rules-reasons-against = Qui est contre dit pourquoi.
rules-reasons-block = Qui est contre, ou bloque, dit pourquoi.
rules-reasons-objection = Une objection dit pourquoi.
rules-reasons-not-for-me = À qui cela ne va pas, on demande pourquoi.
rules-reasons-required = Une raison est toujours demandée.
rules-hide-until-answered = Le résultat se montre après ta réponse.
rules-hide-until-end = Le résultat se montre à la fin.
releases-this = Définitive, elle accorde { $amount }.
reached = { $reached ->
    [one] { $reached } ordinateur sur { $present } a été joint.
   *[other] { $reached } ordinateurs sur { $present } ont été joints.
}
count-found-alone = Comptée par { $who }.
reworded = Le texte a changé depuis ta réponse. Ta réponse compte toujours.
reworded-lapsed = Le texte a changé depuis ta réponse. Celle que tu avais donnée au texte d’avant ({ $position }) tombe si tu ne la redonnes pas.
reworded-difference = Voir la différence
reworded-key = Barré : ce qui était là avant. Souligné : ce qui est nouveau.
reworded-still = Toujours d’accord
reworded-change = Changer ma réponse
earlier-wordings = Textes précédents
lapsed = Éteinte avec un texte précédent, sauf si elle est répétée : l’objection { DE($names) }.
amend = Un nouveau texte
amend-what = Les consentements donnés tiennent, sauf changement. Une objection qui n’est pas répétée s’éteint, au vu de tout le monde.
amend-it = Ouvrir le nouveau texte
outcome-hint = Ce qui a été décidé au bout du compte, et ce qu’on en fait. Bilan dans trois mois.
save-recount = Garder pour un recompte par n’importe qui
save-template = Garder comme modèle
template-take = Prendre un modèle
template-taken = Le modèle est pris ; ce que tu dis à côté compte davantage.
more-ways = D’autres façons
more-rules = Plus de règles
up-to = Combien chaque personne peut-elle en choisir ?
up-to-hint = Une, si tu ne dis rien.
score-max = La note la plus haute
score-max-hint = 5, si tu ne dis rien.
slots = Moments
slot = Moment { $number }
slot-add = Un moment de plus
slot-length = Combien de temps
slot-length-30m = une demi-heure
slot-length-1h = une heure
slot-length-2h = deux heures
slot-length-4h = quatre heures
slot-length-8h = une journée
silence = Qui se tait consent
silence-hint = si plus de la moitié des ordinateurs ont été joints
block = Un seul blocage l’arrête
block-hint = pour ce qui ne peut être défait
threshold = Ce qu’il lui faut
decision-about = De quoi il s’agit
about-nothing = Rien en particulier
threshold-hint = Comme 2/3 ou 66,7 ; rien : plus de pour que de contre.
threshold-hint-many = Comme 2/3 ou 66,7 ; rien : deux tiers de pour.
threshold-hint-choose = La part des réponses qu’il faut à une option, comme 1/2 ou 66,7 ; rien : la plus choisie.
quorum = Combien doivent répondre, en pour cent
quorum-hint = Laissé vide : 50.
travel = Combien d’heures une réponse peut être en route
travel-hint = Laissé vide : 48.
reasons = Raisons
reasons-off = pas demandées
reasons-optional = libres
reasons-against = demandées à qui est contre
reasons-block = demandées à qui est contre ou bloque
reasons-objection = demandées pour une objection
reasons-not-for-me = demandées à qui cela ne va pas
reasons-required = toujours demandées
hide-result = Le résultat avant la fin
hide-result- = comme d’habitude
hide-result-never = montré
hide-result-until-answered = après sa propre réponse
hide-result-until-end = seulement à la fin
how-long = Combien de temps est-elle ouverte ?
length-days = quelques jours
length-until = jusqu’à un moment
until-when = Jusqu’à quand
only-these = Seules ces personnes prennent part
only-team = Seulement l’équipe de ce projet
releases = Elle accorde de l’argent pour un tour
releases-hint = Comme 2400 EUR ; rien pour d’autres questions.
verify = Recompter une décision gardée
verify-what = Un fichier gardé « pour un recompte par n’importe qui » suffit : cet ordinateur vérifie chaque signature et recompte.
verify-choose = Choisir le fichier
drop-hint = ou le déposer ici
verdict-verified = Vérifié : ce fichier se compte comme il le dit.
verdict-two-stories = Vérifié : cet ordinateur a raconté deux histoires différentes.
verified-final = { $found ->
    [one] { $found } personne trouve ce résultat ; c’est définitif (il en fallait { $needed }).
   *[other] { $found } personnes trouvent le même résultat ; c’est définitif (il en fallait { $needed }).
}
verified-counted = { $found ->
    [one] { $found } personne trouve ce résultat ; ce n’était pas définitif à l’enregistrement (il en fallait { $needed }).
   *[other] { $found } personnes trouvent le même résultat ; ce n’était pas définitif à l’enregistrement (il en fallait { $needed }).
}
verified-missing = Dans le fichier, pas dans le compte : { $names }.

intentions-listening = À l’écoute
intentions-review = Bilan à faire
intentions-decided = Décidées
heard-of = { $heard } avis sur { $named }
advice-missing = on te demande ton avis
advice-mine = Tu as dit : { $kind }. Tu peux changer.
advice-hint = Demandés pour une suggestion, une inquiétude ou un tort.
advice-verb-suggestion = a une suggestion
advice-verb-worry = a une inquiétude
advice-verb-harm = y voit un tort
intention-listening-all = { $who } écoute { $until } quiconque a quelque chose à dire.
intention-alone = { $who } ne demande rien à personne : cela ne touche personne d’autre. Il n’y a qu’à le faire, et dire ce qui en est venu.
intention-review = Bilan { $review }.
not-answered-one = { $name } { $kind }
was-not-heard = Sans avoir entendu : { $names }.
was-not-answered = Sans réponse à : { $names }.
waits-for = Attend une décision :
wait-for = J’attends cette décision
intention-decision = N’importe qui peut ouvrir une décision à ce sujet ; cela n’arrête rien.
intention-change = Demander à d’autres, ou écouter plus longtemps
touches-too = Qui cela touche-t-il aussi ?
knows-too = Qui d’autre s’y connaît ?
listen-longer = Combien de jours de plus ?
listen-longer-hint = Laissé vide : comme avant.
days-listen = Combien de jours écoutes-tu ?
intention-more = En dire plus, si tu veux
intention-knows-about = À quoi faudrait-il s’y connaître ?
intention-knows-hint = Comme acoustique : on te suggère qui l’a dit dans son profil.
suggested = Tu pourrais demander à { $names } :
belongs-to = Cela fait partie de ce projet
review-when = Quand fait-on le bilan ?
in-two-weeks = dans deux semaines
in-six-weeks = dans six semaines
in-three-months = dans trois mois
never = jamais
sure-go = Y aller ?
sure-go-changed = Y aller, en changeant ?
sure-drop = Y renoncer ?
sure-decide = C’est signé, et ce que tu décides reste.
sure-yes = Oui, décider
reviews = Bilan
review = Faire le bilan
review-ask = A-t-elle créé plus de tensions qu’elle n’en a résolu ?
review-early = Faire déjà le bilan
tension-less = Moins
tension-as-much = Autant
tension-more = Plus

as-cards = En cartes
with-needs = Avec des besoins
projects-quiet = Pas de nouvelles depuis trois mois
project-name-short = Nom
project-from-file = En reprendre un depuis un fichier
project-why-hint = En une ligne.
project-quiet = Pas de nouvelles depuis trois mois : vivant, en pause, terminé ? Dis où il en est.
who-writes = Qui écrit sa page ?
writes-everybody = Tout le monde
writes-team = Seulement une équipe, nommée maintenant
team = L’équipe
empty-needs = Il n’a besoin de rien pour l’instant.
empty-description = Rien n’est encore écrit.
need-new = Il a besoin de quelque chose
need-how = Comment peux-tu aider ?
need-help-back = Finalement, je ne peux pas
need-is-met = C’est trouvé
need-drop = Plus besoin
written-meanwhile = Quelqu’un d’autre a écrit ici entre-temps. Les deux sont gardés quand tu enregistres.
different = Ce qui est différent ici
links = Liens
link-new = Ajouter un lien
link-url = Adresse
link-title = Comment il s’appelle
link-drop = Enlever le lien { $link }
history = Qui a écrit ici
lessons = Leçons
news-hint = Que s’est-il passé ? Raconter un échec est un cadeau.
note-kind = Qu’est-ce que c’est ?
taken-up = Repris ici sous le nom de
licence = Ce qu’il fait est sous { $licence }.
project-licence = Licence de ce qu’il produit
project-licence-hint = Comme CC BY-SA 4.0, pour que d’autres puissent le reprendre.
elsewhere = Le reprendre ailleurs
elsewhere-what = Une copie de sa substance, avec son origine : sans ses personnes, ses votes ni son argent.
elsewhere-name = Comment s’appellera-t-il ?
elsewhere-here = Le reprendre ici
elsewhere-pack = L’emballer dans un fichier

buckets-many = { $many ->
    [one] une enveloppe
   *[other] { $many } enveloppes
}
round-each = Combien chaque personne peut-elle donner ?
round-each-hint = Laissé vide : le pot en parts égales.
round-cap = Combien peut-on donner à une enveloppe ?
round-cap-hint = Laissé vide : autant que l’on a.
round-more = Plus : qui reçoit combien, et ce qui est resté
round-shared = Comment le pot est-il partagé ?
round-shared-equal = Tout le monde reçoit autant
round-shared-allot = Un montant pour chaque personne
round-shared-bands = Selon l’engagement de chaque personne
round-shared-allot-hint = Sans montant ici, on n’a rien à donner. Le tout peut faire moins que le pot, jamais plus.
round-shared-bands-hint = Chaque personne dit elle-même à quel point elle s’engage, pour ce tour seulement. Cela ne se montre nulle part ailleurs.
round-band-1 = 1 : de temps en temps
round-band-2 = 2 : souvent
round-band-3 = 3 : presque toujours
round-after = Ajouter ce qui est resté aux membres dans
round-after-hint = Ce que quelqu’un n’a pas donné dans ce tour-là, où les restes sont restés aux membres, lui revient à donner dans celui-ci.
round-after-none = Aucun tour précédent dans cette monnaie n’est réglé. Dès qu’un tour l’est, et que ses restes sont restés aux membres, on peut les ajouter ici.
round-travel = Combien d’heures un don peut être en route
round-no-decision = Aucune décision n’a encore accordé d’argent pour cela. Pose d’abord la question ; une fois la réponse définitive, la répartition s’ouvre ici.
round-frozen = Dès lors, le pot, les règles et qui prend part sont figés.
guidelines-hint = Que doit respecter une enveloppe ? Un repère par ligne.
rules-each = Tu répartis jusqu’à { $amount }.
rules-cap = Au plus { $amount } par enveloppe.
rules-leftovers-return = Le reste revient au pot.
rules-leftovers-stay = Le reste demeure aux membres pour le prochain tour.
rules-leftovers-spread = Le reste va aux enveloppes financées jusqu’à leur maximum ; ce qui dépasse revient au pot.
pot = Le pot
pot-is = { $given } donnés sur { $pot }, pour l’instant.
pot-rest = Pas encore donné
given-so-far = { $amount } pour l’instant
give-amount = Donner { $amount }
bucket-not-funded = Pas financée cette fois
bucket-withdrawn = Elle n’est plus proposée ; ce qu’on lui a donné revient.
bucket-needs-one = Il faut { $min }.
bucket-about = Son projet
bucket-takes-it = Elle prend ce qui vient
bucket-takes-hint = même sous son minimum
bucket-with = Qui la propose avec toi ?
bucket-edit = Écrire cette page
bucket-withdraw = Ne plus la proposer
item-new = Dire ce que cela coûte
item-income = Cela rapporte
item-drop = Enlever { $item }
item-change = Modifier { $item }
item-changing = Modifier ce que cela coûte
flags = Questions et signalements
flag = Un repère n’est pas respecté ?
flag-guideline = Quel repère ?
flag-why = Quelle est la question ?
flag-it = La poser devant tout le monde
flag-answer = Ta réponse, devant tout le monde
column-received = Reçu
column-kept = Gardé
column-back = Rendu
fate-kept = à { $bucket }
fate-over = { $funders ->
    [one] sont revenus : { $bucket } avait reçu { $by } de plus que son maximum
   *[other] sont revenus : { $bucket } avait reçu { $by } de plus que son maximum, répartis entre les { $funders } personnes qui l’ont financé
}
fate-below = sont revenus : il manquait { $by } à { $bucket } pour son minimum
fate-gone = sont revenus : { $bucket } n’était plus proposée
fate-not-given = n’ont pas été donnés
fate-spread = du reste sont allés à { $bucket }, qui avait de la place
fate-to-pot = du reste reviennent au pot
fate-stays = du reste demeurent pour le prochain tour

share-show = Montrer
share-all = Aussi ce qui a quitté le mur
share-more = { $count ->
    [one] Encore une ligne.
   *[other] Encore { $count } lignes.
}
share-over = terminé
share-to-whom = Qui remercies-tu ?
share-hint-gift = Qu’y a-t-il dans la cuisine ?
share-hint-offer = Que prêtes-tu, que sais-tu faire ?
share-hint-request = De quoi as-tu besoin ?
share-hint-thanks = De quoi ?
share-hint-care = Qu’as-tu réparé, de quoi as-tu pris soin ?
share-answer-back = Revenir là-dessus
share-answered-gift = pris par { $names }
share-answered-offer = pris par { $names }
share-answered-request = peut : { $names }
share-answered-thanks = { $names } remercie aussi
share-answered-care = merci { DE($names) }

invited-by = sur l’invitation { DE($who) }
admit-guest = De passage
at-the-door = À la porte
admit-decided = Ici, c’est une décision qui ouvre la porte.
admit-question = Accueillir { $name } comme membre ?
admit-wording = { $name } a rejoint la communauté et attend qu’on ouvre la porte.
remove-propose = Proposer le départ { DE($name) }
remove-what = Une décision s’ouvre. Si elle passe, celles et ceux qui gardent les clés la signent. Ce qui est déjà écrit reste.
remove-why = La raison, telle que tout le monde la lira
remove-question = Faut-il que { $name } parte ?
formerly = avant : { $name }
formerly-lost = { $name } n’a plus ni ordinateur ni mots
formerly-back = { $name } était déjà là, avec une clé perdue
formerly-what = Qui a perdu tous ses ordinateurs et ses 24 mots reçoit une nouvelle invitation, et revient avec une nouvelle clé. Une décision demande à tout le monde s’il faut fermer ce qui est perdu ; ce qui a été dit reste.
formerly-is = Qui est-ce maintenant ?
formerly-was = Qui était-ce avant ?
formerly-waits = { $name }, à la porte
formerly-question = Faut-il fermer ce que { $name } a perdu ?
formerly-wording = { $name } a perdu tous ses ordinateurs et ses 24 mots, et continue avec une nouvelle clé. Ceci ferme les anciens ordinateurs : qui en trouve un ne peut plus rien dire avec. Ce qui a été dit avant reste.
were-here = Ont été là : { $names }.
away = Absence { $until }.
away-me = Tu as annoncé ton absence { $until }.
away-back = Me revoilà
person-shares = Peut partager
person-learns = Veut apprendre
learns-in-row = veut apprendre : { $what }
person-languages = Parle
person-place = Habite
empty-profile = Rien n’est encore dit ici.
laptops = Ordinateurs
compare-aloud = Trois mots par ordinateur : les personnes qui se connaissent peuvent les comparer à voix haute.
device-open = en service
device-closed = fermé
device-void = sans effet : deux portent le même numéro
device-forked = a raconté deux histoires différentes
device-waiting = la porte ne lui est pas encore ouverte
device-here = celui-ci
device-last = a écrit { $on }
device-add = Ajouter un ordinateur
device-add-file = Ajouter un ordinateur par un fichier
device-ticket = Sur l’autre ordinateur : « Je suis déjà membre ailleurs », et ce billet, par son lien ou par son fichier. Qui l’a devient toi : ne le donne à personne.
device-for = Pour { $names }.
device-qr = Le billet comme image à scanner
device-close = Le fermer
device-close-sure = Fermer l’ordinateur « { $words } » ?
device-close-what = Ce qu’il écrira désormais sera sans effet. On ne peut pas revenir là-dessus.
invite-more = Plus d’une personne, ou par fichier
invite-near = Quelqu’un tout près
invite-uses = Pour combien de personnes ?
invite-uses-hint = Laissé vide : 1.
invite-days = Pour combien de jours ?
invite-days-hint = Laissé vide : 14.
invite-as = En tant que
invite-file = Enregistrer l’invitation dans un fichier
invite-file-hint = Le fichier contient la communauté elle-même : pour rejoindre, personne n’a besoin d’être en ligne.
invite-for = { $uses ->
    [one] Pour une personne, { $until }.
   *[other] Pour { $uses } personnes, { $until }.
}
invite-copy = Copier le lien
invite-link = Le lien

me-and-devices = Moi et mes ordinateurs
my-words = Cet ordinateur, à comparer à voix haute : { $words }
profile-languages = Langues que je parle
profile-place = Où je suis
profile-place-hint = Aussi vague que tu veux.
profile-about = Autre chose
profile-away = Absence jusqu’au
words = Mes 24 mots
words-what = Avec ces mots sur papier, tu reviens même si tous tes ordinateurs sont perdus. Qui les a devient toi.
words-show = Montrer mes mots
words-hide = Les cacher
words-prove = Une fois sur papier, ils peuvent quitter cet ordinateur. Quels sont ceux-ci ?
words-nth = Mot { $place }
words-off = Je les ai sur papier : les enlever
words-kept = Tes mots sont sur papier, et plus sur cet ordinateur.
words-needed = Mes 24 mots
words-needed-hint = Ta clé n’est plus sur cet ordinateur : il lui faut tes mots pour cela.
keys = Où sont mes clés
keys-store = Dans le trousseau du système.
keys-file = Dans un fichier qui ne s’ouvre qu’à toi.
keys-passphrase = Dans un fichier scellé par une phrase secrète, demandée à chaque démarrage.
keys-to-store = Les garder dans le trousseau du système
keys-to-passphrase = Les sceller par une phrase secrète
keys-to-file = Les garder dans un fichier
backup = Sauvegarde
backup-what = Un fichier avec toi et tes communautés, scellé par une phrase secrète.
backup-make = Faire une sauvegarde
backup-made = Enregistré : { $size }, avec { $names }.
counting = Les comptes
counting-choice = Cet ordinateur confirme

poster = En affiche
poster-qr = Avec une invitation
poster-qr-hint = Pour 100 personnes au plus, pendant 90 jours. Qui le scanne demande à entrer, et ton ordinateur ouvre la porte.
poster-come = Bienvenue
keyholders = Dépositaires des clés
keyholders-few = À trois, les clés sont mieux gardées : demande qui veut bien. Une décision sur nos règles nomme ces personnes.
keyholder-until = l’année finit { $when }
keyholder-over = l’année s’est terminée { $when } : il est temps de redemander à tout le monde
keyholder-gone = n’est plus membre
keyholders-at-once = Deux changements sont entrés en vigueur en même temps, donc aucun. Les deux tiers en choisissent un :
keyholders-waiting = Décidé, en attente de signatures
keyholders-propose = Proposer qui garde les clés
keyholders-add = Qui rejoint les personnes qui gardent les clés ? Sans rien cocher : les mêmes pour une année de plus.
keyholders-without = Qui rend les clés ?
keyholders-ask = Demander à tout le monde
keyholders-question = Ces personnes gardent-elles les clés ?
keyholders-wording = À partir de là, ces personnes gardent les clés pour un an : { $names }.
change-sign = Signer
change-signed = Signé par { $who } ; { $needed ->
    [one] une signature suffit.
   *[other] il en faut { $needed }.
}
change-unsigned = Personne n’a encore signé ; { $needed ->
    [one] une signature suffit.
   *[other] il en faut { $needed }.
}
change-cause = La Cause devient : { $value }
change-name = Le nom devient { $value }.
change-keyholders = Les clés sont gardées par { $value }.
change-admission-any-member = N’importe quel membre ouvre la porte.
change-admission-two-vouch = Deux membres se portent garants.
change-admission-decision = Une décision ouvre la porte.
change-removal = { $value } ne fait plus partie de la communauté.
change-let-in = { $value } entre dans la communauté.
executes = Une fois définitive : { $what }
because-certify = adoptée : il manque ta signature
because-term = tu gardes les clés depuis un an
because-keyholders = au moins trois personnes devraient garder les clés
keyholders-what = Leur rôle : certifier les exclusions et les changements de règles qu’une décision définitive a demandés, sans pouvoir toucher ni une réponse ni un centime.
met = Rencontres
same-here = au même point
two-histories = L’ordinateur { DE($names) } a raconté deux histoires différentes. Les deux sont gardées ; la suite ne compte que là où d’autres ont construit dessus.
pending = { $entries ->
    [one] Une chose attend : { $why }.
   *[other] { $entries } choses attendent : { $why }.
}
pending-newer = il y faut un Palabre plus récent
pending-device = l’ordinateur d’où cela vient n’est pas encore connu ici
pending-admission = la personne qui l’a dit n’a pas encore été admise
pending-epoch = les règles d’alors ne sont pas encore arrivées
pending-record = ce dont cela parle n’est pas encore arrivé
pending-change = ce qui vient avant n’est pas encore arrivé
pending-cited = ce que cela nomme n’est pas encore arrivé
pending-decision = la décision dont cela dépend n’est pas encore définitive ici
no-effect = { $entries ->
    [one] Une chose est sans effet : { $why }.
   *[other] { $entries } choses sont sans effet : { $why }.
}
no-effect-of = { $entries ->
    [one] Une chose venue { DE($name) } est sans effet : { $why }.
   *[other] { $entries } choses venues { DE($name) } sont sans effet : { $why }.
}
no-effect-body = rien de tel ne peut se dire
no-effect-signature = une signature n’y est pas valable
no-effect-fork = cet ordinateur a raconté deux histoires différentes
no-effect-fork-on = cet ordinateur a raconté deux histoires différentes { $when }
no-effect-revoked = cet ordinateur avait été fermé
no-effect-revoked-on = cet ordinateur a été fermé { $when }
no-effect-removed = la personne qui l’a dit avait été exclue
no-effect-removed-on = l’exclusion est entrée en vigueur { $when }
no-effect-device-number = deux ordinateurs d’un même membre ont le même numéro
no-effect-quota = c’est plus que ce qu’un ordinateur peut écrire
no-effect-epoch-back = cela revient à d’anciennes règles
no-effect-guest = qui est là en visite peut commenter et réagir
no-effect-writer = d’autres personnes écrivent là
no-effect-guard = un tel changement n’y est pas permis
no-effect-sequence = ce que cet ordinateur y avait écrit avant manque
no-effect-dependency = cela repose sur quelque chose sans effet
no-effect-past = cela oublie ce que le même ordinateur avait écrit avant
no-effect-start-op = les numéros y sont impossibles
no-effect-operations = un ordinateur a changé une page trop souvent
no-effect-document = la page ne tient pas avec cela
no-effect-branch = c’est l’autre des deux histoires qui reste là
no-effect-record = ce dont cela parle est sans effet
no-effect-majority = il y manque des signatures
no-effect-two-epochs = deux changements de nos règles sont venus en même temps
no-effect-certificate = ce que cela nomme ne le confirme pas
no-effect-withdraw = on ne retire que ses propres mots
no-effect-because = la décision nommée demandait autre chose
no-effect-replaces = ce que cela remplace ne s’y trouve pas
quota = Cet ordinateur a écrit { $percent } % de ce qu’un appareil peut écrire.
renew = Le renouveler
renew-what = L’histoire de cet ordinateur a été remise en arrière, ou s’est scindée. Il n’écrit rien tant qu’il n’est pas renouvelé.
check = Vérifier ce que cet ordinateur contient
check-well = Tout va bien.
check-not-well = Quelque chose ne va pas.
check-found = Ce qui a été vérifié
check-whole = { $entries } choses signées ont été regardées. Chacune est entière, et ce qui est montré est ce qu’elles disent.
check-damaged = Le fichier où cet ordinateur garde la communauté est abîmé.
check-chain = { $entries ->
    [one] Une chose dite n’est plus ici telle qu’elle a été signée.
   *[other] { $entries } choses dites ne sont plus ici telles qu’elles ont été signées.
}
check-signature = { $entries ->
    [one] La signature d’une chose n’est pas valable.
   *[other] Les signatures de { $entries } choses ne sont pas valables.
}
check-views = Ce qui est montré ici n’est pas ce qui a été dit.
check-taken-in = { $entries ->
    [one] Une chose gardée ici ne serait pas reprise.
   *[other] { $entries } choses gardées ici ne seraient pas reprises.
}
check-kept-as = { $entries ->
    [one] Une chose ne compte pas ici comme elle devrait.
   *[other] { $entries } choses ne comptent pas ici comme elles devraient.
}
check-otherwise = { $entries ->
    [one] Une chose montrée ici devrait être autre.
   *[other] { $entries } choses montrées ici devraient être autres.
}
check-shown = { $entries ->
    [one] Une chose est montrée ici que personne n’a dite.
   *[other] { $entries } choses sont montrées ici que personne n’a dites.
}
check-missing = { $entries ->
    [one] Une chose dite n’est pas montrée ici.
   *[other] { $entries } choses dites ne sont pas montrées ici.
}
check-compared = Ce que les ordinateurs comparent n’est pas ce qui est gardé ici.
check-lists = { $entries ->
    [one] Ce que montrent les listes n’est pas juste pour une décision.
   *[other] Ce que montrent les listes n’est pas juste pour { $entries } décisions.
}
check-more = Et { $entries } de plus.
export = Tout emporter
export-what = Tout ceci est aussi à toi. Cela sort à tout moment, en fichiers que d’autres programmes lisent.
export-as = Sous forme de
export-json = Tout, à relire ensuite (JSON)
export-ics = Les dates, pour un agenda (ICS)
export-csv = { $table }, en tableau (CSV)
export-save = Enregistrer
table-projects = Projets
table-intentions = Intentions
table-decisions = Décisions
table-answers = Réponses
table-rounds = Tours
table-buckets = Enveloppes
table-gifts = Dons d’argent
table-sharing = Le mur
table-members = Membres
bundle-save = Enregistrer pour une clé USB
bundle-take = Lire depuis une clé USB
bundle-refused = { $count ->
    [one] Une partie a été refusée : elle n’est pas telle que son auteur l’a écrite.
   *[other] { $count } parties ont été refusées : elles ne sont pas telles que leurs auteurs les ont écrites.
}
bundle-damaged = { $count ->
    [one] Un morceau du fichier est abîmé et a été laissé de côté. Copie-le encore une fois.
   *[other] { $count } morceaux du fichier sont abîmés et ont été laissés de côté. Copie-le encore une fois.
}
bundle-cut = Le fichier ne se termine pas où il devrait : ce qui y est entier a été pris. Copie-le encore une fois.
bundle-gaps = { $count ->
    [one] Une partie suit quelque chose qui n’est pas encore ici.
   *[other] { $count } parties suivent quelque chose qui n’est pas encore ici.
}
bundle-taken = { $new ->
    [0] Rien n’y était nouveau ici.
    [one] Une chose y était nouvelle ici.
   *[other] { $new } choses y étaient nouvelles ici.
}
leave = Partir
leave-what = Partir est ton droit. Tes ordinateurs sont fermés ici ; ce que tu as dit reste comme histoire. Ce que d’autres ont copié ne peut être rappelé.
leave-sure = Partir ? On ne peut pas revenir là-dessus.
leave-name = Par précaution : le nom de la communauté
since-when = Depuis { $when }
passphrase = Phrase secrète
passphrase-again = Encore une fois
error-address-another-device = C’est l’adresse d’un autre ordinateur. Demande la bonne.
error-address-no-device = Cette adresse ne nomme aucun ordinateur. Copie-la de nouveau en entier.
error-address-not-a-device = Ceci ne nomme aucun ordinateur. Copie-le de nouveau en entier.
error-address-not-an-address = Ce n’est pas une adresse. Écris-la comme 192.168.1.20:4433.
error-address-not-dialable = On ne peut joindre personne à cette adresse. Demandes-en une autre.
error-address-too-many = Cela fait trop d’adresses. Gardes-en quelques-unes.
error-admit-several = Plusieurs personnes de ce nom attendent. Choisis dans la liste.
error-allocation-malformed = Ce n’est pas un don à une enveloppe. Écris un montant.
error-archive-malformed = Ce fichier n’est pas un export de Palabre, ou seulement un morceau. Prends une autre copie.
error-archive-newer = Un Palabre plus récent a écrit ce fichier. Mets Palabre à jour.
error-attachment-name = Ce nom ne convient pas pour un fichier ici. Donne-lui un nom simple et plus court.
error-attachment-not-there = Personne à portée n’a ce fichier. Il viendra à une autre rencontre.
error-attachment-other = Ce qui est venu n’est pas ce fichier. On le redemandera à la prochaine rencontre.
error-attachment-stopped = Le fichier n’est pas arrivé. On le redemandera à la prochaine rencontre.
error-attachment-unknown = Ce fichier n’est pas ici. Regarde la page à nouveau.
error-backup-malformed = Ce fichier n’est pas une sauvegarde de Palabre, ou seulement un morceau. Prends une autre copie.
error-backup-newer = Un Palabre plus récent a fait cette sauvegarde. Mets Palabre à jour.
error-behalf-apart = Cette personne ne prend pas part à cette décision.
error-behalf-me = Pour toi, il suffit de répondre.
error-bridge-origin = Cette page ne vient pas d’ici. Ouvre l’adresse que la passerelle a affichée.
error-bridge-token = Il manque la clé de cette fenêtre. Ouvre l’adresse que la passerelle a affichée.
error-bucket-several = Plusieurs enveloppes commencent ainsi. Choisis dans la liste.
error-bucket-takes = Dis oui ou non.
error-bucket-unknown = Cette enveloppe n’est pas dans ce tour, ou pas encore.
error-bundle-foreign = Ce fichier est d’une autre communauté.
error-bundle-malformed = Ce fichier ne contient rien pour Palabre, ou seulement un morceau. Prends une autre copie.
error-call-arguments = La fenêtre a demandé ce que ce Palabre ne connaît pas. Ferme-la et rouvre-la.
error-call-unknown = La fenêtre a demandé ce que ce Palabre ne connaît pas. Ferme-la et rouvre-la.
error-charter-invalid = Une communauté a besoin d’un nom d’une ligne et d’une Cause. Écris les deux, pas trop longs.
error-comment-unknown = Ce commentaire n’est pas ici, ou pas encore. Regarde la page à nouveau.
error-community-none = Il n’y a pas encore de communauté ici. Fonde-en une, ou entre par une invitation.
error-community-several = Il y a plusieurs communautés ici. Choisis à gauche.
error-community-unknown = Cette communauté n’est pas ici.
error-confirm-leave = Dis oui ou non.
error-confirm-what = Dis quel compte confirmer.
error-currency-unknown = Ce n’est pas le code d’une monnaie. Écris-le comme EUR.
error-decision-amend-end = Un nouveau texte demande au moins deux jours. Donne-lui plus de temps.
error-decision-bounds = Une des règles est hors limites. Revois les seuils et les nombres.
error-decision-hide = Choisis jusqu’à quand le résultat est caché.
error-decision-how = Choisis une des façons de décider.
error-decision-not-open = Ce n’est pas ouvert.
error-decision-not-yours = Seule la personne qui a posé la question le fait.
error-decision-reasons = Choisis quand une raison est demandée.
error-decision-roll = Personne ne prendrait part. Nomme des personnes, ou personne pour tout le monde.
error-decision-settings = Ces règles ne vont pas avec cette façon de décider. Enlève-les.
error-decision-travel = Une réponse peut être en route 30 jours au plus. Mets moins d’heures.
error-device-closed = Cet ordinateur a été fermé. Recommence dessus avec un billet d’un autre des tiens.
error-device-forked = L’histoire de cet ordinateur s’est scindée. Renouvelle-le sous La maison.
error-device-itself = Cet ordinateur ne peut pas se fermer lui-même ici. Pars de la communauté, ou prends un autre des tiens.
error-device-number = Tu as déjà 16 ordinateurs, ou ce numéro est pris. Fermes-en un d’abord.
error-device-place = Cet ordinateur n’a rien écrit à cette place. Laisse vide pour la dernière.
error-device-rolled-back = L’histoire de cet ordinateur a été remise en arrière. Renouvelle-le sous La maison.
error-ticket-device = Ce billet fait d’un autre ordinateur le tien, et celui-ci est déjà à quelqu’un. Sers-t’en là où personne n’a encore commencé.
error-device-ticket = Ce n’est pas un billet pour un ordinateur. Copie-le de nouveau en entier.
error-device-ticket-newer = Un Palabre plus récent a fait ce billet. Mets Palabre à jour.
error-device-unknown = Tu n’as pas cet ordinateur ici.
error-device-whole = Tout va bien sur cet ordinateur : inutile de le renouveler.
error-export-format = Choisis JSON, CSV ou ICS.
error-export-kind = Un tableau contient une seule sorte. Choisis laquelle.
error-export-not-counted = On peut garder ceci pour un recompte une fois que c’est compté.
error-flag-unknown = Cette question n’est pas ici, ou pas encore.
error-home-foreign-keys = Ces clés sont à quelqu’un d’autre. Prends celles qui vont avec ces affaires.
error-home-unknown = Cette machine ne dit pas où sont tes affaires. Vérifie le réglage de ton dossier.
error-import-already = Cette communauté est déjà ici.
error-intention-advice = Choisis quelle sorte d’avis c’est.
error-intention-go = Choisis : y aller, y aller en changeant, ou renoncer.
error-intention-many = Cela fait trop de personnes. Nomme celles que cela touche le plus.
error-intention-not-mine = Seule la personne qui veut le faire le fait.
error-intention-silent = Cette personne n’a rien dit qui demande une réponse.
error-intention-state = Cet état n’existe pas.
error-intention-until = Cette fin est passée, ou trop lointaine.
error-item-many = Cette enveloppe a déjà beaucoup de lignes. Regroupes-en.
error-item-unknown = Cette ligne n’est plus ici. Regarde la page à nouveau.
error-keys-place = Les clés sont dans le trousseau, derrière une phrase secrète, ou dans un fichier. Choisis.
error-keys-store = Le trousseau du système ne répond pas. Déverrouille-le, ou garde les clés dans un fichier.
error-keys-store-empty = Tes clés ne sont pas dans le trousseau de ce système. Remets ta sauvegarde, ou commence avec tes mots.
error-leave-name = C’est un autre nom. Partir ne peut se défaire : écris le nom de la communauté.
error-link-malformed = Ce n’est pas une adresse. Elle commence par https:// ou http://.
error-link-unknown = Ce lien n’est plus ici. Regarde la page à nouveau.
error-me-name = Dis comment on t’appelle.
error-me-nobody = Il n’y a encore personne ici. Dis comment on t’appelle.
error-me-somebody = Il y a déjà quelqu’un ici.
error-me-words-needed = Ta clé n’est plus sur cet ordinateur. Écris tes 24 mots.
error-member-several = Plusieurs personnes ont ce nom. Choisis dans la liste.
error-member-unknown = Personne de ce nom n’est ici.
error-need-several = Plusieurs besoins commencent ainsi. Choisis dans la liste.
error-need-unknown = Ce besoin n’est plus ici. Regarde la page à nouveau.
error-net-bind = Cet ordinateur ne peut être joint : le réseau n’a pas laissé de place. Ce que tu fais est gardé. Rouvre Palabre plus tard.
error-net-blocked = Cet ordinateur est écarté pour un moment. Il réessaie de lui-même.
error-net-closed = Le réseau a été fermé ici. Rouvre Palabre.
error-net-myself = C’est l’adresse de cet ordinateur même.
error-net-no-address = On ne connaît aucune adresse de cet ordinateur. Demande une nouvelle invitation.
error-net-no-answer = Personne n’a répondu. Ce que tu fais est gardé ici et partira à la prochaine rencontre.
error-net-not-a-device = Ceci ne nomme aucun ordinateur. Copie-le de nouveau en entier.
error-net-other-version = L’autre ordinateur a une autre version de Palabre. Mets les deux à jour.
error-node-stopped = Palabre s’est arrêté ici. Rouvre-le.
error-node-unreadable = La réponse ne peut être lue. Ferme cette fenêtre et rouvre-la.
error-outcome-early = On raconte la suite une fois que c’est décidé.
error-passphrase-damaged = Ce qui est scellé ne s’ouvre pas : c’est abîmé, ou autre chose. Prends une autre copie.
error-passphrase-failed = Cela n’a pas pu être scellé. Réessaie.
error-passphrase-needed = Ceci est scellé par une phrase secrète. Écris-la ; quatre ou cinq mots que personne n’assemblerait conviennent.
error-passphrase-short = Une phrase secrète a au moins huit lettres. Quatre ou cinq mots que personne n’assemblerait conviennent.
error-passphrase-wrong = Ce n’est pas la phrase secrète. Les majuscules comptent : réessaie.
error-profile-length = C’est trop long, ou il y a trop de choses. Dis-le plus court.
error-project-closed = Ce projet a une équipe nommée. Demande-lui, ou réponds à l’un de ses besoins.
error-project-forming = Un projet est en formation dès que quelqu’un le rejoint.
error-project-lesson = Une leçon dit ce qui a marché, ou ce qui a raté : l’un des deux.
error-project-malformed = Ce fichier n’est pas un projet de Palabre, ou seulement un morceau. Prends une autre copie.
error-project-need-kind = Choisis de quelle sorte est le besoin.
error-project-needs = Ce projet dit déjà beaucoup de besoins. Marques-en comme trouvés.
error-qr-long = C’est trop long pour une image à scanner. Prends le lien, ou un fichier.
error-reaction-length = Une réaction est un signe ou un mot court. Un commentaire en prend davantage.
error-record-several = Plusieurs choses commencent ainsi. Choisis dans la liste.
error-review-early = On fait le bilan une fois décidé d’y aller.
error-round-allotments = Ce que chaque personne peut donner ne va pas avec le pot. Revois les montants.
error-round-band = L’implication est un nombre de 1 à 3.
error-round-draft = La répartition n’est pas encore ouverte.
error-round-earlier = Rien n’est resté aux membres dans ce tour, ou il n’est pas encore définitif.
error-round-leftovers = Choisis ce que devient le reste.
error-round-none = Aucun tour n’est ouvert. Commences-en un.
error-round-not-settled = Ce tour n’est pas encore réglé.
error-round-opened = Ce tour est déjà ouvert ; son pot et ses règles sont figés.
error-round-several = Plusieurs tours sont ouverts. Choisis.
error-search-empty = Écris au moins une lettre.
error-search-kind = Cette sorte de choses n’existe pas.
error-share-kind = Choisis : un cadeau, une offre, une demande, un merci ou un soin.
error-share-not-mine = Seule la personne qui l’a écrit dit que c’est fini.
error-step-several = Plusieurs pas commencent ainsi. Choisis dans la liste.
error-step-unknown = Ce pas n’est plus ici. Regarde la page à nouveau.
error-step-where = Les prochains pas vont à un projet, une intention ou une décision.
error-store-busy = Un autre programme écrit ici. Réessaie dans un instant.
error-store-damaged = Ce que cet ordinateur garde de la communauté est abîmé. Cela se répare, dans « La maison », et d’autres l’ont encore.
error-store-denied = Cet ordinateur ne peut pas écrire dans ton dossier. Vérifie ses droits.
error-store-full = Le disque est plein. Fais de la place, et réessaie.
error-store-missing = Ce que cet ordinateur gardait de la communauté n’est plus là. Remets ta sauvegarde, ou reviens.
error-store-newer = Un Palabre plus récent a écrit ceci. Mets Palabre à jour.
error-template-malformed = Ce fichier n’est pas un modèle de Palabre. Choisis-en un autre.
error-ticket-bad-address = Cette invitation contient une adresse qui n’en est pas une. Demandes-en une autre.
error-ticket-forged = Cette invitation ne vient pas de qui elle dit. Demandes-en une autre.
error-ticket-too-large = Cette invitation est trop grande. Demandes-en une autre.
error-time-backwards = Ce moment finit avant de commencer.
error-time-several = Dis la fin une seule fois : en jours, ou comme moment.
error-verify-malformed = Ce fichier n’est pas une décision gardée, ou seulement un morceau. Prends une autre copie.
error-verify-newer = Un Palabre plus récent a gardé cette décision. Mets Palabre à jour.
error-verify-wrong = Ce fichier ne se compte pas comme il le dit.
error-withdraw-nothing = Il n’y a pas de tels mots de toi ici.
error-withdraw-several = Plusieurs de tes textes commencent ainsi. Donnes-en davantage.
error-text-withdrawn = Tu as retiré ces mots mêmes ici, et ils le restent. Dis-le autrement, ne serait-ce que d’un point.
error-nudge-not-mine = Seule la personne qui a posé la question voit qui n’a pas répondu. Un commentaire parle à tout le monde.
error-nudge-over = Le temps de répondre est passé. On écrit à quelqu’un tant qu’une réponse est encore possible.
error-nudge-answered = Cette personne a répondu, laisse les autres décider, ou n’est pas interrogée. Choisis quelqu’un d’autre.
error-nudge-again = Tu lui as déjà écrit, et chaque personne ne reçoit qu’un mot. Parle-lui.
error-nudge-where = On n’écrit ainsi qu’à qui l’on demande quelque chose, par une décision ou une intention. Écris un commentaire ici.
error-words-not-kept = Ce ne sont pas les mots demandés. Regarde ton papier à nouveau.
error-words-somebody-else = Ces mots sont à quelqu’un d’autre.
error-words-wrong = Ce ne sont pas 24 mots de Palabre. Regarde ton papier à nouveau.
error-intention-reply = Choisis : pris en compte, adapté, ou pas suivi.
error-intention-review = Choisis : moins, autant, ou plus.
error-project-need = Un besoin tient en une ligne, et n’est pas vide.
error-project-state = Choisis où en est le projet.

error-me-waiting = La porte ne t’est pas encore ouverte. Ce que tu écris est gardé ici et comptera dès lors.
error-text-empty = Il manque encore quelque chose ici. Dis-le en quelques mots.
error-text-length = C’est trop long. Dis-le plus brièvement, ou en plusieurs fois.
error-text-lines = Ceci tient en une ligne. Dis-le sans retour à la ligne ; la description en prend davantage.
error-decision-reason = Cette réponse demande une raison.
error-decision-no-reason = Ici on ne demande pas de raisons.
error-bucket-full = Il manque moins que cela à cette enveloppe.
error-allocation-over = C’est plus que ce que tu as à répartir.
error-amount-malformed = Ce n’est pas un montant. Écris-le comme 12,50.
error-number-malformed = Ce n’est pas un nombre entier. Écris-le en chiffres, comme 7.
error-ticket-malformed = Ce n’est pas une invitation. Copie-la de nouveau en entier.
error-node-unreachable = Palabre ne répond pas. Ferme cette fenêtre et rouvre-la.
error-member-nobody = Personne de ce nom n’attend ici.
error-allocation-cap = C’est plus que ce qu’une personne peut donner à une enveloppe.
error-attachment-large = Un fichier a au plus 25 Mio. Rends-le plus petit, ou mets un lien.
error-behalf-many = Une personne note les réponses de trois autres au plus.
error-bucket-not-yours = Seules les personnes qui proposent cette enveloppe la changent.
error-bucket-withdrawn = Cette enveloppe n’est plus proposée.
error-cause-length = La Cause est trop longue, ou vide.
error-confirm-differs = Ton ordinateur compte autrement. Recompte avec ce qu’il sait.
error-decision-apart = Tu ne prends pas part à cette décision. Ta réponse est montrée à part.
error-decision-closed = On ne répond plus ici.
error-decision-draft = Ce n’est pas encore ouvert.
error-decision-end = Cette fin est passée, ou trop lointaine.
error-decision-opened = C’est déjà ouvert ; le texte et les règles sont figés.
error-decision-options = Il faut au moins deux options différentes.
error-decision-position = Ce n’est pas une réponse à cette question.
error-decision-question = Une question tient en une ligne, et n’est pas vide.
error-decision-reworded = Le texte a changé entre-temps. Lis-le, et réponds à nouveau.
error-decision-too-early = Il est trop tôt pour compter : des réponses peuvent encore venir.
error-decision-wording = Le texte est trop long. Joins-le, et dis-en l’essentiel ici.
error-edit-nothing = Rien n’a été changé.
error-example-broken = L’exemple ne peut pas être raconté. Commence pour de vrai : rien de toi ne s’y trouve.
error-example-closed = L’exemple est fermé. Jette encore un œil : il est refait à neuf.
error-example-outside = Cela mène hors de l’exemple. Commence pour de vrai pour le faire.
near = Sur ce réseau
near-not-looking = Cet ordinateur ne regarde pas de lui-même autour de lui sur le réseau. L’ordinateur de la maison et les invitations disent où l’on se croise.
near-nobody = Aucun ordinateur des vôtres n’est sur ce réseau en ce moment.
near-cannot = Il devrait regarder autour de lui et ne le peut pas en ce moment : ce réseau ne le permet pas, ou cette machine seule peut l’atteindre.
near-on = Regarder qui est sur ce réseau
near-on-what = À partir de là, les ordinateurs des membres d’un même réseau se trouvent d’eux-mêmes. Toute personne sur ce réseau, même dans un café, peut voir que Palabre est là, mais ni ton nom, ni tes communautés.
near-off = Ne plus regarder
near-off-what = Cet ordinateur regarde autour de lui chaque fois que Palabre tourne ici, et toute personne sur le même réseau peut le voir.
near-linked = relié au tien
near-newcomers = Des ordinateurs qui attendent une invitation. Comparez les trois mots à voix haute : on n’en sait rien d’autre.
near-nobody-waits = Personne sur ce réseau n’attend d’invitation en ce moment. Les personnes nouvelles choisissent « Être invité par quelqu’un tout près » sur leur première page.
near-invite = Lui remettre une invitation
near-invited = a ton invitation
near-wait = Être invité par quelqu’un tout près
near-wait-what = Toute personne sur ce réseau voit alors que Palabre est là, par trois mots et non par ton nom, et peut te remettre une invitation. Tu la regardes d’abord : tu ne rejoins rien sans l’avoir décidé. Il regarde aussi sur les réseaux suivants, jusqu’à ce que tu l’arrêtes dans Notre maison.
near-waits = Sur ce réseau tu es : { $words }. Dis-le à qui t’invite ; l’invitation s’affiche ici.
near-offer = { $name } t’invite à rejoindre { $community }
keeper = L’ordinateur de la maison
keeper-what = Un ordinateur toujours allumé facilite les rencontres : « palabre keep » sur n’importe quelle petite machine. Il n’a ni voix ni pouvoir.
keeper-link = Son lien, ou son adresse
keeper-link-hint = Il est affiché au mur à côté de lui, et l’ordinateur le montre à son démarrage.
keeper-call = L’appeler
keeper-called = Gardé, et appelé : l’ordinateur { DE($name) }.
keeper-kept = Gardé. Il sera appelé désormais.
relay = Un relais
relay-none = Ton ordinateur croise les autres directement, sans relais.
relay-is = Quand une rencontre directe est impossible, elle peut passer par { $url }.
relay-off = S’en passer
relay-name = Nommer un relais
relay-what = Un relais transmet ce qu’il ne peut pas lire, et voit quels ordinateurs se croisent et quand. Prends-en un qui est à toi ou à des gens de confiance.
relay-url = Adresse du relais
relay-url-hint = Par exemple https://relay.example.org
relay-use = Utiliser ce relais
forks = Deux histoires différentes
forks-none = Ici, chaque ordinateur raconte une seule histoire.
fork-stays = { $void } choses sont sans effet ; { $kept } restent, car d’autres ont construit dessus.
fork-closed = Il a été fermé depuis.
fork-proof = Enregistrer la preuve
fork-proof-what = N’importe qui peut vérifier la preuve sans rien d’autre : les deux histoires sont signées.
charter = Nos règles
charter-quotas = Un ordinateur peut écrire { $entries } choses et { $megabytes } Mo, fichiers compris.
charter-history = Comment elles ont changé
charter-decision = par cette décision
charter-propose = Proposer une autre règle
charter-kind = Que faut-il changer ?
charter-kind-admission = Comment on devient membre
charter-kind-name = Comment la communauté s’appelle
charter-kind-quotas = Combien un ordinateur peut écrire
charter-megabytes = Combien de mégaoctets
charter-entries = Combien de choses
charter-words = La question, avec tes mots
charter-words-hint = Sans cela, elle est posée en mots généraux.
charter-question-admission = Est-ce ainsi que l’on devient membre ?
charter-question-name = Est-ce notre nom ?
charter-wording-name = Elle s’appelle { $now } maintenant, et { $then } ensuite.
charter-question-quotas = Est-ce ce qu’un ordinateur peut écrire ?
suspended = Suspendu par { $by }, { $until }.
suspend = Suspendre cet ordinateur pour 14 jours
suspend-what = Pour un ordinateur perdu ou qui déborde. Les autres n’en transmettent rien de neuf pendant ce temps ; tout le monde le voit, et par qui. Cela finit tout seul ; pour plus longtemps, il faut une décision.
suspend-because = Pourquoi
suspend-because-hint = Tout le monde le lit.
suspend-do = Le suspendre
suspend-lift = Y mettre fin
refound = Recommencer
refound-what = Si les dépositaires des clés ont disparu, n’importe quel membre peut fonder une communauté à la place de celle-ci. Son histoire reste lisible, et les personnes restent les mêmes.
refound-do = En fonder une à la place de celle-ci
refound-cause-hint = Sans cela, la Cause reste la même.
refound-start = La fonder
refound-done = { $name } est fondée. { $count ->
    [one] Cette invitation est pour l’autre membre.
   *[other] Cette invitation est pour les { $count } autres.
}
mend = Quelque chose est abîmé ici ?
mend-what = Le fichier abîmé est mis de côté, ce qui peut en être lu continue, et ton ordinateur repart comme un nouvel appareil à toi. Les autres apportent ce qui manque.
mend-words-hint = Seulement si ta clé n’est plus sur cet ordinateur.
mend-do = Réparer
mended = Réparé : { $entries } choses ont pu être lues. Le fichier abîmé est gardé sous { $file }.

error-file-failed = Ce fichier ne peut pas être lu ou écrit ici.
error-home-held = Une autre fenêtre ou un autre programme utilise tes affaires. Ferme-le, et réessaie.
error-home-damaged = Tes clés ne peuvent pas être lues. Mets-les de côté, puis reviens par une sauvegarde ou par tes mots.
error-home-whole = Tes affaires peuvent s’ouvrir : il n’y a pas de raison de les mettre de côté.
error-home-newer = Un Palabre plus récent a écrit ceci. Mets Palabre à jour.
error-intention-words = Dis lequel, en mots.
error-intention-because = Dis pourquoi ce n’est pas suivi.
error-intention-mine = C’est ta propre intention : tu en décides.
error-invite-limits = Une invitation vaut pour 1 à 10 000 personnes, et pour 1 à 366 jours.
error-item-malformed = Dis ce que cela coûte, et combien au moins.
error-join-already = Tu es déjà dans cette communauté.
error-me-guest = De passage, on lit et on commente. Un membre peut t’ouvrir la porte.
error-me-gone = Tu as quitté cette communauté.
error-name-length = Un nom tient en une ligne, et n’est pas vide.
error-project-team = Seule son équipe le fait. Rejoins-la d’abord ; tu peux partir à tout moment.
error-project-writers = Seules les personnes nommées ici écrivent cette page.
error-bundle-cut = Le fichier a été coupé avant la fin. Copie-le à nouveau.
error-keys-store-locked = Le trousseau de cette machine est verrouillé. Déverrouille-le, puis réessaie.
error-keys-store-kept = Tes clés ont changé de place, mais le trousseau de cette machine en a gardé une copie. Déverrouille-le et retire ce qu’il range sous « palabre ».
error-record-unknown = Ce n’est pas ici, ou pas encore.
error-round-apart = Tu n’étais pas là quand ce tour s’est ouvert.
error-round-closed = On ne donne plus ici.
error-round-not-yours = Seule la personne qui l’a préparé ouvre ou abandonne le tour.
error-round-pot = La décision a accordé moins que cela, ou un tour en a déjà utilisé une partie. Prends un pot plus petit, ou demande davantage dans une nouvelle décision.
error-round-not-released = Un pot attend une décision définitive qui l’accorde.
error-share-malformed = Ce n’est pas une part. Écris-la en pour cent, comme 66,7, ou comme 2/3.
error-store-failed = Cet ordinateur n’a pas pu le garder. Son disque est-il plein ?
error-store-whole = Rien n’est abîmé ici.
error-store-older = Un Palabre plus ancien utilise encore tes affaires. Ferme-le, puis réessaie.
error-ticket-damaged = Cette invitation est abîmée. Copie-la de nouveau en entier.
error-ticket-newer-version = Un Palabre plus récent a fait cette invitation. Mets Palabre à jour.
error-time-malformed = Ce n’est pas un moment. Écris-le comme 2027-03-10T18:00.
error-write-no-effect = Cela n’aurait pas d’effet maintenant. Regarde la page à nouveau.
error-suspend-keyholder = Seules les personnes dépositaires des clés peuvent suspendre un ordinateur. Demande à l’une d’elles.
error-suspend-again = Tu as déjà suspendu cet ordinateur. Pour écarter quelqu’un plus longtemps, il faut une décision.
error-suspend-nothing = Tu n’as pas suspendu cet ordinateur. Seule la personne qui l’a fait peut y mettre fin plus tôt.
error-suspend-itself = Un ordinateur ne se suspend pas lui-même. Tu peux le fermer pour de bon.
error-link-suspended = Une personne dépositaire des clés a suspendu cet ordinateur pour 14 jours au plus. Demande-lui pourquoi ; ce que tu écris est gardé et part ensuite.
error-fork-none = Cet ordinateur n’a raconté qu’une histoire : il n’y a rien à prouver.
error-fork-incomplete = Tout ce qui le prouve n’est pas encore ici. Rencontre quelqu’un, et réessaie.
error-device-quota = Cet ordinateur a écrit tout ce qu’un ordinateur peut écrire ici. Continue sur un autre des tiens, ou propose une règle qui permette davantage.
error-peer-quota = Un autre ordinateur écrit plus que permis. On n’en prend qu’un peu chaque jour, et rien de cela n’a d’effet.
error-refound-empty = Cette communauté n’est pas encore arrivée : il n’y a rien à poursuivre. Rencontre d’abord quelqu’un.
error-refound-archive = L’histoire est plus longue qu’un fichier ne peut l’être ici. Laisse-la de côté, et donne-la de la main à la main.
error-relay-not-an-address = Ce n’est pas l’adresse d’un relais. Écris-la comme https://relay.example.org.
error-relay-both = Ceci nomme un relais et s’en passe à la fois. Dis l’un des deux.
error-relay-unreadable = Ton choix pour le réseau ne peut pas être lu. Nomme de nouveau le relais, ou fais sans.
error-net-taken = Un autre programme de cet ordinateur occupe ce port. Arrête-le, ou prends un autre port.
error-meet-myself = Cet ordinateur est celui-ci. Utilise le lien sur un autre.
error-meet-stranger = Cet ordinateur n’est dans aucune de tes communautés. Rejoins d’abord par une invitation.
error-keep-health = Ce port est pris. Prends-en un autre.
error-keep-passphrase = Il n’y a pas de phrase secrète dans ce fichier.
error-keep-stuck = L’ordinateur de la maison ne répond pas. Arrête-le et relance-le.
error-backup-failed = La sauvegarde de cette nuit n’a pas été faite. Son disque est-il là, et a-t-il de la place ?
error-backup-lacks = La sauvegarde de cette nuit est sans une communauté qui ne s’ouvre pas ici. Regarde sous La maison, et répare-la ; sa dernière sauvegarde est gardée jusque-là.
error-keep-silent = Le Palabre qui garde ces affaires n’a pas répondu. Regarde si c’est fait, et réessaie.
error-charter-admission = On devient membre avec l’accord d’un membre, de deux qui se portent garants, ou d’une décision.
error-charter-none = La fondation de cette communauté n’est pas encore arrivée. Rencontre d’abord quelqu’un.
error-charter-one = Une décision change une seule règle.
error-decision-asked = Cela est déjà demandé. Regarde cette décision.
error-decision-days = Une décision reste ouverte de 1 à 366 jours.
error-keyholder-at-once = Deux changements sont entrés en vigueur en même temps, donc aucun. Choisis d’abord l’un d’eux.
error-keyholder-in-force = Ce que cette décision demandait est déjà en vigueur.
error-keyholder-last = Cette personne garde seule les clés. Décidez d’abord qui les gardera.
error-keyholder-none = Cette personne ne garde pas les clés.
error-keyholder-not-final = Cette décision n’est pas définitive, n’a pas été adoptée, ou ne demande aucune signature.
error-keyholder-one-by-one = Un autre changement que tu as signé n’est pas encore en vigueur. Signe celui-ci après.
error-keyholder-only = Les dépositaires des clés mettent cela en vigueur. Demande à l’une de ces personnes.
error-member-closed = Ce que cette personne avait est déjà fermé.
error-member-decision = Ici, une décision ouvre la porte. Proposes-en une.
error-member-gone = Cette personne n’est plus ici.
error-member-myself = Pour partir, on quitte la communauté : tout de suite, sans demander à personne.
error-member-same = On revient sous une nouvelle clé : invite à nouveau, sur un nouvel ordinateur.
error-near-both = Cela met la recherche autour de soi en marche et l’arrête à la fois. Il faut choisir.
error-near-nobody = Aucun ordinateur avec ces mots n’attend plus d’invitation sur ce réseau. Montre un QR, ou envoie le lien.
error-near-not-taken = L’ordinateur n’a pas pris ton invitation : il n’attend peut-être plus, ou ce réseau sépare les appareils. Montre un QR, ou envoie le lien.
error-near-several = Plusieurs ordinateurs qui attendent ici ont ces mots, ce qui n’arrive guère de soi-même. Montre un QR, ou envoie le lien.

notices = Ce qui se dit hors de la fenêtre
notices-names = Ce qui me nomme, tout de suite
notices-summary = Ce qui m’attend, une fois par jour à 9:00
notices-reminder = Un rappel la veille de la fin, là où je n’ai pas répondu
notices-quiet = Rien de 20:00 à 8:00 ni le week-end
notice-open = Ouvrir
notice-named = « { $title } » te nomme.
notice-ends = « { $title } » est ouvert { $until }, et tu n’as pas encore répondu.
notice-waiting = { $count ->
    [one] « { $title } » t’attend.
   *[other] { $count } choses t’attendent, d’abord « { $title } ».
}
notice-waiting-several = { $count } choses t’attendent.
