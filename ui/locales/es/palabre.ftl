language = Idioma
loading = Un momento…
back = Volver
save = Guardar
write = Escribir
next = Seguir
copy = Copiar
search = Buscar
mine = Los míos
try-again = Probar otra vez
skip = A la página
places = Lugares
list-and = { $first } y { $last }
list-and-before-i = { $first } e { $last }
and-then = { $first }; { $next }
you = tú
withdrawn = Retirado por quien lo escribió.
choose-one = Elige…
opened = Abierta { $when }
ends = Termina { $when }
ended = terminó { $when }
met-at = { $when }

place-today = Hoy
place-projects = Proyectos
place-intentions = Intenciones
place-decisions = Decisiones
place-budgets = Presupuestos
place-sharing = Compartir
place-people = Personas
place-house = La casa

standing-waiting = Guardado aquí. Contará en cuanto el ordenador de donde viene tu invitación, u otra persona, te abra la puerta.
standing-waiting-for = Guardado aquí. Contará en cuanto el ordenador de { $name }, u otra persona, te abra la puerta.
standing-left = Has dejado esta comunidad. Lo que había queda para leer.
standing-removed = Ya no formas parte de esta comunidad. Lo que había queda para leer.
standing-closed = Esta comunidad no se ha abierto. Se repara en «La casa»; las demás van bien sin ella.
community-closed = No se ha abierto. { $why }
standing-joining = Recibiendo la comunidad: { $percent } %. Ya puedes leer y responder.
standing-met = Guardado aquí. Encuentro con { $name } { $when }.
standing-alone = Nadie al alcance. Lo que haces se guarda aquí y saldrá en el próximo encuentro.

first-what = Para gente que lleva cosas en común. Todo está en tu propio ordenador, que se encuentra directamente con los de las demás personas.
first-file = Lo que has abierto se leerá en cuanto tengas un nombre.
first-invited = { $name } te invita a unirte a { $community }. Primero un nombre; después ves la invitación.
first-name = ¿Cómo te llaman?
first-name-hint = Sin cuenta, sin correo.
first-go = Empezar
begin-title = Te damos la bienvenida. ¿Por dónde empezamos?
begin-found = Fundar una comunidad
begin-join = Tengo una invitación
example = Un ejemplo.
example-look = Primero echar un vistazo
example-making = Le Fournil se prepara: { $percent } %.
example-what = Estás en la silla de Dung; no se guarda nada.
example-pass = Dejar pasar un día
example-passing = Pasa un día…
example-day = Día { $day } de { $days }.
example-over = La historia ha terminado.
example-begin = Empezar de verdad
held-nowhere = Guardado aquí. Nadie más lo tiene todavía.
held-with = { $count ->
    [one] Guardado aquí y en 1 ordenador más.
   *[other] Guardado aquí y en { $count } ordenadores más.
}
read-by = { $count ->
    [one] Leído por 1 persona.
   *[other] Leído por { $count } personas.
}

found-name = ¿Cómo se llama?
found-cause = ¿Qué os une?
found-cause-hint = Un porqué, no un cómo: no «un lugar para editoriales», sino «inventar los medios de la sociedad de mañana». Podréis cambiarlo en común.
found-start = Fundar
signing = Lo que haces aquí lo firma tu ordenador: se ve que eres tú. Nadie más puede escribir en tu nombre ni cambiar lo que escribiste.
join-ticket = Tu invitación
join-ticket-hint = Pega el enlace o el texto que te dieron.
join-look = Verla
join-invites = { $name } te invita.
join-words = Para comparar en voz alta: { $words }
join-join = Entrar
stuck-title = Palabre no puede abrir tus cosas
aside = Seguir sin ello
aside-what = Tus claves y tus comunidades se mueven juntas a una carpeta al lado. No se borra nada: quien sepa repararlas las encontrará ahí.
aside-back = Apartarlo y traerme de vuelta
aside-anew = Apartarlo y empezar de nuevo
aside-done = Lo que no se abría está en { $folder }. No se ha borrado nada.

waiting = Lo que me espera
foretold = Esto es lo que espera aquí, según otro ordenador. Se comprueba a medida que llega.
in-the-house = En la casa
since = Desde mi última visita
since-looked = Visto
since-more = { $count ->
    [one] Un tema más
   *[other] { $count } temas más
}, { $changes ->
    [one] un cambio.
   *[other] { $changes } cambios.
}
empty-waiting = Nada pendiente. Que tengas un buen día.
empty-since = Nada ha cambiado.
invite-someone = Invitar a alguien de esta mesa
first-question = Hacer la primera pregunta
first-idea = Colgar una idea
start-something = Empezar algo

asks-answer = se te pide una respuesta
asks-choose = respondiste distinto desde dos de tus dispositivos
asks-give = tienes algo por repartir
asks-count = se puede contar
asks-settle = se puede liquidar
asks-confirm = tu ordenador no ha confirmado el recuento
asks-look = una objeción llegó tras el final: míralo
asks-review = balance: ¿en qué quedó?
asks-reply = un consejo espera tu respuesta
asks-advise = se te pide consejo
asks-decide = puedes decidir
asks-alive = ¿vivo, en pausa, terminado?
asks-admit = espera para entrar
asks-certify = tu firma lo pone en vigor
asks-term = tu año con las llaves ha terminado
asks-keyholders = más personas deberían guardar las llaves

kind-project = proyecto
kind-intention = intención
kind-decision = decisión
kind-round = ronda
kind-bucket = bolsa
kind-share = en el muro
kind-community = la casa
kind-member = persona

empty-projects = Una idea se vuelve proyecto cuando un equipo la quiere. Cuelga la tuya.
empty-intentions = Aquí cualquiera puede actuar, después de preguntar a las personas a quienes afecta y a las que entienden. Escribe qué quieres hacer y a quién afecta.
empty-decisions = Votar es lo último: antes, hablar, preguntar, probar. Si hay que zanjarlo, pregunta si alguien se opone.
empty-register = Todavía no hay nada decidido.
empty-budgets = Cada persona recibe una parte del bote y la da a lo que quiere ver nacer. Lo que sobra va adonde dijo la ronda.
empty-buckets = Todavía no hay propuestas. Di qué quieres ver nacer y cuánto cuesta.
empty-sharing = Ni precio ni deuda. Di qué hay en la cocina, qué prestas, qué necesitas, a quién das las gracias.

new-title = ¿Qué quieres hacer?
new-intention = Hacer algo que afecta a otras personas
new-decision = Decidir algo en común
new-project = Reunir un equipo en torno a una idea
new-round = Pedir dinero para algo
new-share = Dar, prestar, pedir, agradecer

question = La pregunta
wording = La propuesta
wording-hint = Qué se decide exactamente. El texto queda fijo al abrir.
decision-new = Hacer una pregunta
decision-open-it = Abrir la decisión
decision-count = Contar las respuestas
decision-count-again = Volver a contar con lo que sabe este ordenador
decision-count-again-with = { $many ->
    [one] Volver a contar con ella
   *[other] Volver a contar con ellas
}
ask-again = Volver a preguntar
decision-confirm = Confirmar el recuento
register = Registro
result = Resultado
result-hidden = Oculto hasta que respondas.
as-table = Ver como tabla
answers = Respuestas
my-answer = Mi respuesta
give-answer = Dar mi respuesta
answer-mine = Respondiste «{ $position }». Puedes cambiarlo { $until }.
answer-mine-on = Respondiste «{ $position }» { $on }. Puedes cambiarlo { $until }.
answer-two-devices = Respondiste distinto desde dos de tus dispositivos. Nada cuenta hasta que elijas.
reason = Por qué
reason-hint = En una línea, si quieres.
leave-it = Dejar que decida el resto
left-it = Dejas que decida el resto. Aún puedes responder.
outcome = En qué quedó
outcome-field = ¿En qué quedó?
outcome-write = Contarlo
outcome-more = Contar cómo sigue
how-counted = Cómo se cuenta
count-found = Contada por { $who }. Mismo resultado: { $others }.
honesty = Aquí cualquiera puede leer las respuestas en los datos. Palabre no tiene voto secreto: para eso, votad en papel.
recorded-by = Dada por teléfono o en papel, anotada por { $who }. { $name } puede sustituirla mientras llegue a tiempo para contarse.
how-together = ¿Cómo decidir?
frozen = Desde entonces quedan fijos el texto, las reglas y quién participa.
options = Opciones
options-hint = Una por línea.
days = Cuántos días
decision-draft = Un borrador de { $author }. Todavía no está abierta.
decision-dropped = Un borrador de { $author }, descartado.
decision-open = { $answered ->
    [one] Abierta { $until }. { $answered } de { $present } ha respondido.
   *[other] Abierta { $until }. { $answered } de { $present } han respondido.
}
decision-all-in = { $present ->
    [one] Ya está tu respuesta. Puedes contar.
   *[other] Ya están las { $present } respuestas. Puedes contar; hasta entonces cualquiera puede cambiar la suya.
}
decision-closing = Terminó { $on }. Una respuesta dada antes cuenta si nos llega { $travel }. Por ahora: { $answered } de { $present }.
decision-closing-so-far = Terminó { $on }. Una respuesta dada antes cuenta si nos llega { $travel }. Por ahora: { $far }.
so-far = { $voices } { $position }
voices-consent = { $voices ->
    [one] 1 consentimiento
   *[other] { $voices } consentimientos
}
voices-with-worry = { $voices } con una reserva
voices-objection = { $voices ->
    [one] 1 objeción
   *[other] { $voices } objeciones
}
voices-abstain = { $voices ->
    [one] 1 abstención
   *[other] { $voices } abstenciones
}
voices-block = { $voices ->
    [one] 1 bloqueo
   *[other] { $voices } bloqueos
}
decision-counted = { $found ->
    [one] Contada por { $who }. { $found } de { $present } obtiene el mismo resultado; definitiva con { $needed }. Ya se puede actuar.
   *[other] Contada por { $who }. { $found } de { $present } obtienen el mismo resultado; definitiva con { $needed }. Ya se puede actuar.
}
decision-final = { $found ->
    [one] Definitiva: { $found } de { $present } obtiene el mismo resultado.
   *[other] Definitiva: { $found } de { $present } obtienen el mismo resultado.
}
decision-state-draft = Borrador
decision-state-dropped = Descartado
decision-state-open = Abierta
decision-state-closing = Respuestas en camino
decision-state-counted = Contada
decision-state-final = Definitiva
decision-state-disputed = Dos recuentos difieren, y sus resultados también. Ninguno vale. Hay que volver a preguntar.
result-carried = Aprobada
result-not-carried = No aprobada
result-too-few = Pocas respuestas
result-advice = Solo orientativa
how-consent = Consentimiento
how-proposal = Propuesta
how-choose = Elección
how-score = Puntos
how-time-poll = Fecha
how-sense-check = Sondeo
ask-consent = ¿Alguien se opone?
ask-consent-when = Cuando se puede probar sin peligro.
ask-proposal = ¿A favor o en contra?
ask-proposal-when = Cuando hace falta un sí o un no.
ask-choose = ¿Cuál?
ask-choose-when = Cuando hay varios caminos.
ask-time-poll = ¿Cuándo?
ask-time-poll-when = Para encontrar un momento, cada cual en su huso horario.
ask-sense-check = ¿Qué os parece?
ask-sense-check-when = Antes de decidir. Nunca obliga.
ask-score = ¿Cuánto te gusta cada opción?
ask-score-when = Cuando importan los matices.
position-for = A favor
position-abstain = Abstención
position-against = En contra
position-block = Bloqueo
position-consent = Consiento
position-with-worry = Consiento, con una reserva
position-objection = Objeción
position-fine = Me parece bien
position-not-sure = No sé
position-not-for-me = No me parece bien
position-yes = Sí
position-if-need-be = Si hace falta
position-no = No
position-none = Ninguna
position-conflicted = Dos respuestas
standing-apart = Se muestra aparte, no cuenta.
standing-late = La respuesta de { $name } ({ $on }) no estaba en el recuento. Se guarda aquí y no se cuenta.
standing-omitted = Este recuento tenía la respuesta de { $name } y la deja fuera.
late-objection = Una objeción de { $name } llegó después del final. No detiene nada por sí misma; se pide a quienes decidieron que la miren.
late-looked = Ya lo he mirado
standing-conflicted = Dos aparatos difieren.

