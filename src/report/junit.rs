//! A report as JUnit XML: one test case for each requirement that the root asks for.
//!
//! In: a [`View`]. Out: XML. A requirement that holds passes; one that does not, or does not yet, fails; an unknown one is an
//! error; one that does not apply is skipped.

use std::fmt::Write as _;

use crate::report::json::StatusWord;
use crate::report::view::View;

/// The report as JUnit XML.
pub fn junit(view: &View<'_>) -> String {
    let cases = view.tree();
    let count = |wanted: &[StatusWord]| cases.iter().filter(|(_, requirement)| wanted.contains(&requirement.status)).count();
    let failures = count(&[StatusWord::Unmet, StatusWord::Pending]);
    let errors = count(&[StatusWord::Unknown]);
    let skipped = count(&[StatusWord::NotApplicable]);
    let total = cases.len();
    let suite = escape(&format!("{} {}", view.report.program.id, view.report.applicant));
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(text, "<testsuites name=\"kaibo\" tests=\"{total}\" failures=\"{failures}\" errors=\"{errors}\">");
    let _ = writeln!(
        text,
        "  <testsuite name=\"{suite}\" tests=\"{total}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">"
    );
    let _ = writeln!(text, "    <properties>");
    let program = &view.report.program;
    let properties = [
        ("verdict", view.report.verdict.text()),
        ("as_of", &view.report.as_of),
        ("edition", program.edition.as_deref().unwrap_or("")),
        ("rulebook", program.rulebook.as_deref().unwrap_or("")),
    ];
    for (name, value) in properties {
        let _ = writeln!(text, "      <property name=\"{name}\" value=\"{}\"/>", escape(value));
    }
    let _ = writeln!(text, "    </properties>");
    for (_, requirement) in cases {
        let why = view.pick(&requirement.why);
        let name = escape(&format!("{}: {}", requirement.id, view.pick(&requirement.title)));
        let _ = write!(text, "    <testcase classname=\"{suite}\" name=\"{name}\"");
        let status = view.status(requirement.status);
        let (kind, message, body) = (requirement.status.text(), escape(&status), escape(&why));
        let _ = match requirement.status {
            StatusWord::Met => writeln!(text, ">\n      <system-out>{body}</system-out>\n    </testcase>"),
            StatusWord::Unmet | StatusWord::Pending => {
                writeln!(text, ">\n      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>\n    </testcase>")
            }
            StatusWord::Unknown => writeln!(text, ">\n      <error type=\"{kind}\" message=\"{message}\">{body}</error>\n    </testcase>"),
            StatusWord::NotApplicable => writeln!(text, ">\n      <skipped message=\"{body}\"/>\n    </testcase>"),
        };
    }
    let conclusion = std::iter::once(view.verdict()).chain(view.conditions()).collect::<Vec<_>>().join("\n");
    let _ = writeln!(text, "    <system-out>{}</system-out>\n  </testsuite>\n</testsuites>", escape(&conclusion));
    text
}

/// A text for XML 1.0, between tags or in quotes. Characters that XML cannot hold, and those that mislead, are written out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' => escaped.push('\n'),
            c if crate::i18n::escape::misleads(c) || matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) => {
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}
