//! The jobs as a whole, on temporary folders and with a classifier that needs no model.

#[path = "pipeline/calibrate.rs"]
mod calibrate;
#[path = "pipeline/exports.rs"]
mod exports;
#[path = "pipeline/formats.rs"]
mod formats;
#[path = "pipeline/gold.rs"]
mod gold;
#[path = "pipeline/one_file.rs"]
mod one_file;
#[path = "pipeline/one_task.rs"]
mod one_task;
#[path = "pipeline/places.rs"]
mod places;
#[path = "pipeline/resume.rs"]
mod resume;
#[path = "pipeline/said.rs"]
mod said;
#[path = "pipeline/stand_ins.rs"]
mod stand_ins;
#[path = "pipeline/validate.rs"]
mod validate;
#[path = "pipeline/whole_run.rs"]
mod whole_run;
