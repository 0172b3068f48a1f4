//! The worked examples of the definition of a verdict, for the WeChat Live requirements of 2020-02-24.

use super::course::Status::{self, *};

/// In order in every example that does not say otherwise.
pub const BASE: [(&str, &str); 8] = [
    ("entity_region", r#""CN""#),
    ("entity_type", r#""enterprise""#),
    ("categories", r#"[{ path = "商家自营 > 服装/鞋/箱包", status = "approved" }]"#),
    ("violations", "[]"),
    ("payments", "[2026-11-20]"),
    ("official_accounts", r#"[{ name = "a", fans = 130 }]"#),
    (
        "daily_active_users",
        "[{ date = 2026-11-15, users = 120 }, { date = 2026-11-16, users = 120 }, { date = 2026-11-17, users = 120 }, \
         { date = 2026-11-18, users = 120 }, { date = 2026-11-19, users = 120 }, { date = 2026-11-20, users = 120 }, { date = 2026-11-21, users = 120 }]",
    ),
    ("ad_spend", r#"[{ date = 2026-03-01, amount = "12000.00" }]"#),
];

/// What an example says: facts that differ (nothing: unknown), and the outcome of a requirement: status, from, until.
pub type Example = (&'static [(&'static str, &'static str)], &'static str, Status, Option<&'static str>, Option<&'static str>);

/// Stands for a date that the example does not name.
pub const ANY: Option<&str> = Some("any");

pub const VERDICT: &str = "the verdict";

const NO_REACH: &[(&str, &str)] = &[("payments", "[2026-11-22]"), ("official_accounts", ""), ("daily_active_users", ""), ("ad_spend", "")];

pub const EXAMPLES: [Example; 25] = [
    (&[("payments", "[2026-11-22]")], "payment", Pending, Some("2026-11-24"), Some("2027-02-19")),
    (&[("payments", "[2026-11-20]")], "payment", Met, Some("2026-11-22"), Some("2027-02-17")),
    (&[("payments", "[2026-08-25]")], "payment", Met, ANY, Some("2026-11-22")),
    (&[("payments", "[2026-08-24]")], "payment", Unmet, None, None),
    (&[("payments", "[2026-08-25, 2026-11-21]")], "payment", Met, Some("2026-11-22"), Some("2027-02-18")),
    (&[("payments", "[2026-08-25, 2026-11-22]")], "payment", Met, Some("2026-11-22"), Some("2026-11-22")),
    (&[("violations", r#"[{ id = "1", date = 2026-06-01, severity = "severe" }]"#)], "violations", Pending, Some("2026-12-01"), None),
    (&[("violations", r#"[{ id = "1", date = 2026-08-31, severity = "severe" }]"#)], "violations", Pending, Some("2027-03-01"), None),
    (&[("violations", r#"[{ id = "1", date = 2026-06-01 }]"#)], "violations", Unknown, Some("2026-12-01"), None),
    (&[("violations", r#"[{ id = "1", date = 2026-06-01 }]"#)], VERDICT, Unknown, Some("2026-12-01"), Some("2027-02-17")),
    (NO_REACH, VERDICT, Unknown, None, None),
    (&[("official_accounts", r#"[{ name = "a", fans = 60 }, { name = "b", fans = 41 }]"#)], "followers", Met, ANY, None),
    (&[("official_accounts", r#"[{ name = "a", fans = 100 }]"#)], "followers", Unmet, None, None),
    (&[("official_accounts", r#"[{ name = "a", fans = 150 }, { name = "b" }]"#)], "followers", Met, ANY, None),
    (&[("official_accounts", r#"[{ name = "a", fans = 50 }, { name = "b" }]"#)], "followers", Unknown, None, None),
    (
        &[("official_accounts", r#"[{ name = "a", fans = 10 }]"#), ("daily_active_users", ""), ("ad_spend", "[]")],
        "reach",
        Unknown,
        None,
        None,
    ),
    (&[("daily_active_users", "[{ date = 2026-11-21, users = 701 }]")], "daily_active_users", Met, ANY, None),
    (&[("daily_active_users", "[{ date = 2026-11-21, users = 700 }]")], "daily_active_users", Unknown, None, None),
    (
        &[("ad_spend", r#"[{ date = 2025-11-23, amount = "6000.00" }, { date = 2026-01-05, amount = "4000.01" }]"#)],
        "ad_spend",
        Met,
        ANY,
        Some("2026-11-22"),
    ),
    (&[("ad_spend", r#"[{ amount = "5000.00" }]"#)], "ad_spend", Unmet, None, None),
    (&[("ad_spend", r#"{ at_most = true, rows = [{ date = 2026-11-22, amount = "12000.00" }] }"#)], "ad_spend", Unknown, None, None),
    (
        &[
            ("entity_type", r#""individual""#),
            ("entity_region", ""),
            ("categories", ""),
            ("violations", ""),
            ("payments", ""),
            ("official_accounts", ""),
            ("daily_active_users", ""),
            ("ad_spend", ""),
        ],
        VERDICT,
        Unmet,
        None,
        None,
    ),
    (&[("violations", "")], "violations", Unknown, None, None),
    (
        &[("categories", r#"[{ path = "工具 > 办公", status = "approved" }, { path = "商家自营 > 百货", status = "in_review" }]"#)],
        "category",
        Unmet,
        None,
        None,
    ),
    (&[], VERDICT, Met, Some("2026-11-22"), Some("2027-02-17")),
];
