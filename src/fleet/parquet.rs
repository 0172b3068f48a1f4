//! Records from Parquet files.
//!
//! In: a file whose columns are `applicant`, `program` and so on, and facts. Out: the same as lines of JSON, so that
//! everything after reads, refuses and counts them as it does lines; a row's number is its line.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use chrono::{DateTime, SecondsFormat, TimeDelta};
use parquet::basic::LogicalType;
use parquet::data_type::Decimal;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};

use crate::fleet::tables::headings::OF_RECORDS;

/// The rows of a file, as lines of JSON.
pub struct Lines {
    rows: RowIter<'static>,
    line: Vec<u8>,
    given: usize,
}

fn refused(error: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

impl Lines {
    /// Opens a file.
    ///
    /// # Errors
    /// It can't be read, is no Parquet file, or has a moment without a zone.
    pub fn open(path: &Path) -> io::Result<Lines> {
        let reader = SerializedFileReader::new(File::open(path)?).map_err(refused)?;
        for column in reader.metadata().file_metadata().schema_descr().columns() {
            // As in facts files: nobody can know when a moment without an offset was.
            if let Some(LogicalType::Timestamp(about)) = column.logical_type_ref()
                && !about.is_adjusted_to_u_t_c
            {
                return Err(refused(format!("the moments of `{}` have no zone", column.path())));
            }
        }
        Ok(Lines { rows: RowIter::from_file_into(Box::new(reader)), line: Vec::new(), given: 0 })
    }

    fn write(&mut self, row: &Row) {
        let (of_record, facts): (Vec<_>, Vec<_>) = row.get_column_iter().partition(|(name, _)| OF_RECORDS.contains(&name.as_str()));
        let whole = facts.iter().any(|(name, field)| name.as_str() == "facts" && matches!(field, Field::Group(_)));
        self.line.push(b'{');
        for (name, field) in of_record.into_iter().filter(|(_, field)| !matches!(field, Field::Null)) {
            text(&mut self.line, name);
            self.line.push(b':');
            value(&mut self.line, field);
            self.line.push(b',');
        }
        // Facts are in columns of their own, or together in one.
        if whole {
            fields(&mut self.line, facts.into_iter());
        } else {
            text(&mut self.line, "facts");
            self.line.extend_from_slice(b":{");
            fields(&mut self.line, facts.into_iter());
            self.line.push(b'}');
        }
        self.line.extend_from_slice(b"}\n");
    }
}

impl Read for Lines {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.line.len() {
            self.line.clear();
            self.given = 0;
            match self.rows.next() {
                None => return Ok(0),
                Some(row) => self.write(&row.map_err(refused)?),
            }
        }
        let now = (self.line.len() - self.given).min(into.len());
        into[..now].copy_from_slice(&self.line[self.given..self.given + now]);
        self.given += now;
        Ok(now)
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    // Text always serialises.
    let _ = serde_json::to_writer(out, text);
}

fn fields<'r>(out: &mut Vec<u8>, fields: impl Iterator<Item = (&'r String, &'r Field)>) {
    for (at, (name, field)) in fields.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        text(out, name);
        out.push(b':');
        value(out, field);
    }
}

