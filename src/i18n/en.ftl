# English messages. Every message exists in every language with the same arguments; a test checks it.
# Arguments: { $name }. Numbers that select a plural are named `count`.

### Punctuation
sentence-gap = { " " }
list-gap = { ", " }
full-stop = .

### Errors in files
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
label-first-here = first defined here
label-this-group = in this group
label-the-other-edition = the other edition
did-you-mean = did you mean `{ $name }`?
known-names = expected one of: { $names }

syntax-toml = invalid TOML: { $reason }
syntax-json = invalid JSON: { $reason }
syntax-too-deep = nesting is too deep (limit 127)
duplicate-key = duplicate key `{ $key }`
unknown-key = unknown key `{ $key }`
missing-key = missing key `{ $key }`
wrong-type = expected { $expected }, found { $found }
empty-text = `{ $key }` must not be empty
named-twice = `{ $name }` is listed twice

type-null = null
type-flag = true or false
type-number = a number
type-money = an amount
type-text = a string
type-choice = one of the options, as a string
type-date = a date
type-moment = a timestamp with offset
type-region = a country or region
type-path = a category path
type-list = a list
type-table = a table
type-rows = a list of rows
type-period = a period

cannot-read = cannot read { $name }: { $reason }
cannot-write = cannot write { $name }: { $reason }
write-socket = it is a socket; name a file, or send standard output there through a pipe
write-busy = another run is writing it
no-output-here = this command has no result to write; leave out -o
output-is-input = { $name } is also the input { $input }: nothing was written; name another output with -o
output-exists = { $name } exists; --force replaces it
output-is-summary = { $name } is also where the summary goes: nothing was written; name another output with -o
not-utf8 = { $name } is not UTF-8 text, see line { $line }; if it was saved as GBK, save it again as UTF-8
file-too-big = { $name } is larger than { $size }; check many applicants as records: kaibo fleet FILE
utf-16 = { $name } is UTF-16 text; save it again as UTF-8
several-records = several records: kaibo fleet { $name }
a-table = a table of records: kaibo fleet { $name }
compressed-records = compressed records: kaibo fleet { $name }
own-fault = internal error (please report): { $reason }

bad-number = `{ $value }` is not a number
number-spelling = write digits, optionally with a decimal point: 12, 6800.01
negative-number = `{ $value }` is negative; this value cannot be negative
fraction-of-a-whole = `{ $value }` has a fraction; write a whole number
too-many-decimals = `{ $value }` has too many decimals; at most { $count } are allowed
number-too-big = `{ $value }` is too large
bad-date = `{ $value }` is not an existing date
date-spelling = write 2026-11-22, or a timestamp with offset: 2026-11-22T10:00:00+08:00
bad-moment = `{ $value }` is not a timestamp with offset
moment-spelling = write 2026-11-22T10:00:00+08:00
bad-period = `{ $text }` is not a period
period-spelling = write a whole number and days, weeks, months or years (hours or minutes for elapsed time): `90 days`, `1 year`
bad-takes = `{ $text }` is not a duration
takes-spelling = write `7 days`, `3..30 days` or `unknown`
bad-cost = `{ $text }` is not an amount with currency
cost-spelling = write `300 CNY` or `0.01 CNY`
future-date = { $day } lies in the future; what has happened is asked for
future-date-help = use --assume for what might be
bad-region = `{ $value }` is not a country or region
region-spelling = write its name, or two capital letters (ISO 3166-1): CN, HK, SG
path-spelling = write first level > second level
empty-level = `{ $value }` has an empty level
unknown-option = `{ $value }` is not one of the options
bad-as-of = `--as-of { $value }`: write a date such as 2026-11-22, or a timestamp with offset

### Errors in rulebooks
no-program-file = { $name } is missing
no-editions = the program has no editions
unknown-program = unknown program `{ $name }`
id-and-folder = the program's id is `{ $id }`, but its directory is named `{ $folder }`
edition-and-file = the edition's id is `{ $id }`, but its file is named `{ $file }`
bad-name = `{ $name }` is not a valid name: use letters, digits, `_` and `-`, and each name once
unknown-zone = unknown time zone `{ $name }`: use a name of the IANA database
unknown-kind = unknown value type `{ $value }`
unknown-currency = unknown currency `{ $value }`: use an ISO 4217 code
unknown-actor = unknown actor `{ $value }`
too-few-options = a choice needs at least two options
no-columns = rows need at least one column
bad-decimals = `decimals` must be a whole number from 0 to 6
bad-effort = `effort` must be a whole number from 1 to 5
unknown-edition = unknown edition `{ $name }`
like-in-circles = circular `like` reference: `{ $name }`
supersedes-in-circles = circular `supersedes` reference: `{ $name }`
two-editions = `{ $first }` and `{ $second }` are both in force on { $day }, and neither supersedes the other
until-before-from = `until` is before `from`
no-root = the edition has no root requirement `eligible`
test-or-group = `{ $name }` must be either a test or a group
test-or-group-help = a test has `of`; a group has one of `all`, `any`, `none`
readings-of-a-group = only a test can have alternative interpretations (`readings`)
reading-like-the-test = this reading does not differ from the test
unknown-requirement = unknown requirement `{ $name }`
unknown-after = unknown step or requirement `{ $name }`
unknown-step = unknown step `{ $name }`
step-and-requirement = `{ $name }` is also the name of a step
workaround-and-remedy = a requirement with a remedy needs no `workaround`: put it into the remedy's `do`
step-wants-requirement = step `{ $step }` refers to `{ $name }`, which the edition `{ $edition }` does not define
opening-wants-requirement = the edition `{ $edition }` does not define the requirement `{ $name }`
unreached-requirement = `{ $name }` is not used by the root or by a step
unread-fact = the fact `{ $name }` is not used by any requirement
cycle = dependency cycle: { $names }
tree-too-large = `{ $name }` is too large: groups may be nested { $depth } levels deep, and list { $lines } requirements in all; put each requirement into one group
conditional-not-under-all = `{ $name }` may not apply, so it is allowed only under `all`; `{ $group }` is another kind of group
bad-at-least = `at_least` must be a whole number from 1 to { $count }
at-least-without-any = `at_least` is allowed only with `any`
empty-list = the list is empty
empty-where = this `where` has no conditions
unknown-fact = unknown fact `{ $name }`
unknown-column = unknown column `{ $name }`
unknown-list = unknown list `{ $name }`
list-of-paths = the list `{ $name }` contains paths, but it is compared with another type
alias-of-nothing = alias of `{ $name }`, which is not in the list
alias-of-itself = `{ $name }` is in the list and needs no alias
in-or-not-in = use either `in` or `not_in` to refer to a list
no-order = `{ $sign }` needs ordered values, and these have no order
nothing-can-meet = condition is never true
nothing-can-fail = condition is always true
several-measures = a test has one measure; found { $names }
measure-does-not-fit = `{ $measure }` does not apply here: this is { $kind }
rows-without-measure = a test of rows needs a measure
measures = one of count, streak, sum, mean, min, max, latest
not-rows = `{ $name }` is a single value; `where`, windows and delays apply to rows only
bad-count = `{ $value }` cannot be counted here
bad-length-unit = the unit of `length` must be `characters` or `units`
bad-ending = `{ $text }` is not a valid window end
ending-spelling = write `1 day ago`
clock-period = `{ $key }` must be in calendar units: days, weeks, months or years
rows-without-date = these rows have no date column
past-without-date = `past` is about dates, and `{ $name }` has none
consistent-without-date = `not_before` compares dates: `{ $name }` needs exactly one column with dates or timestamps
consistent-with-itself = `not_before` must name a fact other than `{ $name }` itself
not-before-or-unique = use either `not_before` or `unique`
unique-is-the-key = these columns are the fact's `key`: two rows with one key are rejected anyway
several-dates = these rows have several date columns ({ $names }); choose one with `dated`
not-a-date = `{ $name }` is not a date
after-itself = `of` and `after` are the same fact
daily-without-window = the { $measure } of a daily fact needs a window: add `within`
window-without-days = this window never contains a day
bad-adds = a remedy can add only "row"
adds-and-raises = a remedy must either add rows or raise a measure
remedy-does-not-fit = `{ $key }` does not apply to this test

### Errors in facts files
missing-program = the file does not name its program
other-program = this file is for `{ $name }`, not for `{ $program }`
other-applicant = the collected facts belong to `{ $name }`, but the facts file belongs to `{ $applicant }`
duplicate-row = two rows have the key `{ $key }`
partial-and-at-most = use either `partial` (these rows, perhaps more) or `at_most` (these rows or fewer)
override-without-note = an override of collected data needs a reason in `note`
annotate-without-key = the rows of `{ $name }` have no key, so they cannot be annotated
annotate-the-key = `{ $name }` is part of the key and cannot be annotated
annotation-of-nothing = unused annotation: no row of `{ $fact }` has the key `{ $name }`
waiver-under-none = `{ $name }` is under a `none` group, where a waiver would have the opposite effect
before-the-first-edition = no edition was in force on { $day }; the first one starts on { $begins }
no-edition-on = no edition is in force on { $day }
which-program = several programs are available; choose one with --program: { $names }
facts-valid = facts file is valid; { $known } of { $all } facts provided
facts-new = Facts for { $program }. Remove the # before the facts that you know; leave the others as they are.

### Errors in examples
expects-nothing = this example has no expectations
example-too-early = { $name }: no edition was in force on that day
example-failed = { $name }: { $of }: expected `{ $expected }`, found `{ $found }`

### Statuses and verdicts
status-met = met
status-unmet = not met
status-pending = not yet
status-unknown = unknown
status-not-applicable = does not apply
verdict-eligible = Meets the published requirements
verdict-not-eligible = Does not meet the published requirements
verdict-pending = Eligible later, no action needed
verdict-unknown = Undetermined: facts missing
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
verdict-undecided = Undetermined
verdict-with-conditions = { $verdict }; note: { $conditions }
condition-gap = {"; "}
condition-closed = the program accepts no new applicants at present
condition-invitation = the program accepts new applicants by invitation only
condition-unverified = whether the program accepts new applicants has not been verified
condition-waiver = only with a waiver
condition-stale = rests on outdated facts: { $facts }
condition-stale-fact = { $fact } ({ $day })
condition-assumed = based on assumptions
condition-contradiction = facts contradict each other
condition-edition-ends = the edition ends on { $day }
condition-edition-ended = the edition ended on { $day }
warning-stale-list = `{ $fact }` was looked up on { $day }: nothing is known of the days after { $day }
warning-stale = `{ $fact }` is outdated: it was observed on { $day }
warning-alike = rows of `{ $fact }` contradict each other
warning-contradiction = `{ $fact }` and `{ $other }` contradict each other
warning-edition-ends = the edition ends on { $day }, and no other follows: nothing is known of the days after
warning-edition-ended = the edition ended on { $day }, and no other follows it
next-why-stale = This is asked first, because the result rests on what was observed on { $day }: { $names }.
next-why-access = This is asked first, because the program accepts no new applicants at present, and those who have access keep it: { $names }.
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
text-opening = { $note } (checked on { $day })
text-instead = { " " }Instead: { $instead }.
text-requirements-of-newcomers = Requirements for new applicants
text-instead-check = { " " }To check that one: kaibo check FILE --program { $program }
text-requirements = Requirements
text-short-by = , short by { $amount }
text-waived = { " " }(waived)
text-not-firm = { " " }(depends on interpretation)
text-depends-on = The result depends on the interpretation of { $requirement }. If interpreted as “{ $reading }”: { $status }.
text-next-steps = Next steps
text-takes = Takes { $takes }.
text-cost = Costs { $cost }.
takes-unknown = unknown
text-no-remedy = There is no known remedy.
text-wait = Wait until { $from }; no action needed.
text-remarks = Notes
text-waiver = { $requirement } is waived from { $from } until { $until } by { $by }: { $reason }

