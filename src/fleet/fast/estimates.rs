//! An applicant's own figures, which bear on plans and on no answer of a fleet.
//!
//! In: the requirements of a rulebook, and a place where the first estimate begins. Out: where they end. None of whatever the
//! plain path refuses.

use std::borrow::Cow;

use crate::doc::{FileId, Node, Span, Tree};
use crate::fleet::fast::cursor::{Cursor, distinct, fresh};
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::value::Room;
use crate::fleet::fast::waivers::Requirements;
use crate::rulebook::read::{cost, takes};

/// The keys of an estimate.
#[derive(Debug)]
pub(super) struct Estimates(Keys);

const TAKES: usize = 0;
const COST: usize = 1;

impl Estimates {
    pub(super) fn new() -> Estimates {
        Estimates(Keys::new(["takes", "cost"]))
    }

    /// Goes past estimates, from the first on: where they end.
    #[inline(never)]
    pub(super) fn read(&mut self, cursor: Cursor<'_>, room: &mut Room, requirements: &Requirements) -> Option<usize> {
        let mut cursor = cursor.anew();
        // A record that broke off has left its keys.
        room.keys.clear();
        let mut more = true;
        while more {
            let key = cursor.text()?;
            // What an escape in a key stands for is left to the plain path.
            if key.escaped || !fresh(cursor.hash(key), &mut room.keys, 0) {
                return None;
            }
            requirements.find(cursor.said(key, &mut room.text)?)?;
            cursor.blanks();
            cursor.expect(b':')?;
            cursor.blanks();
            self.one(&mut cursor, &mut room.text)?;
            more = cursor.more(b'}')?;
        }
        distinct(&mut room.keys, 0)?;
        Some(cursor.at)
    }

    fn one(&mut self, cursor: &mut Cursor<'_>, room: &mut String) -> Option<()> {
        let mut walk = self.0.begin(*cursor)?;
        loop {
            let key = self.0.next(cursor, &mut walk)?;
            if key == self.0.end() {
                return Some(());
            }
            let span = cursor.text()?;
            let text = Tree::Text(Cow::Borrowed(cursor.said(span, room)?));
            let node = Node { span: Span { file: FileId(0), start: 0, end: 0 }, tree: text };
            let mut faults = Vec::new();
            match key {
                TAKES => drop(takes(&node, &mut faults)),
                COST => drop(cost(&node, &mut faults)),
                _ => return None,
            }
            faults.is_empty().then_some(())?;
        }
    }
}