project-new = Proponer una idea
project-name = ¿Cómo se llama?
project-put = Colgarla
project-join = Unirme
project-leave = Dejarlo
project-stands = En qué punto está
project-stands-say = Decir en qué punto está: { $state }
project-alone = { $state }. Nadie se ha unido todavía.
project-team = { $state }. El equipo: { $team }.
project-state-idea = Idea
project-state-forming = En formación
project-state-active = En marcha
project-state-paused = En pausa
project-state-done = Terminado
project-state-stopped = Detenido
why = Por qué
needs = Necesidades
needs-count = { $count ->
    [one] una necesidad
   *[other] { $count } necesidades
}
need-what = ¿Qué necesita?
need-kind = ¿De qué tipo?
need-help = Puedo ayudar
need-met = cubierta
need-thing = Cosa
need-time = Tiempo
need-skill = Saber hacer
need-money = Dinero
description = Descripción
description-hint = Se puede escribir entre varios a la vez: no se pierde nada.
journal = Diario
note-journal = Noticia
note-worked = Esto funcionó
note-failed = Esto falló
news = Noticias
news-write = Contar
lineage = Tomado de { $project }, { $community }.
tied = Relacionado
steps = Próximos pasos
step-take = Lo hago yo
step-finish = Hecho
step-done = hecho por { $who }
step-free = nadie se ocupa todavía
step-by = para { $when }
comments = Comentarios
comment-field = Decir algo
comment-say = Decirlo

intention-new = Quiero hacer algo
intention-what = ¿Qué quieres hacer?
intention-touches = ¿A quién afecta?
intention-ask = Pedir consejo
touches = A quién afecta
knows = Quién entiende de esto
tension = La tensión que resuelve
worse = ¿Qué podría empeorar?
advice = Los consejos
my-advice = Mi consejo
in-words = Con palabras
asked = Esto te afecta. { $who } decide, y te pregunta antes.
asked-knows = Entiendes de esto. { $who } decide, y te pregunta antes.
advice-read = Leído, nada que añadir
advice-support = Apoyo
advice-suggestion = Sugerencia
advice-worry = Inquietud
advice-harm = Veo un daño
reply-words = Tu respuesta
reply-taken = Tenido en cuenta
reply-adapted = Adaptado
reply-not-taken = No seguido
decide = Decidir
decided = Decidido
decide-all-the-same = Puedes decidir; la página lo dirá.
not-heard = Falta oír a: { $names }.
still-to-hear = { $count ->
    [one] Falta { $count } consejo.
   *[other] Faltan { $count } consejos.
}
still-to-hear-names = { $count ->
    [one] Falta { $count } consejo: { $names }. Solo tú ves de quién.
   *[other] Faltan { $count } consejos: { $names }. Solo tú ves de quiénes.
}
not-answered = Sin respuesta tuya: { $names }.
go-go = Adelante
go-go-changed = Adelante, con cambios
go-drop = Lo dejo
intention-listening = { $heard ->
    [one] { $who } escucha { $until }. { $heard } de { $named } ha respondido.
   *[other] { $who } escucha { $until }. { $heard } de { $named } han respondido.
}
intention-ended = { $heard ->
    [one] { $who } ha escuchado y aún no ha decidido. { $heard } de { $named } ha respondido.
   *[other] { $who } ha escuchado y aún no ha decidido. { $heard } de { $named } han respondido.
}
intention-go = { $who } sigue adelante.
intention-go-changed = { $any ->
    [0] { $who } sigue adelante, con cambios tras los consejos.
   *[other] { $who } sigue adelante, con cambios tras los consejos de { $advisers }.
}
intention-drop = { $who } lo deja.
intention-state-listening = escuchando
intention-state-ended = sin decidir
intention-state-decided = decidida
intention-state-dropped = abandonada
intention-state-review = balance pendiente

round-new = Empezar una ronda de presupuesto
round-purpose = ¿Para qué?
guidelines = Pautas
round-open-it = Abrir el reparto
round-pot = ¿Cuánto hay para repartir, en { $currency }?
round-pot-hint = Como 2400,00. Todo el mundo recibe lo mismo.
round-because = Liberado por
leftovers = ¿Qué pasa con lo que sobra?
leftovers-return = Vuelve al bote
leftovers-stay = Se queda con los miembros
leftovers-spread = Va a las bolsas financiadas
round-draft = Un borrador de { $author }. Se pueden proponer bolsas; el reparto no está abierto.
round-dropped = Un borrador de { $author }, descartado.
round-open = { $givers ->
    [one] El reparto está abierto { $until }. { $givers } de { $present } ha dado { $given }.
   *[other] El reparto está abierto { $until }. { $givers } de { $present } han dado { $given }.
}
round-closing = { $givers ->
    [one] El reparto terminó { $on }. Lo dado antes cuenta si nos llega { $travel }. { $givers } de { $present } ha dado { $given }.
   *[other] El reparto terminó { $on }. Lo dado antes cuenta si nos llega { $travel }. { $givers } de { $present } han dado { $given }.
}
round-counted = { $found ->
    [one] Liquidada. { $found } de { $of } obtiene el mismo resultado.
   *[other] Liquidada. { $found } de { $of } obtienen el mismo resultado.
}
round-final = { $found ->
    [one] Liquidada y definitiva: { $found } de { $of } obtiene el mismo resultado.
   *[other] Liquidada y definitiva: { $found } de { $of } obtienen el mismo resultado.
}
round-disputed = Dos liquidaciones difieren. Hay que liquidar otra vez.
round-found = Quién obtiene el mismo resultado
round-state-draft = Borrador
round-state-dropped = Descartado
round-state-open = Abierta
round-state-closing = Terminada
round-state-counted = Liquidada
round-state-final = Definitiva
round-state-disputed = Dos recuentos
rounds-more = Ver más rondas
round-settle = Liquidar la ronda
left-to-give = { $amount } por repartir.
leave-rest = No dar el resto
left-rest = No das el resto. Aún puedes dar.
leave-rest-back = Al final, quizá dé más
two-devices = Repartiste distinto desde dos de tus dispositivos. Nada cuenta hasta que elijas.
your-money = Tu dinero
buckets = Bolsas
bucket-new = Proponer una bolsa
bucket-title = ¿Cómo se llama?
bucket-propose = Proponerla
bucket-nothing = Aún no pide nada
bucket-full = Completa
bucket-enough = Basta para empezar; { $amount } hasta el máximo
bucket-takes = Toma lo que llega: { $amount } por ahora
bucket-short = Faltan { $amount } para el mínimo
bucket-needs-only = A esta bolsa solo le faltan { $amount }.
bucket-needs = Necesita de { $min } a { $max }.
give = Dar
give-to = Lo que doy a { $bucket }
settled = Liquidación
sum-given = Dado
sum-kept = Se quedan las bolsas
sum-returned = Vuelve al bote
sum-stays = Se queda con los miembros
items = Lo que cuesta
item-what = Qué
item-min = Al menos, en { $currency }
item-max = Como mucho, en { $currency }, si es más
change = Cambiar
item-brings = aporta { $amount }
funders = Quién da

share-kind = ¿Qué es?
share-text = En una línea
share-write = Escribirlo en el muro
share-gift = Regalo
share-offer = Oferta
share-request = Petición
share-thanks = Gracias
share-care = Cuidados
share-answer-gift = Me apunto
share-answer-offer = Me apunto
share-answer-request = Puedo
share-answer-thanks = Gracias a ti
share-answer-care = Gracias
share-to = para { $names }
share-done = Ya está

invite = Invitar a alguien
qr = La invitación como imagen para escanear
admit = Abrir la puerta
keyholder = responsable de llaves
role-member = miembro
role-guest = de visita
my-profile = Mi perfil
profile-shares = Lo que puedo compartir
profile-learns = Lo que quiero aprender
profile-hint = Separado por comas. Así te encuentran.

cause-history = Cómo ha cambiado
cause-propose = Proponer otra Causa
cause-ask = Preguntar a todo el mundo
guide = Cómo hacemos las cosas aquí
guide-start = Todavía no hay nada escrito. Lo que ha dado resultado: decir por qué en una frase; preguntar primero a las personas a quienes afecta; empezar en pequeño; acordar quién decide qué, y cómo se va quien se va.
written-by = Escrito por { $names }.
network = Este ordenador
holds = { $members ->
    [one] Una persona
   *[other] { $members } personas
}, { $entries } cosas firmadas.

time-near = { $day } { $clock }
time-week = { $day } { $clock }
time-far = { $day }
time-never = un momento que ningún calendario conoce
moment-near = { $day } { $clock }
moment-week = { $day } { $clock }
moment-far = { $day } { $clock }
moment-never = un momento que ningún calendario conoce
on-near = { $day } a las { $clock }
on-week = el { $day } a las { $clock }
on-far = el { $day }
on-never = en un momento que ningún calendario conoce
by-near = antes de { $day } a las { $clock }
by-week = antes del { $day } a las { $clock }
by-far = antes del { $day }
by-never = antes de un momento que ningún calendario conoce
day-near = { $day }
day-week = el { $day }
day-far = el { $day }
day-never = en un momento que ningún calendario conoce
until-near = hasta { $day } a las { $clock }
until-week = hasta el { $day } a las { $clock }
until-far = hasta el { $day }
until-never = hasta un momento que ningún calendario conoce

add = Añadir
close = Cerrar
drop = Quitar
less = Menos
more = Más
any = Todo
everybody = Todas las personas
saved = Guardado.
copied = Copiado.
copied-by-hand = Esta ventana no puede copiar por sí sola. El texto está seleccionado: Ctrl+C lo copia.
state = Estado
currency = Moneda
preview = Vista previa
print = Imprimir
choose-none = Ninguno
chosen = Elección: { $names }.
and-more = { $names } y { $more } más
find-by-name = Buscar un nombre
find-people = Buscar un nombre, o lo que alguien comparte
nobody-else = Todavía no hay nadie más.
markdown-hint = Markdown, si quieres: **negrita**, listas, enlaces. @ nombra a alguien.

find-hint = Buscar o hacer
found = Encontrado
go-there = ir allí
nothing-found = No se encontró nada.
key-find = Buscar y hacer
key-keys = Qué hacen las teclas
key-open = abrir
key-position-1 = Primera respuesta
key-position-2 = Segunda respuesta
key-position-3 = Tercera respuesta
key-position-4 = Cuarta respuesta
key-position-5 = Quinta respuesta
keyname-ctrl = Ctrl
keyname-enter = Intro
keyname-k = K
keyname-n = N
keyname-l = L
closing = ¿Sigue Palabre cuando se cierra su ventana?
closing-what = Tu ordenador se encuentra entonces con los demás como antes. El signo junto al reloj trae la ventana de vuelta, y abrir Palabre otra vez también. Esto se cambia en tu perfil.
closing-go-on = Seguir
closing-end = Terminar con la ventana
stay = Cuando se cierra la ventana
stay-goes-on = Palabre sigue, y tu ordenador se encuentra con los demás.
stay-ends = Palabre termina con su ventana.
tray-open = Abrir Palabre
tray-end = Terminar Palabre
leaving = Este enlace sale de Palabre
leaving-to = Este enlace sale de Palabre, hacia { $host }
leaving-open = Abrir en el navegador
leaving-stay = Quedarse aquí

