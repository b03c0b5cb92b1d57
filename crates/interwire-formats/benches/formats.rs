//! `cargo bench -p interwire-formats`: how fast each format is read and written, beside the parsers of XML and JSON on
//! the same bytes in the same run. Over the own samples, and over real news where `INTERWIRE_CORPUS` names it.
//! Arguments: CPU seconds for each measurement (else 1), names of formats (else all).
#![allow(clippy::disallowed_methods, reason = "a measurement reads its samples")]
#![allow(clippy::unwrap_used, reason = "a measurement that cannot be made ends")]
#![allow(clippy::print_stdout, reason = "a measurement speaks to the person who runs it")]
#![allow(clippy::cast_precision_loss, reason = "rates")]

use interwire_core::item::{Item, Limits};
use interwire_formats::{FORMATS, Format, read, write};
use quick_xml::NsReader;
use quick_xml::events::Event;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};

const MIB: f64 = 1_048_576.0;
/// The word by which this program calls itself to read one file in a fresh process.
const ALONE: &str = "alone";

/// A file, and what is in it.
type Source = (PathBuf, Vec<u8>);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let [mode, path, format] = words.as_slice()
        && mode == ALONE
    {
        return println!("{}", peak(Path::new(path), format));
    }
    let budget_s = words.iter().find_map(|word| word.parse::<f64>().ok()).unwrap_or(1.0);
    let wanted = |format: &Format| {
        let named: Vec<&String> = words.iter().filter(|word| word.parse::<f64>().is_err()).collect();
        named.is_empty() || named.iter().any(|name| *name == format.name)
    };
    let sources = sources();
    let mut items = Vec::new();
    println!(
        "| read | sources | KiB | items | items a CPU-s | MiB a CPU-s | parser alone | of it | largest KiB, peak MiB |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for format in FORMATS.iter().filter(|format| format.is_read()) {
        let Some(sources) = sources.get(format.name) else { continue };
        if wanted(format) {
            println!("{}", read_row(format, sources, budget_s));
        }
        let found = sources.iter().filter_map(|(_, bytes)| read(bytes, Some(format.name), &Limits::default()).ok());
        items.extend(found.flat_map(|found| found.items).map(|one| one.item));
    }
    println!("\n| written | items | not in it | items a CPU-s | MiB a CPU-s |\n| --- | ---: | ---: | ---: | ---: |");
    for format in FORMATS.iter().filter(|format| format.is_written() && wanted(format)) {
        println!("{}", write_row(format, &items, budget_s));
    }
}

/// The sources of each format that is read: each file of the samples and of the corpus that holds items.
fn sources() -> BTreeMap<&'static str, Vec<Source>> {
    let mut paths = Vec::new();
    files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples")), &mut paths);
    if let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") {
        files(Path::new(&corpus), &mut paths);
    }
    paths.sort();
    let mut sources: BTreeMap<&'static str, Vec<Source>> = BTreeMap::new();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap();
        // Plain text is read only where somebody says that it is news.
        let hint = path.extension().is_some_and(|extension| extension == "txt").then_some("plain-text");
        if let Ok(found) = read(&bytes, hint, &Limits::default())
            && !found.items.is_empty()
        {
            sources.entry(found.format).or_default().push((path, bytes));
        }
    }
    sources
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if !path.to_string_lossy().ends_with(".document.json") {
            out.push(path);
        }
    }
}

/// CPU seconds of one run of `work`, run again and again until the budget is spent. The clock, which takes time itself,
/// is looked at ever more seldom.
fn seconds(budget_s: f64, mut work: impl FnMut()) -> f64 {
    work();
    let (start, mut runs) = (cpu_s(), 0_u32);
    loop {
        let more = (runs / 10).max(1);
        (0..more).for_each(|_| work());
        runs += more;
        let spent = cpu_s() - start;
        if spent >= budget_s {
            return spent / f64::from(runs);
        }
    }
}

