//! How far a training is: the bar, and a line for each look at the dev sets.

use indicatif::{ProgressBar, ProgressStyle};
use quotestance::train::TrainEvent;

use super::console::Console;
use super::{logs, progress};

/// Share of the new loss in the one shown; single batches jump.
const SMOOTHING: f64 = 0.05;

/// A bar over the steps, with loss and time left.
pub struct TrainBar<'a> {
    console: &'a Console,
    bar: ProgressBar,
    loss: Option<f64>,
}

impl<'a> TrainBar<'a> {
    /// Waits for the number of steps.
    pub fn start(console: &'a Console) -> Self {
        let bar = match progress::is_seen(console) {
            true => logs::BARS.add(ProgressBar::no_length()),
            false => ProgressBar::hidden(),
        };
        let template = "{spinner} {bar:30} {pos}/{len} steps · {eta} left · {msg}";
        let style = ProgressStyle::with_template(template);
        Self {
            console,
            bar: bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())),
            loss: None,
        }
    }

    /// Takes up what has happened.
    pub fn show(&mut self, event: &TrainEvent) {
        match event {
            TrainEvent::Started {
                rows,
                steps,
                resumed_at,
                parameters: (trained, all),
                fresh,
            } => {
                self.bar.set_length(*steps as u64);
                self.bar.set_position(*resumed_at as u64);
                self.bar.reset_eta();
                self.tell(&format!("{rows} rows · {steps} steps · {trained} of {all} weights are trained · at random: {}", fresh.join(", ")));
            }
            TrainEvent::Step { step, loss, .. } => {
                let smooth = self
                    .loss
                    .map_or(*loss, |old| old + SMOOTHING * (loss - old));
                self.loss = Some(smooth);
                self.bar.set_position(*step as u64);
                self.bar.set_message(format!("loss {smooth:.4}"));
            }
            TrainEvent::Evaluated {
                step,
                scores,
                mean,
                best,
            } => {
                let scores: Vec<_> = scores
                    .iter()
                    .map(|(name, score)| format!("{name} {score:.3}"))
                    .collect();
                let best = if *best { " · the best so far" } else { "" };
                let loss = self
                    .loss
                    .map_or(String::new(), |loss| format!("loss {loss:.4} · "));
                self.tell(&format!(
                    "step {step} · {loss}macro F1 {mean:.3} ({}){best}",
                    scores.join(", ")
                ));
            }
            TrainEvent::Saved { dir } => self.tell(&format!("  {}", dir.display())),
        }
    }

    /// Leaves no bar behind.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn tell(&self, line: &str) {
        logs::tell(self.console, line);
    }
}
