# What kaibo says, in English. Every message stands in every language's file with the same gaps; a test sees to it.
# Gaps: { $name }. Counts are called `count`, so that they can choose a plural.

### Punctuation
sentence-gap = { " " }
list-gap = { ", " }
full-stop = .

### Problems with files
level-error = error
level-warning = warning
level-help = help
more-errors = and { $count ->
    [one] one more error
   *[other] { $count } more errors
}
more-warnings = and { $count ->
    [one] one more warning
   *[other] { $count } more warnings
}
label-first-here = it stands here first
label-this-group = this group
label-the-other-edition = the other edition
did-you-mean = did you mean `{ $name }`?
known-names = known are: { $names }

syntax-toml = this is not TOML: { $reason }
syntax-json = this is not JSON: { $reason }
syntax-too-deep = lists and objects lie too deep in each other
duplicate-key = `{ $key }` stands here twice
unknown-key = nothing here is called `{ $key }`
missing-key = `{ $key }` is missing
wrong-type = expected { $expected }, found { $found }
empty-text = `{ $key }` is empty
named-twice = `{ $name }` is named twice

type-null = null
type-flag = true or false
type-number = a number
type-money = an amount of money
type-text = a text
type-choice = one of the options, as a text
type-date = a date
type-moment = a moment with its offset
type-region = a country or region
type-path = a category path
type-list = a list
type-table = a table
type-rows = a list of rows
type-period = a period

cannot-read = cannot read { $name }: { $reason }
cannot-write = cannot write { $name }: { $reason }
output-is-input = { $name } is also the input { $input }: nothing was written; name another output with -o
output-exists = { $name } exists; --force replaces it
output-is-summary = { $name } is also where the summary goes: nothing was written; name another output with -o
not-utf8 = { $name } is not UTF-8 text, see line { $line }; if it was saved as GBK, save it again as UTF-8
file-too-big = { $name } is larger than 4 GiB
several-records = several records: kaibo fleet { $name }
a-table = a table of records: kaibo fleet { $name }
compressed-records = compressed records: kaibo fleet { $name }
own-fault = kaibo made a mistake of its own: { $reason }

bad-number = `{ $value }` is not a number
number-spelling = digits, perhaps with a decimal point: 12, 6800.01
negative-number = `{ $value }` is negative; nothing that is counted here can be
fraction-of-a-whole = `{ $value }` has a fraction, and only whole numbers are counted here
too-many-decimals = `{ $value }` has more than { $count } decimals
number-too-big = `{ $value }` is too large
bad-date = `{ $value }` is not a date of the calendar
date-spelling = write it as 2026-11-22, or as a moment with its offset: 2026-11-22T10:00:00+08:00
bad-moment = `{ $value }` is not a moment with an offset
moment-spelling = write it as 2026-11-22T10:00:00+08:00
bad-period = `{ $text }` is not a period
period-spelling = a whole number and days, weeks, months or years (hours or minutes where a clock is meant): `90 days`, `1 year`
bad-takes = `{ $text }` does not say how long something takes
takes-spelling = `7 days`, `3..30 days`, or `unknown`
bad-cost = `{ $text }` is not an amount with its currency
cost-spelling = `300 CNY`, `0.01 CNY`
future-date = { $day } lies in the future; what has happened is asked for
future-date-help = use --assume for what might be
bad-region = `{ $value }` is not a country or region
region-spelling = write its name, or two capital letters of ISO 3166-1: CN, HK, SG
path-spelling = write first level > second level
empty-level = `{ $value }` has a level without a name
unknown-option = `{ $value }` is not one of the options
bad-as-of = `--as-of { $value }`: write a date, 2026-11-22, or a moment with its offset

### Problems with rulebooks
no-program-file = { $name } is missing
no-editions = the program has no edition
unknown-program = there is no program `{ $name }`
id-and-folder = the program calls itself `{ $id }`, its folder `{ $folder }`
edition-and-file = the edition calls itself `{ $id }`, its file `{ $file }`
bad-name = `{ $name }` can't be a name here: letters, digits, `_` and `-`, each name once
unknown-zone = `{ $name }` is not a time zone of the IANA list
unknown-kind = `{ $value }` is not a kind of value
unknown-currency = `{ $value }` is not a currency of ISO 4217
unknown-actor = `{ $value }` is nobody who acts
too-few-options = a choice needs two options at least
no-columns = rows need a column at least
bad-decimals = decimals are a whole number from 0 to 6
bad-effort = effort is a whole number from 1 to 5
unknown-edition = there is no edition `{ $name }`
like-in-circles = `{ $name }` is like an edition that is like it
supersedes-in-circles = `{ $name }` supersedes itself, through others
two-editions = on { $day } both `{ $first }` and `{ $second }` are in force, and neither supersedes the other
until-before-from = it ends before it begins
no-root = the edition has no requirement `eligible`, the root
test-or-group = `{ $name }` is neither a test nor a group, or both
test-or-group-help = a test says `of`, a group one of `all`, `any`, `none`
readings-of-a-group = only a test can be read in several ways
reading-like-the-test = this reading does not say in what it differs
unknown-requirement = there is no requirement `{ $name }`
unknown-after = there is no step or requirement `{ $name }`
unknown-step = there is no step `{ $name }`
step-and-requirement = `{ $name }` is the name of a step too
workaround-and-remedy = a requirement with a remedy needs no workaround: put it into the remedy's `do`
step-wants-requirement = step `{ $step }` asks for `{ $name }`, which this edition does not have
opening-wants-requirement = `[program.opening]` names the requirement `{ $name }`, which this edition does not have
unreached-requirement = nothing reaches `{ $name }`: neither the root nor a step asks for it
unread-fact = nothing asks for the fact `{ $name }`
cycle = these wait for each other: { $names }
conditional-not-under-all = `{ $name }` may not apply, so it can stand only under `all`; `{ $group }` is another kind of group
bad-at-least = at_least is a whole number from 1 to { $count }
at-least-without-any = at_least belongs to `any`
empty-list = this list is empty
empty-where = this `where` asks for nothing
unknown-fact = no fact is called `{ $name }`
unknown-column = no column is called `{ $name }`
unknown-list = no list is called `{ $name }`
list-of-paths = the list `{ $name }` holds paths, and something else is compared with it
alias-of-nothing = `{ $name }` is not in the list, so nothing can stand for it
alias-of-itself = `{ $name }` is in the list itself and needs no alias
in-or-not-in = a list is named by either `in` or `not_in`
no-order = `{ $sign }` asks for an order, and these values have none
nothing-can-meet = nothing can meet this
nothing-can-fail = nothing can fail this
several-measures = a test has one measure, here are { $names }
measure-does-not-fit = `{ $measure }` does not fit: this is { $kind }
rows-without-measure = a test of rows needs a measure
measures = one of count, streak, sum, mean, min, max, latest
not-rows = `{ $name }` has one value, no rows: no where, window or delay applies to it
bad-count = `{ $value }` can't be counted here
bad-length-unit = a length is measured in `characters` or `units`
bad-ending = `{ $text }` does not say where the window ends
ending-spelling = `1 day ago`
clock-period = `{ $key }` goes by the calendar: days, weeks, months or years
rows-without-date = these rows have no date to go by
past-without-date = `past` is about dates, and `{ $name }` has none
consistent-without-date = `not_before` compares dates: `{ $name }` needs exactly one column that holds a date or a moment
consistent-with-itself = `not_before` names another fact than `{ $name }` itself
not-before-or-unique = say either `not_before` or `unique`
unique-is-the-key = these columns are the fact's `key`: two rows with one key are rejected anyway
several-dates = these rows have several dates ({ $names }); say with `dated` which one counts
not-a-date = `{ $name }` is not a date
after-itself = no time passes from a date to itself
daily-without-window = the { $measure } of a daily fact is over every day of a window, so it needs `within`
window-without-days = no day ever lies in this window
bad-adds = a remedy adds "row"
adds-and-raises = a remedy either adds rows or raises a measure
remedy-does-not-fit = `{ $key }` does not fit this test

### Problems with facts files
missing-program = the file does not say which program it is for
other-program = this file is for `{ $name }`, not for `{ $program }`
other-applicant = what was collected is of `{ $name }`, the facts file of `{ $applicant }`
duplicate-row = two rows have the key `{ $key }`
partial-and-at-most = rows are either `partial` (these and perhaps more) or `at_most` (these or fewer)
override-without-note = whoever overrides what was collected has to say why, in `note`
annotate-without-key = the rows of `{ $name }` have no key to annotate them by
annotate-the-key = `{ $name }` is part of the key; it can't be added
annotation-of-nothing = no row of `{ $fact }` has the key `{ $name }`; the annotation was not used
waiver-under-none = `{ $name }` stands under a `none`, where a waiver would turn into its opposite
before-the-first-edition = on { $day } no edition had begun; the first begins on { $begins }
no-edition-on = no edition is in force on { $day }
which-program = there are several programs, say which with --program: { $names }
facts-sound = no fault found; { $known } of { $all } facts are known
facts-new = Facts for { $program }. Take away the # before what you know; what you don't know, leave.

### Problems with examples
expects-nothing = this example expects nothing
example-too-early = { $name }: no edition had begun on that day
example-failed = { $name }: { $of } should be `{ $expected }` and is `{ $found }`

