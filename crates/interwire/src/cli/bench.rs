//! `interwire bench`: measurements on this machine.

use super::{Done, Out};
use crate::bench::exchange::{CatchUp, Plan, Report, run};
use crate::bench::{board, search};
use crate::errors::{Code, Error};
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;

/// Measure this program on this machine: our numbers beside the machine's own limits, in one run.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire bench exchange")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Two nodes on loopback with a real disk: delivery, kill, durable intake, catch-up, memory.
    #[command(after_help = EXAMPLE)]
    Exchange {
        /// Stories published one after the other.
        #[arg(long, default_value_t = 500)]
        stories: usize,
        /// Kills.
        #[arg(long, default_value_t = 200)]
        kills: usize,
        /// Stories published while the partner is away.
        #[arg(long, default_value_t = 20_000)]
        backlog: usize,
        /// The report as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Searches of the desk beside SQLite's full-text index.
    #[command(after_help = SEARCH_EXAMPLE)]
    Search {
        /// Items on the desk.
        #[arg(long, default_value_t = 30_000)]
        items: usize,
        /// 300,000 items.
        #[arg(long, conflicts_with = "items")]
        large: bool,
        /// The report as JSON.
        #[arg(long)]
        json: bool,
    },
    /// The live board: a desk full of items, browsers that watch it, stories that come.
    #[command(after_help = BOARD_EXAMPLE)]
    Board {
        /// Items on the desk before.
        #[arg(long, default_value_t = 100_000)]
        items: usize,
        /// Browsers that watch; the pages bear 500.
        #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=500))]
        readers: u16,
        /// Stories a second.
        #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
        per_s: u32,
        /// For so long.
        #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
        seconds: u32,
        /// The report as JSON.
        #[arg(long)]
        json: bool,
    },
    /// The nodes of `bench board`, which starts them.
    #[command(hide = true)]
    BoardNodes {
        /// Browsers that will watch.
        #[arg(long)]
        readers: usize,
        /// Where the nodes keep everything.
        folder: PathBuf,
    },
    /// Standing queries against news: scopes and alerts, beside a plain index and a naive loop.
    #[command(after_help = MATCH_EXAMPLE)]
    Match {
        /// Numbers of standing queries.
        #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
        queries: Vec<usize>,
        /// CPU seconds for each measurement.
        #[arg(long, default_value_t = 1.5)]
        seconds: f64,
        /// One line of JSON for each measurement.
        #[arg(long)]
        json: bool,
    },
}

const EXAMPLE: &str = "\
Examples:
  interwire bench exchange
  interwire bench exchange --backlog 100000 --json

Build with --release. Both nodes run in this process; the folder is temporary and below TMPDIR.";

const SEARCH_EXAMPLE: &str = "\
Examples:
  interwire bench search
  interwire bench search --large

Build with --release. The folder is temporary and below TMPDIR.";

const BOARD_EXAMPLE: &str = "\
Examples:
  interwire bench board
  interwire bench board --items 1000 --readers 20 --seconds 5 --json

Build with --release. The nodes run in a process of their own, on loopback; the folder is temporary and below TMPDIR.";

const MATCH_EXAMPLE: &str = "\
Examples:
  interwire bench match
  interwire bench match --queries 10000,1000000 --seconds 5

Build with --release. Text analysis is included. cargo bench -p interwire-bench has the a-tree crate beside it.";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a node fails, or something does not arrive.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let (stories, kills, backlog, json) = match self.what {
            What::Exchange { stories, kills, backlog, json } => (stories, kills, backlog, json),
            What::Search { items, large, json } => return searching(if large { 300_000 } else { items }, json, out),
            What::Board { items, readers, per_s, seconds, json } => {
                return watching(board::Plan { items, readers: readers.into(), per_s, seconds }, json, out);
            }
            What::BoardNodes { readers, folder } => return nodes(&folder, readers),
            What::Match { queries, seconds, json } => return matching(queries, seconds, json, out),
        };
        out.set_json(json);
        let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
        let report = runtime.block_on(run(Plan { stories, kills, backlog }, |text| out.progress(text)));
        out.progress("");
        let report = report.map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
        if json {
            out.value(&report)?;
        } else {
            print(&report, out)?;
        }
        Ok(Done::Fine)
    }
}

fn searching(items: usize, json: bool, out: &mut Out) -> Result<Done, Error> {
    out.set_json(json);
    let failed = |cause: &dyn std::fmt::Display| Error::new(Code::StartFailed).because(cause.to_string());
    let runtime = Runtime::new().map_err(|cause| failed(&cause))?;
    let report = runtime.block_on(search::run(items, |text| out.progress(text)));
    out.progress("");
    let report = report.map_err(|cause| failed(&cause))?;
    if json {
        out.value(&report)?;
        return Ok(Done::Fine);
    }
    let (ours, theirs) = (report.filled_per_s, report.fts5_filled_per_s);
    out.line(&format!("{} items: {ours:.0}/s into the index, {theirs:.0}/s into FTS5", report.items))?;
    for line in &report.lines {
        let ([p50, p99], [fts5_p50, fts5_p99]) = (line.interwire_ms, line.fts5_ms);
        out.line(&format!(
            "{:<12} {:>7.0} found  {p50:>8.2} ms p50 {p99:>8.2} ms p99; FTS5 {fts5_p50:>8.2} and {fts5_p99:>8.2}",
            line.kind, line.found
        ))?;
    }
    Ok(Done::Fine)
}

