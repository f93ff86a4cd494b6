//! Regions as flat labels, for tools whose regions have one label each and no attributes.
//!
//! A quote's first content region is `content-direct`, `content-indirect` or `content-mixed`; its
//! stance and sentiment are further regions at the same place, such as `stance-favor`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::regions::{Kind, Region, Regions};

/// One label of one stretch, in code points, and the region that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub start: usize,
    pub end: usize,
    pub label: String,
}

/// The tags of the regions: first one a region, in their order, so that links hold; then those of
/// stance and sentiment.
pub(super) fn tags(regions: &Regions) -> Vec<Tag> {
    let tag = |region: &Region, label: String| Tag {
        start: region.start,
        end: region.end,
        label,
    };
    let kinds = regions.regions.iter().map(|region| {
        let kind = region.kind.as_str();
        let label = match region.quote_type {
            Some(of) => format!("{kind}-{}", name(&of)),
            None => kind.to_owned(),
        };
        tag(region, label)
    });
    let labels = regions.regions.iter().flat_map(|region| {
        let stance = region.stance.map(|of| format!("stance-{}", name(&of)));
        let sentiment = region
            .sentiment
            .map(|of| format!("sentiment-{}", name(&of)));
        let both = [stance, sentiment].into_iter().flatten();
        both.map(|label| tag(region, label)).collect::<Vec<_>>()
    });
    kinds.chain(labels).collect()
}

/// The inverse: regions of tags, and of links between the tags' places.
///
/// # Errors
/// Where a label is not one of these, or a stance stands where no content is.
pub(super) fn regions(tags: &[Tag], links: &[(usize, usize)]) -> Result<Regions, String> {
    let mut all = Regions::default();
    let mut place = vec![None; tags.len()];
    for (at, tag) in tags.iter().enumerate() {
        let (kind, value) = tag.label.split_once('-').unwrap_or((&tag.label, ""));
        if let Some(kind) = Kind::named(kind) {
            place[at] = Some(all.regions.len());
            let mut region = Region::new(kind, tag.start, tag.end);
            if !value.is_empty() {
                region.quote_type = Some(value_of(value).ok_or_else(|| unknown(&tag.label))?);
            }
            all.regions.push(region);
        }
    }
    for tag in tags {
        let (kind, value) = tag.label.split_once('-').unwrap_or((&tag.label, ""));
        if Kind::named(kind).is_some() {
            continue;
        }
        let content = all.regions.iter_mut().find(|region| {
            region.kind == Kind::Content && (region.start, region.end) == (tag.start, tag.end)
        });
        let content = content.ok_or_else(|| {
            format!(
                "the label `{}` at {}..{} stands where no content is; mark the content there too",
                tag.label, tag.start, tag.end
            )
        })?;
        match kind {
            "stance" => content.stance = Some(value_of(value).ok_or_else(|| unknown(&tag.label))?),
            "sentiment" => {
                content.sentiment = Some(value_of(value).ok_or_else(|| unknown(&tag.label))?);
            }
            _ => return Err(unknown(&tag.label)),
        }
    }
    let of = |at: usize| place.get(at).copied().flatten();
    all.links = links
        .iter()
        .filter_map(|&(from, to)| Some((of(from)?, of(to)?)))
        .collect();
    Ok(all)
}

fn unknown(label: &str) -> String {
    format!(
        "unknown label `{label}`; known are content, content-direct, content-indirect, content-mixed, cue, source, stance-favor, stance-against, stance-neutral, sentiment-negative, sentiment-neutral, sentiment-positive"
    )
}

/// As rows spell it.
pub(super) fn name(label: &impl Serialize) -> String {
    match serde_json::to_value(label) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

pub(super) fn value_of<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}
