-- The requirements of wechat-live as they stand on 2026-11-22: true, false, or null for unknown.
-- DATA stands for the file of records, LISTED for the categories, OUT for the file to write.
COPY (
  WITH records AS (
    SELECT
      applicant,
      facts.*,
      CASE WHEN json_type(facts.ad_spend) = 'OBJECT' THEN facts.ad_spend->'rows' ELSE facts.ad_spend END AS spending
    FROM read_json('DATA', format = 'newline_delimited', columns = {
      applicant: 'VARCHAR',
      facts: 'STRUCT(
        entity_region VARCHAR,
        entity_type VARCHAR,
        categories STRUCT(path VARCHAR, status VARCHAR)[],
        violations STRUCT(id VARCHAR, "date" VARCHAR, severity VARCHAR)[],
        payments VARCHAR[],
        official_accounts STRUCT(name VARCHAR, fans BIGINT)[],
        daily_active_users STRUCT("date" VARCHAR, users BIGINT)[],
        ad_spend JSON)'
    })
  ),
  measured AS (
    SELECT
      *,
      list_filter(violations, lambda row: row."date" > '2026-05-22' AND row."date" <= '2026-11-22') AS recent,
      list_filter(daily_active_users, lambda row: row."date" > '2026-11-14' AND row."date" <= '2026-11-21') AS week,
      list_filter(
        from_json(spending, '[{"date": "VARCHAR", "amount": "DECIMAL(18,2)"}]'),
        lambda row: row."date" > '2025-11-22' AND row."date" <= '2026-11-22') AS year
    FROM records
  ),
  leaves AS (
    SELECT
      applicant,
      entity_region = 'CN' AS domestic,
      entity_type <> 'individual' AS not_individual,
      list_has_any(
        list_transform(list_filter(categories, lambda row: row.status = 'approved'), lambda row: row.path), LISTED) AS category,
      CASE
        WHEN violations IS NULL THEN NULL
        WHEN list_contains(list_transform(recent, lambda row: row.severity), 'severe') THEN false
        WHEN len(list_filter(recent, lambda row: row.severity IS NULL)) > 0 THEN NULL
        ELSE true
      END AS violations,
      len(list_filter(payments, lambda day: day > '2026-08-24' AND day <= '2026-11-20')) > 0 AS payment,
      CASE
        WHEN official_accounts IS NULL THEN NULL
        WHEN coalesce(list_sum(list_transform(official_accounts, lambda row: row.fans)), 0) > 100 THEN true
        WHEN len(list_filter(official_accounts, lambda row: row.fans IS NULL)) > 0 THEN NULL
        ELSE false
      END AS followers,
      CASE
        WHEN daily_active_users IS NULL THEN NULL
        WHEN coalesce(list_sum(list_transform(week, lambda row: row.users)), 0) > 700 THEN true
        WHEN len(week) < 7 THEN NULL
        ELSE false
      END AS daily_active_users,
      CASE
        WHEN ad_spend IS NULL THEN NULL
        WHEN coalesce(list_sum(list_transform(year, lambda row: row.amount)), 0) > 10000 THEN true
        WHEN json_type(ad_spend) = 'OBJECT' AND (ad_spend->>'partial')::BOOLEAN THEN NULL
        ELSE false
      END AS ad_spend
    FROM measured
  ),
  groups AS (
    SELECT *, domestic AND not_individual AS entity, followers OR daily_active_users OR ad_spend AS reach FROM leaves
  )
  SELECT
    applicant, entity, domestic, not_individual, category, violations, payment, reach, followers, daily_active_users, ad_spend,
    entity AND category AND violations AND payment AND reach AS eligible
  FROM groups
) TO 'OUT' (FORMAT csv, HEADER false);
