language = Language
loading = One moment…
back = Back
save = Save
write = Write
next = Next
copy = Copy
search = Search
mine = Mine
try-again = Try again
skip = To the page
places = Places
list-and = { $first } and { $last }
list-and-before-i = { $first } and { $last }
and-then = { $first }; { $next }
you = you
withdrawn = Withdrawn by its author.
choose-one = Choose…
opened = Opened { $when }
ends = Ends { $when }
ended = ended { $when }
met-at = { $when }

place-today = Today
place-projects = Projects
place-intentions = Intentions
place-decisions = Decisions
place-budgets = Budgets
place-sharing = Sharing
place-people = People
place-house = Our house

standing-waiting = Kept here. It counts once the laptop that invited you, or another member, has let you in.
standing-waiting-for = Kept here. It counts once { $name }’s laptop, or another member, has let you in.
standing-left = You have left this community. What was here stays to be read.
standing-removed = You are no longer a member here. What was here stays to be read.
standing-closed = This community did not open. It can be mended in “Our house”; the others work without it.
community-closed = It did not open. { $why }
standing-joining = Receiving the community: { $percent } %. You can already read and answer.
standing-met = Saved here. Met { $name }’s laptop { $when }.
standing-alone = Nobody in reach. What you do is saved here and leaves at the next meeting.

first-what = For people who run things together. Everything is on your own laptop, and meets the others’ directly.
first-file = What you opened is read in as soon as you have a name.
first-invited = { $name } invites you to { $community }. First a name; then you see the invitation.
first-name = What do others call you?
first-name-hint = No account, no e-mail.
first-go = Begin
begin-title = Welcome. Where would you like to begin?
begin-found = Start a community
begin-join = I have an invitation
example = An example.
example-look = Look around first
example-making = Le Fournil is being prepared: { $percent } %.
example-what = You sit in Dung’s chair; nothing of it is kept.
example-pass = Let a day pass
example-passing = A day passes…
example-day = Day { $day } of { $days }.
example-over = The story is over.
example-begin = Begin for real
held-nowhere = Saved here. Nobody else has it yet.
held-with = { $count ->
    [one] Saved here and with 1 other.
   *[other] Saved here and with { $count } others.
}
read-by = Read by { $count }.

found-name = What is it called?
found-cause = Why are you together?
found-cause-hint = A why, not a how: not “a place for publishers”, but “inventing the media of tomorrow’s society”. You can change it together later.
found-start = Start
signing = What you do here is signed by your laptop: others see that it was you. Nobody else can write in your name, or change what you wrote.
join-ticket = Your invitation
join-ticket-hint = Paste the link or the text that you were given.
join-look = Look at it
join-invites = { $name } invites you.
join-words = To compare aloud: { $words }
join-join = Join
stuck-title = Palabre cannot open your things
aside = Go on without it
aside-what = Your keys and your communities are moved together into a folder beside their place. Nothing is deleted: whoever can mend them finds them there.
aside-back = Set it aside, and bring me back
aside-anew = Set it aside, and begin anew
aside-done = What could not be opened lies in { $folder }. Nothing of it was deleted.

waiting = Waiting for me
foretold = This is what another laptop says waits here. It is being checked as it comes.
in-the-house = In the house
since = Since I looked
since-looked = I have seen it
since-more = { $count ->
    [one] One more subject
   *[other] { $count } more subjects
}, { $changes ->
    [one] one change.
   *[other] { $changes } changes.
}
empty-waiting = Nothing waits for you. Enjoy the day.
empty-since = Nothing has changed.
invite-someone = Invite someone at this table
first-question = Ask the first question
first-idea = Put an idea on the wall
start-something = Start something

asks-answer = your answer is asked for
asks-choose = you answered differently on two of your devices
asks-give = you have something to give
asks-count = it can be counted
asks-settle = it can be settled
asks-confirm = your laptop has not confirmed the count
asks-look = an objection came after the end: look at it
asks-review = look back: what came of it?
asks-reply = somebody's advice waits for your answer
asks-advise = your advice is asked for
asks-decide = you can decide
asks-alive = alive, paused, done?
asks-admit = waits to be let in
asks-certify = your signature puts it into force
asks-term = your year with the keys is over
asks-keyholders = more people should keep the keys

kind-project = project
kind-intention = intention
kind-decision = decision
kind-round = round
kind-bucket = bucket
kind-share = on the wall
kind-community = our house
kind-member = person

empty-projects = An idea is a project when a team wants it. Put yours on the wall.
empty-intentions = Anyone may do anything here, having first asked those it touches and those who know. Write what you want to do and whom it touches.
empty-decisions = Voting is the last resort: talk, ask, try. When it has to be settled, ask whether anyone objects.
empty-register = Nothing is decided yet.
empty-budgets = Everyone gets a share of the pot and gives it to what they want to see happen. Whatever is left goes where the round said.
empty-buckets = Nothing is proposed yet. Say what you want to see happen, and what it costs.
empty-sharing = No price, no debt. Say what is in the kitchen, what you lend, what you need, whom you thank.

new-title = What would you like to do?
new-intention = Do something that touches others
new-decision = Settle something together
new-project = Gather a team around an idea
new-round = Ask money for something
new-share = Give, lend, ask, thank

question = The question
wording = The proposal
wording-hint = What exactly is decided on. It is frozen when the decision opens.
decision-new = Ask something
decision-open-it = Open the decision
decision-count = Count the answers
decision-count-again = Count again with what this laptop knows
decision-count-again-with = { $many ->
    [one] Count again with it
   *[other] Count again with them
}
ask-again = Ask again
decision-confirm = Confirm the count
register = Register
result = Result
result-hidden = Hidden until you have answered.
as-table = Show as table
answers = Answers
my-answer = My answer
give-answer = Give my answer
answer-mine = You answered “{ $position }”. You can change it { $until }.
answer-mine-on = You answered “{ $position }” { $on }. You can change it { $until }.
answer-two-devices = You answered differently on two of your devices. Neither counts until you choose.
reason = Why
reason-hint = In a line, if you like.
leave-it = Leave it to the others
left-it = You leave this one to the others. You can still answer.
outcome = What came of it
outcome-field = What came of it?
outcome-write = Tell
outcome-more = Tell how it went on
how-counted = How this is counted
count-found = Counted by { $who }. Found the same: { $others }.
honesty = Anybody here could look at the answers in the data. Palabre has no secret vote: for that, vote on paper.
recorded-by = Given by phone or on paper, written down by { $who }. { $name } can replace it as long as it comes in time to be counted.
how-together = How would you like to decide?
frozen = From then on the wording, the rules and who takes part are frozen.
options = Options
options-hint = One a line.
days = How many days
decision-draft = A draft by { $author }. It is not open yet.
decision-dropped = A draft that { $author } has dropped.
decision-open = { $answered ->
    [one] Open { $until }. { $answered } of { $present } has answered.
   *[other] Open { $until }. { $answered } of { $present } have answered.
}
decision-all-in = { $present ->
    [one] Everybody has answered. You can count now; until then anyone may still change their answer.
   *[other] All { $present } have answered. You can count now; until then anyone may still change their answer.
}
decision-closing = Ended { $on }. An answer given before then still counts if it reaches us { $travel }. So far: { $answered } of { $present }.
decision-closing-so-far = Ended { $on }. An answer given before then still counts if it reaches us { $travel }. For now: { $far }.
so-far = { $voices } { $position }
voices-consent = { $voices ->
    [one] 1 consents
   *[other] { $voices } consent
}
voices-with-worry = { $voices } with a worry
voices-objection = { $voices ->
    [one] 1 objection
   *[other] { $voices } objections
}
voices-abstain = { $voices ->
    [one] 1 abstention
   *[other] { $voices } abstentions
}
voices-block = { $voices ->
    [one] 1 block
   *[other] { $voices } blocks
}
decision-counted = Counted by { $who }. { $found } of { $present } found the same result; it is final when { $needed } have. You can already act on it.
decision-final = Final: { $found } of { $present } found the same result.
decision-state-draft = Draft
decision-state-dropped = Dropped
decision-state-open = Open
decision-state-closing = Answers on their way
decision-state-counted = Counted
decision-state-final = Final
decision-state-disputed = Two counts differ, and so do their results. Neither stands. The question has to be asked again.
result-carried = Carried
result-not-carried = Not carried
result-too-few = Too few answered
result-advice = Advice only
how-consent = Consent
how-proposal = Proposal
how-choose = Choice
how-score = Scores
how-time-poll = Time poll
how-sense-check = Sense check
ask-consent = Does anyone object?
ask-consent-when = When it is safe enough to try.
ask-proposal = For or against?
ask-proposal-when = When a yes or a no is needed.
ask-choose = Which one?
ask-choose-when = When there are several ways.
ask-time-poll = When?
ask-time-poll-when = To find a time, for each in their own zone.
ask-sense-check = How does it feel?
ask-sense-check-when = Before anything is decided. It never binds.
ask-score = How much do you like each?
ask-score-when = When shades matter.
position-for = For
position-abstain = Abstain
position-against = Against
position-block = Block
position-consent = Consent
position-with-worry = Consent, with a worry
position-objection = Objection
position-fine = Fine with me
position-not-sure = Not sure
position-not-for-me = Not for me
position-yes = Yes
position-if-need-be = If need be
position-no = No
position-none = None of them
position-conflicted = Two answers
standing-apart = Shown apart, not counted.
standing-late = { $name }’s answer ({ $on }) was not in the count. It is kept here and not counted.
standing-omitted = This count had { $name }’s answer and leaves it out.
late-objection = An objection from { $name } arrived after the end. It stops nothing by itself; those who decided are asked to look at it.
late-looked = I have looked at it
standing-conflicted = Two devices differ.

