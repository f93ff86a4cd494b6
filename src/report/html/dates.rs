//! Labels over time.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::tally::Counts;

/// Below so many days, days are shown; below so many, months; above, years.
const DAYS: i64 = 62;
const MONTHS: i64 = 1_860;

/// Rows by the day that their source states.
#[derive(Debug, Default)]
pub(super) struct Dates(BTreeMap<NaiveDate, Counts>);

/// Counts by period, earliest first; periods without rows are left out.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Timeline {
    /// `day`, `month` or `year`; `None` without dated rows.
    pub unit: Option<&'static str>,
    pub periods: Vec<Period>,
    /// Rows whose source states a date that starts with the year.
    pub dated: u64,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Period {
    /// `2018-12-10`, `2018-12` or `2018`.
    pub name: String,
    /// Its first moment, UTC, in seconds since 1970.
    pub start: i64,
    pub counts: Counts,
}

impl Dates {
    /// Counts one row with stance class `class`, unless its date is not understood.
    pub fn add(&mut self, stated: &str, class: usize) {
        if let Some(day) = day(stated) {
            self.0.entry(day).or_default()[class] += 1;
        }
    }

    pub fn timeline(&self) -> Timeline {
        let (Some((first, _)), Some((last, _))) =
            (self.0.first_key_value(), self.0.last_key_value())
        else {
            return Timeline::default();
        };
        let unit = match (*last - *first).num_days() {
            days if days < DAYS => "day",
            days if days < MONTHS => "month",
            _ => "year",
        };
        let mut periods: Vec<Period> = Vec::new();
        for (day, counts) in &self.0 {
            let next = Period::of(*day, unit);
            if periods.last().is_none_or(|last| last.name != next.name) {
                periods.push(next);
            }
            if let Some(period) = periods.last_mut() {
                let sums = period.counts.iter_mut().zip(counts);
                sums.for_each(|(sum, count)| *sum += count);
            }
        }
        Timeline {
            unit: Some(unit),
            dated: periods.iter().flat_map(|period| period.counts).sum(),
            periods,
        }
    }
}

impl Period {
    fn of(day: NaiveDate, unit: &str) -> Self {
        let (format, first) = match unit {
            "day" => ("%Y-%m-%d", Some(day)),
            "month" => ("%Y-%m", day.with_day(1)),
            _ => ("%Y", NaiveDate::from_ymd_opt(day.year(), 1, 1)),
        };
        let midnight = first.unwrap_or(day).and_time(chrono::NaiveTime::MIN);
        Self {
            name: day.format(format).to_string(),
            start: midnight.and_utc().timestamp(),
            counts: Counts::default(),
        }
    }
}

/// `2018-12-10T09:00:00Z`, `2018-12-10`, `2018-12` and `2018` are understood.
fn day(stated: &str) -> Option<NaiveDate> {
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = stated.get(range)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| digits.parse().ok()).flatten()
    };
    let dash = |at: usize| stated.as_bytes().get(at) == Some(&b'-');
    let year = i32::try_from(digits(0..4)?).ok()?;
    match (stated.len(), dash(4), dash(7)) {
        (4, ..) => NaiveDate::from_ymd_opt(year, 1, 1),
        (7, true, _) => NaiveDate::from_ymd_opt(year, digits(5..7)?, 1),
        (10.., true, true) => NaiveDate::from_ymd_opt(year, digits(5..7)?, digits(8..10)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stated: &[&str], unit: Option<&str>, expected: &[(&str, u64)]) {
        let mut dates = Dates::default();
        stated.iter().for_each(|stated| dates.add(stated, 1));
        let timeline = dates.timeline();
        let periods = timeline.periods.iter();
        let found: Vec<_> = periods.map(|p| (p.name.as_str(), p.counts[1])).collect();
        assert_eq!((timeline.unit, found.as_slice()), (unit, expected));
        assert_eq!(timeline.dated, expected.iter().map(|(_, n)| n).sum::<u64>());
    }

    #[test]
    fn the_unit_follows_the_stretch() {
        check(&[], None, &[]);
        check(
            &["10 December 2018", "", "2018-13-01", "20181210"],
            None,
            &[],
        );
        check(
            &["2018-12-11", "2018-12-10T09:00:00Z", "2018-12-10"],
            Some("day"),
            &[("2018-12-10", 2), ("2018-12-11", 1)],
        );
        check(
            &["2018-12-11", "2019-06"],
            Some("month"),
            &[("2018-12", 1), ("2019-06", 1)],
        );
        check(
            &["2010", "2018-12-11", "2018-01-01"],
            Some("year"),
            &[("2010", 1), ("2018", 2)],
        );
    }

    #[test]
    fn a_period_starts_at_its_first_midnight() {
        let day = day("2018-12-11").unwrap();
        assert_eq!(Period::of(day, "day").start, 1_544_486_400);
        assert_eq!(Period::of(day, "month").start, 1_543_622_400);
        assert_eq!(Period::of(day, "year").start, 1_514_764_800);
    }
}