### Reasons
why-not-applicable = Not applicable, because this condition is false: { $condition }.
why-group = { $true } of { $total } are met, { $unknown } unknown; required: { $wanted }.
why-none = { $true } of { $total } are met, { $unknown } unknown; required: none.
why-today = Today is { $day }; required: { $needed }.
why-value = { $fact }: { $value }; required: { $needed }.
why-unknown = { $fact }: unknown; required: { $needed }.
why-length = { $fact } has length { $value }; required: { $needed }.
why-elapsed-days = { $count ->
    [one] { $count } day has passed; required: { $needed }.
   *[other] { $count } days have passed; required: { $needed }.
}
why-elapsed-minutes = { $count ->
    [one] { $count } minute has passed; required: { $needed }.
   *[other] { $count } minutes have passed; required: { $needed }.
}
why-rows = { $fact }: { $measure } { $value }; required: { $needed }.
why-no-rows = { $fact }: no rows to measure; required: { $needed }.
why-not-yet-detected = { $count ->
    [one] One row is not yet detected; it counts from { $day }.
   *[other] { $count } rows are not yet detected; the first counts from { $day }.
}
why-future = { $count ->
    [one] One row is dated after the day of the check; it counts from { $day }.
   *[other] { $count } rows are dated after the day of the check; the first counts from { $day }.
}
why-expired = { $count ->
    [one] One row has expired.
   *[other] { $count } rows have expired.
}
why-missing = { $count ->
    [one] One row is incomplete.
   *[other] { $count } rows are incomplete.
}
why-unconfirmed = { $count ->
    [one] One row is unconfirmed.
   *[other] { $count } rows are unconfirmed.
}
why-excluded = { $count ->
    [one] One row is excluded by the conditions.
   *[other] { $count } rows are excluded by the conditions.
}
why-partial = There may be more rows.
why-alias = { $name } counts as { $listed }.
why-level-listed = { $name } is not listed, but its first level is; the closest entries are { $names }.
why-not-listed = { $name } is not listed; the closest entries are { $names }.
why-not-listed-at-all = Neither { $name } nor its first level is listed.
why-pending = Met from { $from }.
why-waived = Waived by { $by } until { $until }: { $reason }.
measure-count = number
measure-days = days
measure-streak = longest streak of days
measure-sum = sum
measure-mean = mean
measure-min = minimum
measure-max = maximum
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
warning-future-row = `{ $fact }` has a row dated after the day of the check; it counts from its date.
warning-expired = `{ $fact }` was valid until { $day }; it is now unknown.
warning-idle-waiver = The waiver of `{ $requirement }` has no effect.
warning-conflict = Two sources disagree about `{ $fact }`: { $used } was used, { $other } was not.

### Rulebooks as text
rules-in-force = in force since { $from }
rules-from = from { $from }, superseded
rules-from-until = from { $from } until { $until }
rules-valid = { $program }: { $editions } editions, { $requirements } requirements, no errors
rules-no-examples = { $program } { $edition }: no examples
rules-tested = { $program } { $edition }: { $run } examples, { $failed } expectations failed
rules-not-shown = no example shows `{ $requirement }` as { $values }
rules-mutations = { $tried } changes to the rules tried, { $unnoticed } not detected by the examples
rules-steps = Steps:
rules-role-condition = { ", " }a condition
rules-role-step = { ", " }used by steps
rules-all = all of:
rules-any = { $count ->
    [one] any of:
   *[other] at least { $count } of:
}
rules-none = none of:
rules-applies-when = applies only if: { $condition }
rules-understood = interpreted as: { $text }
rules-reading = alternative interpretation: { $text }
rules-remedy = remedy: { $text }
rules-value = { $fact }: { $needed }
rules-rows = { $fact }: { $measure } { $needed }
rules-within = , within { $period }
rules-ending = , up to { $period } ago
rules-seen-after = , detected after { $period }
rules-where = , { $column }: { $condition }

### Fleet
fleet-not-utf8 = this is not UTF-8 text; if it was saved as GBK, save it again as UTF-8
fleet-too-long = the line is longer than { $limit } bytes
fleet-broken = unexpected end of input: { $reason }
fleet-zip = a zip archive; no line of it is answered
fleet-trailing = bytes after the end of the compressed data; the records before them were checked
fleet-no-record = no record was found
fleet-old-workbook = an old Excel workbook (.xls), or one with a password; save it as .xlsx without a password
fleet-spreadsheet = the spreadsheet can't be read: { $reason }
fleet-no-sheet = no sheet is called “{ $name }”; there are: { $known }
fleet-needs-tables = this build of kaibo reads no spreadsheets and no encoding but UTF-8; it was built without the feature `tables`
fleet-no-header = no header: the columns must be named, or mapped; `kaibo fleet columns FILE` proposes a mapping
fleet-no-applicant = no column names the applicant; call one `applicant`, or map one. The columns are: { $columns }
fleet-two-columns = two columns are `{ $target }`: “{ $first }” and “{ $second }”; say in a mapping which one counts
fleet-no-column = this table has no column “{ $name }”. Its columns are: { $columns }
fleet-open-array = the array does not end: the file may be incomplete; everything before is answered
fleet-cell-of-rows = “{ $text }” does not say which rows `{ $fact }` has; write them as JSON, or say in a mapping which column of the rows this is and what means none
fleet-uneven-rows = { $found } values beside { $expected } in another column of the same rows; write as many, or one for all
fleet-read-as = read as { $name }
fleet-header-on = the first line is not the header: line { $line } is
fleet-unused = { $names } is not used
fleet-sheet = sheet “{ $read }” was read, the others were not: { $others }; --sheet chooses another
propose-head = What the columns of { $file } mean for { $program }.
    Check it, then use it: kaibo fleet { $file } --program { $program } --map columns.toml
    Lines that begin with “#?” are guesses: delete the “#?” of those that are right.
propose-keep = Columns that say nothing about the requirements. --columns kept shows them in the output.
propose-none = Texts that mean that there are none. Without this they mean that nothing is known.
propose-none-note = in { $n } of { $of } rows; does it mean that there are none?
propose-values = Texts that mean an option.
propose-constants = Values that no column states, the same for all.
propose-constant-note = no column says “{ $column }”; one of: { $options }
propose-unreadable = { $n } of { $of } values can't be read as this: { $texts }
propose-applicant = no heading names the applicant; the values of this column differ in every row
propose-twice = another column says this already
map-unknown-target = nothing is called `{ $name }`
map-no-rows = `{ $name }` has no rows
map-unmapped = no column “{ $name }” is mapped
map-constant-and-column = `{ $name }` has a column, and can't be the same for all
map-constant-without-rows = no column states rows of `{ $name }`
fleet-unknown-encoding = no encoding is called `{ $name }`; try GB18030, UTF-8 or UTF-16LE
fleet-empty-folder = there is no facts file in this folder
fleet-sum-unlocks-cost = The same by what one more eligible applicant costs, the cheapest first
fleet-sum-unlock-cost = { $cost } each through: { $what } ({ $n } applicants, { $all } in all)
fleet-sum-by = By { $column }
fleet-sum-group = { $value }: { $n } of { $of } eligible ({ $share }); { $pending } later without action, { $unknown } undetermined
fleet-sum-more-groups = and { $n } more; --list shows all
fleet-sum-no-value = (nothing stated)
previous-lost = Eligible before and not now ({ $n }):
previous-gained = Eligible now and not before ({ $n }):
fleet-workbook-needs-file = a workbook goes into a file: -o FILE.xlsx
list-applicant = Applicant
list-name = Name
list-verdict = Verdict
list-firm = Firm
list-eligible-from = Eligible from
list-eligible-until = Eligible until
list-opening = Whether the program is open
list-conditions = Note
list-missing = What is missing
list-next-action = Next action
list-next-day = On
list-next-by = No later than
list-who = Who acts
list-cost = Cost
list-error = Error
list-file = File
list-line = Line
list-yes = yes
list-no = no
list-missing-one = { $requirement }: { $why }
list-line-gap = {" · "}
list-impossible = Not possible: { $requirement }. Nothing can be done about it.
list-impossible-but = Not possible: { $requirement }. { $way }
list-find-out = Find out: { $ask }
list-wait = No action needed: eligible later by itself
list-time = no one
list-actor-applicant = the applicant
list-sheet-summary = Summary
list-sheet-eligible = Eligible
list-sheet-pending = Eligible later
list-sheet-unknown = Unknown
list-sheet-not-eligible = Not eligible
list-sheet-held = Has access
list-sheet-errors = Errors
fleet-unusable = { $name }, line { $line }: { $error }
fleet-panic = internal error: a worker thread panicked
fleet-with-help = { $error }; { $help }
fleet-in-cell = { $name }: { $error }
fleet-cells = expected { $expected } columns, found { $found }
fleet-serial-days = { $count } dates are numbers, which were read as the days of a spreadsheet (46346 is 2026-11-20)
fleet-account = { $read } records: { $written } checked, { $rejected } rejected; blank lines: { $blank }
fleet-interrupted-resumable = Interrupted. Completed work is kept; run the same command with --resume to continue.
fleet-kept = Completed work is kept; run the same command with --resume to continue.
fleet-nothing-to-resume = There is nothing to resume; starting from the beginning.
fleet-resume-differs = cannot resume: { $name } has changed
fleet-resume-needs-files = --resume needs input files and an output file (-o)
fleet-which-program = { $flag } needs --program
fleet-progress = <bar:30> <bytes>/<total_bytes>, <msg> records/s, <eta> left
fleet-progress-open = <bytes>, <msg> records/s
fleet-sum-head = { $program } · edition { $edition } · { $day }
fleet-sum-verdicts = Verdicts
fleet-sum-verdict = { $what }: { $n } of { $of } ({ $share })
fleet-sum-conditions = Conditions on the verdicts
fleet-sum-condition-waiver = { $n } only with a waiver
fleet-sum-condition-stale = { $n } rest on outdated facts
fleet-sum-condition-assumed = { $n } based on assumptions
fleet-sum-condition-contradiction = { $n } depend on facts that contradict each other
fleet-sum-condition-edition-ends = { $n } limited by the end of the edition
fleet-sum-lacking = Missing requirements of the { $of } that are not eligible today
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
fleet-sum-lack-unknown = { $count } of them are undetermined
fleet-sum-rest = { $count ->
    [one] { $n } lack one other set
   *[other] { $n } lack { $count } other sets
}
fleet-sum-others = others, combined
fleet-sum-rules = another edition
fleet-sum-gaining = Will become eligible without action by { $until }: { $n } of { $of }
fleet-sum-losing = Will lose eligibility by { $until }: { $n } of { $of }
fleet-sum-through = { $n } because of: { $what }
fleet-sum-soon = { $tomorrow } by tomorrow, { $week } within 7 days
fleet-sum-first = The first ones:
fleet-sum-day = { $from }: { $n }
fleet-sum-peak = most on { $bar }
fleet-sum-days = { $from } to { $to }: { $n }
fleet-sum-unlocks = How many a single action would make eligible
fleet-sum-unlock = { $n } of { $of } by: { $what }
fleet-sum-readings = Verdicts or dates that depend on an interpretation: { $count } of { $of }
fleet-sum-reading = { $requirement }, interpreted as “{ $reading }”: { $would }
fleet-sum-would-meet = { $n } would be eligible
fleet-sum-would-later = { $n } would be eligible later
fleet-sum-would-be-unknown = { $n } undetermined
fleet-sum-would-not = { $n } would not be eligible
fleet-sum-would-move = { $n } would have other dates
fleet-sum-against = With edition { $edition }
fleet-sum-gain = { $count } would become eligible
fleet-sum-lose = { $count } would lose eligibility
fleet-sum-otherwise = { $otherwise } would change in another way, { $same } would not change
fleet-sum-rejected = { $count } of { $of } were rejected; the first ones:
fleet-sum-paths = { $fast } records took the fast path, { $plain } the reference path.
fleet-page-title = Summary of a fleet