project-new = Put up an idea
project-name = What is it called?
project-put = Put it on the wall
project-join = Join
project-leave = Leave
project-stands = Where it stands
project-stands-say = Say where it stands: { $state }
project-alone = { $state }. Nobody has joined yet.
project-team = { $state }. Its team: { $team }.
project-state-idea = Idea
project-state-forming = Forming
project-state-active = Active
project-state-paused = Paused
project-state-done = Done
project-state-stopped = Stopped
why = Why
needs = Needs
needs-count = { $count ->
    [one] one need
   *[other] { $count } needs
}
need-what = What does it need?
need-kind = Of which kind?
need-help = I can help
need-met = met
need-thing = Thing
need-time = Time
need-skill = Skill
need-money = Money
description = Description
description-hint = Several can write at the same time: nothing is lost.
journal = Journal
note-journal = News
note-worked = This worked
note-failed = This failed
news = News
news-write = Tell
lineage = Taken up from { $project }, { $community }.
tied = Tied to it
steps = Next steps
step-take = I do it
step-finish = Done
step-done = done by { $who }
step-free = nobody took it yet
step-by = by { $when }
comments = Comments
comment-field = Say something
comment-say = Say it

intention-new = I want to do something
intention-what = What do you want to do?
intention-touches = Whom does it touch?
intention-ask = Ask for advice
touches = Whom it touches
knows = Who knows
tension = Which tension it resolves
worse = What could it make worse?
advice = What they said
my-advice = My advice
in-words = In words
asked = This touches you. { $who } decides, and asks you first.
asked-knows = You know about this. { $who } decides, and asks you first.
advice-read = Read, nothing to add
advice-support = Support
advice-suggestion = Suggestion
advice-worry = Worry
advice-harm = I see harm
reply-words = Your answer
reply-taken = Taken
reply-adapted = Adapted
reply-not-taken = Not taken
decide = Decide
decided = Decided
decide-all-the-same = You can decide; the page will say so.
not-heard = Not heard yet: { $names }.
still-to-hear = { $count } still to hear.
still-to-hear-names = { $count } still to hear: { $names }. Only you are shown who.
not-answered = Not answered by you: { $names }.
go-go = Go
go-go-changed = Go, changed
go-drop = Drop it
intention-listening = { $heard ->
    [one] { $who } listens { $until }. { $heard } of { $named } has answered.
   *[other] { $who } listens { $until }. { $heard } of { $named } have answered.
}
intention-ended = { $heard ->
    [one] { $who } has listened and not decided yet. { $heard } of { $named } has answered.
   *[other] { $who } has listened and not decided yet. { $heard } of { $named } have answered.
}
intention-go = { $who } goes ahead.
intention-go-changed = { $any ->
    [0] { $who } goes ahead, changed after the advice.
   *[other] { $who } goes ahead, changed after the advice of { $advisers }.
}
intention-drop = { $who } drops it.
intention-state-listening = listening
intention-state-ended = not decided yet
intention-state-decided = decided
intention-state-dropped = dropped
intention-state-review = to review

round-new = Begin a budget round
round-purpose = What is it for?
guidelines = Guidelines
round-open-it = Open giving
round-pot = How much is there to give, in { $currency }?
round-pot-hint = Such as 2400.00. Everybody gets the same.
round-because = Released by
leftovers = What becomes of leftovers?
leftovers-return = They return to the pot
leftovers-stay = They stay with members
leftovers-spread = They are spread over funded buckets
round-draft = A draft by { $author }. Buckets can be proposed; giving is not open yet.
round-dropped = A draft that { $author } has dropped.
round-open = { $givers ->
    [one] Giving is open { $until }. { $givers } of { $present } has given { $given }.
   *[other] Giving is open { $until }. { $givers } of { $present } have given { $given }.
}
round-closing = { $givers ->
    [one] Giving ended { $on }. A gift made before then still counts if it reaches us { $travel }. { $givers } of { $present } has given { $given }.
   *[other] Giving ended { $on }. A gift made before then still counts if it reaches us { $travel }. { $givers } of { $present } have given { $given }.
}
round-counted = Settled. { $found } of { $of } found the same result.
round-final = Settled and final: { $found } of { $of } found the same result.
round-disputed = Two settlements differ. The round has to be settled again.
round-found = Who found the same
round-state-draft = Draft
round-state-dropped = Dropped
round-state-open = Open
round-state-closing = Ended
round-state-counted = Settled
round-state-final = Final
round-state-disputed = Two counts
rounds-more = Show more rounds
round-settle = Settle the round
left-to-give = { $amount } left to give.
leave-rest = Leave the rest ungiven
left-rest = You leave the rest ungiven. You can still give.
leave-rest-back = I may give more, after all
two-devices = You gave differently on two of your devices. Neither counts until you choose.
your-money = Your money
buckets = Buckets
bucket-new = Propose a bucket
bucket-title = What is it called?
bucket-propose = Propose it
bucket-nothing = Nothing asked for yet
bucket-full = Full
bucket-enough = Enough to start; { $amount } to its maximum
bucket-takes = Takes what it gets: { $amount } so far
bucket-short = { $amount } short of its minimum
bucket-needs-only = This bucket needs only { $amount } more.
bucket-needs = Needs { $min } to { $max }.
give = Give
give-to = What I give to { $bucket }
settled = Settled
sum-given = Given
sum-kept = Kept by buckets
sum-returned = Returns to the pot
sum-stays = Stays with members
items = What it costs
item-what = What
item-min = At least, in { $currency }
item-max = At most, in { $currency }, where that is more
change = Change
item-brings = brings in { $amount }
funders = Who gives

share-kind = What is it?
share-text = In one line
share-write = Write it on the wall
share-gift = Gift
share-offer = Offer
share-request = Request
share-thanks = Thanks
share-care = Care
share-answer-gift = I take it
share-answer-offer = I take it
share-answer-request = I can
share-answer-thanks = Thank you too
share-answer-care = Thank you
share-to = to { $names }
share-done = It is over

invite = Invite somebody
qr = The invitation as a picture to scan
admit = Let in
keyholder = keyholder
role-member = member
role-guest = guest
my-profile = My profile
profile-shares = What I can share
profile-learns = What I want to learn
profile-hint = Separated by commas. Others find you by it.

cause-history = How it changed
cause-propose = Propose another Cause
cause-ask = Ask everybody
guide = How we do things here
guide-start = Nothing is written yet. What has proved itself: say why in one sentence; ask those it touches first; begin small; agree on who decides what, and on how one leaves.
written-by = Written by { $names }.
network = This laptop
holds = { $members ->
    [one] One member
   *[other] { $members } members
}, { $entries } signed things.

time-near = { $day } { $clock }
time-week = { $day } { $clock }
time-far = { $day }
time-never = a time that no calendar holds
moment-near = { $day } { $clock }
moment-week = { $day } { $clock }
moment-far = { $day } { $clock }
moment-never = a time that no calendar holds
on-near = { $day } at { $clock }
on-week = on { $day } at { $clock }
on-far = on { $day }
on-never = at a time that no calendar holds
by-near = by { $day } { $clock }
by-week = by { $day } { $clock }
by-far = by { $day }
by-never = by a time that no calendar holds
day-near = { $day }
day-week = on { $day }
day-far = on { $day }
day-never = at a time that no calendar holds
until-near = until { $day } { $clock }
until-week = until { $day } { $clock }
until-far = until { $day }
until-never = until a time that no calendar holds

add = Add
close = Close
drop = Take away
less = Less
more = More
any = All
everybody = Everybody
saved = Saved.
copied = Copied.
copied-by-hand = This window may not copy by itself. The text is selected: Ctrl+C copies it.
state = State
currency = Currency
preview = As it will look
print = Print
choose-none = None
chosen = Chosen: { $names }.
and-more = { $names } and { $more } more
find-by-name = Find by name
find-people = Find by name, or by what somebody shares
nobody-else = Nobody else is here yet.
markdown-hint = Markdown, if you like: **bold**, lists, links. @ names somebody.

find-hint = Find or do
found = Found
go-there = go there
nothing-found = Nothing was found.
key-find = Find and do
key-keys = What the keys do
key-open = open
key-position-1 = First answer
key-position-2 = Second answer
key-position-3 = Third answer
key-position-4 = Fourth answer
key-position-5 = Fifth answer
keyname-ctrl = Ctrl
keyname-enter = Enter
keyname-k = K
keyname-n = N
keyname-l = L
closing = Shall Palabre go on when its window is closed?
closing-what = Your laptop then goes on meeting the others. The sign beside the clock brings the window back, and so does opening Palabre again. Your profile is where you change this.
closing-go-on = Go on
closing-end = End with the window
stay = When the window is closed
stay-goes-on = Palabre goes on, and your laptop meets the others.
stay-ends = Palabre ends with its window.
tray-open = Open Palabre
tray-end = End Palabre
leaving = This link leads out of Palabre
leaving-to = This leads out of Palabre, to { $host }
leaving-open = Open in the browser
leaving-stay = Stay here

