# What kaibo says, in English. Every message stands in every language's file with the same gaps; a test sees to it.
# Gaps: { $name }. Counts are called `count`, so that they can choose a plural.

### Punctuation
sentence-gap = { " " }
list-gap = { ", " }

### Problems with files
level-error = error
level-warning = warning
level-help = help
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
not-utf8 = { $name } is not UTF-8 text, see line { $line }; if it was saved as GBK, save it again as UTF-8
file-too-big = { $name } is larger than 4 GiB
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
bad-region = `{ $value }` is not a country or region
region-spelling = two capital letters of ISO 3166-1: CN, HK, SG
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
step-wants-requirement = step `{ $step }` asks for `{ $name }`, which this edition does not have
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
several-dates = these rows have several dates ({ $names }); say with `dated` which one counts
not-a-date = `{ $name }` is not a date
after-itself = no time passes from a date to itself
daily-without-window = the { $measure } of a daily fact is over every day of a window, so it needs `within`
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

### Help
help = Tells an applicant whether a platform will let it in, what is missing, what to do, and from which day
help-check = Check one applicant
help-check-facts = The facts file, TOML or JSON; - reads standard input
help-check-format = How to show the result
help-facts = Write or check facts files
help-facts-new = Write an annotated facts file to fill in
help-facts-check = Find what is wrong with a facts file
help-facts-check-facts = The facts file, TOML or JSON; - reads standard input
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