### Differences
diff-unreadable = { $name } cannot be compared: { $reason }
diff-cause-facts = facts
diff-cause-rules = rules
diff-cause-time = time
diff-cause-facts-or-rules = not as predicted: facts or rules changed, or daily figures were not updated
diff-cause-unknown = cause unknown
diff-cause-added = only in the new one
diff-cause-removed = only in the old one
diff-none = none
diff-verdict = { $old } → { $new }
diff-until = until { $old } → until { $new }
diff-from = from { $old } → from { $new }
diff-line = { $applicant }: { $what } ({ $through })
diff-account = { $same } unchanged, { $changed } changed: { $gained } became eligible, { $lost } lost eligibility; { $added } only in the new one, { $removed } only in the old one
diff-through = { $n } because of: { $through }
diff-errors = { $old } errors in the old output and { $new } in the new one were not compared
diff-twice = { $name } contains { $applicant } twice; these records are not compared

### Help
help = Checks whether an applicant qualifies for a platform's program, what is missing, what to do, and from which day
help-check = Check one applicant
help-check-facts = The facts file, TOML or JSON; - reads standard input
help-check-assume = Assume a fact for this run: `payments += 2026-12-01`, `official_accounts[0].fans = 140`; repeatable
help-check-anyway = Advise on the other requirements even if one of them makes access impossible
help-check-strict = Count outdated facts as unknown, and ignore waivers
help-check-format = The output format
help-facts = Write or check facts files
help-facts-new = Write an annotated facts file to fill in
help-facts-new-force = Replace the file that -o names, if it exists
help-facts-check = Validate a facts file
help-facts-check-facts = The facts file, TOML or JSON; - reads standard input
help-diff = Compare two fleet outputs or two reports: what changed, and why
help-diff-old = The old output
help-diff-new = The new output
help-diff-format = The output format
help-fleet = Check many applicants, one record at a time
help-fleet-files = Files of records: JSONL or CSV with a header, plain, gzip or zstd; - reads standard input
help-fleet-format = The output format
help-fleet-input = The input format; by default the file's extension decides. In CSV, a cell with rows contains JSON
help-fleet-full = Write a full report on one line per record
help-fleet-summary = Print a summary as text, JSON or an HTML page. If the results go to a file (-o), the summary is printed as well; otherwise it replaces them
help-fleet-within = How far the summary looks ahead
help-fleet-against = Compare with this edition: who would become eligible, who would lose eligibility, and why
help-fleet-columns = Propose what the columns of a table mean, as a mapping for --map
help-fleet-columns-file = The table: CSV, .xlsx or .ods
help-fleet-columns-encoding = The encoding of the table, where it is not found out
help-fleet-columns-sheet = The sheet to read, where it is not the first
help-fleet-map = Say with this file what the columns of a table mean
help-fleet-encoding = The encoding of the input, where it is not found out: GB18030, UTF-16LE, …
help-fleet-sheet = The sheet of a spreadsheet to read, where it is not the first
help-fleet-list_columns = What a line carries, with commas between: applicant, name, verdict, firm, eligible_from, eligible_until, opening, conditions, requirements, missing, next_action, next_day, next_by, who, cost, ids of requirements, headings of the input, or kept for all that the mapping keeps
help-fleet-bom = Begin CSV with a byte order mark, as some spreadsheets need
help-fleet-list = Show full lists in the summary, not the first entries
help-fleet-by = Group the summary by this column of the input
help-fleet-previous = Compare with this earlier output: who gained, who lost, and through what
help-fleet-fail_on = When to end with an error: lost (1 if anyone lost since --previous), error (2 if a record can't be read), never
help-fleet-resume = Resume an interrupted run
help-fleet-strict = Count outdated facts as unknown, and ignore waivers
help-fleet-threads = The number of threads, at most four per processor
help-fleet-max_line = Reject lines longer than this many bytes
help-practice-data = Generate sample applicants, one per line
help-practice-data-count = The number of applicants
help-practice-data-seed = The same seed generates the same applicants
help-rules = Inspect rulebooks
help-rules-list = List the programs and their editions
help-rules-show = Show a program's requirements as text
help-rules-show-id = The program
help-rules-lint = Validate rulebooks
help-rules-lint-ids = The programs; all of them by default
help-rules-test = Run the examples of every edition
help-rules-test-ids = The programs; all of them by default
help-completions = Generate shell completions
help-completions-shell = The shell
help-man = Generate the manual page
help-program = The program, if the file does not name it
help-edition = Evaluate against this edition regardless of date
help-as_of = The day of the check, or a timestamp: 2026-11-22; now by default
help-output = Write to this file atomically; - is standard output
help-lang = zh or en; by default from the locale
help-color = When to use colour
help-ascii = Use ASCII symbols only
help-rules_dir = A directory of rulebooks that take precedence over the built-in ones
help-help = Show this help
help-version = Show the version
help-exit-codes =
    Exit codes: 0 eligible or done, 1 not eligible or found invalid, 2 wrong usage or unusable input,
    3 pending: eligible later without action, 4 undetermined, 5 a source failed, 6 output failed, 130 interrupted

## Collecting: the configuration and the run.

collect-whose-applicant = the configuration has several entities; add `entity = "…"` to the facts file to say which one { $applicant } belongs to
collect-whose-account = the configuration has several entities; add `entity = "…"` to say which one this account belongs to
collect-none-of-entity = no account is configured for the entity `{ $entity }`
collect-account-twice = this AppID is configured twice
collect-secret-and-token = use either `app_secret` or `token` for an account, not both
collect-bad-app-id = `{ $key }` is not an AppID: letters, digits and underscores only
collect-unknown-option = the value of `{ $key }` is not one of the options
collect-bad-base-url = invalid address
collect-base-url-spelling = write `https://` and a host, optionally with a port and no path; `http://` is allowed for this machine only, such as http://127.0.0.1:8080
collect-secret-in-clear = `{ $key }` must say where the secret is stored; the configuration must not contain secrets. Write { "{" } env = "…" { "}" }, { "{" } file = "…" { "}" } or { "{" } command = ["…"] { "}" }; if the file contained a real secret, reset it on the platform
collect-secret-place = use exactly one of `env`, `file` and `command` for a secret
collect-secret-env = the environment variable that `env` names here is not set
collect-secret-file = cannot read the file that `file` names here: { $reason }
collect-secret-open-file = other users can read the file that `file` names here, so it cannot hold a secret
collect-secret-close-file = make it readable by its owner only: chmod 600 FILE
collect-secret-command = the command in `command` gave no secret: { $reason }; run it by itself to see its messages
collect-secret-slow-command = the command in `command` did not end within { $seconds } seconds
collect-secret-unlikely = this is not a usable secret: it is empty, too long, or has several lines
collect-bad-evidence = the evidence in { $path } cannot be used: { $reason }
collect-altered-evidence = { $path }: evidence was modified: digest mismatch
collect-other-applicant = the evidence belongs to { $found }, but the facts file belongs to { $applicant }
collect-no-config = { $path } was not found, neither in this directory nor in { $user }
collect-config-not-approved = { $path } lies in the working directory, and you have not approved it. A configuration can run commands and send secrets, so it is not used.
collect-config-changed = { $path } has been changed since you approved it, so it is not used.
collect-config-approve = see what it may do and approve it: kaibo trust { $path }   or use it once: --config { $path }
collect-no-home = there is no home directory in which approvals could be kept; use --config FILE
trust-approved = Approved as it is now: { $path }. It may:
trust-not-approved = Not approved: { $path }. It would be allowed to:
trust-env = read the environment variable { $what }
trust-file = read the file { $what }
trust-command = run the command { $what }
trust-address = send secrets to { $what }
collect-no-stdin = collecting needs a facts file on disk, because the result is written beside it
collect-cannot-read = cannot read { $path }: { $reason }
collect-cannot-write = cannot write { $path }: { $reason }
collect-no-runtime = the network is not available: { $reason }
collect-interrupted = interrupted; nothing was written
collect-plan = at least { $calls } calls to { $accounts } accounts
collect-known = known
collect-partly = partly known
collect-unknown = unknown
collect-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
collect-wrote = facts: { $path }
collect-left = no facts were collected; the earlier file is unchanged: { $path }
collect-kept = evidence: { $path }
collect-some-failed = { $count ->
    [one] a source failed for { $count } fact; the rest was written
   *[other] sources failed for { $count } facts; the rest was written
}
collect-some-not-renewed = { $count ->
    [one] { $count } fact was not updated and keeps its earlier value
   *[other] { $count } facts were not updated and keep their earlier values
}
mock-server-ready = Mock server listening on { $address }. Press Ctrl-C to stop.
mock-server-try = Try it in another terminal: cd { $folder } && kaibo trust kaibo.toml && kaibo collect shop.toml && kaibo check shop.toml
mock-server-shown = { $file }:
mock-server-bad = `{ $value }` is not a known fault

## Collecting: notes on facts.

collect-file-header = Generated by `kaibo collect`, which replaces this file on every run. Put your own facts into the facts file beside it.
collect-call-failed = { $account }, { $call }: { $reason }
collect-refused = errcode { $code }: { $meaning }
collect-refused-saying = errcode { $code } “{ $said }”: { $meaning }
collect-next-step = { " " }The platform's own next step: { $next }
collect-rid = { " " }(rid { $rid })
collect-status = the server returned HTTP status { $status }. Try again later.
collect-unreachable = cannot reach the server ({ $detail }). Check the network, the proxy and `base_url`.
collect-timed-out = the request timed out. Try again later.
collect-incomplete = the connection closed before the response was complete. Try again later.
collect-too-large = the response is larger than this API's limits (bytes, entries or nesting), so it was not read.
collect-run-over = the time limit for the whole run was reached. Run it again, or raise the limit with `--timeout`.
collect-field-twice = the response contains the field `{ $field }` twice, so it is not used.
collect-not-json = the response is not JSON; a proxy may have sent it. Check the proxy and `base_url`.
collect-malformed = the response does not match the documentation ({ $detail }), so it is not used.
collect-no-token = no access token was available: { $call }: { $reason }
collect-other-account = the token belongs to another account than the configured AppID, so its responses are not used. Check which secret belongs to which account.
collect-new-refresh-token = { $account }: the platform issued a new refresh token, which is kept for the next run. The configured one may stop working: store the newest one wherever your own server keeps it.
collect-new-refresh-token-lost = { $account }: the platform issued a new refresh token, which was not kept because of `--no-cache`. The configured one may stop working.
collect-not-kept = the evidence contains no response to this call.
collect-not-configured = No account is configured for the mini program { $applicant }.
collect-needs-platform = { $call } is available only to a third-party platform that the account has authorised, not with the account's own secret.
collect-needs-platform-for = { $account }: { $call } is available only to a third-party platform that the account has authorised.
collect-owner-is = The platform returned the owner's name but not the owner's type: { $name }.
collect-field-missing = The response has no field `{ $field }`.
collect-field-undocumented = `{ $field }` is { $value }, a value that is not documented.
collect-account-cancelled = { $account }: the platform reports this account as cancelled.
collect-account-banned = { $account }: the platform reports this account as banned; check the console for a severe penalty.
collect-account-warned = { $account }: the platform reports a warning for this account; check the console for the penalty.
collect-account-frozen = { $account }: the platform reports this account as frozen; check the console for a severe penalty.
collect-categories-without-state = { $call } returned these categories without their review status, so they are not counted: { $names }.
collect-categories-second-level = { $call } returned these second-level categories without their first level or review status, so they are not counted: { $names }.
collect-day-empty = { $date }: the platform returned no data for this day, so it is unknown.
collect-day-not-ready = { $date }: the platform's data for this day is not ready yet, so it is unknown; collect again later.
collect-violations-since = Requested records since { $date }. The platform does not report their severity: state it under [annotate.violations], by number.
collect-other-mini-programs = The owner may have other mini programs that are not configured; if not, write `mini_programs = "all"` under [[entities]].
collect-appeal-accepted = The appeal against record { $record } was accepted, so the record does not count.
collect-appeal-unread = The result of the appeal against record { $record } could not be read, so the record may or may not count.
collect-appeals-not-asked = { $account } has many records: appeals of the { $count } oldest were not queried, so they may or may not count. Check them in the console.
collect-followers-of-day = { $account }: followers at the end of { $date }.
collect-no-official-accounts = No official account of the owner is configured.
collect-other-official-accounts = The owner may have other official accounts that are not configured; if not, write `official_accounts = "all"` under [[entities]].
collect-live-contradiction = The plug-in list shows live as enabled, but getliveinfo denies access; check the console.
collect-no-plugin = The live plug-in is not among the approved ones; this alone does not show that live is disabled.
collect-room-is-over = Room { $room } has ended by its schedule, but the platform reports it as not started; its status is left unknown.
collect-goods-unsettled = The status of { $count } goods changed while they were read and is left unknown.
collect-no-versions = The platform returned neither a released nor a trial version, so the status is left unknown.
collect-does-not-fit = The platform's data does not match the program: { $reason }
collect-more-notes = (and { $count } more notes)
collect-not-renewed = Not updated on { $date }; this is the value of { $since }.

## What WeChat's codes mean, and what to do.

errcode-unknown = a code that isn't documented. Look it up in the platform's list of global codes.
errcode-minus-1 = the platform is busy. Try again later.
errcode-1 = no room has been created yet.
errcode-2 = no payment in the last 90 days that the platform has counted. Payments count one to two days later, and only in the released version.
errcode-1001 = not documented; seen when parameters were sent in the body. Send them in the URL.
errcode-40001 = the secret is wrong, or the token isn't valid any more or belongs to another account. Check the app secret in the account's console, and that it belongs to this AppID.
errcode-40013 = the AppID is wrong. Check `app_id` in the configuration.
errcode-40014 = the token isn't valid. Get a new one.
errcode-40125 = the app secret is wrong. Check it in the account's console; it may have been reset.
errcode-40164 = the address from which the call came isn't on the account's IP whitelist. Add it: console → Development → Development settings → IP whitelist; errmsg names the address.
errcode-41001 = no token was sent. This is an error in kaibo; please report it.
errcode-41002 = no AppID was sent. Check `app_id` in the configuration.
errcode-41004 = no secret was sent. Check `app_secret` in the configuration.
errcode-41033 = only for accounts that the third-party platform registered itself. State this fact yourself.
errcode-42001 = the token has expired. Get a new one.
errcode-43104 = this AppID has no permission. Ask the account's administrator which permission sets were granted.
errcode-44002 = an empty request was sent. This is an error in kaibo; please report it.
errcode-45009 = today's quota of this API is used up. Try again tomorrow.
errcode-45011 = too many calls in a minute. Wait a minute and try again.
errcode-47001 = the request was not readable. This is an error in kaibo; please report it.
errcode-48001 = this API is not granted to the account. The account may not be verified, or the permission set is missing; check console → Development → Interface permissions.
errcode-48001-live = the account has no access to this live API. Live may not be open, may have been revoked, or the API may not be granted; the code does not say which. Check console → Functions → Live.
errcode-48004 = the platform has banned the account from this API because of a penalty. Check the notifications in the console.
errcode-50002 = the account is frozen or cancelled. Look at the notifications in the console.
errcode-61003 = the account hasn't authorised this third-party platform. Have its administrator authorise it.
errcode-61004 = the address isn't registered for the third-party platform, or the function isn't granted. Check the platform's address whitelist first.
errcode-61005 = the platform's ticket has expired. Give the newest component_verify_ticket; WeChat pushes one every ten minutes.
errcode-61006 = the platform's ticket isn't valid. Give the newest component_verify_ticket; WeChat pushes one every ten minutes.
errcode-61007 = this API is not granted to the third-party platform: a permission set is missing from the authorisation (52 for live, 76 and 18 for violations, 30 for categories). This does not describe the account itself. Have the administrator authorise again with that set.
errcode-61023 = the refresh token isn't valid any more. Have the account's administrator authorise again.
errcode-61500 = a date has the wrong format. This is an error in kaibo; please report it.
errcode-61501 = the dates are not allowed: this API takes one day per call, yesterday at the latest. Check the clock of this machine.
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
errcode-200001 = a system error of the platform. Try again later.
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
errcode-300011 = the goods were not added through the API. Change them in the console.
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

help-collect = Collect facts from the configured APIs, with provenance and evidence
help-collect-facts = The applicant's facts file; collected facts are written to `<name>.collected.toml` beside it
help-collect-replay = Recreate the same facts from stored evidence, without a network
help-collect-config = The configuration; otherwise an approved `kaibo.toml` here, otherwise the one in your configuration directory
help-collect-no_cache = Do not keep tokens for the next run
help-collect-timeout = The time limit for the whole run, in seconds (180); what was not queried by then stays unknown
help-collect-verbose = Log every API call
help-trust = Approve a configuration in a working directory, and show what it may do
help-trust-file = The configuration; a changed file must be approved again
help-trust-show = Only show what it may do
help-practice-server = Run a mock of WeChat's APIs on this machine, to try everything without an account
help-practice-server-port = The port; 0 takes a free one
help-practice-server-misbehave = Inject a failure, such as `45009:getliveinfo` or `cut:getcategory:2`; repeatable
help-practice-server-scenario = The accounts to simulate; by default a shop that is almost eligible
help-practice-server-into = Write a configuration, a facts file and sample secrets to this directory
help-practice-server-force = Replace other files of the same names in that folder

### The plan
plan-eligible = All requirements met from { $worst }
plan-eligible-best = { ", at best from " }{ $best }
plan-until = , until { $until }
plan-conditions = Note: { $conditions }.
plan-already = All requirements are met today
plan-held = You already have access. The plan lists the steps from here to going live.
plan-closed = The platform does not accept applications at present, so there is no date for access or going live.
plan-could-hold = No date can be promised. All requirements could be met from { $day } if { $count ->
    [one] one unknown fact is in order
   *[other] { $count } unknown facts are in order
}
plan-depends-on = It depends on:
plan-conditional = If these are in order, the actions below meet all requirements from { $day }.
plan-not-possible = Not possible in the current situation.
plan-anyway = For advice on the other requirements, add --anyway.
screen-anyway = For advice on the other requirements, press y.
prompt-anyway = For advice on the other requirements, type :anyway.
plan-rest = Advice on the other requirements, in case this can be changed
plan-impossible = At present there is no day on which all requirements can be met.
plan-edition-ended = No plan can be made: the edition ended on { $day }, and no other follows it.
plan-blocked-by = Blocked by: { $requirement }
plan-blocked-no-remedy = There is no known remedy, and time does not change it.
plan-blocked-no-time = The duration of its remedy cannot be estimated: add your own estimate under [estimates] in the facts file.
plan-blocked-other = It cannot be fixed together with the other requirements.
plan-live = Live by { $worst }
plan-live-best = { ", at best on " }{ $best }
plan-live-unknown = The duration of some steps cannot be estimated, so there is no date for going live.
plan-live-rejected = There is no date for going live until this is corrected: { $names }
plan-lapses-before-live = At worst you go live on { $live }, but all requirements are met only until { $until }: check again before that day, and renew what expires.
plan-total = Total: { $cost }, effort { $effort }
plan-no-cost = no cost
bare-date = `{ $text }` needs quotes here; write { $value }
plan-not-exact = There are too many options to compare all of them; a better plan may exist.
plan-as-it-is = Current situation
plan-what-if = What if
plan-assumed-facts = Assumed: { $text }
plan-find-out = Find out first
plan-do = Actions
plan-nothing-to-do = No action needed.
plan-nothing-but-find-out = Find out the facts that the plan depends on.
plan-shortcuts = Shortcuts, if unknown facts are in order
plan-shortcut-if = If you can confirm { $conditions }:
plan-quoted = “{ $title }”
plan-shortcut-if-and = If the facts above are in order, and you can confirm { $conditions }:
plan-shortcut-if-that = If the facts above are in order:
plan-shortcut-nothing = { " " }no action needed
plan-shortcut-do = { " " }the only actions are { $what }
plan-shortcut-days = . All requirements met from { $day } instead of { $then }
plan-shortcut-day = . All requirements met from { $day }
plan-shortcut-cost = , saves { $cost }
plan-shortcut-effort = , effort { $effort } instead of { $then }
plan-look-up = Look it up
plan-shortcut-find = { $fact }: { $find }
plan-by = , { $day } at the latest
plan-done = Done on { $worst }.
plan-done-between = Done between { $best } and { $worst }.
plan-holds = Met from { $from }.
plan-holds-until = Met from { $from } to { $until }.
plan-put-later = It could start on { $day }, but it would expire too soon, so it is scheduled later.
plan-add-rows = { $count ->
    [one] One is needed.
   *[other] { $count } are needed.
}
plan-add-amount = { $amount } is needed.
plan-add-raise = { $amount } more are needed.
plan-cost = Costs { $cost }.
plan-effort = Effort { $effort } (of 5).
plan-assumed = Time and cost are assumed; put your own estimates under [estimates] in the facts file.
plan-chart = Timeline
plan-chart-legend = # best case   = worst case   * single day   - may wait   . none
plan-chart-scale = { $count ->
    [one] one column per day
   *[other] one column per { $count } days
}
plan-chart-eligible = All requirements met
plan-alternatives = Alternatives
plan-alternative-if = { $group }: { $choose } - all requirements met from { $day } if the facts above are in order, total { $cost }, effort { $effort }
plan-alternative = { $group }: { $choose } - all requirements met from { $day }, total { $cost }, effort { $effort }

### Steps
step-heading = Steps to go live
step-done = done
step-ready = ready to start
step-waiting = waits until { $until }
step-blocked = blocked by: { $by }
step-unknown = status unknown
step-line = { $title } ({ $actor }): { $when }
step-link = { $title }: { $url }
step-rejected = { $value }: { $limit } needed. { $title }
step-rejected-units = { $value }: { $length } units, { $limit } needed, { $off }. { $title } (a Chinese character counts 2)
step-rejected-characters = { $value }: { $length } characters, { $limit } needed, { $off }. { $title }
step-too-short = { $count } too few
step-too-long = { $count } too many
step-opening = the platform, which accepts no applications at present
step-earliest = , starts { $earliest }
step-between = , starts between { $earliest } and { $latest }
step-takes = , takes { $takes }
step-takes-none = , takes less than a day
step-finish = , done on { $worst }
step-finish-between = , done between { $best } and { $worst }
step-after = , comes after: { $names }
step-deadline = , must be done by { $day }
step-critical = , critical: a delay postpones the go-live date
step-optional = , optional
step-takes-unknown = , duration cannot be estimated
actor-applicant = you
actor-platform = the platform
actor-administrator = the administrator
actor-host = the host

### The next question
next-heading = Next question
next-settled = No more questions: the verdict is settled.
next-edition-ended = No questions: the edition ended on { $day }, and no other follows it.
next-complete = The checklist is complete.
next-effort = Effort: { $effort } (of 5)
next-why = Asked because the verdict depends on: { $names }.
next-why-complete = The verdict is settled; this answer completes: { $names }.
next-left = { $count ->
    [one] After this answer the verdict is settled.
   *[other] At most { $count } answers are left, this one included.
}
next-good-order = Too many facts are unknown to prove that this order of questions is the shortest.
next-if = If { $says }: { $then }
next-says-true = { $name } is met
next-says-false = { $name } is not met
next-then-yes = eligible.
next-then-later = eligible from { $day }.
next-then-no = not eligible.
next-then-open = { $count ->
    [one] one more answer at most.
   *[other] { $count } more answers at most.
}

### The calendar
plan-calendar = { $program }: the plan for { $name }
plan-event-tomorrow = { "Tomorrow: " }
plan-event-closed = The program accepts no applications
plan-event-depends = No date can be promised yet
plan-event-impossible = Access is not possible as things are
plan-event-lapses = { $title } expires on { $day }: check again
plan-event-eligible = All requirements met from { $day }
plan-event-last-day = Last day on which all requirements are met
plan-event-live = Live by { $day }
plan-event-latest = Last day to start: { $title }
plan-event-deadline = Due { $day }: { $title }
plan-event-begin = Start: { $title }

### Assuming
assume-not-rows = `{ $name }` has no rows; set its value with `=`
assume-row-exists = a row { $key } already exists
assume-no-such-row = there is no row { $row }: rows count from 0, and there are { $count }
assume-malformed = not a valid assumption
assume-spelling = write `fact = value`, `fact += row`, `fact[0] = row` or `fact[0].column = value`

### Help
help-plan = Show what to do on which day
help-plan-facts = The facts file, TOML or JSON; - reads standard input
help-plan-format = The output format
help-plan-prefer = What to optimise the plan for
help-plan-assume = Assume a fact for this run: 'payments += 2026-12-01'
help-plan-anyway = Advise on the other requirements even if one of them makes access impossible
help-plan-verbose = Show how to do every step, not only the next one
help-plan-strict = Count outdated facts as unknown, and ignore waivers
help-next = Show what to find out next, and why
help-next-facts = The facts file, TOML or JSON; - reads standard input
help-next-assume = Assume a fact for this run: 'payments += 2026-12-01'
help-next-strict = Count outdated facts as unknown, and ignore waivers
help-next-everything = Continue after the verdict is settled, until the checklist is complete

# The wizard: one facts file, answer by answer.
wizard-not-saved = Not saved yet: { $reason }. Your answer is used, and will be written as soon as that is possible.
wizard-unreadable = The file was changed by another program and cannot be read (line { $line }: { $reason }). Your answer is used, and will be written once the file is fixed.
wizard-changed-elsewhere = “{ $fact }” was changed by another program, so nothing was undone or redone.
wizard-conflict = “{ $fact }” was changed by another program after you opened it. Nothing was overwritten; please choose which version to keep.
wizard-verdict-changed = The file was changed by another program, and the verdict with it. Before: { $before }. Now: { $after }.
wizard-saved-after-all = Answers that could not be saved before are now saved in { $path }.
wizard-unsaved = These answers are not saved in { $path }. { $reason } To keep them, add these lines to the file:
wizard-unsaved-busy = The wizard was interrupted while it was busy.
wizard-unsaved-removed = { $fact }: answer removed
conflict-title = Two versions
conflict = “{ $fact }” was changed by another program after you opened it. Which version do you want to keep?
conflict-mine = Yours:
conflict-theirs = In the file:
conflict-how = Press 1 or 2. Esc decides later; until then your version is not saved.
conflict-kept-mine = Your version was saved.
conflict-kept-theirs = The file's version was kept.
conflict-nothing = not answered
conflict-no-rows = none
conflict-more = and { $count ->
    [one] one more
   *[other] { $count } more
}
conflict-perhaps-more = { " " }(perhaps more)
wizard-only-toml = `{ $name }` is not a TOML file; the wizard saves answers in TOML files only
wizard-exists = `{ $name }` already exists
wizard-busy = another program is writing `{ $name }`
override-why = Why should your answer to “{ $title }” replace the collected data?
override-set = “{ $title }”: your answer is used from now on; the conflict stays in the report.
override-cleared = “{ $title }”: the collected data is used again; your answer stays in the file.
entry-restored = { $count ->
    [one] An entry reported by { $source } cannot be removed; it was restored.
   *[other] { $count } entries reported by { $source } cannot be removed; they were restored.
}
estimate-of = { $title } (your estimate)
estimate-own = { $title }: { $figures } (your estimate)
estimate-assumed = { $title }: { $figures } (assumed)
estimate-takes = “{ $text }” is not a duration; write 5 days, 3 to 30 days or 2 weeks.
estimate-whole = “{ $text }”: use whole numbers; choose a smaller unit.
estimate-units = “{ $text }”: use the same unit for both ends, such as 1 to 8 weeks.
estimate-order = “{ $text }”: write the shorter time first.
estimate-long = “{ $text }” is too long for a plan.
estimate-currency = In which currency? Write 300 CNY.
nothing-to-estimate = The plan has no action whose estimate could be changed.
### What people answer
read-as = `{ $text }` is read as { $value }
rule-spelling = `{ $text }`: rules accept one spelling per value; write { $value }
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
answer-date-alone = “{ $text }” is ambiguous as a date; write { $date }.
answer-dates = “{ $text }” contains several dates; write one per row: { $first }, { $second }.
answer-weekday = “{ $text }”: { $date } is a different weekday; write the correct date as YYYY-MM-DD.
answer-serial = “{ $text }” is a number, not a date; as a day of a spreadsheet it would be { $date }. Write { $date }.
answer-no-year = The year is missing in “{ $text }”; write { $example } with the year.
renamed-no-path = only category paths can be renamed
renamed-is-listed = `{ $name }` is already in the list
why-all-but = “{ $name }”: { $column } is “{ $value }”; it counts once it is “{ $needed }”.
why-renamed = “{ $name }” was part of the listed “{ $from }” before it was renamed or split; whether the entitlement carried over is unknown ({ $source }).
why-meant = “{ $name }” does not match a category of the list; did you mean { $names }?
why-several = “{ $name }” contains several categories; give each a row of its own: { $names }.
why-not-understood = “{ $name }” is not a valid category; write “first level > second level”.
path-several = `{ $text }` contains several categories and counts as unknown; give each a row of its own: { $names }
path-unclear = `{ $text }` does not match a category of the list; it counts as unknown
path-renamed = `{ $text }` was `{ $from }` before it was renamed or split; whether the entitlement carried over is unknown, so it counts as unknown
answer-not-listed = Note: “{ $text }” is not in the list of categories.
answer-not-listed-yet = “{ $text }” is not in the list of categories. Press Enter again to keep it as typed.
answer-choose-first = No name in the list begins with “{ $text }”. Choose an entry with ↑ or ↓ first.
answer-none = “{ $text }” is not added as an entry. If there are none, say that the list is complete without it (`:all`; in a file, [] for none).
answer-empty = Please enter a value. If you don't know it, choose “I don't know”.
answer-control = Please remove the invisible control characters.
answer-flag = “{ $text }” is not yes or no; write yes or no (in a file, true or false).
answer-choice = “{ $text }” is not an option; choose one of: { $names }.
answer-choice-number = Choose a number from 1 to { $count }.
answer-several = “{ $text }” matches several: { $names }. Please type more.
answer-number = “{ $text }” is not a number; write 12000 or 12k.
answer-money = “{ $text }” is not an amount; write 6800.01 or 12k.
answer-about = “{ $text }” is an estimate; please enter the exact figure.
answer-comma = “{ $text }” is not clear: commas only separate thousands, and decimals follow a “.”. Write { $meant }.
answer-negative = The value cannot be negative.
answer-whole = Please enter a whole number; “{ $text }” has decimals.
answer-too-fine = At most { $count } decimals are allowed.
answer-too-big = The number is too large.
answer-currency = Amounts are in { $currency }; “{ $text }” is in another currency.
answer-date = “{ $text }” is not a date; write 11-20, 2026-11-20, yesterday or 3 days ago.
answer-no-such-day = “{ $text }” does not exist in the calendar.
answer-future = { $day } lies in the future; what has happened is asked for
answer-which-month = In which month is “{ $text }”? Write { $example }.
answer-which-day = Which day do you mean by “{ $text }”?
answer-year-first = Write the year first in “{ $text }”: { $first }.
answer-moment = “{ $text }” is not a time; write 11-28 20:00 or tomorrow 8pm.
answer-which-time = At what time on { $date }? Write { $date } 20:00.
answer-no-such-time = “{ $text }” does not exist on that day because the clock is changed.
answer-region = “{ $text }” is not a known country or region; write its name in Chinese or English or its two-letter code, such as 中国, China or CN.
answer-path-level = “{ $text }” has an empty level; write first level > second level.
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
wizard-no-terminal = The wizard needs a terminal. Use `kaibo --plain` to answer line by line, or `kaibo check FACTS`, `kaibo next FACTS` or `kaibo plan FACTS` for a direct result

# The wizard line by line (prompt).
prompt-wizard-only = `--plain` works with the wizard only: `kaibo --plain` or `kaibo wizard --plain`
prompt-first = There is no facts file yet. Let's create one.
prompt-which = Existing applicants:
prompt-which-how = Type a number from 1 to { $count }, or 0 for a new applicant.
prompt-which-last = Press Enter to continue with number { $number }, the last one.
prompt-which-here = Press Enter to open number { $number }, from this directory.
prompt-new-program = Which program do you want to check?
prompt-new-applicant = The applicant's ID on the platform, such as the AppID of a mini program:
prompt-new-name = Its display name (optional):
prompt-new-file = Where should the answers be saved? Press Enter for { $path }:
prompt-intro = Every answer is saved at once in { $path }. You can stop at any time without losing anything.
prompt-intro-commands = Type an answer, or a command that starts with a colon: :why shows why a question is asked and where to find the answer, :- I don't know, :back the previous question, :undo, :status the checklist, :plan, :help all commands, :quit.
prompt-question = { $title }
prompt-question-left = { $title } ({ $count ->
    [one] the last question
   *[other] at most { $count } questions left
})
prompt-assuming = What if: these changes are not saved.
prompt-find = Where to find it: { $find }
prompt-so-far = Current value: { $value }. Press Enter to keep it.
prompt-understood = { $title }: { $value }
prompt-hint-date = A date, such as 11-20, yesterday or 3 days ago.
prompt-hint-moment = A day and time, such as 11-28 20:00 or tomorrow 8pm.
prompt-hint-money = An amount, such as 6800.01 or 12k.
prompt-hint-number = A number.
prompt-hint-region = A country or region: its name or two-letter code.
prompt-hint-path = Any part of the category's name, in Chinese or pinyin; or :as-typed and the full path, first level > second level.
prompt-hint-text = { $title }, exactly as written.
prompt-path-keep = To keep it as it is: :as-typed { $text }
prompt-path-none = No category in the list contains “{ $text }”. Try another part; or, if this is the full name, :as-typed { $text }
prompt-path-more = { $count } more matches; type more of the name to narrow them down.
prompt-path-pick = Type the number of the category; if it is not in the list, :as-typed { $text }
prompt-rows-how = To add an entry, type: { $title }. When the list is complete: :all. If there may be more: :more. :change 1 and :delete 1 edit the first entry.
prompt-rows-end = If the list is complete (or empty), type :all; if there may be more, :more.
prompt-rows-none = Current list: empty.
prompt-rows-all = Current list, complete, { $count ->
    [one] one entry:
   *[other] { $count } entries:
}
prompt-rows-some = Current list, possibly incomplete, { $count ->
    [one] one entry:
   *[other] { $count } entries:
}
prompt-rows-at-most = Current list, at most { $count ->
    [one] this entry:
   *[other] these { $count } entries:
}
prompt-row-added = Saved as entry { $count }. Add the next one, or type :all or :more.
prompt-row-exists = An entry with that name already exists; use :change to edit it.
prompt-which-row = Which entry? Type its number, from 1 to { $count }.
prompt-column = { $title } (press Enter to leave it open):
prompt-column-so-far = { $title }, currently “{ $value }” (press Enter to keep it):
prompt-days-how = { $count ->
    [one] One day is asked for.
   *[other] { $count } days are asked for, one after the other.
} Press Enter to leave a day unchanged; :more ends.
prompt-day = { $day }, { $weekday }: { $title }
prompt-day-so-far = { $day }, { $weekday }: { $title }, currently { $value }
prompt-verdict = Now: { $verdict }.
prompt-verdict-day = Now: { $verdict }. With the planned actions, eligible by { $day }.
prompt-verdict-day-if = Now: { $verdict }. Eligible by { $day } if the unknown facts are in order.
prompt-verdict-never = Now: { $verdict }. No plan leads to eligibility at present.
prompt-noted-unknown = Noted as unknown. The question will not be asked again; use :facts to answer it later.
prompt-overridden-by-collected = { $source } reported a different value, which is used instead. If your answer is right, type :insist and a reason to override it.
prompt-nothing-overridden-by-collected = None of your answers differs from the collected data.
prompt-override-list = If your list is right, type :insist and a reason to override the collected data.
prompt-no-override = None of your answers overrides collected data.
prompt-estimate-takes = How long does it take you? For example 5 days, 3 to 30 days, 2 weeks. Current value: { $value }. Press Enter to keep it, or type - to use the assumed one.
prompt-estimate-cost = What does it cost you? For example 300 or 12k. Current value: { $value }. Press Enter to keep it, or type - to use the assumed one.
prompt-estimate-how = Use :estimate to enter your own time and cost.
prompt-undone = Undone: { $title }
prompt-redone = Redone: { $title }
prompt-nothing-to-undo = There is nothing to undo.
prompt-nothing-to-redo = There is nothing to redo.
prompt-nothing-before = This is the first question.
prompt-changed = The file was changed by another program and was reloaded.
prompt-unreadable-now = The file was changed by another program and cannot be read:
prompt-all-asked = All questions that affect the verdict are answered.
prompt-left-open = Not answered: { $names }
prompt-what-now = :plan shows the actions, :status the checklist, :export writes a report, :facts lists all facts, :quit ends.
prompt-only-commands = There is no open question. :facts lists all facts, :help shows all commands, :quit ends.
prompt-not-here = This command is not available here.
prompt-not-yet = This command is available after you choose an applicant; :quit ends.
prompt-not-text = This line is not valid UTF-8.
prompt-no-such-command = Unknown command :{ $name }; :help shows all commands.
prompt-number = Type a number from 1 to { $count }; press Enter to cancel.
prompt-fact = { $title }: { $state }
prompt-applicant = { $name } ({ $path }): { $state }
prompt-collected-fact = { $title }: { $state }. { $note }
prompt-fact-open = not answered
prompt-fact-known = answered
prompt-fact-skipped = skipped
prompt-fact-settled = no longer relevant
prompt-what-if = Which fact do you want to change?
prompt-assumed = Assumed, not saved: { $names }. :what-if changes more, :forget ends.
prompt-forgotten = All assumptions were removed.
prompt-serves = Used for: { $names }
prompt-source = Source: { $source } { $day }
prompt-soonest = Soonest
prompt-cheapest = Cheapest
prompt-least-effort = Least effort
prompt-way = { $group }: { $choose }, eligible by { $day }
prompt-no-other-way = There is no alternative.
prompt-export-check = The checklist as text
prompt-export-report = The report as JSON
prompt-export-plan = The plan as text
prompt-export-calendar = The plan as a calendar
prompt-export-where = Write to which file? Press Enter for { $path }:
prompt-exported = Written to { $path }
prompt-not-exported = { $path } was not written: { $reason }
prompt-export-over-facts = kaibo reads that file; choose another name
prompt-export-exists = { $path } exists. Type y to overwrite it; anything else keeps it:
prompt-export-stays = the existing file was kept; choose another name
prompt-collecting = Calling the configured APIs…
prompt-collected-account = { $account }: done
prompt-no-network = This build of kaibo has no network access.
prompt-language = Language: English
prompt-end-of-input = End of input. All answers are saved in { $path }.
prompt-bye = All answers are saved in { $path }.
prompt-help = Commands start with a colon; everything else is an answer.
prompt-help-why = why this is asked, where to find the answer, what each answer leads to
prompt-help-unknown = I don't know
prompt-help-skip = skip for now
prompt-help-back = the previous question
prompt-help-facts = list all facts; :facts 3 opens the third
prompt-help-undo = undo the last answer
prompt-help-redo = redo it
prompt-help-all = entries: the list is complete, or empty
prompt-help-more = entries: there may be more
prompt-help-change = entries: :change 1 edits the first
prompt-help-delete = entries: :delete 1 removes the first
prompt-help-as-typed = use the text after it as typed: a category that is not in the list, or an answer that starts with a colon
prompt-help-status = the checklist
prompt-help-plan = the actions and their days
prompt-help-anyway = show or hide advice on the other requirements where one makes access impossible
prompt-help-prefer = what to optimise the plan for
prompt-help-way = choose an alternative in the plan; without a number, the best plan
prompt-help-what-if = try another answer; nothing is saved
prompt-help-forget = remove all assumptions
prompt-help-override = override the collected data with your answer; :insist and the reason
prompt-help-clear-override = remove the override
prompt-help-estimate = enter your own time and cost of an action; :estimate 1 for the first
prompt-help-collect = call the configured APIs
prompt-help-export = write the checklist, report, plan or calendar to a file
prompt-help-language = 换成中文
prompt-help-help = this list
prompt-help-quit = quit
help-plain = Prompt line by line: for screen readers, pipes and simple terminals
help-wizard = Answer question by question; the default command
help-wizard-facts = The facts file (TOML); it is created if it does not exist
help-wizard-line_by_line = Prompt line by line: for screen readers, pipes and simple terminals
help-wizard-anyway = Advise on the other requirements even if one of them makes access impossible

### Editing an answer
answer-duplicate = A row “{ $key }” already exists.
answer-line = Line { $line }: { $why }
answer-columns = This line has { $count } columns; at most { $most } are allowed.
answer-too-many-lines = There are { $lines } lines, but only { $days } days remain.
answer-not-a-day-of-these = { $date } is not one of the requested days.
edit-unknown = I don't know
edit-unknown-cell = I don't know this one
edit-finish-rows = Done, back to the list
edit-use-typed = Use “{ $text }” as typed
edit-add = Add a row
edit-all = The list is complete
edit-more = There may be more
edit-at-most = At most these
edit-none = There are none
edit-days-done = Done
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
edit-hint-take = confirm
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
key-take = select
key-assume = change
key-open = open
key-choose = choose, close
key-up = up
key-down = down
key-page-up = page up
key-page-down = page down
key-first = first
key-last = last
key-next-pane = other pane
key-last-pane = previous pane
key-back = back
key-before = previous answer
key-prefer = change the objective
key-anyway = show or hide advice on the other requirements
key-to-list = checklist
key-settled = show or hide questions that are no longer relevant
key-forget = remove all assumptions
key-override = override the collected data, or remove the override
key-estimate = your estimate
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
key-collect = collect from APIs
key-home = switch applicant
key-language = 中文
key-theme = switch theme
key-mouse = toggle the mouse
key-tabs = switch view, even while typing
key-redraw = redraw the screen
key-suspend = suspend
key-help = help
key-close = close
key-quit = quit
key-stop = quit immediately
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
screen-too-small = The window is too small: { $width } columns by { $height } rows. Please enlarge it to at least { $least_width } by { $least_height }.
screen-other-pane = { $key }: { $name }
screen-finished = Next
screen-set-aside = Unknown for now:
screen-settled = No longer relevant:
screen-settled-shown = questions that are no longer relevant: { $count } shown
screen-settled-hidden = questions that are no longer relevant: { $count } hidden
screen-waived = waived
screen-short-by = short by { $amount }
screen-from = from { $from }
screen-until = until { $until }
screen-unit-days = { " " }days
screen-left = ; questions left: at most { $count }
screen-firm = The result does not depend on the interpretation of the clauses.
screen-blocked = The requirements cannot all be met. Blocked by: { $names }
screen-to-do = next steps: { $names }; then all requirements are met from { $day }
screen-if-fine = all requirements are met from { $day } if the unknown facts are in order
screen-live-between = live between { $best } and { $worst }
screen-live-on = live by { $worst }
screen-live-unknown = the go-live date cannot be estimated
screen-gap = ;{ " " }
screen-found = Found
screen-margin = Margin
screen-evidence = Source
screen-clause = Clause
screen-read-as = Interpretation
screen-other-reading = Alternative
screen-do = Next steps
screen-clause-of = { $clause } (edition { $edition })
screen-no-margin = no margin: any less fails
screen-margin-left = { $amount } less still passes
screen-holds = met
screen-timeline = Timeline
screen-timeline-legend = = met   . not met   ? unknown
screen-timeline-legend-rows = = met   . not met   ? unknown   *--- days on which a row counts
screen-more-rows = Rows not shown: { $count }.
screen-drops-next = The row of { $date } expires next; it counts until { $until }.
screen-reading-same = same result
screen-reading-then = { $reading }: { $outcome }
screen-found-at = Where to find it:{ " " }
screen-by-hand = entered manually
screen-from-file = from a file
screen-assumed = assumed
screen-from-interface = API { $name }
screen-stale = { " " }(outdated: please check again)
screen-valid-until = { " " }(valid until { $until })
screen-objective = Optimise for
screen-prefer-soonest = soonest
screen-prefer-cheapest = cheapest
screen-prefer-effort = least effort
screen-free = best plan (automatic)
screen-choices = Options
screen-colon = :{ " " }
screen-chart-legend = # best case   = worst case   * single day   - may wait   ! critical
screen-not-yet = not yet
screen-how = How
screen-links = Official pages
screen-who = Actor
screen-begin = Start
screen-takes = Duration
screen-done-by = Done by
screen-deadline = Deadline
screen-after = After
screen-between = between { $from } and { $until }
screen-best-worst = best case { $best }, worst case { $worst }
screen-critical = Critical step: a delay postpones the go-live date.
screen-optional = Optional.
screen-why = Why: the verdict depends on: { $names }.
screen-why-complete = The verdict is settled; this answer completes { $names }.
screen-changing = You are editing an earlier answer. Esc keeps the old one.
screen-settled-more = The verdict is settled. { $count } questions left to complete the checklist and the steps. Press Enter to continue.
screen-all-answered = All questions are answered.
screen-only-set-aside = Only the questions that you skipped are left ({ $count }); press Enter to answer them.
screen-next = Next steps
screen-where = File
screen-file = Every answer is saved in { $path }
screen-export-hint = e exports a report, p shows the plan, 2 the checklist.
screen-rows = rows: { $count }
screen-rows-or-more = rows: { $count } or more
screen-what-if-how = Choose a fact and press Enter to try another value: the verdict, the dates and the plan are compared here. Nothing is saved.
screen-what-if = What if (not saved): { $names }
screen-what-if-none = What if (nothing is saved)
screen-facts = Facts
screen-compared = Comparison
screen-verdict = Verdict
screen-all-hold = All requirements met
screen-live = Live
screen-cost = Cost
screen-not-estimable = unknown
screen-nothing = none
screen-changes = Changes
screen-no-changes = The checklist does not change.
screen-now = now
screen-then = what if
screen-help = Help
screen-help-field = Keys in this field
screen-help-keys = Keys
screen-help-marks = Symbols
screen-help-timeline = days on which it is met, not met, unknown
screen-help-row = days on which a row counts
screen-help-chart = best case, worst case, days on which it may wait
screen-help-critical = critical: a delay postpones the go-live date
screen-help-ready = step that is ready to start
screen-export = Export
screen-export-check = Checklist (text)
screen-export-plan = Plan (text)
screen-export-json = Full report (JSON)
screen-export-calendar = Calendar (ICS)
screen-export-file = File
screen-export-exists = The file exists. Press y to overwrite it, or change the name.
screen-export-how = Up and Down choose the format; Enter writes, Esc cancels
screen-exported = Written to { $path }
screen-no-before = There is no earlier answer.
screen-nothing-to-answer = There is nothing to answer here.
screen-not-found = No match.
screen-undone = Undone: { $name }
screen-redone = Redone: { $name }
screen-nothing-to-undo = There is nothing to undo.
screen-nothing-to-redo = There is nothing to redo.
screen-changed-outside = The file was changed by another program and was reloaded.
screen-theme-dark = Theme: dark
screen-theme-light = Theme: light
screen-theme-none = Theme: no colours
screen-overridden-by-collected = { $source } reported a different value, which is used instead. F4: override it.
screen-not-used = Your answer ({ $yours }) is not used: { $source } reported { $found }. i or F4: override it.
screen-overridden = Your answer overrides the value from { $source } ({ $found }): { $note }. i or F4: remove the override.
screen-overridden-alone = Your answer overrides collected data: { $note }. i or F4: remove the override.
screen-override = Override the collected data
screen-override-note = Reason
screen-override-how = The reason appears in the report. Enter saves, Esc cancels.
screen-override-empty = Please enter a reason; it appears in the report.
screen-override-list = F4: override the collected data with your list.
screen-nothing-to-override = Nothing to override: your answers here match the collected data.
screen-estimate = Your estimate
screen-estimate-takes = Duration
screen-estimate-cost = Cost
screen-estimate-empty = if empty: { $value }
screen-estimate-how = e.g. 5 days, 3 to 30 days, 2 weeks; 300, 12k. Up and Down change the field, Ctrl-U clears it; Enter saves, Esc cancels.
screen-estimate-which = Choose the action to estimate and press Enter.
screen-estimated = Saved; the plan was updated: { $name }
screen-estimate-cleared = Cleared; the plan was updated: { $name }
screen-nothing-to-estimate = Nothing to estimate here: this row has no remedy.
screen-estimates = Duration
screen-own = yours: { $takes }
screen-plan-own = Your estimate: { $figures }.
screen-plan-own-partly = Your estimate, completed with assumed values: { $figures }.
screen-plan-assumed = Time and cost are assumed; d: enter your own.
screen-mouse-on = Mouse on: click to select, use the wheel to scroll
screen-mouse-off = Mouse off: the terminal selects text as usual
screen-unsaved = Some answers are not saved. Press q again to quit; they will be printed.
screen-home = Applicants
screen-home-list = Choose an applicant
screen-home-empty = No applicant yet
screen-home-welcome = Answer a few questions to find out whether you qualify, what is missing and from which day. Press Enter to start.
screen-home-broken = invalid file
screen-new = New applicant
screen-new-program = Program
screen-new-id = ID on the platform
screen-new-name = Name (optional)
screen-new-file = File
screen-new-id-empty = Please enter the ID on the platform first.
screen-new-empty = Please fill in all fields.
screen-new-how = Use the ID shown in the platform's console. Up and Down change the field; Enter continues and finally creates the file; Esc cancels.
screen-collecting = collecting { $done }/{ $of }
screen-collect-title = Collected facts
screen-collect-none = No API is configured, so nothing can be collected. docs/collect.md describes kaibo.toml.
screen-collect-known = { $fact }: known
screen-collect-partly = { $fact }: partly known
screen-collect-unknown = { $fact }: unknown
screen-collect-cancelled = Collection was cancelled; nothing was written.
screen-collect-done = Collected: { $known } facts known, { $failed } failed

### What became of a row, in a report
row-counted = It counts.
row-counted-until = It counts up to and including { $until }.
row-not-yet = The platform does not see it yet; it counts from { $from }.
row-future = It is dated after the day of the check; it counts from { $from }.
row-lapsed = It is too old: since { $since }, it no longer counts.
row-excluded = { $column } is “{ $value }”; only { $needed } counts.
row-missing = { $column } is not stated, so it may or may not count.
row-unclear = { $column } is not understood, so it may or may not count.
row-at-most = It is stated as an upper bound, so it may or may not count.
row-contradicted = Another fact contradicts it, so it may or may not count.

### What would make a verdict wrong
risk-reading = Under the interpretation “{ $reading }”, “{ $title }” gives another verdict or other dates.
risk-waiver = The verdict depends on the waiver of { $requirement } by { $by }, until { $until }.
risk-stale = The verdict rests on “{ $fact }” as of { $day }, which is too old to rely on.
risk-buffer = “{ $title }” no longer holds if its figure changes by { $amount }.
risk-shortfall = “{ $title }” holds if its figure is higher by { $amount }.
risk-self-reported = “{ $fact }” rests on a statement without evidence.
risk-self-reported-by = “{ $fact }” rests on a statement by { $by } without evidence.
risk-unverified-source = The words of “{ $title }” were not read in their source.
risk-opening-unverified = It was not verified whether the program accepts new applicants.
unknown-source = this edition has no source with the title `{ $name }`
help-check-stamp = State in the report when it was made
help-plan-stamp = State in the report when it was made

### Proof
facts-new-provenance = Who states each fact, and when. Take away the # once it is stated; `kaibo facts sign-off` adds who checked it.
verify-line = { $outcome }  { $subject }: { $detail }
verify-passed = passed
verify-failed = FAILED
verify-not-verifiable = not verifiable here
verify-absent = not checked
verify-files = files
verify-schema = schema
verify-rulebook = rulebook
verify-verdict = verdict
verify-evidence = evidence
verify-signature = signature
verify-schema-passed = a report of schema 2
verify-schema-failed = at `{ $at }`: { $reason }
verify-not-json = not JSON: { $reason }
verify-not-a-report = not a report: it has no number under `report`
verify-other-schema = a report of schema { $version }, of which only schema 2 can be computed again
verify-rulebook-passed = all { $count } files that the report names are here, byte for byte
verify-no-rulebook = there is no rulebook of `{ $program }` here; name its folder with --rules
verify-other-rulebook = the rulebook here is another one; these files are missing or differ: { $files }. Name the folder that has them with --rules.
verify-verdict-passed = { $verdict }, as it follows from the facts, waivers and rules of the report
verify-verdict-passed-words-apart = { $verdict }, as it follows from the facts, waivers and rules of the report; sentences were not compared, because another version of kaibo wrote them
verify-verdict-failed = does not follow from the facts, waivers and rules of the report in { $count } { $count ->
    [one] place
   *[other] places
  }
verify-not-computable = cannot be computed from what the report states: { $reason }
verify-difference = { $at }: stated { $stated }, computed { $computed }
verify-more = { $count } more
verify-signature-only = of this format only the signature is checked; the JSON report can be computed again
verify-no-signature = there is no { $name }
verify-not-signed = there is no { $name }: the statements in it are not signed by anyone
verify-signed = by { $signer } with the key { $key }
verify-signed-by-somebody = nothing was changed since it was signed with the key { $key }; --allowed-signers says whose key that may be
verify-signature-failed = not a signature of these bytes for reports: { $reason }
verify-signer-not-allowed = the signing key belongs to no allowed signer: { $reason }
verify-no-ssh-keygen = ssh-keygen cannot be run here: { $reason }
verify-result-valid = Valid: what was checked holds.
verify-result-invalid = Invalid.
verify-result-not-verifiable = Not verifiable here: this says neither that it is valid nor that it is not.
sign-without-output = --sign needs -o: the signature is written beside the output, as FILE.sig
sign-assumed = what is assumed is not signed; leave out --assume or --sign
sign-special-output = `{ $name }` is no regular file, so there is no place for a signature beside it
sign-failed = cannot sign with `{ $key }`: { $reason }
sign-off-needs-toml = `{ $name }` cannot be signed off: a facts file in TOML is needed
sign-off-unknown-fact = this program has no fact `{ $name }`; it has: { $known }
sign-off-not-stated = `{ $file }` does not state `{ $name }`; only what a file states can be signed off
sign-off-odd-provenance = the provenance of `{ $name }` is not a table
help-verify = Check that a report follows from its facts, and who signed it
help-verify-report = Report or bundle; of other formats only the signature is checked
help-verify-allowed_signers = Who may sign, as in ssh-keygen(1)
help-schema = Print a JSON Schema
help-schema-of = Of what
help-check-sign = Sign the output with this SSH key; the signature is FILE.sig beside -o FILE
help-facts-new-by = Who states the facts
help-facts-sign-off = Record who checked a fact, when and by what means
help-facts-sign-off-facts = Facts file in TOML
help-facts-sign-off-fact = Fact that it states
help-facts-sign-off-by = Who confirms it
help-facts-sign-off-note = By what means it was checked
help-facts-sign-off-evidence = File that shows it; its digest is recorded

diff-cause-waiver = a waiver
diff-cause-reading = another interpretation of the same words
diff-cause-options = other options of the check
diff-cause-does-not-follow = a report that does not follow from its facts

### A report in its formats
report-eligible = Meets the published requirements
report-not-eligible = Does not meet the published requirements
report-pending = Will meet the published requirements without further action
report-unknown = Undetermined
report-held = Already has access
report-from = { " " }from { $from }
report-from-until = { " " }from { $from } to { $until }
report-gap = {"; "}
report-edition = { $program }, edition { $edition }
report-as-of = As of { $day }
report-not-firm = Under another interpretation, or with newer facts, the result could differ.
report-strict = Strict check: outdated facts count as unknown, and waivers are ignored.
report-condition-opening = The program does not accept every new applicant at present.
report-condition-waiver = The verdict or its dates depend on a waiver.
report-condition-stale = The verdict rests on outdated facts.
report-condition-assumed = The verdict rests on assumptions.
report-condition-contradiction = The verdict depends on facts that contradict each other.
report-condition-edition-ends = The edition ends, and no other follows.
report-status-met = met
report-status-unmet = not met
report-status-pending = not yet
report-status-unknown = unknown
report-status-not-applicable = does not apply
report-row-counted = counted
report-row-not-yet = not yet
report-row-lapsed = lapsed
report-row-excluded = excluded
report-row-uncertain = uncertain
report-nothing = nothing to measure
report-not-known = unknown
report-no-rows = none
report-source-by = by { $value }
report-source-at = observed at { $value }
report-source-until = valid until { $value }
report-source-note = { $value }
report-source-digest = evidence { $value }
report-source-signed = checked by { $by } at { $at }: { $note }
report-source-evidence = evidence { $name } { $digest }
report-opening = { $note } (looked up on { $day }, { $source })
report-looked-up = (looked up on { $day })
report-counts = Requirements: { $met } met, { $unmet } not met, { $pending } not yet, { $unknown } unknown
report-requirements = Checklist
report-details = Requirements one by one
report-column-requirement = Requirement
report-column-status = Status
report-column-measured = Measured
report-column-needed = Needed
report-column-short-by = Short by
report-column-why = Why
report-column-row = Row
report-column-until = Counts until
report-risks = What would make this verdict wrong
report-plan = Plan
report-plan-eligible = Everything holds from { $day }.
report-plan-no-day = No day can be promised.
report-plan-impossible = There is no day on which everything holds.
report-plan-drawing = The days from { $from } to { $until }, an action on each line; thin: until when it may wait; upright: everything holds.
report-action = { $day } ({ $latest } at the latest): { $what }
report-cost = Costs { $cost }.
report-depends-on = It depends on:
report-steps = From there to going live
report-step = ({ $status })
report-step-done = done
report-step-ready = can begin
report-step-waiting = waits
report-step-blocked = blocked
report-step-unknown = unknown
report-facts = Facts and where they come from
report-fact = { $title }: { $value } ({ $sources })
report-stale = (outdated)
report-waivers = Waivers
report-waiver = { $requirement } is waived from { $from } to { $until } by { $by }: { $reason }
report-waiver-idle = (changed nothing)
report-waived = (waived)
report-waived-by = Waiver
report-short-by = , short by { $amount }
report-remarks = Remarks
report-conflict = { $fact }: sources disagree. Used: { $used } ({ $source }); other: { $other }
report-proof = How to verify this report
report-proof-how = The JSON report and its signature prove who made it and that nothing was changed. kaibo verify computes the verdict again from the facts and rules; ssh-keygen alone checks the signature.
report-rules = Rules
report-clause = Clause { $clause }.
report-retrieved = (read on { $day })
report-unverified = Its words were not read in the source itself.
report-understood = Interpretation:
report-window = Window
report-window-days = { $within }: dates from { $from } to { $until }
report-seen-after = Detection lag
report-buffer = Fails after a change of
report-next-drop = Drops out next
report-next-drop-day = { $row }, on { $day }
report-rows = Records
report-readings = Other interpretations
report-differs = (differs)
report-holds = From { $from }: holds.
report-holds-not = From { $from }: does not hold.
report-holds-unknown = From { $from }: unknown.

verify-files-passed = all { $count } files are those that SHA256SUMS lists
verify-files-failed = these are not as SHA256SUMS lists them, are missing or are not listed: { $names }
verify-bundle-unreadable = not an archive of regular files: { $reason }
verify-bundle-facts = the facts in the bundle cannot be read: { $reason }
verify-bundle-other-facts = the report does not follow from the facts files in the bundle
verify-bundle-other-page = the page does not say what the report says
verify-bundle-passed = the report and its page follow from the facts files in the bundle
verify-no-evidence = the report names none
verify-evidence-passed = all { $count } files that the report names are here, byte for byte
verify-evidence-missing = not in the bundle: { $digests }
bundle-needs-file = a bundle holds the facts file itself, so it cannot come from standard input
bundle-evidence-missing = the evidence { $digest } was not found beside the facts file and is not in the bundle
help-bundle = Write a report with everything that it takes to check it, as a tar archive
help-bundle-facts = Facts file
help-bundle-strict = Count outdated facts as unknown and ignore waivers
help-bundle-sign = Sign the report and the list of digests with this SSH key

redact-no-key = --redact needs a key, and `{ $name }` in this directory or in your configuration directory names none
redact-key-spelling = write under [redact]: key = {"{"} env = "NAME" {"}"}, or file or command as for other secrets
redacted-remark = a remark of the kind `{ $code }` was left out, since it could name somebody
help-check-redact = Replace applicants, names and ids by keyed pseudonyms; kaibo.toml names the key
redact-assumed = what is assumed may name somebody, so it cannot be redacted; leave out --assume or --redact
help-wizard-by = Who answers; recorded with each answer
report-rows-of = Records: { $title }
report-until = { " " }until { $until }