again = Ya participo en otro lugar
again-from = El pase de tu otro ordenador, o tus 24 palabras
again-from-hint = En el otro ordenador: Personas, «Yo y mis ordenadores», «Añadir un ordenador». Pega aquí su enlace o abre su archivo.
again-name = ¿Cómo te llaman?
again-name-hint = Solo con palabras: un pase ya lo dice.
again-come = Entrar
again-backup = Desde una copia de seguridad
again-backup-choose = Elegir el archivo
again-words-hint = Solo si tu clave ya no estaba en el ordenador guardado.
join-file = Abrir un archivo
join-file-hint = Una invitación, o todo de una comunidad tal como se guardó (JSON).
first-question-ready = ¿Dice esta Causa por qué estamos aquí?
first-question-what = Un sondeo: no obliga a nadie y queda abierto, para que cuente la primera respuesta de quien llega.
first-question-ask = Preguntarlo
first-question-other = Otra pregunta
new-intention-leads = Una intención: primero se pregunta a las personas a quienes afecta.
new-decision-leads = Una decisión: una pregunta y una forma de resolverla.
new-project-leads = Un proyecto: una idea que quizá un equipo quiera.
new-round-leads = Una bolsa en la ronda abierta, o una ronda nueva.
new-share-leads = Una línea en el muro.

coming = Próximamente
empty-coming = Ninguna fecha en las próximas dos semanas.
coming-more = { $count ->
    [one] Una fecha más.
   *[other] { $count } fechas más.
}
comments-more = { $count ->
    [one] Y un comentario más
   *[other] Y { $count } comentarios más
}
answers-more = { $count ->
    [one] Y una persona más
   *[other] Y { $count } personas más
}
waiting-more = { $count ->
    [one] Y una más.
   *[other] Y { $count } más.
}
house-quiet = El muro está tranquilo. ¿Qué hay en la cocina?
date-ends = termina
date-review = balance
date-step = próximo paso
because-takes-part = { $who } te pregunta
because-mine = es tu pregunta
because-new-wording = el texto ha cambiado desde tu respuesta
because-two-devices = respondiste distinto desde dos de tus dispositivos
because-left = { $amount } por repartir
because-giving-ended = el reparto terminó: cualquiera puede liquidar la ronda
because-answers-in = ya están las respuestas: cualquiera puede contarlas
because-same = tu ordenador obtiene lo mismo: ¿puede confirmarlo?
because-differs = tu ordenador no cuenta igual
because-late-objection = { $who } objeta, tras el final: míralo
because-wrote-outcome = contaste en qué quedó: ¿cómo va ahora?
because-unanswered = { $who } espera tu respuesta
because-listened = ya escuchaste; decide
because-touched = te afecta · { $who } pregunta primero
because-knows = entiendes de esto · { $who } pregunta
because-nudged = { $who } pregunta, y te escribió unas palabras
because-was-touched = te afectó: haz balance
because-quiet = sin noticias en tres meses: ¿vivo, en pausa, terminado?
because-joined = { $any ->
    [0] espera a que le abran
   *[other] { $who } invitó; espera a que le abran
}
seen-named = te nombra
seen-mine = es tuyo
seen-team = estás en el equipo
seen-asked = te preguntan
seen-answered = respondiste
seen-spoke = hablaste allí
seen-open = abierto a todo el mundo
seen-community = tu comunidad
changed-begun = empezado por { $who }
changed-written = escrito por { $who }
changed-answer = { $many ->
    [one] una respuesta de { $who }
   *[other] { $many } respuestas de { $who }
}
changed-comment = { $many ->
    [one] un comentario de { $who }
   *[other] { $many } comentarios de { $who }
}
changed-count = contado por { $who }
changed-outcome = { $who } contó en qué quedó
changed-team = { $who } se unió al equipo
changed-advice = consejo de { $who }
changed-decided = { $who } decidió
changed-review = balance de { $who }
changed-profile = perfil de { $who }
changed-step = { $many ->
    [one] un próximo paso de { $who }
   *[other] { $many } próximos pasos de { $who }
}
changed-step-taken = { $who } se ocupa de un paso
changed-offer-to-help = { $who } puede ayudar
changed-news = noticias de { $who }
changed-nudge = unas palabras de { $who } para ti
changed-file = { $many ->
    [one] un archivo de { $who }
   *[other] { $many } archivos de { $who }
}
changed-reply = { $many ->
    [one] una respuesta de { $who }
   *[other] { $many } respuestas de { $who }
}
changed-flag = { $many ->
    [one] una pregunta de { $who }
   *[other] { $many } preguntas de { $who }
}
changed-final = es definitivo
changed-joined = { $who } llegó
changed-charter = hay una regla nueva en vigor

step-add = Añadir un próximo paso
step-what = ¿Qué hay que hacer?
step-when = Para cuándo, si quieres
step-leave = Al final, yo no
files = Archivos
attach = Adjuntar un archivo
attach-hint = o suéltalo en cualquier lugar de aquí
attaching = Adjuntando…
file-save = Guardar una copia
file-bring = Traerlo aquí
file-arriving = En camino:
file-coming = Llegará en el próximo encuentro.
file-off = Retirarlo
comments-many = { $many ->
    [one] Un comentario
   *[other] { $many } comentarios
}
react = Reaccionar
reaction-heart = Corazón
reaction-thanks = Gracias
reaction-same = Yo también
reaction-by = de { $names }
reply = Responder
reply-field = Tu respuesta
withdraw = Retirar mis palabras
withdraw-what = Quedarán vacías en todos los ordenadores, también donde dijiste exactamente lo mismo en esta página. Lo que alguien haya copiado no se puede recuperar.
withdraw-now = Retirarlas
fold = Plegar para todo el mundo
fold-back = Ya no plegarlo
fold-why = ¿Por qué plegarlo?
fold-hint = Cuando tres miembros lo dicen, se pliega, con sus razones a la vista. Siempre se puede abrir.
folded-by = { $name } quiere plegar esto: { $why }
folded-show = Plegado por tres miembros. Mostrar
hide = Ocultármelo
hide-all = Ocultarme esta página
hide-back = Mostrarlo de nuevo
hidden-here = Oculto en este ordenador.
hidden-page = Oculto para ti en este ordenador: ya no llega a Hoy ni a las listas. Lo encuentras buscando.
hidden-many = { $many ->
    [one] Una línea está oculta para ti.
   *[other] { $many } líneas están ocultas para ti.
}
mention = Nombrar a alguien
review-on = Balance { $when }.