### Statuses and verdicts
status-met = met
status-unmet = not met
status-pending = not yet
status-unknown = not known
status-not-applicable = does not apply
verdict-eligible = Meets the published requirements
verdict-not-eligible = Does not meet the published requirements
verdict-pending = Will meet the published requirements by the passing of time
verdict-unknown = Can't be told yet: facts are missing
verdict-held = Already has access
why-nothing-known-after = Of { $fact }, nothing is known of the days after { $day }.
why-rests-on-count = This rests on a count from { $day }.
why-rests-on-answer = This rests on an answer from { $day }.
why-contradicted = { $count } { $count ->
    [one] row is contradicted, so it may or may not count.
   *[other] rows are contradicted, so they may or may not count.
}
why-alike = { $values } is listed { $count ->
    [2] twice
   *[other] { $count } times
} under { $fact }. { $say }
why-contradiction = { $say } ({ $fact }: { $values }; { $other }, the first: { $first }) The two facts contradict each other: which is right?
why-no-row = none
and-others = { $names } and others
verdict-undecided = Can't be told yet
verdict-with-conditions = { $verdict }; note: { $conditions }
condition-gap = {"; "}
condition-closed = the program accepts no new applicants at present
condition-invitation = the program accepts new applicants by invitation only
condition-unverified = nobody has verified whether the program accepts new applicants
condition-waiver = only with a waiver
condition-stale = rests on outdated facts: { $facts }
condition-stale-fact = { $fact } ({ $day })
condition-assumed = under what was assumed
condition-contradiction = facts contradict each other
condition-edition-ends = the edition ends on { $day }
condition-edition-ended = the edition ended on { $day }
warning-stale-list = `{ $fact }` was looked up on { $day }: nothing is known of the days after { $day }
warning-stale = `{ $fact }` was observed on { $day }, longer ago than it stays fresh
warning-alike = rows of `{ $fact }` contradict each other
warning-contradiction = `{ $fact }` and `{ $other }` contradict each other
warning-edition-ends = the edition ends on { $day }, and no other follows: nothing is known of the days after
warning-edition-ended = the edition ended on { $day }, and no other follows it
next-why-stale = This is asked first, because the result rests on what was observed on { $day }: { $names }.
next-why-access = This is asked first, because the program accepts no newcomers at present, and those who have access keep it: { $names }.
dates-until = { ", until " }{ $until }
dates-from = { ", from " }{ $from }
dates-from-until = { ", from " }{ $from }{ " until " }{ $until }
truth-true = true
truth-false = false
truth-unknown = unknown
yes = yes
no = no
today = today

### The checklist as text
text-edition = { $program } · edition { $edition }
text-opening = { $note } (looked up on { $day })
text-instead = { " " }Instead: { $instead }.
text-requirements-of-newcomers = What newcomers are asked for
text-instead-check = { " " }To check that one: kaibo check FILE --program { $program }
text-requirements = Requirements
text-short-by = , short by { $amount }
text-waived = { " " }(waived)
text-not-firm = { " " }(another reading would differ)
text-hangs-on = It hangs on how { $requirement } is read. Read as “{ $reading }”: { $status }.
text-to-do = What to do
text-takes = Takes { $takes }.
text-cost = Costs { $cost }.
takes-unknown = unknown
text-no-remedy = Nothing can be done about this.
text-wait = Wait until { $from }; nothing has to be done.
text-remarks = Remarks
text-waiver = { $requirement } is waived from { $from } until { $until } by { $by }: { $reason }

### Why
why-not-applicable = It does not apply, for this is not the case: { $condition }.
why-group = { $true } of { $total } hold, { $unknown } not known; { $wanted } needed.
why-none = { $true } of { $total } hold, { $unknown } not known; none may.
why-today = Today is { $day }; needed: { $needed }.
why-value = { $fact }: { $value }; needed: { $needed }.
why-unknown = { $fact }: not known; needed: { $needed }.
why-length = { $fact } is { $value } long; needed: { $needed }.
why-elapsed-days = { $count ->
    [one] { $count } day has passed; needed: { $needed }.
   *[other] { $count } days have passed; needed: { $needed }.
}
why-elapsed-minutes = { $count ->
    [one] { $count } minute has passed; needed: { $needed }.
   *[other] { $count } minutes have passed; needed: { $needed }.
}
why-rows = { $fact }: { $measure } { $value }; needed: { $needed }.
why-no-rows = { $fact }: nothing to measure; needed: { $needed }.
why-early = { $count ->
    [one] One row is not seen yet, the first from { $day }.
   *[other] { $count } rows are not seen yet, the first from { $day }.
}
why-future = { $count ->
    [one] One row is dated later than the day of the check; it counts from { $day }.
   *[other] { $count } rows are dated later than the day of the check; the first counts from { $day }.
}
why-late = { $count ->
    [one] One row is too old.
   *[other] { $count } rows are too old.
}
why-missing = { $count ->
    [one] Of one row something is not known.
   *[other] Of { $count } rows something is not known.
}
why-perhaps = { $count ->
    [one] One row may not exist.
   *[other] { $count } rows may not all exist.
}
why-filtered = { $count ->
    [one] One row is not of the kind that counts.
   *[other] { $count } rows are not of the kind that counts.
}
why-partial = There may be more rows.
why-alias = { $name } counts as { $listed }.
why-level-listed = { $name } is not listed; its first level is, with { $names } nearest.
why-not-listed = { $name } is not listed; nearest are { $names }.
why-not-listed-at-all = { $name } is not listed, nor is its first level.
why-pending = It holds from { $from } on.
why-waived = { $by } waived it until { $until }: { $reason }.
measure-count = number
measure-days = days
measure-streak = longest run of days
measure-sum = sum
measure-mean = mean
measure-min = least
measure-max = greatest
measure-latest = latest
rounded = about { $value }
range = { $low } to { $high }
range-open = { $low } or more

### Periods and lists
unit-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
unit-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
unit-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
unit-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
unit-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
unit-years = { $count ->
    [one] { $count } year
   *[other] { $count } years
}
in-list = in the list { $list } ({ $count })
not-in-list = not in the list { $list } ({ $count })

### Warnings
warning-no-edition = No edition of the requirements is in force on { $day }.
warning-future-row = `{ $fact }` holds a row that is dated later than the day of the check; it takes part from its day on.
warning-expired = What was known of `{ $fact }` was valid until { $day }; it is unknown now.
warning-idle-waiver = The waiver of `{ $requirement }` changed nothing.
warning-conflict = Two sources disagree about `{ $fact }`: { $used } was used, { $other } was not.

### Rulebooks in words
rules-in-force = in force, since { $from }
rules-from = from { $from }, superseded
rules-from-until = from { $from } until { $until }
rules-sound = { $program }: { $editions } editions, { $requirements } requirements, no fault found
rules-no-examples = { $program } { $edition }: no examples
rules-tested = { $program } { $edition }: { $run } examples, { $failed } expectations failed
rules-unseen = `{ $requirement }` is never shown { $values }
rules-mutants = { $tried } changes of the rules tried, { $unnoticed } not noticed
rules-steps = Steps to the end:
rules-role-condition = { ", " }a condition
rules-role-step = { ", " }asked for by steps
rules-all = all of:
rules-any = { $count ->
    [one] any of:
   *[other] at least { $count } of:
}
rules-none = none of:
rules-applies-when = applies only where this holds: { $condition }
rules-understood = understood as: { $text }
rules-reading = could be read: { $text }
rules-remedy = what to do: { $text }
rules-value = { $fact }: { $needed }
rules-rows = { $fact }: { $measure } { $needed }
rules-within = , within { $period }
rules-ending = , up to { $period } ago
rules-seen-after = , seen after { $period }
rules-where = , { $column }: { $condition }

### Fleets
fleet-not-utf8 = this is not UTF-8 text; if it was saved as GBK, save it again as UTF-8
fleet-too-long = the line is longer than { $limit } bytes
fleet-broken = the input breaks off: { $reason }
fleet-zip = a zip archive; no line of it is answered
fleet-trailing = other bytes follow the compressed data; everything before them is answered
fleet-no-record = no record was found
fleet-unusable = { $name }, line { $line }: { $error }
fleet-panic = a part of the program failed
fleet-with-help = { $error }; { $help }
fleet-in-cell = { $name }: { $error }
fleet-csv = these are not cells: { $reason }
fleet-cells = expected { $expected } cells, found { $found }
fleet-serial-days = { $count } dates are numbers, which were read as the days of a spreadsheet (46346 is 2026-11-20)
fleet-account = { $read } read: { $written } answered, { $rejected } could not be read; blank lines: { $blank }
fleet-interrupted-resumable = Interrupted. What is done is kept; the same call with --resume goes on with it.
fleet-kept = What is done is kept; the same call with --resume goes on with it.
fleet-nothing-to-resume = There is nothing to continue; beginning anew.
fleet-resume-differs = what was begun can't be continued: { $name } is not what it was
fleet-resume-needs-files = only a run from files into a file (-o) can be continued
fleet-which-program = with { $flag } the call has to name the program: --program
fleet-progress = <bar:30> <bytes>/<total_bytes>, <msg> records/s, <eta> left
fleet-progress-open = <bytes>, <msg> records/s
fleet-sum-head = { $program } · edition { $edition } · { $day }
fleet-sum-verdicts = Verdicts
fleet-sum-verdict = { $what }: { $n } of { $of } ({ $share })
fleet-sum-conditions = What qualifies verdicts
fleet-sum-condition-waiver = { $n } only with a waiver
fleet-sum-condition-stale = { $n } rest on outdated facts
fleet-sum-condition-assumed = { $n } under assumptions
fleet-sum-condition-contradiction = { $n } depend on facts that contradict each other
fleet-sum-condition-edition-ends = { $n } limited by the end of the edition
fleet-sum-lacking = What is missing, of the { $of } that are not eligible today
fleet-sum-lack-only = { $count ->
    [one] one lacks only: { $what }
   *[other] { $count } lack only: { $what }
}
fleet-sum-lack = { $count ->
    [one] one lacks: { $what }
   *[other] { $count } lack: { $what }
}
fleet-sum-lack-soon = { $tomorrow } of them will be eligible by tomorrow, { $ahead } by { $until }
fleet-sum-lack-tomorrow = { $tomorrow } of them will be eligible by tomorrow
fleet-sum-lack-ahead = { $ahead } of them will be eligible by { $until }
fleet-sum-lack-unknown = { $count } of them can't be told yet: facts are missing
fleet-sum-rest = { $count ->
    [one] { $n } lack one other set
   *[other] { $n } lack { $count } other sets
}
fleet-sum-others = others, not told apart
fleet-sum-rules = another edition
fleet-sum-gaining = Becoming eligible by themselves by { $until }: { $n } of { $of }
fleet-sum-losing = Losing it by { $until }: { $n } of { $of }
fleet-sum-through = { $n } through: { $what }
fleet-sum-soon = { $tomorrow } by tomorrow, { $week } within 7 days
fleet-sum-first = The first of them:
fleet-sum-day = { $from }: { $n }
fleet-sum-peak = most on { $bar }
fleet-sum-days = { $from } to { $to }: { $n }
fleet-sum-unlocks = Which one action would make how many eligible
fleet-sum-unlock = { $n } of { $of } through: { $what }
fleet-sum-readings = Readings that decide: { $count } of { $of } verdicts, or their dates, hang on one
fleet-sum-reading = { $requirement }, read as “{ $reading }”: { $would }
fleet-sum-would-meet = { $n } would be eligible
fleet-sum-would-later = { $n } would be eligible later
fleet-sum-would-be-open = { $n } could not be told
fleet-sum-would-not = { $n } would not be eligible
fleet-sum-would-move = { $n } would see other dates
fleet-sum-against = Under edition { $edition }
fleet-sum-gain = { $count } would gain
fleet-sum-lose = { $count } would lose
fleet-sum-otherwise = { $otherwise } would change otherwise, { $same } would stay as they are
fleet-sum-rejected = { $count } of { $of } could not be read, the first of them:
fleet-sum-paths = { $fast } took the fast path, { $plain } the plain one.
fleet-page-title = Summary of a fleet