again = I am already a member elsewhere
again-from = The ticket from your other laptop, or your 24 words
again-from-hint = On the other laptop: People, “Me and my laptops”, “Add a laptop”. Paste its link here, or open its file.
again-name = What do others call you?
again-name-hint = Only with words: a ticket says it.
again-come = Come in
again-backup = From a backup
again-backup-choose = Choose the file
again-words-hint = Only if your key was no longer on the laptop that was saved.
join-file = Open a file
join-file-hint = An invitation, or everything of a community as it was saved (JSON).
first-question-ready = Does this Cause say why we are here?
first-question-what = A sense check: it binds nobody, and stays open, so that a newcomer’s first answer counts.
first-question-ask = Ask it
first-question-other = Another question
new-intention-leads = An intention: those it touches are asked first.
new-decision-leads = A decision: a question, and a way to settle it.
new-project-leads = A project: an idea that a team may want.
new-round-leads = A bucket in the open round, or a new round.
new-share-leads = A line on the wall.

coming = Coming
empty-coming = No date in the next two weeks.
coming-more = { $count ->
    [one] One more date.
   *[other] { $count } more dates.
}
comments-more = { $count ->
    [one] And one more comment
   *[other] And { $count } more comments
}
answers-more = { $count ->
    [one] And one more
   *[other] And { $count } more
}
waiting-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
house-quiet = The wall is quiet. What is in the kitchen?
date-ends = ends
date-review = look back
date-step = next step
because-takes-part = { $who } asks you
because-mine = you asked
because-new-wording = the wording has changed since you answered
because-two-devices = you answered differently on two of your devices
because-left = { $amount } left to give
because-giving-ended = giving has ended: any of you can settle it
because-answers-in = the answers are in: any of you can count
because-same = your laptop finds the same result: may it confirm?
because-differs = your laptop counts differently
because-late-objection = { $who } objects, after the end: look at it
because-wrote-outcome = you told what came of it: how is it now?
because-unanswered = { $who } waits for your answer
because-listened = you have listened; now decide
because-touched = this touches you · { $who } asks first
because-knows = you know about this · { $who } asks
because-nudged = { $who } asks, and wrote you a line
because-was-touched = it touched you: look back
because-quiet = no news for three months: alive, paused, done?
because-joined = { $any ->
    [0] waits to be let in
   *[other] invited by { $who }, waits to be let in
}
seen-named = it names you
seen-mine = it is yours
seen-team = you are in its team
seen-asked = you are asked
seen-answered = you answered
seen-spoke = you spoke there
seen-open = open to everybody
seen-community = your community
changed-begun = begun by { $who }
changed-written = written by { $who }
changed-answer = { $many ->
    [one] an answer by { $who }
   *[other] { $many } answers by { $who }
}
changed-comment = { $many ->
    [one] a comment by { $who }
   *[other] { $many } comments by { $who }
}
changed-count = counted by { $who }
changed-outcome = { $who } told what came of it
changed-team = { $who } joined the team
changed-advice = advice from { $who }
changed-decided = { $who } decided
changed-review = a look back by { $who }
changed-profile = a profile by { $who }
changed-step = { $many ->
    [one] a next step by { $who }
   *[other] { $many } next steps by { $who }
}
changed-step-taken = a step taken by { $who }
changed-offer-to-help = { $who } can help
changed-news = news from { $who }
changed-nudge = a line to you from { $who }
changed-file = { $many ->
    [one] a file by { $who }
   *[other] { $many } files by { $who }
}
changed-reply = { $many ->
    [one] a reply by { $who }
   *[other] { $many } replies by { $who }
}
changed-flag = { $many ->
    [one] a question by { $who }
   *[other] { $many } questions by { $who }
}
changed-final = it is final
changed-joined = { $who } came
changed-charter = a new rule is in force

step-add = Add a next step
step-what = What is to be done?
step-when = By when, if you like
step-leave = Not I, after all
files = Files
attach = Attach a file
attach-hint = or drop it anywhere here
attaching = Attaching…
file-save = Save a copy
file-bring = Bring it here
file-arriving = On its way:
file-coming = It comes at the next meeting.
file-off = Take it off
comments-many = { $many ->
    [one] One comment
   *[other] { $many } comments
}
react = React
reaction-heart = Heart
reaction-thanks = Thank you
reaction-same = Same for me
reaction-by = from { $names }
reply = Reply
reply-field = Your reply
withdraw = Take my words back
withdraw-what = They then read as empty on every laptop, also where you said the very same on this page. What somebody has copied cannot be recalled.
withdraw-now = Take them back
fold = Fold this for all
fold-back = No longer fold it
fold-why = Why should this be folded?
fold-hint = When three members say so it is folded, with the reasons shown. Anybody can still open it.
folded-by = { $name } would fold this: { $why }
folded-show = Folded by three members. Show it
hide = Hide it from me
hide-all = Hide this page from me
hide-back = Show it again
hidden-here = Hidden on this laptop.
hidden-page = Hidden from you on this laptop: it no longer comes to Today or into lists. You find it by searching.
hidden-many = { $many ->
    [one] One line is hidden from you.
   *[other] { $many } lines are hidden from you.
}
mention = Name somebody
review-on = To be looked at again { $when }.