decisions-now = Ahora
decisions-open = Abiertas
decisions-closing = Respuestas en camino
decisions-draft = Borradores
decisions-counted = Contadas
decisions-disputed = Dos recuentos
decisions-dropped = Borradores descartados
decisions-over = { $many ->
    [one] Una decisión ha terminado y está en el registro.
   *[other] { $many } decisiones han terminado y están en el registro.
}
decisions-more = { $count ->
    [one] Una decisión más.
   *[other] { $count } decisiones más.
}
decision-word-draft = borrador
decision-word-dropped = descartado
decision-word-open = abierta
decision-word-closing = respuestas en camino
decision-word-counted = contada
decision-word-final = definitiva
decision-word-disputed = dos recuentos
way-of-deciding = Forma de decidir
opened-by = Abierta por
register-place = Sobre
register-place-is = { $title } ({ $kind })
register-many = { $many ->
    [one] Una decisión.
   *[other] { $many } decisiones.
}
review-due = Balance pendiente
answer-missing = falta tu respuesta
decision-nobody-counts = { $present ->
    [one] Terminó { $on }. Nadie ha contado todavía.
   *[other] Terminó { $on }. Nadie ha contado todavía: cualquiera de las { $present } personas puede hacerlo.
}
decision-counted-only = { $found ->
    [one] Contada por { $who }. { $found } de { $present } obtiene el mismo resultado.
   *[other] Contada por { $who }. { $found } de { $present } obtienen el mismo resultado.
}
decision-two-counts = Dos recuentos difieren, y muchas personas confirmaron cada uno. Ambos dan «{ $result }»: la decisión vale.
count-differs = Tu ordenador no cuenta igual que el de { $who }. No lo ha confirmado.
count-misses = { $many ->
    [one] Tu ordenador no cuenta igual que el de { $who }: ahí falta la respuesta de { $names }. No lo ha confirmado.
   *[other] Tu ordenador no cuenta igual que el de { $who }: ahí faltan las respuestas de { $names }. No lo ha confirmado.
}
confirm-ask = ¿Puede tu ordenador confirmar los recuentos que encuentra iguales al suyo? Nunca responde por ti.
confirm-always = Sí
confirm-each = Preguntarme cada vez
joined-later = Llegaste cuando esto ya estaba abierto. Puedes decir lo que piensas: se muestra aparte y no se cuenta.
reason-required = Aquí se pide una razón.
reason-against = Se pide si estás en contra; si no, como quieras.
reason-block = Se pide si estás en contra o bloqueas; si no, como quieras.
reason-objection = Se pide con una objeción; si no, como quieras.
reason-not-for-me = Se pide si no te parece bien; si no, como quieras.
reason-asked = Esta respuesta pide una razón.
reason-asked-objection = Se pide con una objeción: ¿qué daño ves, y con qué se podría probar sin peligro?
leave-it-back = Al final, yo también decido
draft-drop = Descartar este borrador
draft-back = Retomar este borrador
choose-up-to = Hasta { $many }.
behalf = Anotar la respuesta de alguien
behalf-what = Alguien te la dijo por teléfono o en papel. Queda marcada como anotada por ti, y su propia respuesta la sustituye. Tres como máximo por decisión.
behalf-write = Anotar la respuesta
behalf-who = ¿La respuesta de quién?
missing = Faltan: { $names }. Solo tú ves quiénes.
nudge = Decirle algo a alguien de la lista
nudge-what = Escrita a mano, y una por persona: nadie recibe dos. Las páginas no la muestran a nadie más.
nudge-whom = A quién
nudge-words = Tu línea
nudge-say = Enviarla
nudge-to = De ti para { $to }
nudge-by = { $by } para ti
no-answer = Sin respuesta todavía
no-answer-given = Sin respuesta
yes-and-maybe = { $yes } + { $maybe } si hace falta
result-now = Si se contara ahora: { $sentence }
result-hidden-end = Oculto hasta el final. Aquí cualquiera puede leer las respuestas en los datos.
arithmetic-answered = { $answered ->
    [one] { $answered } de { $present } ha respondido.
   *[other] { $answered } de { $present } han respondido.
}
arithmetic-answered-of = { $answered ->
    [one] { $answered } de { $present } ha respondido ({ $share }, hacía falta { $needed }).
   *[other] { $answered } de { $present } han respondido ({ $share }, hacía falta { $needed }).
}
arithmetic-too-few = Pocas respuestas: { $answered } de { $present } ({ $share }, hacía falta { $needed }).
arithmetic-reached = Nadie objeta, y se llegó a { $reached } de { $present } ({ $share }, hacía falta más de la mitad).
arithmetic-for-share = { $yes ->
    [one] De los { $expressed } a favor o en contra, { $yes } está a favor ({ $share }, hacía falta { $needed }).
   *[other] De los { $expressed } a favor o en contra, { $yes } están a favor ({ $share }, hacía falta { $needed }).
}
arithmetic-for-more = { $yes ->
    [one] De los { $expressed } a favor o en contra, { $yes } está a favor (hacían falta más a favor que en contra).
   *[other] De los { $expressed } a favor o en contra, { $yes } están a favor (hacían falta más a favor que en contra).
}
arithmetic-blocks = { $many ->
    [one] Un bloqueo.
   *[other] { $many } bloqueos.
}
arithmetic-nobody-objects = Nadie objeta.
arithmetic-nobody-consents = Nadie consiente.
arithmetic-objections = { $many ->
    [one] Queda una objeción.
   *[other] Quedan { $many } objeciones.
}
arithmetic-worries = { $many ->
    [one] Una persona consiente con una reserva.
   *[other] { $many } personas consienten con una reserva.
}
arithmetic-first = En cabeza, { $first }: { $received }.
arithmetic-tied = Empatan { $first }: { $received } cada opción.
arithmetic-nothing = No se eligió nada.
arithmetic-none = { $many ->
    [one] Ninguna: una persona.
   *[other] Ninguna: { $many } personas.
}
arithmetic-choose = { $voices } de { $answered } ({ $share })
arithmetic-score = { $sum } en total, { $average } de media
arithmetic-time-poll = { $voices ->
    [one] { $voices } puede, { $maybe } más si hace falta
   *[other] { $voices } pueden, { $maybe } más si hace falta
}
rules = Las reglas
rules-consent = Se aprueba si alguien consiente y no queda ninguna objeción.
rules-silence = Quien calla consiente: se aprueba si nadie objeta y se llegó a más de la mitad de los ordenadores.
rules-proposal = Se aprueba con más a favor que en contra.
rules-proposal-share = Se aprueba si el { $threshold } de los votos a favor o en contra son a favor.
rules-choose = { $many ->
    [one] Se elige una opción, o ninguna. Gana la más elegida; un empate se dice.
   *[other] Se eligen hasta { $many } opciones, o ninguna. Gana la más elegida; un empate se dice.
}
rules-score = Se da un número de 0 a { $many }. Gana la suma más alta.
rules-time-poll = Va primero la hora en que más personas pueden. Solo orientativo.
rules-sense-check = Solo orientativo. Cuenta a quien sea miembro al responder.
rules-quorum = Tiene que responder el { $quorum } de quienes participan.
rules-block = Un solo bloqueo la detiene.
rules-when-all = Termina en cuanto respondan todas las personas.
rules-travel = { $hours ->
    [0] No se espera nada tras el final.
   *[other] Lo dado a tiempo puede llegar hasta { $hours } horas después del final.
}
rules-reasons-off = No se piden razones.
rules-reasons-optional = Las razones son libres.
rules-reasons-against = Quien está en contra dice por qué.
rules-reasons-block = Quien está en contra o bloquea dice por qué.
rules-reasons-objection = Una objeción dice por qué.
rules-reasons-not-for-me = A quien no le parece bien se le pregunta por qué.
rules-reasons-required = Siempre se pide una razón.
rules-hide-until-answered = El resultado se muestra tras tu respuesta.
rules-hide-until-end = El resultado se muestra al final.
releases-this = Al ser definitiva, libera { $amount }.
reached = Se llegó a { $reached } de { $present } ordenadores.
count-found-alone = Contada por { $who }.
reworded = El texto ha cambiado desde tu respuesta. Tu respuesta sigue contando.
reworded-lapsed = El texto ha cambiado desde tu respuesta. La que diste al anterior ({ $position }) caduca si no la repites.
reworded-difference = Ver la diferencia
reworded-key = Tachado: lo que estaba antes. Subrayado: lo nuevo.
reworded-still = Sigo de acuerdo
reworded-change = Cambiar mi respuesta
earlier-wordings = Textos anteriores
lapsed = Caducó con un texto anterior, salvo que se repita: la objeción de { $names }.
amend = Un texto nuevo
amend-what = Los consentimientos dados siguen valiendo, salvo cambio. Una objeción que no se repite caduca, a la vista.
amend-it = Abrir el texto nuevo
outcome-hint = Qué se decidió al final y qué se hace con ello. Se hace balance en tres meses.
save-recount = Guardar para que cualquiera recuente
save-template = Guardar como plantilla
template-take = Usar una plantilla
template-taken = Plantilla tomada; lo que digas aparte cuenta más.
more-ways = Más formas
more-rules = Más reglas
up-to = ¿Cuántas puede elegir cada persona?
up-to-hint = Una, si no dices nada.
score-max = La nota más alta
score-max-hint = 5, si no dices nada.
slots = Momentos
slot = Momento { $number }
slot-add = Un momento más
slot-length = Cuánto dura
slot-length-30m = media hora
slot-length-1h = una hora
slot-length-2h = dos horas
slot-length-4h = cuatro horas
slot-length-8h = un día
silence = Quien calla consiente
silence-hint = si se llegó a más de la mitad de los ordenadores
block = Un solo bloqueo la detiene
block-hint = para lo que no se puede deshacer
threshold = Lo que necesita
decision-about = De qué trata
about-nothing = Nada en particular
threshold-hint = Como 2/3 o 66,7; nada: más a favor que en contra.
threshold-hint-many = Como 2/3 o 66,7; nada: dos tercios a favor.
threshold-hint-choose = Qué parte de las respuestas necesita una opción, como 1/2 o 66,7; nada: la más elegida.
quorum = Cuántas deben responder, en porcentaje
quorum-hint = Vacío: 50.
travel = Cuántas horas puede estar en camino una respuesta
travel-hint = Vacío: 48.
reasons = Razones
reasons-off = no se piden
reasons-optional = libres
reasons-against = se piden a quien está en contra
reasons-block = se piden a quien está en contra o bloquea
reasons-objection = se piden con una objeción
reasons-not-for-me = se piden a quien no le parece bien
reasons-required = siempre se piden
hide-result = El resultado antes del final
hide-result- = como de costumbre
hide-result-never = visible
hide-result-until-answered = tras la propia respuesta
hide-result-until-end = solo al final
how-long = ¿Cuánto tiempo está abierta?
length-days = unos días
length-until = hasta un momento
until-when = Hasta cuándo
only-these = Solo participan estas personas
only-team = Solo el equipo de este proyecto
releases = Libera dinero para una ronda
releases-hint = Como 2400 EUR; nada para otras preguntas.
verify = Recontar una decisión guardada
verify-what = Basta un archivo guardado «para que cualquiera recuente»: este ordenador comprueba cada firma y cuenta de nuevo.
verify-choose = Elegir el archivo
drop-hint = o suéltalo aquí
verdict-verified = Verificado: este archivo da el resultado que dice.
verdict-two-stories = Comprobado: este ordenador contó dos historias distintas.
verified-final = { $found ->
    [one] { $found } obtuvo el mismo resultado; es definitiva (hacían falta { $needed }).
   *[other] { $found } obtuvieron el mismo resultado; es definitiva (hacían falta { $needed }).
}
verified-counted = { $found ->
    [one] { $found } obtuvo el mismo resultado; no era definitiva al guardarse (hacían falta { $needed }).
   *[other] { $found } obtuvieron el mismo resultado; no era definitiva al guardarse (hacían falta { $needed }).
}
verified-missing = En el archivo y no en el recuento: { $names }.

intentions-listening = Escuchando
intentions-review = Balance pendiente
intentions-decided = Decididas
heard-of = consejos: { $heard } de { $named }
advice-missing = se pide tu consejo
advice-mine = Dijiste: { $kind }. Puedes cambiarlo.
advice-hint = Se piden con una sugerencia, una inquietud o un daño.
advice-verb-suggestion = tiene una sugerencia
advice-verb-worry = tiene una inquietud
advice-verb-harm = ve un daño
intention-listening-all = { $who } escucha { $until } a quien tenga algo que decir.
intention-alone = { $who } no pregunta a nadie: no afecta a nadie más. Solo queda hacerlo, y contar qué salió de ello.
intention-review = Balance { $review }.
not-answered-one = { $name } { $kind }
was-not-heard = Sin haber oído a: { $names }.
was-not-answered = Sin respuesta a: { $names }.
waits-for = Espera una decisión:
wait-for = Espero esta decisión
intention-decision = Cualquiera puede abrir una decisión sobre esto; eso no detiene nada.
intention-change = Preguntar a más personas, o escuchar más tiempo
touches-too = ¿A quién más afecta?
knows-too = ¿Quién más entiende de esto?
listen-longer = ¿Cuántos días más?
listen-longer-hint = Vacío: como antes.
days-listen = ¿Cuántos días escuchas?
intention-more = Decir más, si quieres
intention-knows-about = ¿De qué habría que entender?
intention-knows-hint = Como acústica: se sugiere a quien lo dijo en su perfil.
suggested = Podrías preguntar a { $names }:
belongs-to = Pertenece a este proyecto
review-when = ¿Cuándo hacemos balance?
in-two-weeks = en dos semanas
in-six-weeks = en seis semanas
in-three-months = en tres meses
never = nunca
sure-go = ¿Seguir adelante?
sure-go-changed = ¿Seguir adelante, con cambios?
sure-drop = ¿Dejarlo?
sure-decide = Queda firmado, y lo que decidas permanece.
sure-yes = Sí, decidir
reviews = Balance
review = Hacer balance
review-ask = ¿Creó más tensión de la que resolvió?
review-early = Hacer ya el balance
tension-less = Menos
tension-as-much = Igual
tension-more = Más

as-cards = Como tarjetas
with-needs = Con necesidades
projects-quiet = Sin noticias en tres meses
project-name-short = Nombre
project-from-file = Retomar uno desde un archivo
project-why-hint = En una línea.
project-quiet = Sin noticias en tres meses: ¿vivo, en pausa, terminado? Di en qué punto está.
who-writes = ¿Quién escribe su página?
writes-everybody = Todo el mundo
writes-team = Solo un equipo, nombrado ahora
team = El equipo
empty-needs = No necesita nada por ahora.
empty-description = Todavía no hay nada escrito.
need-new = Necesita algo
need-how = ¿Cómo puedes ayudar?
need-help-back = Al final, no puedo
need-is-met = Ya está cubierta
need-drop = Ya no hace falta
written-meanwhile = Alguien más ha escrito aquí entretanto. Ambas cosas se guardan cuando guardas.
different = Qué es distinto aquí
links = Enlaces
link-new = Añadir un enlace
link-url = Dirección
link-title = Cómo se llama
link-drop = Quitar el enlace { $link }
history = Quién ha escrito aquí
lessons = Lecciones
news-hint = ¿Qué pasó? Contar un fracaso es un regalo.
note-kind = ¿Qué es?
taken-up = Retomado aquí como
licence = Lo que hace está bajo { $licence }.
project-licence = Licencia de lo que hace
project-licence-hint = Como CC BY-SA 4.0, para que otros puedan retomarlo.
elsewhere = Retomarlo en otro lugar
elsewhere-what = Una copia de su sustancia, con su origen: sin sus personas, votos ni dinero.
elsewhere-name = ¿Cómo se llamará?
elsewhere-here = Retomarlo aquí
elsewhere-pack = Empaquetarlo en un archivo