/// What reading one file takes at its peak in a process that has done nothing else, in MiB.
fn peak(path: &Path, format: &str) -> f64 {
    let bytes = std::fs::read(path).unwrap();
    let before = memory("VmRSS");
    // Forgets the highest mark so far.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let found = read(&bytes, Some(format), &Limits::default()).unwrap();
    let after = memory("VmHWM");
    drop(black_box(found));
    (after - before).max(0.0)
}

/// The largest source and its peak.
fn largest(format: &Format, sources: &[Source]) -> String {
    let (path, bytes) = sources.iter().max_by_key(|(_, bytes)| bytes.len()).unwrap();
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([Path::new(ALONE), path, Path::new(format.name)])
        .output()
        .unwrap();
    let peak: f64 = String::from_utf8(child.stdout).unwrap().trim().parse().unwrap_or(f64::NAN);
    format!("{:.0}, {peak:.1}", bytes.len() as f64 / 1024.0)
}

fn read_row(format: &Format, sources: &[Source], budget_s: f64) -> String {
    let limits = Limits::default();
    let bytes: f64 = sources.iter().map(|(_, source)| source.len() as f64).sum();
    let items: usize = sources
        .iter()
        .map(|(_, source)| read(source, Some(format.name), &limits).map_or(0, |found| found.items.len()))
        .sum();
    let ours = seconds(budget_s, || {
        for (_, source) in sources {
            black_box(read(black_box(source), Some(format.name), &limits)).ok();
        }
    });
    let first = |(_, source): &Source| source.iter().find(|byte| !byte.is_ascii_whitespace() && **byte < 0x80).copied();
    let parser: Option<fn(&[u8])> = match sources.iter().find_map(first) {
        Some(b'<') if format.name != "html" => Some(tokenise),
        Some(b'{') => Some(parse_json),
        _ => None,
    };
    let alone = parser.map(|parser| {
        let raw = seconds(budget_s, || sources.iter().for_each(|(_, source)| parser(black_box(source))));
        (bytes / MIB / raw, raw / ours)
    });
    let (rate, part) =
        alone.map_or((String::new(), String::new()), |(rate, part)| (format!("{rate:.0}"), format!("{part:.2}")));
    format!(
        "| {} | {} | {:.0} | {items} | {:.0} | {:.1} | {rate} | {part} | {} |",
        format.name,
        sources.len(),
        bytes / 1024.0,
        f64::from(u32::try_from(items).unwrap()) / ours,
        bytes / MIB / ours,
        largest(format, sources)
    )
}

fn write_row(format: &Format, items: &[Item], budget_s: f64) -> String {
    let name = format!("{}; charset=utf-8", format.name);
    let able: Vec<&Item> = items.iter().filter(|item| write(&name, item).is_ok()).collect();
    let mut bytes = 0;
    let spent = seconds(budget_s, || {
        bytes = able.iter().map(|item| write(&name, black_box(item)).map_or(0, |written| written.bytes.len())).sum();
    });
    format!(
        "| {} | {} | {} | {:.0} | {:.1} |",
        format.name,
        able.len(),
        items.len() - able.len(),
        able.len() as f64 / spent,
        bytes as f64 / MIB / spent
    )
}

/// What a reader of XML does at the least: every event, every name with its namespace, every attribute.
fn tokenise(bytes: &[u8]) {
    let mut reader = NsReader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_resolved_event() {
            Ok((_, Event::Eof)) | Err(_) => return,
            Ok((namespace, Event::Start(start) | Event::Empty(start))) => {
                black_box(namespace);
                for attribute in start.attributes().with_checks(false).flatten() {
                    black_box((reader.resolver().resolve_attribute(attribute.key), &attribute.value));
                }
            }
            Ok(event) => drop(black_box(event)),
        }
    }
}

fn parse_json(bytes: &[u8]) {
    black_box(serde_json::from_slice::<serde_json::Value>(bytes)).ok();
}

fn cpu_s() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// A line of the status of this process, in MiB.
fn memory(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).unwrap();
    line.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1024.0
}
