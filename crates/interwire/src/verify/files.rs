//! The database file's head and the write-ahead log, frame by frame: SQLite silently drops a damaged log from the first
//! bad frame on, so this must be found before SQLite opens it. (File format: sqlite.org/fileformat2.html, section 4.)

use super::{Problem, Report};
use crate::store::{DATABASE, DbError};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

const FRAME_HEAD: usize = 24;
const WAL_HEAD: usize = 32;

/// Checks both files; returns whether there is a log.
///
/// # Errors
/// If one cannot be read.
pub fn check(dir: &Path, report: &mut Report) -> Result<bool, DbError> {
    let path = dir.join(DATABASE);
    let mut head = [0; 100];
    let read = File::open(&path).and_then(|mut file| file.read_exact(&mut head));
    let mut problem = |file: &str, what: String| {
        report.problems.push(Problem { file: file.to_owned(), table: None, row: None, what });
    };
    if read.is_err() || !head.starts_with(b"SQLite format 3\0") {
        problem(DATABASE, "it is not an SQLite database".to_owned());
        return Ok(true);
    }
    // Versions 2: with a write-ahead log. Any other makes SQLite ignore the log.
    if head[18..20] != [2, 2] {
        problem(DATABASE, "its head does not say that it has a write-ahead log".to_owned());
    }
    let name = format!("{DATABASE}-wal");
    let path = dir.join(&name);
    let size = match std::fs::metadata(&path) {
        Ok(known) => known.len(),
        Err(_) => return Ok(false),
    };
    let file = File::open(&path).map_err(|e| DbError::file(&path, &e))?;
    if size > 0
        && let Err(what) = check_log(&mut BufReader::new(file))
    {
        problem(&name, what);
    }
    Ok(size > 0)
}

/// The running checksum of the log.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sum(u32, u32);

impl Sum {
    fn add(mut self, bytes: &[u8], big_endian: bool) -> Self {
        let (pairs, _) = bytes.as_chunks::<8>();
        for pair in pairs {
            let [a, b, c, d, e, f, g, h] = *pair;
            let word = |bytes| if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
            self.0 = self.0.wrapping_add(word([a, b, c, d])).wrapping_add(self.1);
            self.1 = self.1.wrapping_add(word([e, f, g, h])).wrapping_add(self.0);
        }
        self
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// Walks the log; says what is damaged. What follows the last whole transaction may only be older frames, which the
/// log has not reached again, or a transaction that was being written and was never acknowledged.
fn check_log(log: &mut impl Read) -> Result<(), String> {
    let mut head = [0; WAL_HEAD];
    if log.read_exact(&mut head).is_err() {
        return Err("it ends within its head".to_owned());
    }
    let magic = word(&head, 0);
    let big_endian = magic == 0x377f_0683;
    let page = word(&head, 8);
    let sum = Sum(0, 0).add(&head[..24], big_endian);
    if magic & !1 != 0x377f_0682 || !(512..=65536).contains(&page) || sum != Sum(word(&head, 24), word(&head, 28)) {
        return Err("its head is damaged, so SQLite would ignore all of it".to_owned());
    }
    let salts = (word(&head, 16), word(&head, 20));
    let mut frame = vec![0; FRAME_HEAD + page as usize];
    let (mut sum, mut broken) = (sum, None);
    let mut nth = 0u64;
    while log.read_exact(&mut frame).is_ok() {
        nth += 1;
        let next = sum.add(&frame[..8], big_endian).add(&frame[FRAME_HEAD..], big_endian);
        let right_sum = next == Sum(word(&frame, 16), word(&frame, 20));
        let right_salts = (word(&frame, 8), word(&frame, 12)) == salts;
        match (broken, right_sum, right_salts) {
            (None, true, true) => sum = next,
            (None, true, false) => return Err(format!("frame {nth} is damaged in its salt")),
            (None, false, _) => {
                // One salt alone is right only by damage to the other.
                let half = word(&frame, 8) == salts.0 || word(&frame, 12) == salts.1;
                if half && committed(&frame) {
                    return Err(format!("frame {nth} of a committed transaction is damaged"));
                }
                broken = Some((nth, half));
            }
            (Some((first, true)), _, true) if committed(&frame) => {
                return Err(format!("frame {first} of a committed transaction is damaged"));
            }
            (Some((first, false)), _, true) => return Err(format!("frame {first} is damaged")),
            (Some(_), _, _) => {}
        }
    }
    // A frame of this log that does not check, with nothing of this log after it: killed between two writes of one
    // transaction, or damaged in the mark of its commit. Which of the two cannot be told, so a person must know.
    match broken {
        Some((first, true)) => Err(format!("it breaks off in frame {first}: a crash while writing, or damage")),
        _ => Ok(()),
    }
}

/// Whether the frame says that a transaction ends with it.
fn committed(frame: &[u8]) -> bool {
    word(frame, 4) != 0
}