### Differences
diff-unreadable = { $name } can't be compared: { $reason }
diff-cause-facts = facts
diff-cause-rules = rules
diff-cause-time = time
diff-cause-facts-or-rules = not as foreseen: facts or rules, or daily figures that were not renewed
diff-cause-untold = the outputs don't tell through what
diff-cause-added = only in the new one
diff-cause-removed = only in the old one
diff-none = none
diff-verdict = { $old } → { $new }
diff-until = until { $old } → until { $new }
diff-from = from { $old } → from { $new }
diff-line = { $applicant }: { $what } ({ $through })
diff-account = { $same } unchanged, { $changed } changed: { $gained } gained, { $lost } lost; { $added } only in the new one, { $removed } only in the old one
diff-through = { $n } through: { $through }
diff-errors = { $old } errors in the old one, { $new } in the new one, not compared
diff-twice = { $name } says something of { $applicant } twice; such are not compared

### Help
help = Tells an applicant whether a platform will let it in, what is missing, what to do, and from which day
help-check = Check one applicant
help-check-facts = The facts file, TOML or JSON; - reads standard input
help-check-assume = As if this were so: `payments += 2026-12-01`, `official_accounts[0].fans = 140`; may be repeated
help-check-anyway = Advice on the other requirements even where one of them makes access impossible
help-check-strict = Count outdated facts as unknown, and ignore waivers
help-check-format = How to show the result
help-facts = Write or check facts files
help-facts-new = Write an annotated facts file to fill in
help-facts-new-force = Replace the file that -o names, if it exists
help-facts-check = Find what is wrong with a facts file
help-facts-check-facts = The facts file, TOML or JSON; - reads standard input
help-diff = Compare two outputs of a fleet, or two reports: who changed, and through what
help-diff-old = The old output
help-diff-new = The new output
help-diff-format = How to write the changes
help-fleet = Check many applicants, one record after the other
help-fleet-files = Files of records, JSONL or CSV with a header, plain, gzip or zstd; - reads standard input
help-fleet-format = How to write the answers
help-fleet-input = How records are written; as the file's ending says, if not said. In CSV a cell with rows holds JSON
help-fleet-full = Write a whole report on one line for each record
help-fleet-summary = Sum up, as text, as JSON or as a page to open in a browser. Where the answers go to a file (-o), beside them; else in their place
help-fleet-within = How far the summary looks ahead
help-fleet-against = Compare with this edition: who would gain, who would lose, and through what
help-fleet-resume = Continue an interrupted run
help-fleet-strict = Count outdated facts as unknown, and ignore waivers
help-fleet-threads = How many threads work
help-fleet-max_line = A line of more bytes is refused
help-practice-data = Write made-up applicants, one a line
help-practice-data-count = How many
help-practice-data-seed = The same seed makes the same applicants
help-rules = Look at the rulebooks
help-rules-list = List the programs and their editions
help-rules-show = Show a program's requirements in words
help-rules-show-id = The program
help-rules-lint = Find what is wrong with rulebooks
help-rules-lint-ids = The programs; all of them if none is named
help-rules-test = Run the examples beside every edition
help-rules-test-ids = The programs; all of them if none is named
help-completions = Write completions for a shell
help-completions-shell = Which shell
help-man = Write the manual page
help-program = The program, where the file does not say it
help-edition = Hold this edition for all days
help-as_of = The day of the check, or the moment: 2026-11-22; now, if not said
help-output = Write to this file, which appears whole or not at all
help-lang = zh or en; as the locale says, if not said
help-color = Whether to use colour
help-ascii = Use marks of plain ASCII only
help-rules_dir = A folder of rules that goes before the built-in ones
help-help = Show this help
help-version = Show the version
help-exit-codes =
    Exit codes: 0 eligible or done, 1 not eligible or found invalid, 2 wrong usage or unusable input,
    3 eligible later by time alone, 4 facts are missing, 5 a source failed, 6 output failed, 130 interrupted

## Collecting: the configuration and the run.

source-whose-applicant = the configuration serves several entities, and nothing says which of them { $applicant } belongs to: add `entity = "…"` to the facts file
source-whose-account = the configuration serves several entities, and nothing says which of them this account belongs to: add `entity = "…"`
source-none-of-entity = no configured account belongs to the entity `{ $entity }`
source-account-twice = this AppID is configured twice
source-secret-and-token = an account has `app_secret` or `token`, not both
source-bad-app-id = `{ $key }` is not an AppID: letters, digits and underscores only
source-unknown-option = the value of `{ $key }` is not one of the options
source-bad-base-url = this address can't be used
source-base-url-spelling = `https://` and a host, perhaps a port, and nothing after; `http://` for addresses of this machine only, such as http://127.0.0.1:8080
source-secret-in-clear = `{ $key }` in the configuration doesn't say where the secret is; a secret itself must not stand there. Write { "{" } env = "…" { "}" }, { "{" } file = "…" { "}" } or { "{" } command = ["…"] { "}" }; if a real secret stood in the file, replace it at the platform
source-secret-place = exactly one of `env`, `file` and `command` says where a secret is
source-secret-env = the environment variable that `env` names here is not set
source-secret-file = the file that `file` names here can't be read: { $reason }
source-secret-open-file = other users can read the file that `file` names here, so what it holds is not secret
source-secret-close-file = make it readable by its owner only: chmod 600 FILE
source-secret-command = the command in `command` gave no secret: { $reason }
source-secret-slow-command = the command in `command` did not end within { $seconds } seconds
source-secret-unlikely = what was found here can't be a secret: it is empty, far too long, or has several lines
source-bad-evidence = the evidence in { $path } can't be used: { $reason }
source-altered-evidence = { $path } is not what was kept: its content doesn't match its digest
source-other-applicant = the evidence is about { $found }, the facts file about { $applicant }
source-no-config = there is no { $path }, neither here nor in the folder { $user }
source-config-not-approved = { $path } lies in the working directory, and you have not approved it. A configuration can run commands and send secrets, so it is not used.
source-config-changed = { $path } has been changed since you approved it, so it is not used.
source-config-approve = see what it may do and approve it: kaibo trust { $path }   or use it once: --config { $path }
source-no-home = there is no home directory in which approvals could be kept; use --config FILE
trust-approved = Approved as it is now: { $path }. It may:
trust-not-approved = Not approved: { $path }. It would be allowed to:
trust-env = read the environment variable { $what }
trust-file = read the file { $what }
trust-command = run the command { $what }
trust-address = send secrets to { $what }
source-no-stdin = collecting needs a facts file on disk, since it writes beside it
source-cannot-read = { $path } can't be read: { $reason }
source-cannot-write = { $path } can't be written: { $reason }
source-no-runtime = the network can't be used: { $reason }
source-interrupted = interrupted; nothing was written
source-plan = at least { $calls } calls to { $accounts } accounts
source-known = known
source-partly = partly known
source-unknown = unknown
source-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
source-wrote = facts: { $path }
source-left = nothing was learned; what was collected before stays: { $path }
source-kept = evidence: { $path }
source-some-failed = { $count ->
    [one] a source failed for { $count } fact; the rest was written
   *[other] sources failed for { $count } facts; the rest was written
}
source-some-not-renewed = { $count ->
    [one] { $count } fact was not renewed and keeps its earlier value
   *[other] { $count } facts were not renewed and keep their earlier values
}
source-practice-ready = The practice server listens on { $address }. It stops with Ctrl-C.
source-practice-try = Try it in another window: cd { $folder } && kaibo trust kaibo.toml && kaibo collect shop.toml && kaibo check shop.toml
source-practice-shown = { $file }:
source-practice-bad = `{ $value }` is no misbehaviour