buckets-many = { $many ->
    [one] una bolsa
   *[other] { $many } bolsas
}
round-each = ¿Cuánto puede dar cada persona?
round-each-hint = Vacío: el bote en partes iguales.
round-cap = ¿Cuánto se puede dar a una bolsa?
round-cap-hint = Vacío: tanto como se tenga.
round-more = Más: quién recibe cuánto, y lo que se quedó
round-shared = ¿Cómo se reparte el bote?
round-shared-equal = Todo el mundo recibe lo mismo
round-shared-allot = Un importe para cada persona
round-shared-bands = Según cuánto se implica cada persona
round-shared-allot-hint = Quien no tiene importe aquí no tiene nada que dar. En total puede ser menos que el bote, nunca más.
round-shared-bands-hint = Cada persona dice por sí misma cuánto se implica, solo para esta ronda. No se muestra en ningún otro sitio.
round-band-1 = 1: de vez en cuando
round-band-2 = 2: a menudo
round-band-3 = 3: casi siempre
round-after = Añadir lo que se quedó con los miembros en
round-after-hint = Lo que alguien no dio en aquella ronda, donde lo sobrante se quedó con los miembros, es suyo para darlo en esta.
round-after-none = Ninguna ronda anterior en esta moneda está cerrada. Cuando lo esté una cuyo sobrante se queda con los miembros, se podrá añadir aquí.
round-travel = Cuántas horas puede estar en camino lo dado
round-no-decision = Ninguna decisión ha liberado dinero para esto todavía. Pregunta primero; cuando sea definitiva, el reparto se abre aquí.
round-frozen = Desde entonces el bote, las reglas y quién participa quedan fijos.
guidelines-hint = ¿Qué debería cumplir una bolsa? Una por línea.
rules-each = Repartes hasta { $amount }.
rules-cap = Como máximo { $amount } por bolsa.
rules-leftovers-return = Lo que sobra vuelve al bote.
rules-leftovers-stay = Lo que sobra queda para la próxima ronda de cada miembro.
rules-leftovers-spread = Lo que sobra va a las bolsas financiadas hasta su máximo; el resto vuelve al bote.
pot = El bote
pot-is = { $given } dados de { $pot }, por ahora.
pot-rest = Todavía sin dar
given-so-far = { $amount } por ahora
give-amount = Dar { $amount }
bucket-not-funded = No financiada esta vez
bucket-withdrawn = Ya no se propone; lo que se le dio vuelve.
bucket-needs-one = Necesita { $min }.
bucket-about = Su proyecto
bucket-takes-it = Toma lo que recibe
bucket-takes-hint = también por debajo de su mínimo
bucket-with = ¿Quién la propone contigo?
bucket-edit = Escribir esta página
bucket-withdraw = Dejar de proponerla
item-new = Decir qué cuesta
item-income = Trae dinero
item-drop = Quitar { $item }
item-change = Cambiar { $item }
item-changing = Cambiar lo que cuesta
flags = Preguntas y avisos
flag = ¿Se sale de alguna pauta?
flag-guideline = ¿De qué pauta?
flag-why = ¿Cuál es la pregunta?
flag-it = Preguntarlo abiertamente
flag-answer = Tu respuesta, abiertamente
column-received = Recibido
column-kept = Se queda
column-back = Devuelto
fate-kept = a { $bucket }
fate-over = { $funders ->
    [one] volvieron: { $bucket } había recibido { $by } más que su máximo
   *[other] volvieron: { $bucket } había recibido { $by } más que su máximo, repartidos entre las { $funders } personas que lo financiaron
}
fate-below = volvieron: a { $bucket } le faltaban { $by } para su mínimo
fate-gone = volvieron: { $bucket } ya no se proponía
fate-not-given = no se dieron
fate-spread = de lo que sobró fueron a { $bucket }, que tenía sitio
fate-to-pot = de lo que sobró vuelven al bote
fate-stays = de lo que sobró quedan para la próxima ronda

share-show = Mostrar
share-all = También lo que ya no está en el muro
share-more = { $count ->
    [one] Una línea más.
   *[other] { $count } líneas más.
}
share-over = terminado
share-to-whom = ¿A quién das las gracias?
share-hint-gift = ¿Qué hay en la cocina?
share-hint-offer = ¿Qué prestas o sabes hacer?
share-hint-request = ¿Qué necesitas?
share-hint-thanks = ¿Por qué?
share-hint-care = ¿Qué arreglaste o cuidaste?
share-answer-back = Retirarlo
share-answered-gift = se apunta: { $names }
share-answered-offer = se apunta: { $names }
share-answered-request = puede: { $names }
share-answered-thanks = gracias también de { $names }
share-answered-care = gracias de { $names }

invited-by = por invitación de { $who }
admit-guest = De visita
at-the-door = En la puerta
admit-decided = Aquí es una decisión la que abre la puerta.
admit-question = ¿Entra { $name } en la comunidad?
admit-wording = { $name } se ha unido y espera que se abra la puerta.
remove-propose = Proponer que { $name } se vaya
remove-what = Se abre una decisión. Si sale adelante, la firman quienes guardan las llaves. Lo ya escrito queda.
remove-why = La razón, tal como todo el mundo la leerá
remove-question = ¿Debe irse { $name }?
formerly = antes: { $name }
formerly-lost = { $name } ya no tiene ni ordenadores ni palabras
formerly-back = { $name } ya estaba aquí, con una clave perdida
formerly-what = Quien perdió todos sus ordenadores y sus 24 palabras recibe otra invitación, y vuelve con una clave nueva. Una decisión pregunta a todo el mundo si se cierra lo perdido; lo dicho queda.
formerly-is = ¿Quién es ahora?
formerly-was = ¿Quién era antes?
formerly-waits = { $name }, a la puerta
formerly-question = ¿Se cierra lo que { $name } perdió?
formerly-wording = { $name } perdió todos sus ordenadores y sus 24 palabras, y ha vuelto con una clave nueva. Esto cierra los ordenadores antiguos: quien encuentre uno ya no puede decir nada con él. Lo dicho antes queda.
were-here = Estuvieron aquí: { $names }.
away = Ausencia { $until }.
away-me = Has avisado de tu ausencia { $until }.
away-back = He vuelto
person-shares = Puede compartir
person-learns = Quiere aprender
learns-in-row = quiere aprender: { $what }
person-languages = Habla
person-place = Vive en
empty-profile = Todavía no hay nada dicho aquí.
laptops = Ordenadores
compare-aloud = Tres palabras por ordenador: quienes se conocen pueden compararlas en voz alta.
device-open = en uso
device-closed = cerrado
device-void = sin efecto: dos tienen el mismo número
device-forked = contó dos historias distintas
device-waiting = todavía no admitido
device-here = este
device-last = escribió { $on }
device-add = Añadir un ordenador
device-add-file = Añadir un ordenador con un archivo
device-ticket = En el otro ordenador: «Ya participo en otro lugar», y este pase, por su enlace o por su archivo. Quien lo tiene pasa a ser tú: no lo des a nadie.
device-for = Para { $names }.
device-qr = El pase como imagen para escanear
device-close = Cerrarlo
device-close-sure = ¿Cerrar el ordenador «{ $words }»?
device-close-what = Lo que escriba desde ahora no tendrá efecto. Esto no se puede deshacer.
invite-more = Más de una persona, o por archivo
invite-near = Alguien cerca
invite-uses = ¿Para cuántas personas?
invite-uses-hint = Vacío: 1.
invite-days = ¿Por cuántos días?
invite-days-hint = Vacío: 14.
invite-as = Como
invite-file = Guardar la invitación en un archivo
invite-file-hint = El archivo contiene la comunidad misma: para unirse no hace falta nadie en línea.
invite-for = { $uses ->
    [one] Para una persona, { $until }.
   *[other] Para { $uses } personas, { $until }.
}
invite-copy = Copiar el enlace
invite-link = El enlace

me-and-devices = Yo y mis ordenadores
my-words = Este ordenador, para comparar en voz alta: { $words }
profile-languages = Idiomas que hablo
profile-place = Dónde estoy
profile-place-hint = Tan impreciso como quieras.
profile-about = Algo más
profile-away = Ausencia hasta el
words = Mis 24 palabras
words-what = Con estas palabras en papel vuelves aunque se pierdan todos tus ordenadores. Quien las tiene pasa a ser tú.
words-show = Mostrar mis palabras
words-hide = Ocultarlas
words-prove = Una vez en papel pueden salir de este ordenador. ¿Cuáles son estas?
words-nth = Palabra { $place }
words-off = Las tengo en papel: quitarlas
words-kept = Tus palabras están en papel, y ya no en este ordenador.
words-needed = Mis 24 palabras
words-needed-hint = Tu clave ya no está en este ordenador: para esto necesita tus palabras.
keys = Dónde están mis claves
keys-store = En el llavero del sistema.
keys-file = En un archivo que solo tú puedes leer.
keys-passphrase = En un archivo sellado con una frase secreta, que se pide en cada inicio.
keys-to-store = Guardarlas en el llavero del sistema
keys-to-passphrase = Sellarlas con una frase secreta
keys-to-file = Guardarlas en un archivo
backup = Copia de seguridad
backup-what = Un archivo contigo y tus comunidades, sellado con una frase secreta.
backup-make = Hacer una copia
backup-made = Guardado: { $size }, con { $names }.
counting = Los recuentos
counting-choice = Este ordenador confirma