decisions-now = Now
decisions-open = Open
decisions-closing = Answers on their way
decisions-draft = Drafts
decisions-counted = Counted
decisions-disputed = Two counts
decisions-dropped = Dropped drafts
decisions-over = { $many ->
    [one] One decision is over, and in the register.
   *[other] { $many } decisions are over, and in the register.
}
decisions-more = { $count ->
    [one] One more decision.
   *[other] { $count } more decisions.
}
decision-word-draft = draft
decision-word-dropped = dropped
decision-word-open = open
decision-word-closing = answers on their way
decision-word-counted = counted
decision-word-final = final
decision-word-disputed = two counts
way-of-deciding = Way of deciding
opened-by = Opened by
register-place = About
register-place-is = { $title } ({ $kind })
register-many = { $many ->
    [one] One decision.
   *[other] { $many } decisions.
}
review-due = To be looked at again
answer-missing = your answer is missing
decision-nobody-counts = { $present ->
    [one] Ended { $on }. Nobody has counted yet.
   *[other] Ended { $on }. Nobody has counted yet: any of the { $present } can do it.
}
decision-counted-only = Counted by { $who }. { $found } of { $present } found the same result.
decision-two-counts = Two counts differ, and many confirmed each. Both say { $result }, so it stands.
count-differs = Your laptop counts differently from { $who }’s. Your laptop has not confirmed it.
count-misses = { $many ->
    [one] Your laptop counts differently from { $who }’s: { $names }’s answer is missing there. Your laptop has not confirmed it.
   *[other] Your laptop counts differently from { $who }’s: { $names }’s answers are missing there. Your laptop has not confirmed it.
}
confirm-ask = May your laptop confirm counts that it finds equal to its own? It never answers for you.
confirm-always = Yes
confirm-each = Ask me each time
joined-later = You joined after this opened. You can say what you think: it is shown apart and not counted.
reason-required = A reason is asked for here.
reason-against = Asked for with Against; otherwise as you like.
reason-block = Asked for with Against and Block; otherwise as you like.
reason-objection = Asked for with an objection; otherwise as you like.
reason-not-for-me = Asked for where it is not for you; otherwise as you like.
reason-asked = A reason is asked for with this answer.
reason-asked-objection = Asked for with an objection: what harm do you see, and what would make it safe enough to try?
leave-it-back = I decide too, after all
draft-drop = Drop this draft
draft-back = Take this draft up again
choose-up-to = Up to { $many }.
behalf = Write down an answer for somebody
behalf-what = Somebody told you by phone or on paper. It is marked as written down by you, and their own answer replaces it. At most three in one decision.
behalf-write = Write the answer down
behalf-who = Whose answer?
missing = Not yet: { $names }. Only you are shown who.
nudge = Say a line to one of them
nudge-what = Written by hand, and one to each: nobody gets a second. Pages show it to nobody else.
nudge-whom = To whom
nudge-words = Your line
nudge-say = Send it
nudge-to = From you to { $to }
nudge-by = { $by } to you
no-answer = No answer yet
no-answer-given = No answer
yes-and-maybe = { $yes } + { $maybe } if need be
result-now = If it were counted now: { $sentence }
result-hidden-end = Hidden until the end. Anybody here could look at the answers in the data.
arithmetic-answered = { $answered } of { $present } answered.
arithmetic-answered-of = { $answered } of { $present } answered ({ $share }, needed { $needed }).
arithmetic-too-few = Too few answered: { $answered } of { $present } ({ $share }, needed { $needed }).
arithmetic-reached = Nobody objects, and { $reached } of { $present } were reached ({ $share }, needed more than half).
arithmetic-for-share = { $yes ->
    [one] Of the { $expressed } for or against, { $yes } is for ({ $share }, needed { $needed }).
   *[other] Of the { $expressed } for or against, { $yes } are for ({ $share }, needed { $needed }).
}
arithmetic-for-more = { $yes ->
    [one] Of the { $expressed } for or against, { $yes } is for (needed more for than against).
   *[other] Of the { $expressed } for or against, { $yes } are for (needed more for than against).
}
arithmetic-blocks = { $many ->
    [one] One block.
   *[other] { $many } blocks.
}
arithmetic-nobody-objects = Nobody objects.
arithmetic-nobody-consents = Nobody consents.
arithmetic-objections = { $many ->
    [one] One objection stands.
   *[other] { $many } objections stand.
}
arithmetic-worries = { $many ->
    [one] One consents with a worry.
   *[other] { $many } consent with a worry.
}
arithmetic-first = First is { $first }: { $received }.
arithmetic-tied = Tied are { $first }: each { $received }.
arithmetic-nothing = Nothing was chosen.
arithmetic-none = { $many ->
    [one] None of them: one.
   *[other] None of them: { $many }.
}
arithmetic-choose = { $voices } of { $answered } ({ $share })
arithmetic-score = { $sum } in all, { $average } on average
arithmetic-time-poll = { $voices } can, { $maybe } more if need be
rules = The rules
rules-consent = Carried when somebody consents and nobody’s objection stands.
rules-silence = Silence consents: carried when nobody objects and more than half of the laptops were reached.
rules-proposal = Carried with more for than against.
rules-proposal-share = Carried with { $threshold } of those for or against.
rules-choose = { $many ->
    [one] Each chooses one option, or none. The most chosen comes first; a tie is said.
   *[other] Each chooses up to { $many } options, or none. The most chosen comes first; a tie is said.
}
rules-score = Each gives a number from 0 to { $many }. The highest sum comes first.
rules-time-poll = First is the time at which most can come. Advice only.
rules-sense-check = Advice only. Takes whoever is a member when answering.
rules-quorum = { $quorum } of those taking part have to answer.
rules-block = One block stops it.
rules-when-all = It ends as soon as all have answered.
rules-travel = { $hours ->
    [0] Nothing is waited for after the end.
   *[other] What was given in time may arrive up to { $hours } hours after the end.
}
rules-reasons-off = Reasons are not asked for.
rules-reasons-optional = Reasons as one likes.
rules-reasons-against = A reason is asked for with Against.
rules-reasons-block = A reason is asked for with Against and Block.
rules-reasons-objection = A reason is asked for with an objection.
rules-reasons-not-for-me = A reason is asked for with Not for me.
rules-reasons-required = A reason is always asked for.
rules-hide-until-answered = The result shows once you have answered.
rules-hide-until-end = The result shows at the end.
releases-this = Once final it releases { $amount }.
reached = { $reached } of { $present } laptops were reached.
count-found-alone = Counted by { $who }.
reworded = The wording has changed since you answered. Your answer still counts.
reworded-lapsed = The wording has changed since you answered. Your answer to the earlier one ({ $position }) lapses unless you give it again.
reworded-difference = See the difference
reworded-key = Crossed out: what was there before. Underlined: what is new.
reworded-still = Still fine
reworded-change = Change my answer
earlier-wordings = Earlier wordings
lapsed = Lapsed with an earlier wording, unless repeated: the objection of { $names }.
amend = A new wording
amend-what = Earlier consents stand unless changed. An objection that is not repeated lapses, visibly.
amend-it = Open the new wording
outcome-hint = What was decided in the end, and what is done with it. It is looked at again in three months.
save-recount = Save for a re-count by anyone
save-template = Save as a template
template-take = Take a template
template-taken = The template is taken; what you say beside it counts more.
more-ways = More ways
more-rules = More rules
up-to = How many may each choose?
up-to-hint = One, if you say nothing.
score-max = The highest score
score-max-hint = 5, if you say nothing.
slots = Times
slot = Time { $number }
slot-add = One more time
slot-length = How long
slot-length-30m = half an hour
slot-length-1h = one hour
slot-length-2h = two hours
slot-length-4h = four hours
slot-length-8h = a day
silence = Silence consents
silence-hint = if more than half of the laptops were reached
block = One block stops it
block-hint = for what cannot be undone
threshold = What it needs
decision-about = What it is about
about-nothing = Nothing in particular
threshold-hint = Such as 2/3 or 66.7; nothing: more for than against.
threshold-hint-many = Such as 2/3 or 66.7; nothing: two thirds are for.
threshold-hint-choose = Which share of those who answered an option needs, such as 1/2 or 66.7; nothing: the most.
quorum = How many have to answer, in percent
quorum-hint = Left empty: 50.
travel = How many hours answers may be on their way
travel-hint = Left empty: 48.
reasons = Reasons
reasons-off = not asked for
reasons-optional = as one likes
reasons-against = asked for with Against
reasons-block = asked for with Against and Block
reasons-objection = asked for with an objection
reasons-not-for-me = asked for with Not for me
reasons-required = always asked for
hide-result = The result before the end
hide-result- = as usual
hide-result-never = shown
hide-result-until-answered = once one has answered
hide-result-until-end = only at the end
how-long = How long is it open?
length-days = some days
length-until = until a time
until-when = Until when
only-these = Only these take part
only-team = Only this project’s team
releases = It releases money for a round
releases-hint = Such as 2400 EUR; nothing for other questions.
verify = Count a saved decision again
verify-what = A file that somebody saved “for a re-count by anyone” is enough: this laptop checks every signature and counts again.
verify-choose = Choose the file
drop-hint = or drop it here
verdict-verified = Verified: this file counts as it says.
verdict-two-stories = Verified: this laptop told two different stories.
verified-final = { $found } found the same; it is final ({ $needed } needed).
verified-counted = { $found } found the same; it was not final when this was saved ({ $needed } needed).
verified-missing = In the file and not in the count: { $names }.

intentions-listening = Listening
intentions-review = To review
intentions-decided = Decided
heard-of = { $heard } of { $named } heard
advice-missing = your advice is asked for
advice-mine = You said: { $kind }. You can change it.
advice-hint = Asked for with a suggestion, a worry or harm.
advice-verb-suggestion = has a suggestion
advice-verb-worry = has a worry
advice-verb-harm = sees harm
intention-listening-all = { $who } listens { $until }, to whoever has something to say.
intention-alone = { $who } asks nobody: it touches nobody else. Do it, and tell what came of it.
intention-review = Review { $review }.
not-answered-one = { $name } { $kind }
was-not-heard = Not heard: { $names }.
was-not-answered = Not answered: { $names }.
waits-for = Waits for a decision:
wait-for = I wait for this decision
intention-decision = Anyone may open a decision about it; it does not stop it.
intention-change = Ask more people, or listen longer
touches-too = Whom does it touch too?
knows-too = Who knows about it too?
listen-longer = How many more days?
listen-longer-hint = Left empty: as before.
days-listen = How many days do you listen?
intention-more = Say more, if you like
intention-knows-about = What would one have to know about?
intention-knows-hint = Such as acoustics: whoever said so in their profile is suggested.
suggested = You could ask { $names }:
belongs-to = It belongs to this project
review-when = When do we look back?
in-two-weeks = in two weeks
in-six-weeks = in six weeks
in-three-months = in three months
never = never
sure-go = Go ahead?
sure-go-changed = Go ahead, changed?
sure-drop = Drop it?
sure-decide = This is signed, and what you decide stays.
sure-yes = Yes, decide
reviews = Looking back
review = Look back
review-ask = Did it create more tension than it resolved?
review-early = Look back already
tension-less = Less
tension-as-much = As much
tension-more = More

as-cards = As cards
with-needs = With open needs
projects-quiet = No news for three months
project-name-short = Name
project-from-file = Take one up from a file
project-why-hint = In a line.
project-quiet = No news for three months: is it alive, paused, done? Say where it stands.
who-writes = Who writes its page?
writes-everybody = Everybody
writes-team = Only a team, named now
team = The team
empty-needs = It needs nothing just now.
empty-description = Nothing is written yet.
need-new = It needs something
need-how = How can you help?
need-help-back = I cannot, after all
need-is-met = It is met
need-drop = No longer needed
written-meanwhile = Somebody else has written here meanwhile. Both are kept when you save.
different = What is different here
links = Links
link-new = Add a link
link-url = Address
link-title = What it is called
link-drop = Take away the link { $link }
history = Who wrote here
lessons = Lessons
news-hint = What happened? A failure told is a gift.
note-kind = What is it?
taken-up = Taken up here as
licence = What it makes is under { $licence }.
project-licence = Licence of what it makes
project-licence-hint = Such as CC BY-SA 4.0, so that others may take it up.
elsewhere = Take this up elsewhere
elsewhere-what = A copy of its substance, with where it came from: without its people, votes and money.
elsewhere-name = What is it called then?
elsewhere-here = Take it up here
elsewhere-pack = Pack it into a file

