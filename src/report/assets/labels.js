// Labels: their order, their signs, and bars of them. A sign stands beside every colour.

const STANCES = ["favor", "against", "neutral"];
const SENTIMENTS = ["negative", "neutral", "positive"];
const CLASSES = { stance: STANCES, sentiment: SENTIMENTS };
const SIGNS = {
  favor: "▲", against: "▼", neutral: "●", negative: "−", positive: "+", withheld: "?", none: "○",
};

/** What counts have behind the classes: labels that the run withheld as too unsure, and those not given. */
const WITHOUT = ["withheld", "none"];

const named = (label) => (label === "none" ? "no label" : label);

/** The label of a quote, or why it has none. */
const labelOf = (quote, task) => quote[task] ?? (quote.abstained?.includes(task) ? "withheld" : "none");

/** The classes of a task with their places in `counts`, and of those without a label the ones that occur. */
const placesOf = (task, counts) => [...CLASSES[task], ...WITHOUT].map((label, index) => [label, index])
  .filter(([, index]) => index < 3 || counts[index] > 0);

function badge(label, task) {
  const name = label ?? "none";
  return h("span", { class: `badge ${task}-${name}` },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[name]), named(name));
}

/** One stretch a class, as wide as its share. `counts` are in the order of the classes, then of `WITHOUT`. */
function bar(task, counts, whole) {
  const classes = [...CLASSES[task], ...WITHOUT];
  return h("span", { class: "bar", "aria-hidden": "true" },
    counts.map((number, index) => number > 0 && h("span", {
      class: `part ${task}-${classes[index]}`,
      vars: { "--share": number / whole },
      title: `${named(classes[index])}: ${count(number)}`,
    })).filter(Boolean));
}

/** A distribution as a bar, and in words, the most probable first. */
function probabilities(task, values) {
  if (!values) return h("span", { class: "quiet" }, "no probabilities");
  const order = values.map((value, index) => [value, CLASSES[task][index]]).sort((a, b) => b[0] - a[0]);
  const words = order.map(([value, label]) => `${label} ${percent(value)}`).join(" · ");
  return h("span", { class: "probabilities" }, bar(task, values, 1), h("span", { class: "words" }, words));
}

/** What the colours and underlines of a passage mean. */
function legend() {
  return h("p", { class: "legend", role: "note" }, "Key: ",
    [...STANCES, ...WITHOUT].map((label) => [h("span", { class: `said stance-${label}` },
      `${SIGNS[label]} ${named(label)}`), " "]),
    h("span", { class: "source" }, "source"), " ", h("span", { class: "cue" }, "cue"));
}
