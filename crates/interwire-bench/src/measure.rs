//! CPU time and percentiles.

/// CPU time of this thread so far, in seconds.
#[must_use]
pub fn thread_cpu_s() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_whitespace().next().and_then(|word| word.parse::<f64>().ok());
    first.map_or(0.0, |ns| ns / 1e9)
}

/// The value below which `percent` of the values lie; 0 if there are none.
#[must_use]
pub fn percentile(values: &mut [f64], percent: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let place = (values.len().saturating_sub(1) as f64 * percent / 100.0).round() as usize;
    values.get(place).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_of_known_values_and_a_clock_that_goes_on() {
        let mut values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        assert!((percentile(&mut values, 99.0) - 99.0).abs() < f64::EPSILON);
        let before = thread_cpu_s();
        let mut sum = 0_u64;
        (0..30_000_000_u64).for_each(|number| sum = std::hint::black_box(sum ^ number));
        assert!(thread_cpu_s() > before);
    }
}