buckets-many = { $many ->
    [one] one bucket
   *[other] { $many } buckets
}
round-each = How much may each give?
round-each-hint = Left empty: the pot in equal parts.
round-cap = How much may one give to one bucket?
round-cap-hint = Left empty: as much as one has.
round-more = More: who gets how much, and what stayed
round-shared = How is the pot shared?
round-shared-equal = Everybody gets the same
round-shared-allot = An amount for each
round-shared-bands = By how involved each is
round-shared-allot-hint = Whoever has no amount here has nothing to give. Together it may be less than the pot, and never more.
round-shared-bands-hint = Everybody says for themselves how involved they are, for this round only. It is shown nowhere else.
round-band-1 = 1: now and then
round-band-2 = 2: often
round-band-3 = 3: most of the time
round-after = Add what stayed with members in
round-after-hint = What somebody did not give in that round, where leftovers stayed with members, is theirs to give in this one.
round-after-none = No earlier round in this currency is settled. Once one is whose leftovers stay with members, they can be added here.
round-travel = How many hours gifts may be on their way
round-no-decision = No decision has released money for it yet. Ask first; once that is final, giving can open here.
round-frozen = From then on the pot, the rules and who takes part are frozen.
guidelines-hint = What should a bucket keep to? One a line.
rules-each = You give up to { $amount }.
rules-cap = At most { $amount } to one bucket.
rules-leftovers-return = What is left returns to the pot.
rules-leftovers-stay = What is left stays with members for the next round.
rules-leftovers-spread = What is left is spread over funded buckets up to their maximum; the rest returns to the pot.
pot = The pot
pot-is = { $given } of { $pot } given so far.
pot-rest = Not given yet
given-so-far = { $amount } so far
give-amount = Give { $amount }
bucket-not-funded = Not funded this time
bucket-withdrawn = It is no longer proposed; what was given to it comes back.
bucket-needs-one = Needs { $min }.
bucket-about = Its project
bucket-takes-it = It takes what it gets
bucket-takes-hint = also below its minimum
bucket-with = Who proposes it with you?
bucket-edit = Write this page
bucket-withdraw = No longer propose it
item-new = Say what it costs
item-income = It brings money in
item-drop = Take away { $item }
item-change = Change { $item }
item-changing = Change what it costs
flags = Questions and flags
flag = Does it not keep to a guideline?
flag-guideline = Which guideline?
flag-why = What is the question?
flag-it = Ask it in the open
flag-answer = Your answer, in the open
column-received = Received
column-kept = Kept
column-back = Back
fate-kept = to { $bucket }
fate-over = { $funders ->
    [one] came back: { $bucket } had received { $by } more than its maximum
   *[other] came back: { $bucket } had received { $by } more than its maximum, shared among its { $funders } funders
}
fate-below = came back: { $bucket } stayed { $by } below its minimum
fate-gone = came back: { $bucket } was no longer proposed
fate-not-given = was not given
fate-spread = of what was left went to { $bucket }, which had room
fate-to-pot = of what was left returns to the pot
fate-stays = of what was left stays for the next round

share-show = Show
share-all = Also what has left the wall
share-more = { $count ->
    [one] One more line.
   *[other] { $count } more lines.
}
share-over = over
share-to-whom = Whom do you thank?
share-hint-gift = What is in the kitchen?
share-hint-offer = What do you lend, or can you do?
share-hint-request = What do you need?
share-hint-thanks = For what?
share-hint-care = What did you mend or look after?
share-answer-back = Take it back
share-answered-gift = taken by { $names }
share-answered-offer = taken by { $names }
share-answered-request = can: { $names }
share-answered-thanks = { $names } thanks too
share-answered-care = thanks from { $names }

invited-by = invited by { $who }
admit-guest = As a guest
at-the-door = At the door
admit-decided = Here a decision lets people in.
admit-question = Shall { $name } be a member?
admit-wording = { $name } has joined and waits to be let in.
remove-propose = Propose that { $name } goes
remove-what = A decision is opened. If it is carried, those who keep the keys sign it. What was written before stays.
remove-why = Why they are to go, as everybody will read it
remove-question = Shall { $name } go?
formerly = formerly { $name }
formerly-lost = { $name } lost every laptop and the words
formerly-back = { $name } was here before, under a lost key
formerly-what = Whoever lost every laptop and the 24 words is invited again, and comes under a new key. A decision asks everybody whether what was lost is closed; what was said stays.
formerly-is = Who are they now?
formerly-was = Who were they before?
formerly-waits = { $name }, at the door
formerly-question = Shall what { $name } lost be closed?
formerly-wording = { $name } lost every laptop and the 24 words, and has come back with a new key. This closes the old laptops: whoever finds one can say nothing more with it. What was said before stays.
were-here = Were here: { $names }.
away = Away { $until }.
away-me = You are away { $until }.
away-back = I am back
person-shares = Can share
person-learns = Wants to learn
learns-in-row = wants to learn: { $what }
person-languages = Speaks
person-place = Lives
empty-profile = Nothing is said here yet.
laptops = Laptops
compare-aloud = Three words for each laptop: who knows each other can compare them aloud.
device-open = in use
device-closed = closed
device-void = without effect: two have one number
device-forked = told two different stories
device-waiting = not let in yet
device-here = this one
device-last = last wrote { $on }
device-add = Add a laptop
device-add-file = Add a laptop by a file
device-ticket = On the other laptop: “I am already a member elsewhere”, and this ticket, as a link or as a file. Whoever has it becomes you: give it to nobody.
device-for = For { $names }.
device-qr = The ticket as a picture to scan
device-close = Close it
device-close-sure = Close the laptop “{ $words }”?
device-close-what = What it writes from now on has no effect. This cannot be taken back.
invite-more = More than one, or by file
invite-near = Somebody near
invite-uses = For how many people?
invite-uses-hint = Left empty: 1.
invite-days = For how many days?
invite-days-hint = Left empty: 14.
invite-as = As
invite-file = Save the invitation as a file
invite-file-hint = The file holds the community itself, so that a first join needs nobody online.
invite-for = { $uses ->
    [one] For one person, { $until }.
   *[other] For { $uses } people, { $until }.
}
invite-copy = Copy the link
invite-link = The link

me-and-devices = Me and my laptops
my-words = This laptop, to compare aloud: { $words }
profile-languages = Languages I speak
profile-place = Where I am
profile-place-hint = As coarse as you like.
profile-about = Anything else
profile-away = Away until
words = My 24 words
words-what = With these words on paper you come back even if every laptop of yours is lost. Whoever has them is you.
words-show = Show my words
words-hide = Hide them
words-prove = Once they are on paper they can leave this laptop. Which are these?
words-nth = Word { $place }
words-off = I have them on paper: take them off
words-kept = Your words are on paper, and no longer on this laptop.
words-needed = My 24 words
words-needed-hint = Your key is no longer on this laptop: for this it needs your words.
keys = Where my keys lie
keys-store = In the key store of the system.
keys-file = In a file that only you may read.
keys-passphrase = In a file that a passphrase seals, which is asked for at each start.
keys-to-store = Keep them in the key store of the system
keys-to-passphrase = Seal them with a passphrase
keys-to-file = Keep them in a file
backup = Backup
backup-what = One file with you and your communities, sealed with a passphrase.
backup-make = Save a backup
backup-made = Saved: { $size }, with { $names }.
counting = Counting
counting-choice = This laptop confirms