## Collecting: notes on facts.

source-file-header = Written by `kaibo collect` and replaced by it every time. What you have to say goes into the facts file beside it.
source-call-failed = { $account }, { $call }: { $reason }
source-refused = errcode { $code }: { $meaning }
source-refused-saying = errcode { $code } “{ $said }”: { $meaning }
source-next-step = { " " }The platform's own next step: { $next }
source-rid = { " " }(rid { $rid })
source-status = the server answered with HTTP status { $status }. Try again later.
source-unreachable = the server can't be reached ({ $detail }). Check the network, the proxy and `base_url`.
source-timed-out = no answer in time. Try again later.
source-cut = the connection broke before the answer was complete. Try again later.
source-too-large = the answer is larger than any of this interface can be, in bytes, entries or levels, so it is not read.
source-run-over = the time for the whole run was over. Run it again, or allow more with `--timeout`.
source-field-twice = the answer names the field `{ $field }` twice, so nothing is concluded from it.
source-not-json = the answer isn't JSON; something between here and the platform may have sent it. Check the proxy and `base_url`.
source-malformed = the answer isn't as documented ({ $detail }), so nothing is concluded from it.
source-no-token = there was no token to ask with: { $call }: { $reason }
source-other-account = the token belongs to another account than the AppID in the configuration, so nothing that it opens is used. Check which secret belongs to which account.
source-new-refresh-token = { $account }: the platform gave a new refresh token, which is kept for the next run. The configured one may stop working: store the newest wherever your own server keeps it.
source-new-refresh-token-lost = { $account }: the platform gave a new refresh token, which was not kept because of `--no-cache`. The configured one may stop working.
source-not-kept = the evidence holds no answer to this call.
source-not-configured = No account is configured for the mini program { $applicant }.
source-needs-platform = Only a third-party platform that the account has authorised may call { $call }; with the account's own secret it can't be asked.
source-needs-platform-for = { $account }: only a third-party platform that the account has authorised may call { $call }.
source-owner-is = The platform names the owner, though not its kind: { $name }.
source-field-missing = The answer lacks `{ $field }`.
source-field-undocumented = `{ $field }` is { $value }; nothing documented says what that means.
source-account-cancelled = { $account }: the platform says that this account is cancelled.
source-account-banned = { $account }: the platform says that this account is banned; look for a heavy penalty in its console.
source-account-warned = { $account }: the platform says that this account has been warned; look for the penalty in its console.
source-account-frozen = { $account }: the platform says that this account is frozen; look for a heavy penalty in its console.
source-categories-without-state = { $call } names these categories without saying whether they are approved, which is too little to count: { $names }.
source-categories-second-level = { $call } names these second-level categories without the first level or a state, which is too little to count: { $names }.
source-day-empty = { $date }: the platform says nothing of this day, so it is unknown.
source-day-not-ready = { $date }: the platform hasn't counted this day yet, so it is unknown; ask again later.
source-violations-since = Asked for records since { $date }. The platform doesn't tell how serious they are: say so under [annotate.violations], by number.
source-other-mini-programs = The owner may have other mini programs that aren't configured; if it hasn't, say `mini_programs = "all"` under [[entities]].
source-appeal-accepted = The appeal against record { $record } was accepted, so it doesn't count.
source-appeal-unread = Whether an appeal against record { $record } was accepted could not be read, so it may count or not.
source-appeals-not-asked = { $account } has many records: for the { $count } oldest it was not asked whether an appeal was accepted, so they may count or not. Look them up in the console.
source-followers-of-day = { $account }: the followers are those at the end of { $date }.
source-no-official-accounts = No official account of the owner is configured.
source-other-official-accounts = The owner may have other official accounts that aren't configured; if it hasn't, say `official_accounts = "all"` under [[entities]].
source-live-contradiction = The plug-in list says that live is open, but getliveinfo refuses access; look at the console.
source-no-plugin = The live plug-in isn't among the approved ones, which alone doesn't show that live is closed.
source-room-is-over = Room { $room } is over by its times though the platform calls it not started; its state is left open.
source-goods-unsettled = The state of { $count } goods changed while they were read and is left open.
source-no-versions = The platform names neither a released nor a trial version, so nothing is concluded.
source-does-not-fit = What the platform says doesn't fit the program: { $reason }
source-more-notes = (and { $count } more notes)
source-not-renewed = Not renewed on { $date }; this is the value of { $since }.

## What WeChat's codes mean, and what to do.

errcode-unknown = a code that isn't documented. Look it up in the platform's list of global codes.
errcode-minus-1 = the platform is busy. Try again later.
errcode-1 = no room has been created yet.
errcode-2 = no payment in the last 90 days that the platform has counted. Payments count one to two days later, and only in the released version.
errcode-1001 = not documented; seen where parameters stood in the body. They belong into the address.
errcode-40001 = the secret is wrong, or the token isn't valid any more or belongs to another account. Check the app secret in the account's console, and that it belongs to this AppID.
errcode-40013 = the AppID is wrong. Check `app_id` in the configuration.
errcode-40014 = the token isn't valid. Get a new one.
errcode-40125 = the app secret is wrong. Check it in the account's console; it may have been reset.
errcode-40164 = the address from which the call came isn't on the account's IP whitelist. Add it: console → Development → Development settings → IP whitelist; errmsg names the address.
errcode-41001 = no token was sent. This is a fault of kaibo; please report it.
errcode-41002 = no AppID was sent. Check `app_id` in the configuration.
errcode-41004 = no secret was sent. Check `app_secret` in the configuration.
errcode-41033 = only for accounts that the third-party platform registered itself. State this fact yourself.
errcode-42001 = the token has expired. Get a new one.
errcode-43104 = this AppID has no permission. Ask the account's administrator which permission sets were granted.
errcode-44002 = an empty request was sent. This is a fault of kaibo; please report it.
errcode-45009 = today's quota of this interface is used up. Try again tomorrow.
errcode-45011 = too many calls in a minute. Wait a minute and try again.
errcode-47001 = the request wasn't readable. This is a fault of kaibo; please report it.
errcode-48001 = this interface isn't granted to the account. The account may not be verified, or the permission set is missing; check console → Development → Interface permissions.
errcode-48001-live = the account has no access to this live interface. Live may not be open, may have been taken away, or the interface may not be granted; the code does not say which. Check console → Functions → Live.
errcode-48004 = the platform has banned the account from this interface; there is a penalty. Look at the notifications in the console.
errcode-50002 = the account is frozen or cancelled. Look at the notifications in the console.
errcode-61003 = the account hasn't authorised this third-party platform. Have its administrator authorise it.
errcode-61004 = the address isn't registered for the third-party platform, or the function isn't granted. Check the platform's address whitelist first.
errcode-61005 = the platform's ticket has expired. Give the newest component_verify_ticket; WeChat pushes one every ten minutes.
errcode-61006 = the platform's ticket isn't valid. Give the newest component_verify_ticket; WeChat pushes one every ten minutes.
errcode-61007 = this interface isn't granted to the third-party platform: a permission set is missing from the authorisation (52 for live, 76 and 18 for violations, 30 for categories). This says nothing about the account itself. Have the administrator authorise again with that set.
errcode-61023 = the refresh token isn't valid any more. Have the account's administrator authorise again.
errcode-61500 = a date is in the wrong format. This is a fault of kaibo; please report it.
errcode-61501 = the dates aren't allowed: this interface takes one day a call, yesterday at the latest. Check the clock of this machine.
errcode-61503 = the figures of this day aren't ready. Ask again later; until then the day is unknown, not zero.
errcode-85012 = there is no code review of this number. Look at console → Manage → Versions.
errcode-86000 = only a third-party platform may ask this. State this fact yourself.
errcode-86001 = this third-party platform hasn't submitted code for the account. Somebody else may have; look at console → Manage → Versions.
errcode-89044 = there is no such plug-in. Check the plug-in's AppID.
errcode-89236 = the plug-in can't be applied for. Look at console → Settings → Third-party settings → Plug-ins.
errcode-89237 = the plug-in was added before. Nothing needs to be done.
errcode-89238 = the account already uses as many plug-ins as it may, or has applied. Look at console → Settings → Third-party settings → Plug-ins.
errcode-89239 = the plug-in doesn't exist. Check the plug-in's AppID.
errcode-89240 = this can't be done in the plug-in application's state. Look at console → Settings → Third-party settings → Plug-ins.
errcode-89241 = the application can be deleted only after it was refused or has timed out. Wait for the answer.
errcode-89242 = the plug-in application's AppID isn't the right one. Check the plug-in's AppID.
errcode-89243 = the application is waiting and can't be changed. Wait for the answer.
errcode-89501 = this address waits for the administrator's consent. Have the administrator confirm the message in WeChat, then try again.
errcode-89503 = this address needs the administrator's consent. Have the administrator confirm the message in WeChat, then try again.
errcode-89506 = the administrator refused this address; it can't ask again for a day. Speak with the administrator, then try again tomorrow.
errcode-89507 = the administrator refused this address; it can't ask again for an hour. Speak with the administrator, then try again later.
errcode-200001 = a fault in the platform. Try again later.
errcode-200002 = a parameter is wrong; errmsg names it.
errcode-300001 = the account may not create or change rooms or goods; there is a penalty. Look at the notifications in the console.
errcode-300002 = the room's name is too long or too short: 3 to 17 Chinese characters.
errcode-300003 = the price isn't allowed: a number, and the new one not above the old one.
errcode-300004 = the name of the goods breaks the rules. Change it.
errcode-300005 = the picture of the goods breaks the rules. Change it.
errcode-300006 = the picture couldn't be uploaded; its media id may have expired after three days. Upload it again.
errcode-300007 = the path doesn't exist in the released version. Release the page first.
errcode-300008 = the goods couldn't be added. Try again later.
errcode-300009 = the review couldn't be withdrawn. Try again later.
errcode-300010 = the state of review doesn't allow this. Look at the goods library.
errcode-300011 = the goods weren't added by interface. Change them in the console.
errcode-300012 = no reviews are left for today (500 a day). Go on tomorrow.
errcode-300013 = the review couldn't be submitted. Try again later.
errcode-300014 = goods under review can't be deleted. Wait for the result.
errcode-300017 = the goods haven't been submitted. Submit them first.
errcode-300018 = the picture is larger than 300 × 300 pixels. Make it smaller.
errcode-300021 = the goods were added but couldn't be submitted. Submit them again.
errcode-300022 = there is no such room. Check the room's number.
errcode-300023 = the room's state doesn't allow this. Look at console → Functions → Live.
errcode-300024 = there are no such goods. Check their numbers.
errcode-300025 = the goods haven't passed the review. Wait for the result.
errcode-300026 = the room has as many goods as it may. Take some out first.
errcode-300027 = the goods couldn't be imported. Try again later.
errcode-300028 = the room's name breaks the rules. Change it.
errcode-300029 = the host's name breaks the rules. Change it.
errcode-300030 = the host's WeChat ID isn't right, or isn't a host here. Add it under console → Functions → Live → Members.
errcode-300031 = the cover breaks the rules. Change it.
errcode-300032 = the share picture breaks the rules. Change it.
errcode-300033 = the room has as many goods as it may. Take some out first.
errcode-300034 = the host's name is too long or too short: 2 to 15 Chinese characters.
errcode-300035 = the host's WeChat ID doesn't exist. Check it.
errcode-300036 = the host hasn't verified his or her identity in the mini program 小程序直播; a verification for WeChat Pay doesn't count. Have the host scan the code.
errcode-300037 = the feeds picture breaks the rules. Change it.
errcode-300047 = another item is being pushed. Wait until that is over.
errcode-300052 = the item has been taken down. Put it back first.
errcode-300053 = the item isn't in the room. Import it first.
errcode-400001 = the WeChat ID isn't right. Check it.
errcode-400002 = the host must verify his or her identity first. Have the host scan the code.
errcode-400003 = there are as many members as there may be: 10 administrators, 500 operators, 500 hosts.
errcode-400004 = the member has this role already. Nothing needs to be done.
errcode-9400001 = the mini program is the developer program of a template and has live open, so it can't be submitted or released. Unbind it as developer program.
errcode-9410000 = there are no rooms yet.
errcode-268489001 = under maintenance: the platform hands out no new live permissions at present. Accounts that have one keep it; others can use Channels live (视频号直播).

