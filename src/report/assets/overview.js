// What a run found, at a glance.

const NAMES_AT_FIRST = 12;

function overview(data, filterBy) {
  const { tally } = data;
  section("overview", "Overview",
    h("div", { class: "grid" }, labelCard("stance", tally.stance, filterBy),
      labelCard("sentiment", tally.sentiment, filterBy), crossCard(tally)),
    tally.timeline.periods.length > 1 ? timelineCard(tally.timeline, data.quotes_in_all) : null,
    h("div", { class: "grid wide" },
      namesCard("Stance by speaker", "speaker", tally.speakers, data, filterBy),
      namesCard("Stance by outlet", "outlet", tally.outlets, data, filterBy)));
}

/** Text that narrows the list of quotes when it is pressed. */
function narrowing(text, filters, filterBy, label) {
  return h("button", { type: "button", class: "narrow", title: "Show these quotes",
    "aria-label": label ?? `Show the quotes: ${text}`, on: { click: () => filterBy(filters) } }, text);
}

function labelCard(task, counts, filterBy) {
  const whole = counts.reduce((sum, number) => sum + number, 0);
  const title = task === "stance" ? "Stance of the speaker" : "Sentiment of the words";
  return h("div", { class: "card" }, h("h3", {}, title),
    table(title, ["label", "quotes", "share", ""], placesOf(task, counts).map(([label, index]) => [
      h("button", { type: "button", class: "narrow", "aria-label": `Show the quotes: ${task} ${named(label)}`,
        on: { click: () => filterBy({ [task]: label }) } }, badge(label, task)),
      count(counts[index]), whole ? percent(counts[index] / whole) : "–",
      h("td", { class: "stretch" }, bar(task, counts.map((n, at) => (at === index ? n : 0)), whole || 1)),
    ]), { class: "figures" }),
    counts[3] > 0 ? h("p", { class: "quiet" }, "Withheld: no label where its probability was too low. "
      + "Counted apart here and in all charts; shares are of all quotes.") : null);
}

function crossCard({ cross, stance, sentiment }) {
  const [rows, across] = [placesOf("stance", stance), placesOf("sentiment", sentiment)];
  return h("div", { class: "card" }, h("h3", {}, "Stance against sentiment"),
    matrix("Quotes by stance (down) and sentiment (across); shaded by the share of the stance",
      "stance", rows.map(([label]) => badge(label, "stance")),
      across.map(([label]) => named(label)), rows.map(([, i]) => across.map(([, j]) => cross[i][j]))));
}

/** Counts, each cell shaded by its share of its row. */
function matrix(caption, corner, names, across, counts) {
  return table(caption, [corner, ...across], counts.map((row, index) => {
    const whole = row.reduce((sum, number) => sum + number, 0);
    return [names[index], ...row.map((number) => h("td", {
      class: "shade", vars: { "--share": whole ? number / whole : 0 },
    }, count(number), h("small", {}, whole ? percent(number / whole) : "–")))];
  }), { class: "matrix" });
}

function timelineCard({ periods, unit, dated }, all) {
  const words = `Quotes by ${unit} of their document, by stance: ${SIGNS.favor} favor at the bottom, `
    + `${SIGNS.against} against, ${SIGNS.neutral} neutral, then those withheld and those without a label. `
    + `${count(dated)} of ${plural(all, "quote")} have a date.`;
  const figures = table(`Quotes by ${unit}`, [unit, ...STANCES, "withheld", "no label"],
    periods.map(({ name, counts }) => [name, ...counts.map(count)]), { class: "figures" });
  return chart("Stance over time", words, figures, () => columns(periods, unit));
}

function namesCard(title, field, { all, named: rows, most }, data, filterBy) {
  if (!most.length) return null;
  const whole = Math.max(...most.map(([, counts]) => counts.reduce((sum, n) => sum + n, 0)));
  const shown = placesOf("stance", data.tally.stance).filter(([label]) => label !== "none");
  const lines = most.map(([name, counts]) => [
    narrowing(name, { [field]: name }, filterBy),
    h("td", { class: "stretch" }, bar("stance", counts, whole)),
    ...shown.map(([, index]) => counts[index]).map((n) => h("td", {}, n ? count(n) : h("span", { class: "quiet" }, "0"))),
  ]);
  const made = table(title, [field, "", ...shown.map(([label]) => `${SIGNS[label]} ${label}`)], lines,
    { class: "figures names" });
  const hidden = [...made.querySelectorAll("tbody tr")].slice(NAMES_AT_FIRST);
  hidden.forEach((row) => { row.hidden = true; });
  const more = hidden.length && h("button", { type: "button", on: { click: () => {
    hidden.forEach((row) => { row.hidden = false; });
    more.remove();
  } } }, showMore(hidden.length));
  const left = all - most.length;
  return h("div", { class: "card" }, h("h3", {}, title),
    h("p", { class: "quiet" }, `${plural(all, field)}; ${count(rows)} of ${plural(data.quotes_in_all, "quote")} `
      + `have one.${left > 0 ? ` The ${count(most.length)} with most quotes are listed.` : ""}`),
    made, more || null);
}