poster = As a poster
poster-qr = With an invitation
poster-qr-hint = For up to 100 people within 90 days. Whoever scans it asks to come in, and your laptop lets them in.
poster-come = Come in
keyholders = Keyholders
keyholders-few = Three hold keys better than one: ask who would like to. A decision about our rules names them.
keyholder-until = the year ends { $when }
keyholder-over = the year ended { $when }: time to ask everybody again
keyholder-gone = is not a member any more
keyholders-at-once = Two changes came into force at once, so that neither did. Two thirds of all choose one:
keyholders-waiting = Decided, and waiting for signatures
keyholders-propose = Propose who keeps the keys
keyholders-add = Who joins those who keep the keys? With nobody ticked, the same ones for another year.
keyholders-without = Who gives the keys back?
keyholders-ask = Ask everybody
keyholders-question = Shall they keep the keys?
keyholders-wording = From then on these keep the keys, for a year: { $names }.
change-sign = Sign it
change-signed = Signed by { $who }; { $needed ->
    [one] one keyholder is enough.
   *[other] { $needed } keyholders are needed.
}
change-unsigned = Nobody has signed yet; { $needed ->
    [one] one keyholder is enough.
   *[other] { $needed } keyholders are needed.
}
change-cause = The Cause becomes: { $value }
change-name = The name becomes { $value }.
change-keyholders = The keys are kept by { $value }.
change-admission-any-member = Any member lets somebody in.
change-admission-two-vouch = Two members vouch for somebody.
change-admission-decision = A decision lets somebody in.
change-removal = { $value } is removed.
change-let-in = { $value } is let in.
executes = Once it is final: { $what }
because-certify = carried: it takes your signature
because-term = you have kept the keys for a year
because-keyholders = at least three people should keep the keys
keyholders-what = They certify removals and changes of our rules that a final decision asked for. They cannot touch an answer or a cent.
met = Met
same-here = holds the same
two-histories = { $names }’s laptop told two different stories. Both are kept; what it says from there on counts only where others built on it.
pending = { $entries ->
    [one] One thing waits: { $why }.
   *[other] { $entries } things wait: { $why }.
}
pending-newer = that takes a newer Palabre
pending-device = the laptop that said that is not known here yet
pending-admission = whoever said that has not been let in yet
pending-epoch = the rules under which that was said have not come yet
pending-record = what that is about has not come yet
pending-change = something that has to come before it has not come yet
pending-cited = something that is named there has not come yet
pending-decision = the decision behind that is not final here yet
no-effect = { $entries ->
    [one] One thing has no effect: { $why }.
   *[other] { $entries } things have no effect: { $why }.
}
no-effect-of = { $entries ->
    [one] One thing from { $name } has no effect: { $why }.
   *[other] { $entries } things from { $name } have no effect: { $why }.
}
no-effect-body = nothing of that kind can be said
no-effect-signature = a signature in it does not hold
no-effect-fork = that laptop told two different stories
no-effect-fork-on = that laptop told two different stories { $when }
no-effect-revoked = that laptop was closed before
no-effect-revoked-on = that laptop was closed { $when }
no-effect-removed = whoever said that had been removed before
no-effect-removed-on = the removal came into force { $when }
no-effect-device-number = two laptops of one member have the same number
no-effect-quota = that is more than one laptop may write
no-effect-epoch-back = that goes back to older rules
no-effect-guest = a guest may comment and react
no-effect-writer = others write there
no-effect-guard = such a change is not allowed there
no-effect-sequence = what that laptop wrote there before is missing
no-effect-dependency = that builds on something without effect
no-effect-past = that passes over what the same laptop wrote before
no-effect-start-op = the numbers in it are impossible
no-effect-operations = one laptop changed one page too often
no-effect-document = the page does not hold together with it
no-effect-branch = the other of two stories stays there
no-effect-record = what that is about has no effect
no-effect-majority = not enough of those who may have signed
no-effect-two-epochs = two changes of our rules came at once
no-effect-certificate = what is named there does not bear it out
no-effect-withdraw = only one’s own words can be taken back
no-effect-because = the decision named there asked for something else
no-effect-replaces = what that replaces does not stand there
quota = This laptop has written { $percent } % of what one device may.
renew = Make it new
renew-what = The history of this laptop was put back, or has split. It writes nothing until it is made new.
check = Check what this laptop holds
check-well = All is well.
check-not-well = Something is not well.
check-found = What was checked
check-whole = { $entries } signed things were looked at. Each is whole, and what is shown is what they say.
check-damaged = The file in which this laptop keeps the community is damaged.
check-chain = { $entries ->
    [one] One thing that was said is no longer here as it was signed.
   *[other] { $entries } things that were said are no longer here as they were signed.
}
check-signature = { $entries ->
    [one] The signature under one thing does not hold.
   *[other] The signatures under { $entries } things do not hold.
}
check-views = What is shown here is not what was said.
check-taken-in = { $entries ->
    [one] One thing that is kept here would not be taken in again.
   *[other] { $entries } things that are kept here would not be taken in again.
}
check-kept-as = { $entries ->
    [one] One thing does not count here as it should.
   *[other] { $entries } things do not count here as they should.
}
check-otherwise = { $entries ->
    [one] One thing that is shown here should be otherwise.
   *[other] { $entries } things that are shown here should be otherwise.
}
check-shown = { $entries ->
    [one] One thing is shown here that nobody said.
   *[other] { $entries } things are shown here that nobody said.
}
check-missing = { $entries ->
    [one] One thing that was said is not shown here.
   *[other] { $entries } things that were said are not shown here.
}
check-compared = What laptops compare is not what is kept here.
check-lists = { $entries ->
    [one] What lists show does not hold for one decision.
   *[other] What lists show does not hold for { $entries } decisions.
}
check-more = And { $entries } more.
export = Take everything along
export-what = Everything here is yours too. It leaves at any time, as files that other programs read.
export-as = As
export-json = Everything, to be read in again (JSON)
export-ics = Dates, for a calendar (ICS)
export-csv = { $table }, as a table (CSV)
export-save = Save
table-projects = Projects
table-intentions = Intentions
table-decisions = Decisions
table-answers = Answers
table-rounds = Rounds
table-buckets = Buckets
table-gifts = Gifts of money
table-sharing = The wall
table-members = Members
bundle-save = Save for a USB stick
bundle-take = Read from a USB stick
bundle-refused = { $count ->
    [one] One part was refused: it is not as its author wrote it.
   *[other] { $count } parts were refused: they are not as their authors wrote them.
}
bundle-damaged = { $count ->
    [one] One piece of the file is damaged and was left out. Copy it again.
   *[other] { $count } pieces of the file are damaged and were left out. Copy it again.
}
bundle-cut = The file does not end where it should: what is whole in it was taken. Copy it again.
bundle-gaps = { $count ->
    [one] One part follows something that is not here yet.
   *[other] { $count } parts follow something that is not here yet.
}
bundle-taken = { $new ->
    [0] Nothing in it was new here.
    [one] One thing in it was new here.
   *[other] { $new } things in it were new here.
}
leave = Leave
leave-what = Leaving is your right. Your laptops are closed here; what you said stays as history. What others copied cannot be called back.
leave-sure = Leave? This cannot be taken back.
leave-name = To be sure: the community’s name
since-when = Since { $when }
passphrase = Passphrase
passphrase-again = Once more
error-address-another-device = This is the address of another laptop. Ask again for the right one.
error-address-no-device = This address names no laptop. Copy all of it again.
error-address-not-a-device = This names no laptop. Copy all of it again.
error-address-not-an-address = This is no address. Write it like 192.168.1.20:4433.
error-address-not-dialable = Nobody can be reached at this address. Ask for another one.
error-address-too-many = These are too many addresses. Keep a few.
error-admit-several = Several who wait have this name. Choose one in the list.
error-allocation-malformed = This is no gift to a bucket. Write an amount.
error-archive-malformed = This file is no export of Palabre, or a part of one. Take another copy.
error-archive-newer = A newer Palabre wrote this file. Update Palabre.
error-attachment-name = This name cannot be used for a file here. Give it a plain, shorter name.
error-attachment-not-there = Nobody in reach has this file. It comes at a later meeting.
error-attachment-other = What came is not this file. It is asked for again at the next meeting.
error-attachment-stopped = The file did not come through. It is asked for again at the next meeting.
error-attachment-unknown = There is no such file here. Look at the page again.
error-backup-malformed = This file is no backup of Palabre, or a part of one. Take another copy.
error-backup-newer = A newer Palabre made this backup. Update Palabre.
error-behalf-apart = This person does not take part in this decision.
error-behalf-me = For yourself you simply answer.
error-bridge-origin = This page was not served from here. Open the address that the bridge printed.
error-bridge-token = The key of this window is missing. Open the address that the bridge printed.
error-bucket-several = Several buckets begin like this. Choose one in the list.
error-bucket-takes = Say yes or no.
error-bucket-unknown = This bucket is not in this round, or not yet.
error-bundle-foreign = This file is of another community.
error-bundle-malformed = This file holds nothing for Palabre, or a part of it. Take another copy.
error-call-arguments = The window asked for something that this Palabre does not know. Close it and open it again.
error-call-unknown = The window asked for something that this Palabre does not know. Close it and open it again.
error-charter-invalid = A community needs a name of one line and a Cause. Write both, and not too long.
error-comment-unknown = This comment is not here, or not yet. Look at the page again.
error-community-none = There is no community here yet. Start one, or come into one by an invitation.
error-community-several = There are several communities here. Choose one on the left.
error-community-unknown = This community is not here.
error-confirm-leave = Say yes or no.
error-confirm-what = Say which count is to be confirmed.
error-currency-unknown = This is no code of a currency. Write it like EUR.
error-decision-amend-end = A new wording needs at least two days. Give it more time.
error-decision-bounds = One of the rules is out of bounds. Look at thresholds and numbers again.
error-decision-hide = Choose until when the result is hidden.
error-decision-how = Choose one of the ways of deciding.
error-decision-not-open = This is not open.
error-decision-not-yours = Only the one who asked does that.
error-decision-reasons = Choose when a reason is asked for.
error-decision-roll = Nobody would take part. Name some people, or nobody for everybody.
error-decision-settings = These rules do not go with this way of deciding. Leave them out.
error-decision-travel = Answers can be on their way for up to 30 days. Say fewer hours.
error-device-closed = This laptop was closed. Begin on it again by a ticket from another one of yours.
error-device-forked = The history of this laptop has split. Make it new under Our house.
error-device-itself = This laptop cannot close itself here. Leave the community, or use another laptop of yours.
error-device-number = You have 16 laptops already, or this number is taken. Close one first.
error-device-place = This laptop wrote nothing at that place. Leave it empty for the last one.
error-device-rolled-back = The history of this laptop was put back. Make it new under Our house.
error-ticket-device = This ticket makes another laptop yours, and on this one somebody is at home already. Use it where nobody has begun yet.
error-device-ticket = This is no ticket for a laptop. Copy all of it again.
error-device-ticket-newer = A newer Palabre made this ticket. Update Palabre.
error-device-unknown = There is no such laptop of yours here.
error-device-whole = Nothing is wrong with this laptop: it need not be renewed.
error-export-format = Choose JSON, CSV or ICS.
error-export-kind = A table holds one kind. Choose which.
error-export-not-counted = This can be saved for a re-count once it is counted.
error-flag-unknown = This question is not here, or not yet.
error-home-foreign-keys = These keys are somebody else’s. Take the ones that belong to this home.
error-home-unknown = This machine does not say where your things are kept. Look at its settings for your own folder.
error-import-already = This community is here already.
error-intention-advice = Choose what kind of advice it is.
error-intention-go = Choose: go, go changed, or drop it.
error-intention-many = These are too many people. Name those it touches most.
error-intention-not-mine = Only the one who wants to do it does that.
error-intention-silent = This person has said nothing that asks for an answer.
error-intention-state = There is no such state.
error-intention-until = This end is in the past, or too far away.
error-item-many = This bucket has many items already. Put some together.
error-item-unknown = This item is not here any more. Look at the page again.
error-keys-place = Keys are kept in the key store, behind a passphrase, or in a file. Choose one.
error-keys-store = The key store of the system does not answer. Unlock it, or keep the keys in a file.
error-keys-store-empty = Your keys are not in the key store of this system. Bring back your backup, or begin with your words.
error-leave-name = This is another name. Leaving cannot be undone: write the community’s name.
error-link-malformed = This is no address. It begins with https:// or http://.
error-link-unknown = This link is not here any more. Look at the page again.
error-me-name = Say what others call you.
error-me-nobody = Nobody is at home here yet. Say what others call you.
error-me-somebody = Somebody is at home here already.
error-me-words-needed = Your key is no longer on this laptop. Write your 24 words.
error-member-several = Several people have this name. Choose one in the list.
error-member-unknown = Nobody of this name is here.
error-need-several = Several needs begin like this. Choose one in the list.
error-need-unknown = This need is not here any more. Look at the page again.
error-net-bind = This laptop cannot be reached: its network gave no room. What you do is kept. Open Palabre again later.
error-net-blocked = This laptop is turned away for a while. It tries again by itself.
error-net-closed = The network was closed here. Open Palabre again.
error-net-myself = This is the address of this very laptop.
error-net-no-address = No address of this laptop is known. Ask for a new invitation.
error-net-no-answer = Nobody answered. What you do is kept here and leaves at the next meeting.
error-net-not-a-device = This names no laptop. Copy all of it again.
error-net-other-version = The other laptop has another version of Palabre. Update both.
error-node-stopped = Palabre has stopped working here. Open it again.
error-node-unreadable = The answer cannot be read. Close this window and open it again.
error-outcome-early = What came of it is told once it is decided.
error-passphrase-damaged = What is sealed cannot be opened: it is damaged, or something else. Take another copy.
error-passphrase-failed = This could not be sealed. Try again.
error-passphrase-needed = This is sealed with a passphrase. Write it; four or five words that nobody would put together are good.
error-passphrase-short = A passphrase has at least eight letters. Four or five words that nobody would put together are good.
error-passphrase-wrong = This is not the passphrase. Letters are big and small: try again.
error-profile-length = This is too long, or too much. Say it shorter.
error-project-closed = This project has a named team. Ask them, or answer a need of theirs.
error-project-forming = A project is forming once somebody joins it.
error-project-lesson = A lesson says what worked, or what failed: one of them.
error-project-malformed = This file is no project of Palabre, or a part of one. Take another copy.
error-project-need-kind = Choose of which kind the need is.
error-project-needs = This project says many needs already. Mark some as met.
error-qr-long = This is too long for a picture to scan. Use the link, or a file.
error-reaction-length = A reaction is one sign or a short word. A comment takes more.
error-record-several = Several things begin like this. Choose one in the list.
error-review-early = One looks back once it is decided to go ahead.
error-round-allotments = What each may give does not go with the pot. Look at the amounts again.
error-round-band = Involvement is a number from 1 to 3.
error-round-draft = Giving is not open yet.
error-round-earlier = Nothing stayed with members in that round, or it is not final yet.
error-round-leftovers = Choose what becomes of leftovers.
error-round-none = No round is open. Begin one first.
error-round-not-settled = This round is not settled yet.
error-round-opened = This round is open already; its pot and rules are frozen.
error-round-several = Several rounds are open. Choose one.
error-search-empty = Write at least one letter.
error-search-kind = There is no such kind of things.
error-share-kind = Choose: a gift, an offer, a request, thanks or care.
error-share-not-mine = Only the one who wrote it says that it is over.
error-step-several = Several steps begin like this. Choose one in the list.
error-step-unknown = This step is not here any more. Look at the page again.
error-step-where = Next steps belong to a project, an intention or a decision.
error-store-busy = Another program is writing here. Try again in a moment.
error-store-damaged = What this laptop keeps of the community is damaged. It can be mended, in “Our house”, and others still have it.
error-store-denied = This laptop may not write in your folder. Look at its permissions.
error-store-full = The disk is full. Make room, and try again.
error-store-missing = What this laptop kept of the community is gone. Bring back your backup, or come in again.
error-store-newer = A newer Palabre wrote this. Update Palabre.
error-template-malformed = This file is no template of Palabre. Choose another one.
error-ticket-bad-address = This invitation holds an address that is none. Ask for a new one.
error-ticket-forged = This invitation was not made by who it says. Ask for a new one.
error-ticket-too-large = This invitation is too large. Ask for a new one.
error-time-backwards = This time ends before it begins.
error-time-several = Say the end once: as days, or as a time.
error-verify-malformed = This file is no saved decision, or a part of one. Take another copy.
error-verify-newer = A newer Palabre saved this decision. Update Palabre.
error-verify-wrong = This file does not count as it says.
error-withdraw-nothing = There are no such words of yours here.
error-withdraw-several = Several words of yours begin so. Use more of them.
error-text-withdrawn = You have taken these very words back here, and they stay so. Say it in other words, if only by a dot.
error-nudge-not-mine = Whoever asked this is told who has not answered, and nobody else. A comment says something to everybody.
error-nudge-over = The time to answer is over. Somebody can be written to as long as they can still answer.
error-nudge-answered = This person has answered, has left it to the others, or is not asked. Choose somebody else.
error-nudge-again = You have written to this person already, and one line is all that anybody gets. Talk to them.
error-nudge-where = Only who is asked can be written to so: by a decision or an intention. Write a comment here.
error-words-not-kept = These are not the words that were asked for. Look at your paper again.
error-words-somebody-else = These words are somebody else’s.
error-words-wrong = These are not 24 words of Palabre. Look at your paper again.
error-intention-reply = Choose: taken, adapted, or not taken.
error-intention-review = Choose: less, as much, or more.
error-project-need = A need is one line, and not empty.
error-project-state = Choose where the project stands.