## Collecting: help.

help-collect = Gather facts from the configured interfaces, with provenance and evidence
help-collect-facts = The applicant's facts file; what is found goes into `<name>.collected.toml` beside it
help-collect-replay = Make the same facts again from kept evidence, without a network
help-collect-config = The configuration; otherwise an approved `kaibo.toml` here, otherwise the one in your configuration directory
help-collect-no_cache = Keep no tokens for the next run
help-collect-timeout = The time for the whole run, in seconds (180); what was not asked by then stays unknown
help-collect-verbose = Say what every call gave
help-trust = Approve a configuration in a working directory, and show what it may do
help-trust-file = The configuration; a changed file has to be approved again
help-trust-show = Only show what it may do
help-practice-server = Speak WeChat's interfaces on this machine, to try everything without an account
help-practice-server-port = The port; 0 takes any that is free
help-practice-server-misbehave = Go wrong on purpose, as in `45009:getliveinfo` or `cut:getcategory:2`; may be repeated
help-practice-server-scenario = The accounts to pretend; else a shop that is nearly there
help-practice-server-into = Write a configuration, a facts file and made-up secrets into this folder
help-practice-server-force = Replace other files of the same names in that folder

### The plan
plan-eligible = Everything holds from { $worst }
plan-eligible-best = , from { $best } if all goes well
plan-until = , until { $until }
plan-already = Everything holds today
plan-held = You already have access. The plan consists of the steps from here to going live.
plan-closed = The platform accepts no applications at present: there is no day for getting access or going live.
plan-could-hold = No day can be promised. Everything could hold from { $day }, if { $count ->
    [one] one unknown fact is fine
   *[other] { $count } unknown facts are fine
}
plan-depends-on = It depends on:
plan-conditional = If that is fine, what is listed below makes everything hold from { $day }.
plan-not-possible = Not possible as things are.
plan-anyway = Advice on the other requirements: add --anyway.
plan-rest = Advice on the rest, if that could be changed
plan-impossible = There is no day on which everything holds.
plan-blocked-by = In the way: { $requirement }
plan-blocked-no-remedy = Nothing is known that could be done about it, and time does not change it.
plan-blocked-no-time = Nobody can say how long its remedy takes: put your own estimate under [estimates] in the facts file.
plan-blocked-other = It can't be put right together with the rest.
plan-live = On air by { $worst }
plan-live-best = , on { $best } if all goes well
plan-live-unknown = Nobody can say how long all the steps take, so there is no day for going live.
plan-lapses-before-live = At worst you go live on { $live }, but everything holds only until { $until }: check again before that day, and renew what lapses.
plan-total = All together: { $cost }, effort { $effort }
plan-no-cost = no cost
bare-date = `{ $text }` needs quotes here; write { $value }
plan-not-exact = There are so many ways that not all were looked at; there may be a better one.
plan-as-it-is = As things are
plan-what-if = What if
plan-assumed-facts = Assumed: { $text }
plan-find-out = Worth finding out
plan-do = What to do
plan-nothing-to-do = Nothing has to be done.
plan-nothing-but-find-out = Find out what the plan depends on.
plan-shortcuts = Shorter, if something unknown is fine
plan-shortcut-if = If this holds: { $conditions } -
plan-shortcut-if-and = If what the plan depends on is fine, and this holds: { $conditions } -
plan-shortcut-if-that = If what the plan depends on is fine -
plan-shortcut-nothing = {" "}nothing has to be done
plan-shortcut-do = {" "}what has to be done: { $what }
plan-shortcut-days = ; everything holds from { $day } instead of { $then }
plan-shortcut-day = ; everything holds from { $day }
plan-shortcut-cost = ; it saves { $cost }
plan-shortcut-effort = ; effort { $effort } instead of { $then }
plan-look-up = Look it up
plan-shortcut-find = { $fact }: { $find }
plan-by = , { $day } at the latest
plan-done = Done on { $worst }.
plan-done-between = Done between { $best } and { $worst }.
plan-holds = Holds from { $from }.
plan-holds-until = Holds from { $from } to { $until }.
plan-put-later = It could be begun on { $day }, but would lapse too soon: that is why it is put later.
plan-add-rows = { $count ->
    [one] One is needed.
   *[other] { $count } are needed.
}
plan-add-amount = { $amount } is needed.
plan-add-raise = { $amount } more are needed.
plan-cost = Costs { $cost }.
plan-assumed = Time and cost are assumed; your own go under [estimates] in the facts file.
plan-chart = The days
plan-chart-legend = # at best   = at worst   * on one day   - may wait   . nothing
plan-chart-scale = { $count ->
    [one] one column a day
   *[other] one column for { $count } days
}
plan-chart-eligible = Everything holds
plan-alternatives = Other ways
plan-alternative-if = { $group }: { $choose } - all together { $cost }, effort { $effort }
plan-alternative = { $group }: { $choose } - everything holds from { $day }, all together { $cost }, effort { $effort }

### Steps
step-heading = From there to going live
step-done = done
step-ready = can begin
step-waiting = waits until { $until }
step-blocked = waits for: { $by }
step-unknown = not known
step-line = { $title } ({ $actor }): { $when }
step-rejected = { $value }: { $limit } needed. { $title }
step-rejected-units = { $value }: { $length } units, { $limit } needed, { $off }. { $title } (a Chinese character counts 2)
step-rejected-characters = { $value }: { $length } characters, { $limit } needed, { $off }. { $title }
step-too-short = { $count } too few
step-too-long = { $count } too many
step-opening = the platform to accept applications again
step-earliest = , begins { $earliest }
step-between = , begins between { $earliest } and { $latest }
step-takes = , takes { $takes }
step-takes-none = , takes less than a day
step-finish = , done on { $worst }
step-finish-between = , done between { $best } and { $worst }
step-after = , comes after: { $names }
step-deadline = , has to be done by { $day }
step-critical = , any delay delays the end
step-optional = , optional
step-takes-unknown = , nobody can say how long it takes
actor-applicant = you
actor-platform = the platform
actor-administrator = the administrator
actor-host = the host

### The next question
next-heading = Next question
next-settled = Nothing more has to be found out: the verdict is settled.
next-complete = Nothing is missing on the checklist.
next-effort = Effort: { $effort } of 5.
next-why = It is asked because the verdict depends on: { $names }.
next-why-complete = The verdict is settled; this completes: { $names }.
next-left = { $count ->
    [one] After this answer the verdict is settled.
   *[other] At most { $count } answers are left, this one included.
}
next-good-order = So much is unknown that the order is a good one, not proved the best.
next-if = If { $says }: { $then }
next-says-true = { $name } holds
next-says-false = { $name } does not hold
next-then-yes = the answer is yes.
next-then-later = the answer is yes, from { $day } on.
next-then-no = the answer is no.
next-then-open = { $count ->
    [one] one more answer at most.
   *[other] { $count } more answers at most.
}