fn watching(plan: board::Plan, json: bool, out: &mut Out) -> Result<Done, Error> {
    out.set_json(json);
    let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
    let report = runtime.block_on(board::run(plan, |text| out.progress(text)));
    out.progress("");
    let report = report.map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
    if json {
        out.value(&report)?;
        return Ok(Done::Fine);
    }
    let board::Report { items, readers, stories, seconds, lines, missing, reloads, .. } = report;
    let ([p50, p99], [before, idle, full]) = (report.lag_ms, report.memory_mb);
    let ([page, packed], [files, files_packed]) = (report.first.page_bytes, report.first.files_bytes);
    let [line, line_p99] = report.first.first_line_ms;
    let (nodes, own, each) = (report.nodes_cpu_s, report.readers_cpu_s, report.reader_kib);
    for text in [
        format!("{items} items on the desk, {readers} browsers, {stories} stories in {seconds:.1} s"),
        format!("intake to the line at a browser  {p50:.0} ms p50, {p99:.0} ms p99 of {lines}; {missing} missing"),
        format!("processor                        {nodes:.1} s both nodes, {own:.1} s the browsers; {reloads} reloads"),
        format!(
            "memory of both nodes             {before:.0} MB, {idle:.0} MB watched, {full:.0} MB after the stories"
        ),
        format!("memory for a browser that waits  {each:.0} KiB"),
        format!("first page                       {page} bytes ({packed} by gzip); its files {files} ({files_packed})"),
        format!("to the first line                {line:.1} ms p50, {line_p99:.1} ms p99"),
    ] {
        out.line(&text)?;
    }
    Ok(Done::Fine)
}

fn nodes(folder: &Path, readers: usize) -> Result<Done, Error> {
    let failed = |cause: &dyn std::fmt::Display| Error::new(Code::StartFailed).because(cause.to_string());
    let runtime = Runtime::new().map_err(|cause| failed(&cause))?;
    runtime.block_on(board::nodes::run(folder, readers)).map_err(|cause| failed(&cause))?;
    Ok(Done::Fine)
}

fn matching(counts: Vec<usize>, seconds: f64, json: bool, out: &mut Out) -> Result<Done, Error> {
    out.set_json(json);
    let plan = interwire_bench::run::Plan { counts, seconds, ..Default::default() };
    let lines = interwire_bench::run::run(&plan, &mut Vec::new, |line| {
        tracing::info!("{} {} {}: {:.0} items/s", line.kind, line.queries, line.peer, line.items_per_cpu_s);
    });
    if json {
        lines.iter().try_for_each(|line| out.value(line))?;
        return Ok(Done::Fine);
    }
    for (language, us) in interwire_bench::run::analysis(seconds) {
        out.line(&format!("text analysis, 280 words, {language}: {us:.2} us"))?;
    }
    out.line(interwire_bench::run::table(&lines).trim_end())?;
    Ok(Done::Fine)
}

fn print(report: &Report, out: &mut Out) -> Result<(), Error> {
    let Report { raw_fsync_per_s, two_fsyncs_ms, text_ms, kill_ms, intake_per_s, .. } = report;
    out.line(&format!(
        "raw fsync of 2 KB            {raw_fsync_per_s:>10.0} /s   (two of them: {two_fsyncs_ms:.2} ms)"
    ))?;
    for (what, [p50, p99]) in [("intake to partner's store", text_ms), ("kill to partner's stop", kill_ms)] {
        out.line(&format!(
            "{what:<28} {p50:>10.2} ms p50, {p99:.2} ms p99; {:.1} times two fsyncs",
            p50 / two_fsyncs_ms
        ))?;
    }
    for (publishers, rate) in [1, 16, 256].iter().zip(intake_per_s) {
        let ratio = rate / raw_fsync_per_s;
        out.line(&format!("durable intake, {publishers:>3} at once  {rate:>10.0} items/s; {ratio:.2} of raw fsync"))?;
    }
    let CatchUp { per_s, cpu_us, statements: [source, partner] } = &report.catch_up;
    out.line(&format!(
        "catch-up                     {per_s:>10.0} items/s; an item takes {cpu_us:.0} us of CPU, both nodes, and \
         {source:.1} statements of SQL at the source, {partner:.1} at the partner"
    ))?;
    let (idle, full, items) = (report.idle_mb, report.full_mb, report.items);
    out.line(&format!("memory, both nodes           {idle:>10.0} MB idle, {full:.0} MB with {items} items"))
}