error-me-waiting = You have not been let in yet. What you write is kept here and counts from then on.
error-text-empty = Something is not filled in yet. Say it in a few words.
error-text-length = This is too long. Say it shorter, or in several pieces.
error-text-lines = This is one line. Say it without a line break; the description takes more.
error-decision-reason = A reason is asked for with this answer.
error-decision-no-reason = Reasons are not asked for here.
error-bucket-full = This bucket needs less than that.
error-allocation-over = This is more than you have to give.
error-amount-malformed = This is no amount. Write it like 12.50.
error-number-malformed = This is no whole number. Write it in digits, such as 7.
error-ticket-malformed = This is no invitation. Copy all of it again.
error-node-unreachable = Palabre does not answer. Close this window and open it again.
error-member-nobody = Nobody of that name waits here.
error-allocation-cap = This is more than one person may give to one bucket.
error-attachment-large = A file has at most 25 MiB. Make it smaller, or link to it.
error-behalf-many = One person writes down the answers of at most three others.
error-bucket-not-yours = Only those who propose this bucket change it.
error-bucket-withdrawn = This bucket is no longer proposed.
error-cause-length = The Cause is too long, or empty.
error-confirm-differs = Your laptop counts differently. Count again with what it knows.
error-decision-apart = You do not take part in this decision. Your answer is shown apart.
error-decision-closed = Answering has ended here.
error-decision-draft = This is not open yet.
error-decision-end = This end is in the past, or too far away.
error-decision-opened = This is open already; its wording and rules are frozen.
error-decision-options = This needs at least two different options.
error-decision-position = This is no answer to this question.
error-decision-question = A question is one line, and not empty.
error-decision-reworded = The wording has changed since. Read it, and answer again.
error-decision-too-early = It is too early to count: answers may still come.
error-decision-wording = The wording is too long. Attach the long text, and tell the gist of it here.
error-edit-nothing = Nothing was changed.
error-example-broken = The example cannot be told. Begin for real: nothing of yours is in it.
error-example-closed = The example is closed. Look around again: it is made anew.
error-example-outside = This leads out of the example. Begin for real to do it.
near = On this network
near-not-looking = This laptop does not look around on the network by itself. The house computer and invitations say where others are met.
near-nobody = Nobody from your communities is on this network just now.
near-cannot = It is to look around, and cannot just now: this network does not let it, or only this machine can reach it.
near-on = Look around on this network
near-on-what = From then on laptops of members on one network find each other by themselves. Whoever is on it, also in a café, can see that Palabre is here: neither your name nor your communities.
near-off = Look around no more
near-off-what = This laptop looks around whenever Palabre runs here, and can be seen by whoever is on the same network.
near-linked = linked with yours
near-newcomers = Laptops that wait to be invited. Compare the three words aloud: nothing else is known of them.
near-nobody-waits = Nobody on this network waits to be invited just now. Whoever is new presses “Be invited by somebody near” on their first page.
near-invite = Hand them an invitation
near-invited = has your invitation
near-wait = Be invited by somebody near
near-wait-what = Whoever is on this network then sees that Palabre is here, by three words and not by your name, and can hand you an invitation. You look at it first: you join nothing by accident. It looks around on later networks, too, until you end that under Our house.
near-waits = On this network you are: { $words }. Tell whoever invites you; the invitation shows here.
near-offer = { $name } invites you to { $community }
keeper = The house computer
keeper-what = A computer that is always on makes meeting easier: “palabre keep” on any small machine. It has no vote and no power.
keeper-link = Its link, or its address
keeper-link-hint = It stands on the wall beside it, and it prints it when it starts.
keeper-call = Call it
keeper-called = Kept, and called: the laptop of { $name }.
keeper-kept = Kept. It is called from now on.
relay = A relay
relay-none = Your laptop meets others directly, through no relay.
relay-is = Where laptops cannot meet directly, yours may meet through { $url }.
relay-off = Do without it
relay-name = Name a relay
relay-what = A relay passes on what it cannot read, and sees which laptops meet and when. Use one that you or people you trust run.
relay-url = Address of the relay
relay-url-hint = Such as https://relay.example.org
relay-use = Use this relay
forks = Two different stories
forks-none = Every laptop here tells one story.
fork-stays = { $void } things have no effect; { $kept } stay, because others built on them.
fork-closed = It is closed meanwhile.
fork-proof = Save the proof
fork-proof-what = Anybody can check the proof with nothing else: both stories are signed.
charter = Our rules
charter-quotas = One laptop may write { $entries } things and { $megabytes } MB, files included.
charter-history = How they changed
charter-decision = by this decision
charter-propose = Propose another rule
charter-kind = What should change?
charter-kind-admission = How somebody becomes a member
charter-kind-name = What the community is called
charter-kind-quotas = How much one laptop may write
charter-megabytes = How many megabytes
charter-entries = How many things
charter-words = The question, in your own words
charter-words-hint = Without them it is asked in general words.
charter-question-admission = Shall this be how somebody becomes a member?
charter-question-name = Shall this be our name?
charter-wording-name = It is called { $now } now, and { $then } then.
charter-question-quotas = Shall this be what one laptop may write?
suspended = Suspended by { $by }, { $until }.
suspend = Suspend this laptop for 14 days
suspend-what = For a laptop that was lost or floods. The others pass on nothing new of it meanwhile; everybody sees it and who did it. It ends by itself; what needs longer needs a decision.
suspend-because = Why
suspend-because-hint = Everybody reads it.
suspend-do = Suspend it
suspend-lift = End it now
refound = Beginning anew
refound-what = Where those who keep the keys are gone, any member may found a community in the place of this one. Its history stays to be read, and who is who is carried on.
refound-do = Found one in the place of this one
refound-cause-hint = Without it, the Cause stays as it was.
refound-start = Found it
refound-done = { $name } is founded. { $count ->
    [one] This invitation is for the other member.
   *[other] This invitation is for the { $count } others.
}
mend = Something here is damaged?
mend-what = The damaged file is moved aside, what can be read of it lives on, and your laptop goes on as a new one of yours. The others bring what is missing.
mend-words-hint = Only if your key is no longer on this laptop.
mend-do = Mend it
mended = Mended: { $entries } things could be read. The damaged file is kept as { $file }.

