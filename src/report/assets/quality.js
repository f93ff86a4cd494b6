// How good the labels are, as the run computed it against gold. Nothing is computed here.

const FIGURES = [
  ["spans", "overlap_f1", "quotes found, F1 (overlap)"], ["spans", "exact_f1", "quotes found, F1 (exact)"],
  ["spans", "speaker_exact", "speaker right"],
  ["stance", "macro_f1", "stance, macro F1"], ["stance", "f_avg", "stance, F1 of favor and against"],
  ["stance", "accuracy", "stance, accuracy"], ["stance", "coverage", "stance, share of quotes labelled"], ["stance", "kappa", "stance, Cohen's kappa"],
  ["sentiment", "macro_f1", "sentiment, macro F1"], ["sentiment", "accuracy", "sentiment, accuracy"],
  ["sentiment", "coverage", "sentiment, share of quotes labelled"],
  ["sentiment", "kappa", "sentiment, Cohen's kappa"],
];

function quality({ metrics, quotes_in_all: all }) {
  if (!metrics) {
    if (all > 0) {
      section("quality", "Quality", h("p", { class: "note" },
        "No gold was given to this run, so its labels were not checked. Label a sample by hand and evaluate "
        + "before you rely on them."));
    }
    return;
  }
  const { quotes, baseline } = metrics;
  const tasks = ["stance", "sentiment"].filter((task) => quotes[task]);
  section("quality", "Quality", headline(quotes, baseline),
    tasks.some((task) => quotes[task].calibration)
      ? tasks.map((task) => h("div", { class: "grid" }, confusion(task, quotes[task]),
        reliability(task, quotes[task].calibration), riskCoverage(task, quotes[task].risk_coverage)))
      : h("div", { class: "grid wide" }, tasks.map((task) => confusion(task, quotes[task]))));
}

function headline(quotes, baseline) {
  const rows = FIGURES.filter(([group, name]) => quotes[group]?.[name]).map(([group, name, words]) => {
    const figure = quotes[group][name];
    const beside = baseline?.[group]?.[name];
    return [words, h("td", { class: "stretch" }, interval(figure, beside)), withInterval(figure),
      ...(baseline ? [beside ? withInterval(beside) : "–"] : []), count(figure.n)];
  });
  return h("div", { class: "card" }, h("h3", {}, "Against gold"),
    h("p", { class: "quiet" }, "Values with their 95 % intervals",
      baseline ? "; the hollow mark is the linear baseline on the same rows." : "."),
    table("Figures against gold", ["figure", "0 to 1", "value", ...(baseline ? ["baseline"] : []), "n"], rows,
      { class: "figures" }));
}

function withInterval({ value, ci95 }) {
  return ci95 ? `${decimals(value)} [${decimals(ci95[0])}, ${decimals(ci95[1])}]` : decimals(value);
}

/** A dot at the value on a line of its interval; a hollow one for the baseline. */
function interval({ value, ci95 }, beside) {
  const inside = (number) => Math.min(1, Math.max(0, number));
  return h("span", { class: "range", "aria-hidden": "true" },
    ci95 ? h("span", { class: "whisker", vars: { "--low": inside(ci95[0]), "--high": inside(ci95[1]) } }) : null,
    typeof beside?.value === "number" ? h("span", { class: "dot hollow", vars: { "--at": inside(beside.value) } }) : null,
    typeof value === "number" ? h("span", { class: "dot", vars: { "--at": inside(value) } }) : null);
}

function confusion(task, { classes, confusion: counts, n }) {
  return h("div", { class: "card" }, h("h3", {}, `Confusion, ${task}`),
    matrix(`${plural(n, "quote")}: gold down, predicted across; shaded by the share of the gold label`,
      "gold", classes.map((label) => badge(label, task)), classes, counts));
}

function reliability(task, calibration) {
  if (!calibration?.reliability?.length) return null;
  const bins = calibration.reliability;
  const points = bins.map(({ confidence, accuracy }) => ({
    x: confidence, y: accuracy.value, low: accuracy.ci95?.[0], high: accuracy.ci95?.[1],
  })).filter(({ y }) => typeof y === "number");
  const words = "How often the model is right, by how sure it is; on the dashed line, probabilities are what they "
    + `say. Expected calibration error ${decimals(calibration.ece?.value, 3)}, Brier score `
    + `${decimals(calibration.brier?.value, 3)}, ${plural(calibration.n, "quote")}.`;
  const figures = table("Bins", ["confidence", "accuracy", "n"],
    bins.map(({ confidence, accuracy, n }) => [decimals(confidence, 3), withInterval(accuracy), count(n)]),
    { class: "figures" });
  return chart(`Reliability, ${task}`, words, figures, () => shares(points,
    { xLabel: "confidence", yLabel: "accuracy", diagonal: true, ink: "accent" }));
}

function riskCoverage(task, risk) {
  if (!risk?.curve?.length) return null;
  const points = risk.curve.map(({ coverage, accuracy }) => ({ x: coverage, y: 1 - accuracy }));
  const words = "Share of wrong labels when only the surest are kept. Area under the curve "
    + `${decimals(risk.aurc?.value, 3)}; the lower the better.`;
  const figures = table("Thresholds", ["coverage", "threshold", "risk"],
    risk.curve.map(({ coverage, threshold, accuracy }) => (
      [percent(coverage), decimals(threshold, 3), percent(1 - accuracy)])), { class: "figures" });
  return chart(`Risk and coverage, ${task}`, words, figures, () => shares(points,
    { xLabel: "coverage", yLabel: "risk", line: true, ink: "accent" }));
}