### The calendar
plan-calendar = { $program }: the plan for { $name }
plan-event-tomorrow = { "Tomorrow: " }
plan-event-closed = The program accepts no applications
plan-event-depends = No day can be promised yet
plan-event-impossible = Access is not possible as things are
plan-event-lapses = { $title } lapses today: check again
plan-event-eligible = Everything holds from today
plan-event-last-day = Last day on which everything holds
plan-event-live = On air by today
plan-event-latest = Last day to begin: { $title }
plan-event-deadline = Has to be done today: { $title }
plan-event-begin = Begin: { $title }

### Assuming
assume-not-rows = `{ $name }` has no rows: give it a value with `=`
assume-row-exists = there is a row { $key } already
assume-no-such-row = there is no row { $row }: rows count from 0, and there are { $count }
assume-malformed = this does not say what to assume
assume-spelling = write `fact = value`, `fact += row`, `fact[0] = row` or `fact[0].column = value`

### Help
help-plan = Say what to do on which day
help-plan-facts = The facts file, TOML or JSON; - reads standard input
help-plan-format = How to show the result
help-plan-prefer = What the plan is to be best at
help-plan-assume = Assume a fact for this run: 'payments += 2026-12-01'
help-plan-anyway = Advice on the other requirements even where one of them makes access impossible
help-plan-verbose = How every step is done, not only the next
help-plan-strict = Count outdated facts as unknown, and ignore waivers
help-next = Say what to find out next, and why
help-next-facts = The facts file, TOML or JSON; - reads standard input
help-next-assume = Assume a fact for this run: 'payments += 2026-12-01'
help-next-strict = Count outdated facts as unknown, and ignore waivers
help-next-everything = Go on asking when the verdict is settled, until the checklist is complete

# Working on a facts file, answer by answer (wizard).
wizard-kept = Not in the file yet: { $reason }. Your answer counts here, and will be written as soon as that is possible.
wizard-spoilt = The file was changed by something else and can't be read now (line { $line }: { $reason }). Your answer counts here, and will be written once the file is fixed.
wizard-changed-elsewhere = “{ $fact }” was changed elsewhere just now, so nothing was undone or done again.
wizard-conflict = “{ $fact }” was changed elsewhere since you saw it. Nothing was overwritten; say which version to keep.
wizard-verdict-changed = The file was changed elsewhere, and the result with it. It was: { $before }. It is now: { $after }.
wizard-saved-after-all = What could not be saved before is in { $path } now.
wizard-unsaved = These answers are not in { $path }. { $reason } To keep them, put these lines there:
wizard-unsaved-removed = { $fact }: the answer was taken out
conflict-title = Two versions
conflict = “{ $fact }” was changed elsewhere since you saw it. Which version do you want to keep?
conflict-mine = Yours:
conflict-theirs = In the file:
conflict-how = Press 1 or 2. Esc decides later; until then your version is in no file.
conflict-kept-mine = Your version is in the file.
conflict-kept-theirs = The file's version is kept.
conflict-nothing = not answered
conflict-no-rows = none
conflict-more = and { $count ->
    [one] one more
   *[other] { $count } more
}
conflict-perhaps-more = { " " }(perhaps more)
wizard-only-toml = `{ $name }` is not a TOML file, and answers are kept in TOML files only
wizard-exists = `{ $name }` exists already
wizard-busy = something else is writing `{ $name }` just now
insist-why = Why does your answer to “{ $title }” count instead of what was reported?
insisted = Your answer to “{ $title }” counts from now on; the other stays on the report as a conflict.
relented = “{ $title }”: what was reported counts again; your answer stays in the file.
comes-back = { $count ->
    [one] An entry that { $source } reported can't be left out: it is in the list again.
   *[other] { $count } entries that { $source } reported can't be left out: they are in the list again.
}
estimate-of = { $title } (own estimate)
estimate-own = { $title }: { $figures } (your own estimate)
estimate-assumed = { $title }: { $figures } (assumed)
estimate-takes = “{ $text }” is no length of time; write 5 days, 3 to 30 days or 2 weeks.
estimate-whole = “{ $text }”: whole numbers only; take a smaller unit.
estimate-units = “{ $text }”: both ends in the same unit, such as 1 to 8 weeks.
estimate-order = “{ $text }”: the shorter time goes first.
estimate-long = “{ $text }” is longer than can be planned.
estimate-currency = Of which currency? Write 300 CNY.
nothing-to-estimate = The plan has nothing to do that an estimate could change.
### What people answer
read-as = `{ $text }` is read as { $value }
rule-spelling = `{ $text }`: rules have one spelling for each value; write { $value }
rows-spelling = a list of rows, or [] for none
did-you-mean-option = did you mean `{ $name }` ({ $title })?
answer-too-long = “{ $text }” is too long to be a value.
answer-no-such-date = “{ $text }”: { $year } has no { $day } { $month ->
    [m1] January
    [m2] February
    [m3] March
    [m4] April
    [m5] May
    [m6] June
    [m7] July
    [m8] August
    [m9] September
    [m10] October
    [m11] November
   *[m12] December
}
answer-which-date = “{ $text }” may mean several: write { $first } or { $second }.
answer-which-of-three = “{ $text }” may mean several: write { $first }, { $second } or { $third }.
answer-date-alone = “{ $text }” is not clear as a date; write { $date }.
answer-dates = “{ $text }” holds several dates; write one in each row: { $first }, { $second }.
answer-weekday = “{ $text }”: { $date } is another day of the week; write the right date as YYYY-MM-DD.
answer-serial = “{ $text }” is a number, not a date; as a day of a spreadsheet it would be { $date }. Write { $date }.
answer-no-year = The year is missing in “{ $text }”; write { $example } with the year.
renamed-no-path = only paths are renamed
renamed-is-listed = `{ $name }` is in the list already
why-all-but = “{ $name }”: { $column } is “{ $value }”; it counts once that is “{ $needed }”.
why-renamed = “{ $name }” was part of the listed “{ $from }” before it was renamed or split; it is not known whether the entitlement carried over ({ $source }).
why-meant = “{ $name }” is not understood as a category of the list; did you mean { $names }?
why-not-understood = “{ $name }” is not understood as a category; write it as “first level > second level”.
path-unclear = `{ $text }` is not understood as a category of the list; it counts as unknown
path-renamed = `{ $text }` was `{ $from }` before it was renamed or split, and it is not known whether the entitlement carried over; it counts as unknown
answer-not-listed = Note: “{ $text }” is not on the list of categories.
answer-not-listed-yet = “{ $text }” is not on the list of categories. Enter it again to keep it as typed.
answer-empty = Nothing has been filled in. If you don't know, choose “I don't know”.
answer-control = There are invisible control characters in it; please remove them.
answer-flag = “{ $text }” is neither yes nor no; write yes or no (in a file, true or false).
answer-choice = There is no “{ $text }”; choose from: { $names }.
answer-choice-number = Numbers go from 1 to { $count }.
answer-several = “{ $text }” may be: { $names }. Please type more of it.
answer-number = “{ $text }” is not a number; write 12000 or 12k.
answer-money = “{ $text }” is not an amount; write 6800.01 or 12k.
answer-about = “{ $text }” is an estimate; please give the figure as you found it.
answer-comma = “{ $text }” is not clear: commas part thousands only, and decimals follow a “.”. Write { $meant }.
answer-negative = It can't be negative.
answer-whole = It has to be a whole number; “{ $text }” has decimals.
answer-too-fine = At most { $count } decimals.
answer-too-big = That number is too big.
answer-currency = Amounts here are in { $currency }; “{ $text }” is in another currency.
answer-date = “{ $text }” is not a date; write 11-20, 2026-11-20, yesterday or 3 days ago.
answer-no-such-day = There is no such day as “{ $text }”.
answer-future = { $day } lies in the future; what has happened is asked for
answer-which-month = “{ $text }” of which month? Write { $example }.
answer-which-day = Which day of “{ $text }”?
answer-year-first = Write the year first in “{ $text }”: { $first }.
answer-moment = “{ $text }” is not a time; write 11-28 20:00 or tomorrow 8pm.
answer-which-time = { $date } at what time? Write { $date } 20:00.
answer-no-such-time = “{ $text }”: clocks skip that time on that day.
answer-region = No country or region is called “{ $text }”; write its name in Chinese or English or its two letters, such as 中国, China or CN.
answer-path-level = A level of “{ $text }” is empty; write first level > second level.
answer-day = { $date }, { $weekday } ({ $away })
answer-yesterday = yesterday
answer-tomorrow = tomorrow
answer-days-ago = { $count } { $count ->
    [one] day
   *[other] days
} ago
answer-days-ahead = in { $count } { $count ->
    [one] day
   *[other] days
}
edit-monday = Mon
edit-tuesday = Tue
edit-wednesday = Wed
edit-thursday = Thu
edit-friday = Fri
edit-saturday = Sat
edit-sunday = Sun
wizard-no-terminal = The wizard needs a terminal. `kaibo --plain` asks the same questions line by line; `kaibo check FACTS`, `kaibo next FACTS` and `kaibo plan FACTS` answer at once

