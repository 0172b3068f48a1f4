//! Two reports, place by place.
//!
//! In: a report as it was stated, and the one that follows from its facts. Out: every place in which they differ.

use serde_json::Value as Json;

/// A place in which a report is not what follows from its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where, by keys and ids: `requirements.payment.status`.
    pub at: String,
    /// What stands there, or nothing.
    pub stated: Option<Json>,
    /// What follows, or nothing.
    pub computed: Option<Json>,
}

/// Every difference. What the report was made from is not compared: its facts, day and options were taken from it. Sentences
/// are compared only where both were written by the same version.
pub(super) fn differences(stated: &Json, computed: &Json, same_version: bool) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut comparison = Comparison { same_version, found: &mut found };
    let (Json::Object(left), Json::Object(right)) = (stated, computed) else { return found };
    // Stated when it was made: nothing follows from it.
    let free = ["tool", "generated_at"];
    for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))).filter(|key| !free.contains(&key.as_str())) {
        match key.as_str() {
            // In the output of a fleet they are left out.
            "risks" if !left.contains_key("risks") => {}
            "warnings" => comparison.warnings(&stated["warnings"], &computed["warnings"]),
            _ => comparison.pair(key, left.get(key), right.get(key)),
        }
    }
    found
}

struct Comparison<'f> {
    same_version: bool,
    found: &'f mut Vec<Difference>,
}

impl Comparison<'_> {
    fn pair(&mut self, at: &str, stated: Option<&Json>, computed: Option<&Json>) {
        match (stated, computed) {
            (Some(Json::Object(left)), Some(Json::Object(right))) => {
                if !self.same_version && is_sentence(left) && is_sentence(right) {
                    return;
                }
                for key in left.keys().chain(right.keys().filter(|key| !left.contains_key(*key))) {
                    self.pair(&format!("{at}.{key}"), left.get(key), right.get(key));
                }
            }
            (Some(Json::Array(left)), Some(Json::Array(right))) => {
                for index in 0..left.len().max(right.len()) {
                    let name = |list: &[Json]| list.get(index).and_then(|item| item.get("id")).and_then(Json::as_str).map(str::to_owned);
                    let name = name(right).or_else(|| name(left)).unwrap_or_else(|| index.to_string());
                    self.pair(&format!("{at}.{name}"), left.get(index), right.get(index));
                }
            }
            (stated, computed) if stated == computed => {}
            (stated, computed) => {
                self.found.push(Difference { at: at.to_owned(), stated: stated.cloned(), computed: computed.cloned() });
            }
        }
    }

    /// Warnings that follow have to be there. Others were noticed while the files were read, which are not part of a report.
    fn warnings(&mut self, stated: &Json, computed: &Json) {
        let list = |list: &Json| list.as_array().cloned().unwrap_or_default();
        let stated = list(stated);
        for warning in list(computed) {
            let same = |other: &Json| if self.same_version { *other == warning } else { other["code"] == warning["code"] };
            if !stated.iter().any(same) {
                self.found.push(Difference { at: "warnings".to_owned(), stated: None, computed: Some(warning) });
            }
        }
    }
}

/// True of a text in both languages.
fn is_sentence(object: &serde_json::Map<String, Json>) -> bool {
    object.len() == 2 && object.contains_key("zh") && object.contains_key("en")
}