error-file-failed = This file cannot be read or written here.
error-home-held = Another window or program is using your things. Close it, and try again.
error-home-damaged = Your keys cannot be read. Set them aside, and bring yourself back by a backup or your words.
error-home-whole = Your things can be opened: there is no reason to set them aside.
error-home-newer = A newer Palabre wrote this. Update Palabre.
error-intention-words = Say which, in words.
error-intention-because = Say why it is not taken.
error-intention-mine = This is your own intention: you decide it.
error-invite-limits = An invitation is for 1 to 10,000 people, and for 1 to 366 days.
error-item-malformed = Say what it costs, and how much at least.
error-join-already = You are in this community already.
error-me-guest = Guests read and comment. A member can let you in.
error-me-gone = You have left this community.
error-name-length = A name is one line, and not empty.
error-project-team = Only its team does that. Join it first; you can leave at any time.
error-project-writers = Only the people named here write this page.
error-bundle-cut = The file was cut off before its end. Copy it again.
error-keys-store-locked = This machine’s key store is locked. Unlock it, and try again.
error-keys-store-kept = Your keys have moved, but this machine’s key store kept a copy. Unlock it and take out what it lists under “palabre”.
error-record-unknown = This is not here, or not yet.
error-round-apart = You were not here when this round opened.
error-round-closed = Giving has ended here.
error-round-not-yours = Only whoever drafted the round opens or drops it.
error-round-pot = The decision released less than that, or a round has used some of it. Take a smaller pot, or ask for more in a new decision.
error-round-not-released = A pot waits for a final decision that releases it.
error-share-malformed = This is no share. Write it in percent, such as 66.7, or as 2/3.
error-store-failed = This laptop could not save it. Is its disk full?
error-store-whole = Nothing here is damaged.
error-store-older = An earlier Palabre is still using your things. Close it, and try again.
error-ticket-damaged = This invitation is damaged. Copy all of it again.
error-ticket-newer-version = A newer Palabre made this invitation. Update Palabre.
error-time-malformed = This is no time. Write it like 2027-03-10T18:00.
error-write-no-effect = This would have no effect now. Look at the page again.
error-suspend-keyholder = Only keyholders can suspend a laptop. Ask one of them.
error-suspend-again = You have suspended this laptop before. Whoever is to be kept out for longer is removed by a decision.
error-suspend-nothing = You have not suspended this laptop. Only the keyholder who did can end it early.
error-suspend-itself = A laptop does not suspend itself. You can close it for good.
error-link-suspended = A keyholder has suspended this laptop for up to 14 days. Ask the keyholders why; what you write is kept and goes on afterwards.
error-fork-none = This laptop told one story: there is nothing to prove.
error-fork-incomplete = Not everything that proves it is here yet. Meet somebody, and try again.
error-device-quota = This laptop has written all that one laptop may write here. Go on with another laptop of yours, or propose a rule that allows more.
error-peer-quota = Another laptop writes more than one may. Only a little of it is taken each day, and nothing of it has effect.
error-refound-empty = This community has not come yet, so there is nothing to carry on. Meet somebody first.
error-refound-archive = The history is longer than a file here may be. Leave it out, and give it to newcomers by hand.
error-relay-not-an-address = This is not the address of a relay. Write it like https://relay.example.org.
error-relay-both = This names a relay and does without one. Say one of the two.
error-relay-unreadable = What you chose for the network cannot be read. Name the relay again, or do without.
error-net-taken = Another program on this computer has that port. Stop it, or take another port.
error-meet-myself = That laptop is this one. Use the link on another laptop.
error-meet-stranger = That laptop is in none of your communities. Join by an invitation first.
error-keep-health = This port is taken. Take another.
error-keep-passphrase = There is no passphrase in that file.
error-keep-stuck = The house computer does not answer. Stop it and start it again.
error-backup-failed = Tonight’s backup was not made. Is its disk there, and is there room on it?
error-backup-lacks = Tonight’s backup lacks a community that cannot be opened here. Look under Our house, and mend it; its last backup is kept until then.
error-keep-silent = The Palabre that keeps this home did not answer. Look whether it was done, and try again.
error-charter-admission = Somebody becomes a member by any member, by two who vouch, or by a decision.
error-charter-none = The founding of this community has not arrived yet. Meet somebody first.
error-charter-one = A decision changes one rule.
error-decision-asked = This is asked already. Look at that decision.
error-decision-days = A decision stays open for 1 to 366 days.
error-keyholder-at-once = Two changes came into force at once, so that neither did. Choose one of those first.
error-keyholder-in-force = What this decision asked for is in force already.
error-keyholder-last = This person alone keeps the keys. Decide first who keeps them then.
error-keyholder-none = This person does not keep the keys.
error-keyholder-not-final = This decision is not final, was not carried, or asks for nothing that takes signatures.
error-keyholder-one-by-one = Another change that you signed is not in force yet. Sign this one once it is.
error-keyholder-only = Those who keep the keys put this into force. Ask one of them.
error-member-closed = What this person had is closed already.
error-member-decision = Here a decision lets people in. Propose one.
error-member-gone = This person is not here any more.
error-member-myself = Whoever goes by themself leaves: at once, and without asking anybody.
error-member-same = Somebody comes back under a new key: invite them again, on a new laptop.
error-near-both = This turns looking around on and off. Say one of the two.
error-near-nobody = No such laptop waits on this network to be invited any more. Show a QR, or send the link.
error-near-not-taken = The laptop did not take your invitation: it may wait no more, or this network keeps devices apart. Show a QR, or send the link.
error-near-several = Several laptops that wait here have these words, which hardly happens by itself. Show a QR, or send the link.

notices = What is said outside the window
notices-names = What names me, at once
notices-summary = What waits for me, once a day at 9:00
notices-reminder = A reminder the day before something ends that I have not answered
notices-quiet = Nothing from 20:00 to 8:00 and on weekends
notice-open = Open
notice-named = “{ $title }” names you.
notice-ends = “{ $title }” is open { $until }, and you have not answered yet.
notice-waiting = { $count ->
    [one] “{ $title }” waits for you.
   *[other] { $count } things wait for you, “{ $title }” first.
}
notice-waiting-several = { $count } things wait for you.
