//! Moments and intervals as people read them.

use interwire_core::time::Time;

/// A moment: `2026-11-23 01:02:03 UTC`.
#[must_use]
pub fn moment(time: Time) -> String {
    time.timestamp().strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// How long ago, or until when: `in 3 min`, `2 h ago`, `now`.
#[must_use]
pub fn relative(time: Time, now: Time) -> String {
    let ms = time.since(now);
    let seconds = ms.unsigned_abs() / 1000;
    let length = match seconds {
        0 => return "now".to_owned(),
        1..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    };
    if ms > 0 { format!("in {length}") } else { format!("{length} ago") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_told_in_the_unit_a_person_would_use() {
        let now: Time = "2026-11-23T01:02:03.456Z".parse().unwrap();
        let told = [0, 5_000, -90_000, 600_000, -8_000_000, 900_000_000].map(|ms| relative(now.plus_ms(ms), now));
        assert_eq!(told, ["now", "in 5 s", "90 s ago", "in 10 min", "2 h ago", "in 10 days"]);
        assert_eq!(moment(now), "2026-11-23 01:02:03 UTC");
    }
}