# The wizard line by line (plain).
plain-wizard-only = `--plain` belongs to the wizard: `kaibo --plain` or `kaibo wizard --plain`
plain-first = There is no facts file here yet, so let us begin one.
plain-which = Applicants that were begun:
plain-which-how = Type a number from 1 to { $count }, or 0 for a new applicant.
plain-which-last = An empty line goes on with number { $number }, where you were.
plain-which-here = An empty line opens number { $number }, from this folder.
plain-new-program = Which program is it about?
plain-new-applicant = The applicant's ID in the platform's files, such as the AppID of a mini program:
plain-new-name = What people call it (may be left empty):
plain-new-file = The file in which answers are kept; an empty line means { $path }:
plain-intro = Every answer is saved at once in { $path }. You may stop at any time, and lose nothing.
plain-intro-commands = Type an answer, or a command with a colon before it: :why why something is asked and where the answer is found, :- I don't know, :back the question before, :undo, :status the checklist, :plan, :help all commands, :quit.
plain-question = { $title }
plain-question-left = { $title } ({ $count ->
    [one] the last question
   *[other] at most { $count } questions left
})
plain-assuming = What if: nothing of this is saved.
plain-find = Where to find it: { $find }
plain-so-far = So far: { $value }. An empty line keeps it.
plain-understood = { $title }: { $value }
plain-hint-date = A date, such as 11-20, yesterday or 3 days ago.
plain-hint-moment = A day and time, such as 11-28 20:00 or tomorrow 8pm.
plain-hint-money = An amount, such as 6800.01 or 12k.
plain-hint-number = A number.
plain-hint-region = A country or region, by name or by its two letters.
plain-hint-path = Any part of the category's name, in Chinese or pinyin; or :as-typed and the whole path, first level > second level.
plain-hint-text = { $title }, as it is written.
plain-path-none = No listed category has “{ $text }” in its name. Type another part; or, if it is called just that, :as-typed { $text }
plain-path-more = And { $count } more; type more of the name to see fewer.
plain-path-pick = Type the number of the one you mean; if it is none of them, :as-typed { $text }
plain-rows-how = Type { $title } to add an entry. When there are no others: :all. If there may be others: :more. :change 1 and :delete 1 correct the first.
plain-rows-end = If these are all there are (or there are none), type :all; if there may be others, :more.
plain-rows-none = So far: there are none.
plain-rows-all = So far, { $count ->
    [one] one entry, and that is all:
   *[other] { $count } entries, and these are all:
}
plain-rows-some = So far, { $count ->
    [one] one entry, and there may be others:
   *[other] { $count } entries, and there may be others:
}
plain-rows-at-most = So far, { $count ->
    [one] this entry at most:
   *[other] these { $count } entries at most:
}
plain-row-added = Saved as number { $count }. The next one, or :all or :more.
plain-row-exists = There is an entry with that name already; :change changes it.
plain-which-row = Say which entry, by its number from 1 to { $count }.
plain-column = { $title } (an empty line leaves it open):
plain-column-so-far = { $title }, so far “{ $value }” (an empty line keeps it):
plain-days-how = { $count ->
    [one] One day is asked for.
   *[other] { $count } days are asked for, one after the other.
} An empty line leaves a day as it is; :more ends.
plain-day = { $day }, { $weekday }: { $title }
plain-day-so-far = { $day }, { $weekday }: { $title }, so far { $value }
plain-verdict = Now: { $verdict }.
plain-verdict-day = Now: { $verdict }. With what the plan says, it can be met by { $day }.
plain-verdict-day-if = Now: { $verdict }. It can be met by { $day } if what is unknown turns out well.
plain-verdict-never = Now: { $verdict }. There is no way that leads there.
plain-noted-unknown = Noted: not known. It isn't asked again, and :facts leads back to it.
plain-overruled = { $source } reported something else, and that counts. If you know better, :insist and a reason lets your answer count.
plain-nothing-overruled = None of your answers is overruled.
plain-insist-list = If you know better, :insist and a reason lets your list count.
plain-nothing-insisted = You insist on none of your answers.
plain-estimate-takes = How long does it take you? Such as 5 days, 3 to 30 days, 2 weeks. So far: { $value }. An empty line keeps it, - goes back to what is assumed.
plain-estimate-cost = What does it cost you? Such as 300 or 12k. So far: { $value }. An empty line keeps it, - goes back to what is assumed.
plain-estimate-how = :estimate enters your own times and costs.
plain-undone = Taken back: { $title }
plain-redone = Done again: { $title }
plain-nothing-to-undo = There is nothing to undo.
plain-nothing-to-redo = There is nothing to do again.
plain-nothing-before = There is no question before this one.
plain-changed = The file was changed elsewhere; this is how it is now.
plain-unreadable-now = The file was changed elsewhere, and can't be read now:
plain-all-asked = Everything that decides has been asked.
plain-left-open = Not answered: { $names }
plain-what-now = :plan shows what to do, :status the checklist, :export writes a report, :facts leads to any answer, :quit ends.
plain-only-commands = Nothing is being asked. :facts leads to any answer, :help shows all commands, :quit ends.
plain-not-here = That can't be done here.
plain-not-yet = That comes once the applicant is chosen; :quit ends.
plain-not-text = That line isn't text in UTF-8.
plain-no-such-command = There is no command :{ $name }; :help shows all of them.
plain-number = Type a number from 1 to { $count }; an empty line leaves it.
plain-fact = { $title }: { $state }
plain-applicant = { $name } ({ $path }): { $state }
plain-collected-fact = { $title }: { $state }. { $note }
plain-fact-open = still to be answered
plain-fact-known = answered
plain-fact-aside = set aside
plain-fact-settled = of no consequence now
plain-what-if = What if which of these were otherwise?
plain-assumed = Assumed, not saved: { $names }. :what-if assumes more, :forget ends it.
plain-forgotten = Nothing is assumed any more.
plain-serves = It is used for: { $names }
plain-source = Source: { $source } { $day }
plain-soonest = As soon as possible
plain-cheapest = As cheap as possible
plain-least-effort = With the least effort
plain-way = { $group }: { $choose }, met by { $day }
plain-no-other-way = There is no other way.
plain-export-check = The checklist as text
plain-export-report = The report as JSON
plain-export-plan = The plan as text
plain-export-calendar = The plan as a calendar
plain-export-where = Into which file? An empty line means { $path }:
plain-exported = Written: { $path }
plain-not-exported = { $path } was not written: { $reason }
plain-export-over-facts = the wizard reads that file; name another one
plain-collecting = Asking the configured interfaces…
plain-collected-account = { $account } has answered.
plain-no-network = This kaibo was built without network access.
plain-language = This is English.
plain-end-of-input = End of the input. Everything that was answered is in { $path }.
plain-bye = Everything is saved in { $path }.
plain-help = Commands begin with a colon; everything else is an answer.
plain-help-why = why this is asked, where the answer is found, what each answer would do
plain-help-unknown = I don't know
plain-help-skip = not now
plain-help-back = the question before
plain-help-facts = all facts by number; :facts 3 goes to the third
plain-help-undo = take the last answer back
plain-help-redo = give it again
plain-help-all = of entries: these are all, or there are none
plain-help-more = of entries: there may be others
plain-help-change = of entries: :change 1 changes the first
plain-help-delete = of entries: :delete 1 takes the first out
plain-help-as-typed = take the text after it as it is: a category that is not listed, or an answer that begins with a colon
plain-help-status = the checklist
plain-help-plan = what to do on which day
plain-help-prefer = what the plan is to be best at
plain-help-way = another way in the plan; without a number, the best again
plain-help-what-if = what if an answer were otherwise; nothing is saved
plain-help-forget = end what if
plain-help-insist = let your answer count against what was collected; :insist and the reason
plain-help-relent = let what was collected count again
plain-help-estimate = your own time and cost for what the plan asks for; :estimate 1 for the first
plain-help-collect = ask the configured interfaces
plain-help-export = write checklist, report, plan or calendar to a file
plain-help-language = 换成中文
plain-help-help = this list
plain-help-quit = end
help-plain = Ask line by line: for screen readers, pipes and simple terminals
help-wizard = Answer question by question; `kaibo` alone does the same
help-wizard-facts = The facts file, TOML; it is made where there is none
help-wizard-line_by_line = Ask line by line: for screen readers, pipes and simple terminals

### Editing an answer
answer-duplicate = There is a row “{ $key }” already.
answer-line = Line { $line }: { $why }
answer-columns = This line has { $count } columns, but at most { $most } fit.
answer-too-many-lines = There are { $lines } lines, but only { $days } days from this one on.
answer-not-a-day-of-these = { $date } is not one of the days that are asked for.
edit-unknown = I don't know
edit-unknown-cell = I don't know this one
edit-finish-rows = No more, back to the list
edit-use-typed = Use “{ $text }” as typed
edit-add = Add a row
edit-all = These are all
edit-more = There may be more
edit-at-most = These at most
edit-none = None at all
edit-days-done = That is what I know
edit-cell = Row { $row }, { $at }/{ $of }  { $title }
edit-weekdays = Mo Tu We Th Fr Sa Su
edit-example-number = e.g. 12000, 12k
edit-example-money = e.g. 6800.01, 12k
edit-example-date = e.g. 11-20, yesterday, 3 days ago
edit-example-moment = e.g. 11-28 20:00, tomorrow 8pm
edit-example-flag = yes or no
edit-example-text = just type
edit-example-region = e.g. China, sing, SG
edit-example-path = e.g. 服装, fuzhuang, fz
edit-hint-choose = choose
edit-hint-number = choose by number
edit-hint-take = take it
edit-hint-undo-typing = undo typing
edit-hint-calendar = calendar
edit-hint-month = month
edit-hint-day = day
edit-hint-fold = unfold, fold
edit-hint-unknown = don't know
edit-hint-rows = back to the list
edit-hint-open = open
edit-hint-add = add a row
edit-hint-delete = delete
edit-hint-next-day = next day
edit-hint-leave = back
edit-example-days = blank if unknown; a column can be pasted