poster = Como cartel
poster-qr = Con una invitación
poster-qr-hint = Para hasta 100 personas en 90 días. Quien lo escanea pide entrar, y tu ordenador abre la puerta.
poster-come = Adelante
keyholders = Responsables de llaves
keyholders-few = Entre tres se guardan mejor las llaves: pregunta quién quiere. Una decisión sobre las reglas las nombra.
keyholder-until = el año termina { $when }
keyholder-over = el año terminó { $when }: toca volver a preguntar
keyholder-gone = ya no forma parte
keyholders-at-once = Dos cambios entraron en vigor a la vez, así que ninguno. Dos tercios eligen uno:
keyholders-waiting = Decidido, a la espera de firmas
keyholders-propose = Proponer quién guarda las llaves
keyholders-add = ¿Quién se suma a quienes guardan las llaves? Sin marcar a nadie: las mismas personas un año más.
keyholders-without = ¿Quién devuelve las llaves?
keyholders-ask = Preguntar a todo el mundo
keyholders-question = ¿Guardan estas personas las llaves?
keyholders-wording = Desde entonces guardan las llaves durante un año: { $names }.
change-sign = Firmar
change-signed = Firmado por { $who }; { $needed ->
    [one] basta una firma.
   *[other] hacen falta { $needed }.
}
change-unsigned = Nadie ha firmado todavía; { $needed ->
    [one] basta una firma.
   *[other] hacen falta { $needed }.
}
change-cause = La Causa pasa a ser: { $value }
change-name = El nombre pasa a ser { $value }.
change-keyholders = Guardan las llaves { $value }.
change-admission-any-member = Cualquier miembro abre la puerta.
change-admission-two-vouch = Dos miembros responden por alguien.
change-admission-decision = Una decisión abre la puerta.
change-removal = { $value } deja de formar parte.
change-let-in = { $value } entra en la comunidad.
executes = Cuando sea definitiva: { $what }
because-certify = aprobada: falta tu firma
because-term = guardas las llaves desde hace un año
because-keyholders = al menos tres personas deberían guardar las llaves
keyholders-what = Su papel: certificar las bajas y los cambios de reglas que pidió una decisión definitiva, sin poder tocar ni una respuesta ni un céntimo.
met = Encuentros
same-here = tiene lo mismo
two-histories = El ordenador de { $names } contó dos historias distintas. Ambas se guardan; lo que sigue solo cuenta donde otras personas construyeron sobre ello.
pending = { $entries ->
    [one] Una cosa espera: { $why }.
   *[other] { $entries } cosas esperan: { $why }.
}
pending-newer = hace falta un Palabre más nuevo
pending-device = aquí aún no se conoce el ordenador del que viene
pending-admission = la persona que lo dijo aún no ha entrado
pending-epoch = las reglas de entonces aún no han llegado
pending-record = aquello de lo que habla aún no ha llegado
pending-change = lo que va antes aún no ha llegado
pending-cited = lo que se nombra ahí aún no ha llegado
pending-decision = la decisión de la que depende aún no es definitiva aquí
no-effect = { $entries ->
    [one] Una cosa no tiene efecto: { $why }.
   *[other] { $entries } cosas no tienen efecto: { $why }.
}
no-effect-of = { $entries ->
    [one] Una cosa de { $name } no tiene efecto: { $why }.
   *[other] { $entries } cosas de { $name } no tienen efecto: { $why }.
}
no-effect-body = nada así puede decirse
no-effect-signature = una firma no es válida
no-effect-fork = ese ordenador contó dos historias distintas
no-effect-fork-on = ese ordenador contó dos historias distintas { $when }
no-effect-revoked = ese ordenador ya estaba cerrado
no-effect-revoked-on = ese ordenador se cerró { $when }
no-effect-removed = la persona que lo dijo ya había sido excluida
no-effect-removed-on = la exclusión entró en vigor { $when }
no-effect-device-number = dos ordenadores de un mismo miembro tienen el mismo número
no-effect-quota = es más de lo que puede escribir un ordenador
no-effect-epoch-back = eso vuelve a reglas anteriores
no-effect-guest = quien está de visita puede comentar y reaccionar
no-effect-writer = ahí escriben otras personas
no-effect-guard = un cambio así no está permitido ahí
no-effect-sequence = falta lo que ese ordenador había escrito antes
no-effect-dependency = eso se apoya en algo sin efecto
no-effect-past = eso olvida lo que el mismo ordenador había escrito antes
no-effect-start-op = los números son imposibles
no-effect-operations = un ordenador cambió una página demasiadas veces
no-effect-document = la página no se sostiene con eso
no-effect-branch = ahí queda la otra de las dos historias
no-effect-record = aquello de lo que habla no tiene efecto
no-effect-majority = faltan firmas
no-effect-two-epochs = dos cambios de nuestras reglas llegaron a la vez
no-effect-certificate = lo que se nombra ahí no lo confirma
no-effect-withdraw = solo se retiran las propias palabras
no-effect-because = la decisión nombrada pedía otra cosa
no-effect-replaces = lo que eso sustituye no está ahí
quota = Este ordenador ha escrito el { $percent } % de lo que puede un dispositivo.
renew = Renovarlo
renew-what = La historia de este ordenador volvió a un punto anterior, o se dividió. No escribe nada hasta que se renueve.
check = Comprobar lo que guarda este ordenador
check-well = Todo está bien.
check-not-well = Algo no está bien.
check-found = Lo que se comprobó
check-whole = Se han mirado { $entries } cosas firmadas. Cada una está entera, y lo que se muestra es lo que dicen.
check-damaged = El archivo en que este ordenador guarda la comunidad está dañado.
check-chain = { $entries ->
    [one] Una cosa dicha ya no está aquí tal como se firmó.
   *[other] { $entries } cosas dichas ya no están aquí tal como se firmaron.
}
check-signature = { $entries ->
    [one] La firma de una cosa no es válida.
   *[other] Las firmas de { $entries } cosas no son válidas.
}
check-views = Lo que se muestra aquí no es lo que se dijo.
check-taken-in = { $entries ->
    [one] Una cosa guardada aquí no se volvería a admitir.
   *[other] { $entries } cosas guardadas aquí no se volverían a admitir.
}
check-kept-as = { $entries ->
    [one] Una cosa no cuenta aquí como debería.
   *[other] { $entries } cosas no cuentan aquí como deberían.
}
check-otherwise = { $entries ->
    [one] Una cosa que se muestra aquí debería ser otra.
   *[other] { $entries } cosas que se muestran aquí deberían ser otras.
}
check-shown = { $entries ->
    [one] Aquí se muestra una cosa que nadie dijo.
   *[other] Aquí se muestran { $entries } cosas que nadie dijo.
}
check-missing = { $entries ->
    [one] Una cosa dicha no se muestra aquí.
   *[other] { $entries } cosas dichas no se muestran aquí.
}
check-compared = Lo que comparan los ordenadores no es lo que se guarda aquí.
check-lists = { $entries ->
    [one] Lo que muestran las listas no vale para una decisión.
   *[other] Lo que muestran las listas no vale para { $entries } decisiones.
}
check-more = Y { $entries } más.
export = Llevárselo todo
export-what = Todo esto también es tuyo. Sale en cualquier momento, en archivos que otros programas leen.
export-as = En forma de
export-json = Todo, para volver a leerlo (JSON)
export-ics = Las fechas, para un calendario (ICS)
export-csv = { $table }, en tabla (CSV)
export-save = Guardar
table-projects = Proyectos
table-intentions = Intenciones
table-decisions = Decisiones
table-answers = Respuestas
table-rounds = Rondas
table-buckets = Bolsas
table-gifts = Dinero dado
table-sharing = El muro
table-members = Miembros
bundle-save = Guardar para una memoria USB
bundle-take = Leer de una memoria USB
bundle-refused = { $count ->
    [one] Se rechazó una parte: no es como su autor la escribió.
   *[other] Se rechazaron { $count } partes: no son como sus autores las escribieron.
}
bundle-damaged = { $count ->
    [one] Un trozo del archivo está dañado y se dejó fuera. Cópialo otra vez.
   *[other] { $count } trozos del archivo están dañados y se dejaron fuera. Cópialo otra vez.
}
bundle-cut = El archivo no termina donde debería: se tomó lo que está entero. Cópialo otra vez.
bundle-gaps = { $count ->
    [one] Una parte sigue a algo que todavía no está aquí.
   *[other] { $count } partes siguen a algo que todavía no está aquí.
}
bundle-taken = { $new ->
    [0] No traía nada nuevo.
    [one] Traía una cosa nueva.
   *[other] Traía { $new } cosas nuevas.
}
leave = Irse
leave-what = Tienes derecho a irte. Tus ordenadores se cierran aquí; lo que dijiste queda como historia. Lo que otras personas copiaron no se puede recuperar.
leave-sure = ¿Irte? Esto no se puede deshacer.
leave-name = Para confirmarlo: el nombre de la comunidad
since-when = Desde { $when }
passphrase = Frase secreta
passphrase-again = Otra vez
error-address-another-device = Es la dirección de otro ordenador. Pide la correcta.
error-address-no-device = Esta dirección no nombra ningún ordenador. Cópiala entera de nuevo.
error-address-not-a-device = Esto no nombra ningún ordenador. Cópialo entero de nuevo.
error-address-not-an-address = No es una dirección. Escríbela como 192.168.1.20:4433.
error-address-not-dialable = No se puede llegar a nadie en esta dirección. Pide otra.
error-address-too-many = Son demasiadas direcciones. Deja unas pocas.
error-admit-several = Esperan varias personas con ese nombre. Elige en la lista.
error-allocation-malformed = No es una aportación a una bolsa. Escribe una cantidad.
error-archive-malformed = Este archivo no es una exportación de Palabre, o está incompleto. Usa otra copia.
error-archive-newer = Un Palabre más nuevo escribió este archivo. Actualiza Palabre.
error-attachment-name = Este nombre no sirve para un archivo aquí. Dale un nombre sencillo y más corto.
error-attachment-not-there = Nadie al alcance tiene este archivo. Llegará en otro encuentro.
error-attachment-other = Lo que llegó no es este archivo. Se pedirá de nuevo en el próximo encuentro.
error-attachment-stopped = El archivo no llegó. Se pedirá de nuevo en el próximo encuentro.
error-attachment-unknown = Ese archivo no está aquí. Mira la página de nuevo.
error-backup-malformed = Este archivo no es una copia de Palabre, o está incompleto. Usa otra copia.
error-backup-newer = Un Palabre más nuevo hizo esta copia. Actualiza Palabre.
error-behalf-apart = Esta persona no participa en esta decisión.
error-behalf-me = Para ti, basta con responder.
error-bridge-origin = Esta página no viene de aquí. Abre la dirección que mostró el puente.
error-bridge-token = Falta la clave de esta ventana. Abre la dirección que mostró el puente.
error-bucket-several = Varias bolsas empiezan así. Elige en la lista.
error-bucket-takes = Di sí o no.
error-bucket-unknown = Esta bolsa no está en esta ronda, o todavía no.
error-bundle-foreign = Este archivo es de otra comunidad.
error-bundle-malformed = Este archivo no contiene nada para Palabre, o está incompleto. Usa otra copia.
error-call-arguments = La ventana pidió algo que este Palabre no conoce. Ciérrala y ábrela de nuevo.
error-call-unknown = La ventana pidió algo que este Palabre no conoce. Ciérrala y ábrela de nuevo.
error-charter-invalid = Una comunidad necesita un nombre de una línea y una Causa. Escribe ambos, no muy largos.
error-comment-unknown = Este comentario no está aquí, o todavía no. Mira la página de nuevo.
error-community-none = Todavía no hay ninguna comunidad aquí. Funda una, o entra con una invitación.
error-community-several = Hay varias comunidades aquí. Elige a la izquierda.
error-community-unknown = Esta comunidad no está aquí.
error-confirm-leave = Di sí o no.
error-confirm-what = Di qué recuento confirmar.
error-currency-unknown = No es el código de una moneda. Escríbelo como EUR.
error-decision-amend-end = Un texto nuevo necesita al menos dos días. Dale más tiempo.
error-decision-bounds = Una de las reglas está fuera de límites. Revisa umbrales y números.
error-decision-hide = Elige hasta cuándo se oculta el resultado.
error-decision-how = Elige una de las formas de decidir.
error-decision-not-open = No está abierta.
error-decision-not-yours = Solo lo hace quien preguntó.
error-decision-reasons = Elige cuándo se pide una razón.
error-decision-roll = Nadie participaría. Nombra a algunas personas, o a ninguna para todas.
error-decision-settings = Estas reglas no van con esta forma de decidir. Quítalas.
error-decision-travel = Una respuesta puede estar en camino 30 días como máximo. Pon menos horas.
error-device-closed = Este ordenador fue cerrado. Empieza en él de nuevo con un pase de otro tuyo.
error-device-forked = La historia de este ordenador se ha dividido. Renuévalo en La casa.
error-device-itself = Este ordenador no puede cerrarse a sí mismo aquí. Vete de la comunidad, o usa otro tuyo.
error-device-number = Ya tienes 16 ordenadores, o ese número está ocupado. Cierra uno antes.
error-device-place = Este ordenador no escribió nada en ese lugar. Déjalo vacío para la última.
error-device-rolled-back = La historia de este ordenador volvió a un punto anterior. Renuévalo en La casa.
error-ticket-device = Este pase hace tuyo otro ordenador, y en este ya hay alguien. Úsalo donde nadie haya empezado todavía.
error-device-ticket = No es un pase para un ordenador. Cópialo entero de nuevo.
error-device-ticket-newer = Un Palabre más nuevo hizo este pase. Actualiza Palabre.
error-device-unknown = No tienes ese ordenador aquí.
error-device-whole = No pasa nada con este ordenador: no hace falta renovarlo.
error-export-format = Elige JSON, CSV o ICS.
error-export-kind = Una tabla contiene una sola clase. Elige cuál.
error-export-not-counted = Se puede guardar para recontar una vez contada.
error-flag-unknown = Esta pregunta no está aquí, o todavía no.
error-home-foreign-keys = Estas claves son de otra persona. Usa las que corresponden a estas cosas.
error-home-unknown = Esta máquina no dice dónde están tus cosas. Revisa la configuración de tu carpeta.
error-import-already = Esta comunidad ya está aquí.
error-intention-advice = Elige qué clase de consejo es.
error-intention-go = Elige: seguir adelante, seguir con cambios, o dejarlo.
error-intention-many = Son demasiadas personas. Nombra a aquellas a quienes más afecta.
error-intention-not-mine = Solo lo hace quien quiere hacerlo.
error-intention-silent = Esta persona no dijo nada que pida respuesta.
error-intention-state = Ese estado no existe.
error-intention-until = Este final ya pasó, o está demasiado lejos.
error-item-many = Esta bolsa ya tiene muchas líneas. Junta algunas.
error-item-unknown = Esta línea ya no está aquí. Mira la página de nuevo.
error-keys-place = Las claves están en el llavero, tras una frase secreta, o en un archivo. Elige.
error-keys-store = El llavero del sistema no responde. Desbloquéalo, o guarda las claves en un archivo.
error-keys-store-empty = Tus claves no están en el llavero de este sistema. Restaura tu copia, o empieza con tus palabras.
error-leave-name = Es otro nombre. Irse no se puede deshacer: escribe el nombre de la comunidad.
error-link-malformed = No es una dirección. Empieza por https:// o http://.
error-link-unknown = Este enlace ya no está aquí. Mira la página de nuevo.
error-me-name = Di cómo te llaman.
error-me-nobody = Todavía no hay nadie aquí. Di cómo te llaman.
error-me-somebody = Ya hay alguien aquí.
error-me-words-needed = Tu clave ya no está en este ordenador. Escribe tus 24 palabras.
error-member-several = Varias personas tienen ese nombre. Elige en la lista.
error-member-unknown = No hay nadie con ese nombre aquí.
error-need-several = Varias necesidades empiezan así. Elige en la lista.
error-need-unknown = Esta necesidad ya no está aquí. Mira la página de nuevo.
error-net-bind = No se puede llegar a este ordenador: la red no lo permite. Lo que haces se guarda. Abre Palabre más tarde.
error-net-blocked = Este ordenador está apartado un rato. Lo intenta de nuevo por su cuenta.
error-net-closed = La red se cerró aquí. Abre Palabre de nuevo.
error-net-myself = Es la dirección de este mismo ordenador.
error-net-no-address = No se conoce ninguna dirección de este ordenador. Pide una nueva invitación.
error-net-no-answer = Nadie respondió. Lo que haces se guarda aquí y saldrá en el próximo encuentro.
error-net-not-a-device = Esto no nombra ningún ordenador. Cópialo entero de nuevo.
error-net-other-version = El otro ordenador tiene otra versión de Palabre. Actualiza ambos.
error-node-stopped = Palabre se ha detenido aquí. Ábrelo de nuevo.
error-node-unreadable = No se puede leer la respuesta. Cierra esta ventana y ábrela de nuevo.
error-outcome-early = En qué quedó se cuenta una vez decidido.
error-passphrase-damaged = Lo sellado no se abre: está dañado, o es otra cosa. Usa otra copia.
error-passphrase-failed = No se pudo sellar. Inténtalo de nuevo.
error-passphrase-needed = Esto se sella con una frase secreta. Escríbela; valen cuatro o cinco palabras que nadie juntaría.
error-passphrase-short = Una frase secreta tiene al menos ocho letras. Valen cuatro o cinco palabras que nadie juntaría.
error-passphrase-wrong = No es la frase secreta. Las mayúsculas cuentan: inténtalo de nuevo.
error-profile-length = Es demasiado largo, o son demasiadas cosas. Dilo más corto.
error-project-closed = Este proyecto tiene un equipo con nombres. Pregúntale, o responde a una de sus necesidades.
error-project-forming = Un proyecto está en formación cuando alguien se une.
error-project-lesson = Una lección dice qué funcionó o qué falló: una de las dos.
error-project-malformed = Este archivo no es un proyecto de Palabre, o está incompleto. Usa otra copia.
error-project-need-kind = Elige de qué clase es la necesidad.
error-project-needs = Este proyecto ya dice muchas necesidades. Marca algunas como cubiertas.
error-qr-long = Es demasiado largo para una imagen. Usa el enlace, o un archivo.
error-reaction-length = Una reacción es un signo o una palabra corta. Un comentario admite más.
error-record-several = Varias cosas empiezan así. Elige en la lista.
error-review-early = El balance se hace una vez decidido seguir.
error-round-allotments = Lo que cada persona puede dar no cuadra con el bote. Revisa las cantidades.
error-round-band = La implicación es un número de 1 a 3.
error-round-draft = El reparto aún no está abierto.
error-round-earlier = No quedó nada para los miembros en esa ronda, o aún no es definitiva.
error-round-leftovers = Elige qué pasa con lo que sobra.
error-round-none = No hay ninguna ronda abierta. Empieza una.
error-round-not-settled = Esta ronda todavía no está liquidada.
error-round-opened = Esta ronda ya está abierta; su bote y sus reglas quedan fijos.
error-round-several = Hay varias rondas abiertas. Elige una.
error-search-empty = Escribe al menos una letra.
error-search-kind = Esa clase de cosas no existe.
error-share-kind = Elige: un regalo, una oferta, una petición, unas gracias o cuidados.
error-share-not-mine = Solo quien lo escribió dice que terminó.
error-step-several = Varios pasos empiezan así. Elige en la lista.
error-step-unknown = Este paso ya no está aquí. Mira la página de nuevo.
error-step-where = Los próximos pasos van en un proyecto, una intención o una decisión.
error-store-busy = Otro programa está escribiendo aquí. Inténtalo en un momento.
error-store-damaged = Lo que este ordenador guarda de la comunidad está dañado. Se puede reparar, en «La casa», y otras personas lo tienen.
error-store-denied = Este ordenador no puede escribir en tu carpeta. Revisa los permisos.
error-store-full = El disco está lleno. Haz sitio e inténtalo de nuevo.
error-store-missing = Lo que este ordenador guardaba de la comunidad ya no está. Restaura tu copia, o vuelve a entrar.
error-store-newer = Un Palabre más nuevo escribió esto. Actualiza Palabre.
error-template-malformed = Este archivo no es una plantilla de Palabre. Elige otra.
error-ticket-bad-address = Esta invitación tiene una dirección que no lo es. Pide otra.
error-ticket-forged = Esta invitación no la hizo quien dice. Pide otra.
error-ticket-too-large = Esta invitación es demasiado grande. Pide otra.
error-time-backwards = Este momento termina antes de empezar.
error-time-several = Di el final una sola vez: en días, o como momento.
error-verify-malformed = Este archivo no es una decisión guardada, o está incompleto. Usa otra copia.
error-verify-newer = Un Palabre más nuevo guardó esta decisión. Actualiza Palabre.
error-verify-wrong = Este archivo no da el resultado que dice.
error-withdraw-nothing = No hay tales palabras tuyas aquí.
error-withdraw-several = Varios textos tuyos empiezan así. Escribe más de ellos.
error-text-withdrawn = Retiraste aquí estas mismas palabras, y así quedan. Dilo de otra manera, aunque sea con un punto.
error-nudge-not-mine = Solo quien preguntó ve quién no ha respondido. Un comentario le habla a todo el mundo.
error-nudge-over = El tiempo de responder ha pasado. Se escribe a alguien mientras aún puede responder.
error-nudge-answered = Esta persona ha respondido, lo deja a los demás, o no se le pregunta. Elige a otra.
error-nudge-again = Ya le has escrito, y cada persona recibe una sola línea. Habla con ella.
error-nudge-where = Así solo se escribe a quien se le pregunta, en una decisión o una intención. Escribe un comentario aquí.
error-words-not-kept = No son las palabras pedidas. Mira tu papel de nuevo.
error-words-somebody-else = Estas palabras son de otra persona.
error-words-wrong = No son 24 palabras de Palabre. Mira tu papel de nuevo.
error-intention-reply = Elige: tenido en cuenta, adaptado, o no seguido.
error-intention-review = Elige: menos, igual, o más.
error-project-need = Una necesidad es una línea, y no está vacía.
error-project-state = Elige en qué punto está el proyecto.

