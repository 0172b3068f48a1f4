# The requirements of wechat-live as they stand on 2026-11-22: true, false, or null for unknown.
package live

import rego.v1

default domestic := null

domestic := input.facts.entity_region == "CN"

default not_individual := null

not_individual := input.facts.entity_type != "individual"

default category := null

category := true if some_listed

category := false if {
	input.facts.categories
	not some_listed
}

some_listed if {
	some row in input.facts.categories
	row.status == "approved"
	data.listed[row.path]
}

default violations := null

violations := false if some_severe

violations := true if {
	input.facts.violations
	not some_perhaps_severe
}

some_severe if {
	some row in input.facts.violations
	row.severity == "severe"
	recent(row.date)
}

some_perhaps_severe if {
	some row in input.facts.violations
	recent(row.date)
	not row.severity == "minor"
}

recent(date) if {
	date > "2026-05-22"
	date <= "2026-11-22"
}

default payment := null

payment := true if some_payment

payment := false if {
	input.facts.payments
	not some_payment
}

some_payment if {
	some date in input.facts.payments
	date > "2026-08-24"
	date <= "2026-11-20"
}

default followers := null

followers := true if known_fans > 100

followers := false if {
	known_fans <= 100
	not some_unread
}

known_fans := sum([object.get(row, "fans", 0) | some row in input.facts.official_accounts]) if {
	input.facts.official_accounts
}

some_unread if {
	some row in input.facts.official_accounts
	not row.fans
}

week := [row.users |
	some row in input.facts.daily_active_users
	row.date > "2026-11-14"
	row.date <= "2026-11-21"
]

default daily_active_users := null

daily_active_users := true if sum(week) > 700

daily_active_users := false if {
	count(week) == 7
	sum(week) <= 700
}

spending := input.facts.ad_spend if is_array(input.facts.ad_spend)

spending := input.facts.ad_spend.rows if is_object(input.facts.ad_spend)

# Amounts are whole cents: more than 10000 is more than 10000.005, whatever the rounding.
spent := sum([to_number(row.amount) |
	some row in spending
	row.date > "2025-11-22"
	row.date <= "2026-11-22"
]) if {
	spending
}

default ad_spend := null

ad_spend := true if spent > 10000.005

ad_spend := false if {
	spent <= 10000.005
	not input.facts.ad_spend.partial
}

all_of(truths) := false if {
	false in truths
} else := null if {
	null in truths
} else := true

any_of(truths) := true if {
	true in truths
} else := null if {
	null in truths
} else := false

entity := all_of([domestic, not_individual])

reach := any_of([followers, daily_active_users, ad_spend])

eligible := all_of([entity, category, violations, payment, reach])

answer := [entity, domestic, not_individual, category, violations, payment, reach, followers, daily_active_users, ad_spend, eligible]
