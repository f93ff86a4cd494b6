//! `doctor`: what the program needs, whether it is there, and what to do where it is not.

use quotestance::classify::{Dtype, has_bf16};
use quotestance::report;

use super::models::Found;
use super::{Exit, Failure, model_dir, stdout};

/// Of the help.
pub const EXAMPLES: &str = "\
Examples:
  quotestance doctor
  quotestance doctor || echo \"something is missing; the last column says what to do\"";

/// One thing looked at.
struct Check {
    what: String,
    found: String,
    /// What to do, where something is wrong.
    advice: Option<String>,
}

impl Check {
    fn well(what: impl Into<String>, found: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            found: found.into(),
            advice: None,
        }
    }

    fn fault(what: impl Into<String>, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            advice: Some(advice.into()),
            ..Self::well(what, found)
        }
    }
}

/// Prints a line a check; ends with code 4 when one fails.
pub fn run() -> Result<Exit, Failure> {
    let mut checks = vec![
        Check::well("quotestance", env!("CARGO_PKG_VERSION")),
        engine_facts(),
        processor(),
        threads(),
        dtype(),
    ];
    checks.extend(models());
    checks.push(temporary_folder());
    let rows = checks.iter().map(|check| {
        let mark = if check.advice.is_some() { "✗" } else { "✓" };
        [format!("{mark} {}", check.what), check.found.clone()]
    });
    let mut text = report::table(&["", "found"], rows, &[1]) + "\n";
    for check in &checks {
        if let Some(advice) = &check.advice {
            text += &format!("\n{}: {}\n  -> {advice}\n", check.what, check.found);
        }
    }
    stdout::write(text)?;
    Ok(if checks.iter().any(|check| check.advice.is_some()) {
        Exit::Engine
    } else {
        Exit::Done
    })
}

/// The library that this process has loaded, and the version that its folder states.
#[cfg(feature = "torch")]
fn engine_facts() -> Check {
    use quotestance::classify::torch::{LIBTORCH_VERSION, RUST_BERT_VERSION};
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let loaded = maps.lines().find_map(|line| {
        Some(&line[line.find('/')?..]).filter(|path| path.contains("libtorch_cpu"))
    });
    let home = loaded.and_then(|path| std::path::Path::new(path).ancestors().nth(2));
    let stated = home.and_then(|home| std::fs::read_to_string(home.join("build-version")).ok());
    let version = stated.as_deref().map_or(LIBTORCH_VERSION, str::trim);
    let place = home.map_or(String::new(), |home| format!(" at {}", home.display()));
    let found = format!("libtorch {version}{place}, rust-bert {RUST_BERT_VERSION}");
    if version.starts_with(LIBTORCH_VERSION) {
        Check::well("engine torch", found)
    } else {
        let advice = format!(
            "libtorch {LIBTORCH_VERSION} is needed: scripts/setup, then cargo build --release"
        );
        Check::fault("engine torch", found, advice)
    }
}

#[cfg(not(feature = "torch"))]
fn engine_facts() -> Check {
    Check::fault(
        "engine torch",
        "not in this build",
        "scripts/setup, then cargo build --release; without it only --model baseline works",
    )
}

fn processor() -> Check {
    let has: Vec<_> = features()
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect();
    let found = if has.is_empty() {
        "none of those that speed it up".to_owned()
    } else {
        has.join(", ")
    };
    Check::well("processor", format!("{} · {found}", std::env::consts::ARCH))
}

#[cfg(target_arch = "x86_64")]
fn features() -> Vec<(&'static str, bool)> {
    vec![
        ("avx2", std::is_x86_feature_detected!("avx2")),
        ("avx512f", std::is_x86_feature_detected!("avx512f")),
        ("avx512_bf16", has_bf16()),
        (
            "amx_bf16",
            std::fs::read_to_string("/proc/cpuinfo").is_ok_and(|cpu| cpu.contains("amx_bf16")),
        ),
    ]
}

#[cfg(not(target_arch = "x86_64"))]
fn features() -> Vec<(&'static str, bool)> {
    vec![("bf16", has_bf16())]
}

fn threads() -> Check {
    match std::thread::available_parallelism() {
        Ok(threads) => Check::well("threads", threads.to_string()),
        Err(error) => Check::fault("threads", error.to_string(), "give --threads N"),
    }
}

fn dtype() -> Check {
    let name = match Dtype::Auto.resolve() {
        Dtype::Bf16 => "bf16",
        _ => "f32",
    };
    Check::well("--dtype auto", format!("picks {name}"))
}

fn models() -> Vec<Check> {
    let mut checks: Vec<_> = model_dir::all()
        .iter()
        .map(|dir| {
            let found = Found::at(dir, false);
            let what = format!(
                "model {}",
                dir.file_name().unwrap_or_default().to_string_lossy()
            );
            match &found.fault {
                None => Check::well(what, format!("{}, at {}", found.state(), dir.display())),
                Some(fault) => Check::fault(what, found.state(), fault.clone()),
            }
        })
        .collect();
    if let Err(missing) = model_dir::find(model_dir::DEFAULT) {
        checks.push(Check::fault(
            format!("model {}", model_dir::DEFAULT),
            "not found",
            missing.to_string(),
        ));
    }
    checks
}

fn temporary_folder() -> Check {
    let folder = std::env::temp_dir();
    match tempfile::tempfile_in(&folder) {
        Ok(_) => Check::well(
            "temporary folder",
            format!("{} can be written", folder.display()),
        ),
        Err(error) => Check::fault(
            "temporary folder",
            format!("{}: {error}", folder.display()),
            "set TMPDIR to a folder that can be written",
        ),
    }
}