error-me-waiting = Aún no te han abierto la puerta. Lo que escribes se guarda aquí y contará desde entonces.
error-text-empty = Aquí falta algo todavía. Dilo en pocas palabras.
error-text-length = Es demasiado largo. Dilo más corto, o en varias partes.
error-text-lines = Esto es una sola línea. Dilo sin saltos; la descripción admite más.
error-decision-reason = Esta respuesta pide una razón.
error-decision-no-reason = Aquí no se piden razones.
error-bucket-full = A esta bolsa le falta menos que eso.
error-allocation-over = Es más de lo que tienes por repartir.
error-amount-malformed = No es un importe. Escríbelo como 12,50.
error-number-malformed = No es un número entero. Escríbelo en cifras, como 7.
error-ticket-malformed = No es una invitación. Cópiala entera otra vez.
error-node-unreachable = Palabre no responde. Cierra esta ventana y ábrela de nuevo.
error-member-nobody = Nadie con ese nombre espera aquí.
error-allocation-cap = Es más de lo que una persona puede dar a una bolsa.
error-attachment-large = Un archivo tiene como mucho 25 MiB. Hazlo más pequeño, o pon un enlace.
error-behalf-many = Una persona anota las respuestas de tres más como mucho.
error-bucket-not-yours = Solo quienes proponen esta bolsa la cambian.
error-bucket-withdrawn = Esta bolsa ya no se propone.
error-cause-length = La Causa es demasiado larga, o está vacía.
error-confirm-differs = Tu ordenador no cuenta igual. Vuelve a contar con lo que sabe.
error-decision-apart = No participas en esta decisión. Tu respuesta se muestra aparte.
error-decision-closed = Aquí ya no se responde.
error-decision-draft = Esto aún no está abierto.
error-decision-end = Ese final ya pasó, o queda demasiado lejos.
error-decision-opened = Ya está abierto; el texto y las reglas quedan fijos.
error-decision-options = Hacen falta al menos dos opciones distintas.
error-decision-position = Eso no es una respuesta a esta pregunta.
error-decision-question = Una pregunta es una línea, y no está vacía.
error-decision-reworded = El texto ha cambiado entretanto. Léelo y responde de nuevo.
error-decision-too-early = Es pronto para contar: aún pueden llegar respuestas.
error-decision-wording = El texto es demasiado largo. Adjúntalo y di aquí lo esencial.
error-edit-nothing = No se cambió nada.
error-example-broken = El ejemplo no se puede contar. Empieza de verdad: no hay nada tuyo en él.
error-example-closed = El ejemplo está cerrado. Echa otro vistazo: se hace de nuevo.
error-example-outside = Esto lleva fuera del ejemplo. Empieza de verdad para hacerlo.
near = En esta red
near-not-looking = Este ordenador no mira por su cuenta quién hay en la red. El ordenador de la casa y las invitaciones dicen dónde encontrarse.
near-nobody = Ahora mismo no hay nadie conocido en esta red.
near-cannot = Debería mirar a su alrededor y ahora no puede: esta red no lo permite, o solo esta máquina puede alcanzarlo.
near-on = Mirar quién hay en esta red
near-on-what = Desde entonces, los ordenadores de miembros en una misma red se encuentran solos. Cualquiera que esté en ella, también en un café, puede ver que Palabre está aquí, pero ni tu nombre ni tus comunidades.
near-off = Dejar de mirar
near-off-what = Este ordenador mira a su alrededor siempre que Palabre funciona aquí, y cualquiera en la misma red puede verlo.
near-linked = enlazado con el tuyo
near-newcomers = Ordenadores que esperan una invitación. Comparad las tres palabras en voz alta: no se sabe nada más de ellos.
near-nobody-waits = Ahora mismo nadie espera una invitación en esta red. Quien llega pulsa «Que me invite alguien cerca» en su primera página.
near-invite = Darle una invitación
near-invited = tiene tu invitación
near-wait = Que me invite alguien cerca
near-wait-what = Cualquiera en esta red ve entonces que Palabre está aquí, por tres palabras y no por tu nombre, y puede darte una invitación. Primero la miras: no te unes a nada sin decidirlo. También mira en las redes siguientes, hasta que lo termines en Nuestra casa.
near-waits = En esta red eres: { $words }. Díselo a quien te invita; la invitación aparece aquí.
near-offer = { $name } te invita a unirte a { $community }
keeper = El ordenador de la casa
keeper-what = Un ordenador siempre encendido facilita los encuentros: «palabre keep» en cualquier máquina pequeña. No tiene voto ni poder.
keeper-link = Su enlace o su dirección
keeper-link-hint = Está en la pared a su lado, y lo muestra al arrancar.
keeper-call = Llamarlo
keeper-called = Guardado, y llamado: el ordenador de { $name }.
keeper-kept = Guardado. Se le llamará desde ahora.
relay = Un repetidor
relay-none = Tu ordenador se encuentra con los demás directamente, sin repetidor.
relay-is = Cuando no es posible un encuentro directo, puede pasar por { $url }.
relay-off = Prescindir de él
relay-name = Nombrar un repetidor
relay-what = Un repetidor transmite lo que no puede leer, y ve qué ordenadores se encuentran y cuándo. Usa uno tuyo o de gente de confianza.
relay-url = Dirección del repetidor
relay-url-hint = Por ejemplo https://relay.example.org
relay-use = Usar este repetidor
forks = Dos historias distintas
forks-none = Aquí cada ordenador cuenta una sola historia.
fork-stays = { $void } cosas no tienen efecto; { $kept } se quedan, porque otras personas construyeron sobre ellas.
fork-closed = Ya está cerrado.
fork-proof = Guardar la prueba
fork-proof-what = Cualquiera puede comprobar la prueba sin nada más: ambas historias están firmadas.
charter = Nuestras reglas
charter-quotas = Un ordenador puede escribir { $entries } cosas y { $megabytes } MB, archivos incluidos.
charter-history = Cómo cambiaron
charter-decision = por esta decisión
charter-propose = Proponer otra regla
charter-kind = ¿Qué debe cambiar?
charter-kind-admission = Cómo se entra
charter-kind-name = Cómo se llama la comunidad
charter-kind-quotas = Cuánto puede escribir un ordenador
charter-megabytes = Cuántos megabytes
charter-entries = Cuántas cosas
charter-words = La pregunta, con tus palabras
charter-words-hint = Sin ellas se pregunta con palabras generales.
charter-question-admission = ¿Será así como se entra?
charter-question-name = ¿Será este nuestro nombre?
charter-wording-name = Se llama { $now } ahora, y { $then } después.
charter-question-quotas = ¿Será esto lo que puede escribir un ordenador?
suspended = Suspendido por { $by }, { $until }.
suspend = Suspender este ordenador 14 días
suspend-what = Para un ordenador perdido o que lo inunda todo. Entretanto no se transmite nada nuevo suyo; se ve, y también quién lo hizo. Termina por sí solo; para más tiempo hace falta una decisión.
suspend-because = Por qué
suspend-because-hint = Se lee en toda la comunidad.
suspend-do = Suspenderlo
suspend-lift = Terminarlo ahora
refound = Empezar de nuevo
refound-what = Si faltan las personas responsables de llaves, cualquiera puede fundar una comunidad en lugar de esta. Su historia sigue legible, y las personas siguen siendo las mismas.
refound-do = Fundar una en lugar de esta
refound-cause-hint = Sin ella, la Causa queda como estaba.
refound-start = Fundarla
refound-done = { $name } está fundada. { $count ->
    [one] Esta invitación es para la otra persona.
   *[other] Esta invitación es para las otras { $count } personas.
}
mend = ¿Hay algo dañado aquí?
mend-what = El archivo dañado se aparta, lo que se puede leer sigue, y tu ordenador continúa como uno nuevo tuyo. Los demás traen lo que falta.
mend-words-hint = Solo si tu clave ya no está en este ordenador.
mend-do = Reparar
mended = Reparado: se han podido leer { $entries } cosas. El archivo dañado se guarda como { $file }.