## The full screen: keys
key-answer = answer
key-take = take
key-assume = change
key-open = open
key-choose = choose, close
key-up = up
key-down = down
key-page-up = page up
key-page-down = page down
key-first = to the top
key-last = to the end
key-next-pane = other side
key-last-pane = and back
key-back = back
key-before = previous answer
key-prefer = other aim
key-to-list = checklist
key-settled = show or hide questions that no longer matter
key-forget = drop all
key-insist = insist on your answer against what was collected, or no longer
key-estimate = own estimate
key-new = new
key-plan = plan
key-steps = steps
key-what-if = what if
key-questions = questions
key-checklist = checklist
key-export = export
key-undo = undo
key-redo = redo
key-find = find
key-find-next = next match
key-find-last = previous match
key-collect = collect from interfaces
key-home = other applicants
key-language = 中文
key-theme = other colours
key-mouse = mouse on or off
key-tabs = go to a view, even while typing
key-redraw = draw the screen again
key-suspend = to the shell for a while
key-help = help
key-close = close
key-quit = quit
key-stop = end at once
key-name-space = Space
key-name-up = Up
key-name-down = Down
key-name-left = Left
key-name-right = Right

## The full screen
screen-tab-questions = Questions
screen-tab-checklist = Checklist
screen-tab-plan = Plan
screen-tab-steps = Steps
screen-tab-what-if = What if
screen-too-small = This window is too small: { $width } columns by { $height } rows. Please make it at least { $least_width } by { $least_height }.
screen-other-pane = { $key }: { $name }
screen-finished = What comes next
screen-set-aside = Not known for now:
screen-settled = No longer matter:
screen-settled-shown = questions that no longer matter are shown: { $count }
screen-settled-hidden = questions that no longer matter are hidden: { $count }
screen-waived = waived
screen-short-by = short by { $amount }
screen-from = from { $from }
screen-until = until { $until }
screen-unit-days = { " " }days
screen-left = ; questions left, at most: { $count }
screen-firm = No other reading of the clauses would change this.
screen-blocked = There is no way to meet everything; in the way: { $names }
screen-to-do = to do: { $names }, then everything holds from { $day }
screen-if-fine = everything holds from { $day }, if what is unknown is fine
screen-live-between = on air between { $best } and { $worst }
screen-live-on = on air by { $worst }
screen-live-unknown = nobody can say when you can be on air
screen-gap = ;{ " " }
screen-found = Found
screen-room = Room
screen-evidence = Says who
screen-clause = Clause
screen-read-as = Read as
screen-other-reading = Or else
screen-do = What to do
screen-clause-of = { $clause } (edition { $edition })
screen-no-room = just enough: any less would not do
screen-room-left = { $amount } less would still do
screen-holds = holds
screen-timeline = Over time
screen-timeline-legend = = holds   . does not   ? unknown
screen-timeline-legend-rows = = holds   . does not   ? unknown   *--- days on which that one counts
screen-more-rows = Rows that are not drawn: { $count }.
screen-drops-next = The one of { $date } drops out first; it counts until { $until }.
screen-reading-same = comes out the same
screen-reading-then = { $reading }: { $outcome }
screen-found-at = Where to look:{ " " }
screen-by-hand = entered by hand
screen-from-file = from a file
screen-assumed = assumed
screen-from-interface = interface { $name }
screen-stale = { " " }(old: worth another look)
screen-valid-until = { " " }(valid until { $until })
screen-objective = Best at
screen-prefer-soonest = soonest
screen-prefer-cheapest = cheapest
screen-prefer-effort = least effort
screen-free = the best way by itself
screen-choices = Choices
screen-colon = :{ " " }
screen-chart-legend = # at best   = at worst   * on one day   - may wait   ! any delay delays the end
screen-not-yet = not yet
screen-how = How
screen-links = Official pages
screen-who = Who
screen-begin = Begin
screen-takes = Takes
screen-done-by = Done by
screen-deadline = Deadline
screen-after = After
screen-between = between { $from } and { $until }
screen-best-worst = { $best } at best, { $worst } at worst
screen-critical = Any delay of this delays everything.
screen-optional = Optional.
screen-why = Why: the verdict depends on { $names }.
screen-why-complete = The verdict is settled; this completes { $names }.
screen-changing = You are changing an earlier answer. Esc leaves it as it is.
screen-settled-more = The verdict is settled. Questions left that complete the checklist and the steps: { $count }. Press Enter to go on.
screen-all-answered = Nothing is left to ask.
screen-only-set-aside = Only what you did not know is left ({ $count }); press Enter to answer it.
screen-next = What to do
screen-where = Where it is
screen-file = Every answer is saved in { $path }
screen-hand-on = e writes a report, p shows the plan, 2 the checklist.
screen-rows = rows: { $count }
screen-rows-or-more = rows: { $count }, perhaps more
screen-what-if-how = Choose a fact and press Enter to change it for a try: the verdict, the dates and the plan are compared here. Nothing is saved.
screen-what-if = What if - not saved: { $names }
screen-what-if-none = What if - nothing is saved
screen-facts = Change what
screen-compared = What would come of it
screen-verdict = Verdict
screen-all-hold = Everything holds
screen-live = On air
screen-cost = Cost
screen-nobody-knows = nobody can say
screen-nothing = nothing
screen-changes = What changes
screen-no-changes = Nothing changes on the checklist.
screen-now = now
screen-then = then
screen-help = Help
screen-help-field = Keys of this field
screen-help-keys = Keys that work here
screen-help-marks = Marks
screen-help-timeline = days on which it holds, does not, nobody knows
screen-help-row = days on which a row counts
screen-help-chart = days at best, at worst, on which it may wait
screen-help-critical = any delay delays the end
screen-help-ready = a step that can begin
screen-export = Export
screen-export-check = Checklist (text)
screen-export-plan = Plan (text)
screen-export-json = Full report (JSON)
screen-export-calendar = Calendar (ICS)
screen-export-file = File
screen-export-exists = There is such a file. Press y to write over it, or change the name.
screen-export-how = Up and Down choose the format; Enter writes, Esc cancels
screen-exported = Written to { $path }
screen-no-before = There is no earlier answer to go back to.
screen-nothing-to-answer = There is nothing to answer here.
screen-not-found = Not found.
screen-undone = Undone: { $name }
screen-redone = Done again: { $name }
screen-nothing-to-undo = There is nothing to undo.
screen-nothing-to-redo = There is nothing to do again.
screen-changed-outside = The file was changed elsewhere; this is what it says now.
screen-theme-dark = Colours for a dark ground
screen-theme-light = Colours for a light ground
screen-theme-none = No colours
screen-overruled = { $source } reported something else, and that counts. F4: insist on your answer.
screen-not-standing = Your answer ({ $yours }) does not count: { $source } reported { $found }. i or F4: insist on yours.
screen-insisted = Your answer stands in place of what { $source } reported ({ $found }): { $note }. i or F4: no longer insist.
screen-insisted-alone = Your answer stands, whatever is collected: { $note }. i or F4: no longer insist.
screen-insist = Insist on your answer
screen-insist-note = Reason
screen-insist-how = The reason stands in the report. Enter saves, Esc cancels.
screen-insist-empty = A reason is needed: whoever checks the report will want to know.
screen-insist-list = F4: insist on your list.
screen-nothing-to-insist = Nothing to insist on: no answer of yours here differs from what was collected.
screen-estimate = Your own estimate
screen-estimate-takes = How long
screen-estimate-cost = Cost
screen-estimate-empty = left empty: { $value }
screen-estimate-how = e.g. 5 days, 3 to 30 days, 2 weeks; 300, 12k. Up and down change the field, Ctrl-U empties it; Enter saves, Esc cancels.
screen-estimate-which = Choose what you want to estimate, and press Enter.
screen-estimated = Saved, and the plan is drawn anew: { $name }
screen-estimate-cleared = Cleared, and the plan is drawn anew: { $name }
screen-nothing-to-estimate = Nothing to estimate here: this line has no remedy of its own.
screen-estimates = How long it takes
screen-own = own: { $takes }
screen-plan-own = By your own estimate: { $figures }.
screen-plan-own-partly = By your own estimate, what it leaves open assumed: { $figures }.
screen-plan-assumed = Time and cost are assumed; d: your own.
screen-mouse-on = Mouse on: click to choose, turn the wheel to scroll
screen-mouse-off = Mouse off: the terminal selects text as usual
screen-unsaved = Some answers are in no file yet. Press q again to leave: they will be printed.
screen-home = Applicants
screen-home-list = Choose an applicant
screen-home-empty = No applicant yet
screen-home-welcome = Answer a few questions, and know whether the platform will let you in, what is missing and from which day. Press Enter to begin.
screen-home-broken = the file is faulty
screen-new = A new applicant
screen-new-program = Program
screen-new-id = Id on the platform
screen-new-name = Name (may be left empty)
screen-new-file = File
screen-new-id-empty = Please enter the id on the platform first.
screen-new-empty = A field is still empty.
screen-new-how = The id is the one that the platform's console shows. Up and Down change the field; Enter goes on and at last creates the file; Esc cancels.
screen-collecting = collecting { $done }/{ $of }
screen-collect-title = What was collected
screen-collect-none = No interface is configured, so nothing can be collected. See the README on kaibo.toml.
screen-collect-known = { $fact }: known
screen-collect-partly = { $fact }: known in part
screen-collect-unknown = { $fact }: unknown
screen-collect-cancelled = Collecting was cancelled; nothing was written.
screen-collect-done = Collected: { $known } facts are known, { $failed } failed