fn value(out: &mut Vec<u8>, field: &Field) {
    match field {
        Field::Null => out.extend_from_slice(b"null"),
        Field::Bool(flag) => out.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Field::Byte(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::Short(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::Int(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::Long(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::UByte(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::UShort(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::UInt(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::ULong(number) => out.extend_from_slice(number.to_string().as_bytes()),
        Field::Float(number) if number.is_finite() => out.extend_from_slice(number.to_string().as_bytes()),
        Field::Double(number) if number.is_finite() => out.extend_from_slice(number.to_string().as_bytes()),
        Field::Decimal(number) => out.extend_from_slice(decimal(number).as_bytes()),
        Field::Str(word) => text(out, word),
        Field::Bytes(bytes) => text(out, &String::from_utf8_lossy(bytes.data())),
        Field::Date(days) => {
            let day = chrono::NaiveDate::default().checked_add_signed(TimeDelta::days(i64::from(*days)));
            text(out, &day.map_or_else(|| days.to_string(), |day| day.to_string()));
        }
        Field::TimestampMillis(at) => moment(out, DateTime::from_timestamp_millis(*at), *at),
        Field::TimestampMicros(at) => moment(out, DateTime::from_timestamp_micros(*at), *at),
        Field::Group(row) => {
            out.push(b'{');
            fields(out, row.get_column_iter());
            out.push(b'}');
        }
        Field::ListInternal(list) => {
            out.push(b'[');
            for (at, field) in list.elements().iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                value(out, field);
            }
            out.push(b']');
        }
        // What has no like in a record is refused as text of the wrong kind.
        other => text(out, &other.to_string()),
    }
}

fn moment(out: &mut Vec<u8>, at: Option<DateTime<chrono::Utc>>, raw: i64) {
    text(out, &at.map_or_else(|| raw.to_string(), |at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)));
}

/// A decimal in its digits; bytes that do not fit stay unreadable, and are refused as such.
fn decimal(number: &Decimal) -> String {
    let bytes = number.data();
    if bytes.is_empty() || bytes.len() > 16 {
        return "\"?\"".to_owned();
    }
    let fill = if bytes[0] & 0x80 != 0 { 0xff } else { 0 };
    let mut wide = [fill; 16];
    wide[16 - bytes.len()..].copy_from_slice(bytes);
    let value = i128::from_be_bytes(wide);
    let scale = usize::try_from(number.scale()).unwrap_or(0);
    let digits = format!("{:0width$}", value.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if value < 0 { "-" } else { "" };
    if scale == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    use super::*;

    fn write(schema: &str, fill: impl FnOnce(&mut SerializedFileWriter<File>)) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let schema = Arc::new(parse_message_type(schema).expect("a schema"));
        let mut writer = SerializedFileWriter::new(file.reopen().expect("opens"), schema, Arc::default()).expect("begins");
        fill(&mut writer);
        writer.close().expect("ends");
        file
    }

    #[test]
    fn rows_become_lines() {
        let schema = "message m { required binary applicant (UTF8); optional int64 fans (DECIMAL(18,2)); \
                      optional group payments (LIST) { repeated group list { optional int32 element (DATE); } } }";
        let file = write(schema, |writer| {
            let mut rows = writer.next_row_group().expect("rows");
            let mut column = rows.next_column().expect("reads").expect("applicant");
            let names = [ByteArray::from("wx1"), ByteArray::from("w\"x2")];
            column.typed::<ByteArrayType>().write_batch(&names, None, None).expect("written");
            column.close().expect("closed");
            let mut column = rows.next_column().expect("reads").expect("fans");
            column.typed::<Int64Type>().write_batch(&[-1205], Some(&[1, 0]), None).expect("written");
            column.close().expect("closed");
            let mut column = rows.next_column().expect("reads").expect("payments");
            column.typed::<Int32Type>().write_batch(&[20_777, 0], Some(&[3, 3, 0]), Some(&[0, 1, 0])).expect("written");
            column.close().expect("closed");
            rows.close().expect("closed");
        });
        let mut text = String::new();
        Lines::open(file.path()).expect("opens").read_to_string(&mut text).expect("text");
        assert_eq!(
            text,
            "{\"applicant\":\"wx1\",\"facts\":{\"fans\":-12.05,\"payments\":[\"2026-11-20\",\"1970-01-01\"]}}\n\
             {\"applicant\":\"w\\\"x2\",\"facts\":{\"fans\":null,\"payments\":null}}\n"
        );
    }

    #[test]
    fn a_moment_without_a_zone_is_refused() {
        let file = write("message m { required int64 at (TIMESTAMP(MILLIS,false)); }", |_| {});
        assert!(Lines::open(file.path()).err().is_some_and(|error| error.to_string().contains("zone")));
    }
}