error-file-failed = Este archivo no se puede leer o escribir aquí.
error-home-held = Otra ventana o programa usa tus cosas. Ciérralo y prueba otra vez.
error-home-damaged = Tus claves no se pueden leer. Apártalas, y vuelve con una copia o con tus palabras.
error-home-whole = Tus cosas se pueden abrir: no hay razón para apartarlas.
error-home-newer = Lo escribió un Palabre más nuevo. Actualiza Palabre.
error-intention-words = Di cuál, con palabras.
error-intention-because = Di por qué no se sigue.
error-intention-mine = Es tu propia intención: tú decides.
error-invite-limits = Una invitación vale para 1 a 10.000 personas y 1 a 366 días.
error-item-malformed = Di qué cuesta, y cuánto al menos.
error-join-already = Ya estás en esta comunidad.
error-me-guest = De visita se lee y se comenta. Un miembro puede abrirte la puerta.
error-me-gone = Has dejado esta comunidad.
error-name-length = Un nombre ocupa una línea, y no está vacío.
error-project-team = Solo lo hace su equipo. Únete antes; puedes salir cuando quieras.
error-project-writers = Solo las personas nombradas aquí escriben esta página.
error-bundle-cut = El archivo quedó cortado antes del final. Cópialo otra vez.
error-keys-store-locked = El llavero de esta máquina está bloqueado. Desbloquéalo e inténtalo de nuevo.
error-keys-store-kept = Tus claves cambiaron de lugar, pero el llavero de esta máquina guardó una copia. Desbloquéalo y quita lo que aparece como «palabre».
error-record-unknown = No está aquí, o aún no.
error-round-apart = No estabas cuando se abrió esta ronda.
error-round-closed = Aquí ya no se da.
error-round-not-yours = Solo quien la preparó abre o descarta la ronda.
error-round-pot = La decisión liberó menos que eso, o una ronda ya usó una parte. Toma un bote menor, o pide más en una nueva decisión.
error-round-not-released = Un bote espera una decisión definitiva que lo libere.
error-share-malformed = Esto no es una proporción. Escríbela en porcentaje, como 66,7, o como 2/3.
error-store-failed = Este ordenador no pudo guardarlo. ¿Está lleno el disco?
error-store-whole = Aquí no hay nada dañado.
error-store-older = Un Palabre anterior todavía usa tus cosas. Ciérralo y vuelve a intentarlo.
error-ticket-damaged = Esta invitación está dañada. Cópiala entera otra vez.
error-ticket-newer-version = Esta invitación la hizo un Palabre más nuevo. Actualiza Palabre.
error-time-malformed = Eso no es un momento. Escríbelo como 2027-03-10T18:00.
error-write-no-effect = Eso ya no tendría efecto. Mira otra vez la página.
error-suspend-keyholder = Solo las personas responsables de llaves pueden suspender un ordenador. Pídeselo a una de ellas.
error-suspend-again = Ya suspendiste este ordenador. Para apartar a alguien por más tiempo hace falta una decisión.
error-suspend-nothing = No has suspendido este ordenador. Solo quien lo hizo puede terminarlo antes.
error-suspend-itself = Un ordenador no se suspende a sí mismo. Puedes cerrarlo para siempre.
error-link-suspended = Una persona responsable de llaves ha suspendido este ordenador por 14 días como mucho. Pregúntale por qué; lo que escribes se guarda y sale después.
error-fork-none = Este ordenador contó una sola historia: no hay nada que probar.
error-fork-incomplete = Aún no está aquí todo lo que lo prueba. Encuentra a alguien, y vuelve a intentarlo.
error-device-quota = Este ordenador ha escrito todo lo que un ordenador puede escribir aquí. Sigue en otro tuyo, o propón una regla que permita más.
error-peer-quota = Otro ordenador escribe más de lo permitido. Solo se toma un poco cada día, y nada de ello tiene efecto.
error-refound-empty = Esta comunidad aún no ha llegado: no hay nada que continuar. Encuentra primero a alguien.
error-refound-archive = La historia es más larga de lo que puede ser un archivo aquí. Déjala fuera, y entrégala en mano.
error-relay-not-an-address = Esto no es la dirección de un repetidor. Escríbela como https://relay.example.org.
error-relay-both = Esto nombra un repetidor y a la vez prescinde de él. Di una de las dos cosas.
error-relay-unreadable = Lo que elegiste para la red no se puede leer. Nombra otra vez el repetidor, o sigue sin él.
error-net-taken = Otro programa de este ordenador usa ese puerto. Páralo, o toma otro puerto.
error-meet-myself = Ese ordenador es este. Usa el enlace en otro.
error-meet-stranger = Ese ordenador no está en ninguna de tus comunidades. Entra primero con una invitación.
error-keep-health = Este puerto está ocupado. Toma otro.
error-keep-passphrase = No hay ninguna frase secreta en ese archivo.
error-keep-stuck = El ordenador de la casa no responde. Páralo y ponlo en marcha otra vez.
error-backup-failed = La copia de esta noche no se hizo. ¿Está su disco, y tiene sitio?
error-backup-lacks = A la copia de esta noche le falta una comunidad que no se abre aquí. Mira en La casa y repárala; su última copia se guarda hasta entonces.
error-keep-silent = El Palabre que guarda estas cosas no respondió. Mira si está hecho, y prueba otra vez.
error-charter-admission = Se entra por cualquier miembro, por dos que responden, o por una decisión.
error-charter-none = La fundación de esta comunidad aún no ha llegado. Encuentra primero a alguien.
error-charter-one = Una decisión cambia una sola regla.
error-decision-asked = Esto ya se pregunta. Mira esa decisión.
error-decision-days = Una decisión queda abierta de 1 a 366 días.
error-keyholder-at-once = Dos cambios entraron en vigor a la vez, así que ninguno. Elige primero uno de ellos.
error-keyholder-in-force = Lo que pedía esta decisión ya está en vigor.
error-keyholder-last = Esta persona guarda sola las llaves. Decidid primero quién las guarda después.
error-keyholder-none = Esta persona no guarda las llaves.
error-keyholder-not-final = Esta decisión no es definitiva, no fue aprobada, o no pide firmas.
error-keyholder-one-by-one = Otro cambio que firmaste aún no está en vigor. Firma este cuando lo esté.
error-keyholder-only = Las personas responsables de llaves lo ponen en vigor. Pídeselo a una de ellas.
error-member-closed = Lo que tenía esta persona ya está cerrado.
error-member-decision = Aquí una decisión abre la puerta. Propón una.
error-member-gone = Esta persona ya no está aquí.
error-member-myself = Para irse se deja la comunidad: en el acto, sin preguntar a nadie.
error-member-same = Se vuelve con una clave nueva: invita otra vez, en un ordenador nuevo.
error-near-both = Esto enciende y apaga a la vez la búsqueda alrededor. Hay que elegir.
error-near-nobody = Ningún ordenador con esas palabras espera ya una invitación en esta red. Muestra un QR o envía el enlace.
error-near-not-taken = El ordenador no tomó tu invitación: quizá ya no espera, o esta red separa los aparatos. Muestra un QR o envía el enlace.
error-near-several = Varios ordenadores que esperan aquí tienen estas palabras, lo que casi nunca ocurre por sí solo. Muestra un QR o envía el enlace.

notices = Lo que se dice fuera de la ventana
notices-names = Lo que me nombra, enseguida
notices-summary = Lo que me espera, una vez al día a las 9:00
notices-reminder = Un recordatorio el día antes del final, donde no he respondido
notices-quiet = Nada de 20:00 a 8:00 ni los fines de semana
notice-open = Abrir
notice-named = «{ $title }» te nombra.
notice-ends = «{ $title }» está abierto { $until }, y aún no has respondido.
notice-waiting = { $count ->
    [one] «{ $title }» te espera.
   *[other] { $count } cosas te esperan, primero «{ $title }».
}
notice-waiting-several = { $count } cosas te esperan.
