// Two runs side by side, and the rows that they label differently.

function comparison({ pairs }) {
  const browsers = pairs.map((pair, index) => {
    const tasks = ["stance", "sentiment"].filter((task) => pair[task]);
    const suffix = pairs.length > 1 ? ` ${index + 1}` : "";
    section(`overview${index || ""}`, `Overview${suffix}`,
      h("p", {}, h("strong", {}, "a"), ": ", pair.a, h("br"), h("strong", {}, "b"), ": ", pair.b),
      h("p", { class: "quiet" }, `${plural(pair.joined, "row")} in both, ${count(pair.joined_by_span)} of them joined `
        + `by their spans · ${count(pair.only_a)} in a alone · ${count(pair.only_b)} in b alone`),
      tasks.map((task) => h("div", { class: "grid wide" }, agreement(task, pair[task]),
        changes(task, pair[task]), pair[task].gold ? beforeGold(task, pair[task].gold) : null)));
    return new Disagreements(pair, tasks, `disagreements${index || ""}`, `Disagreements${suffix}`);
  });
  return { goTo: (address) => browsers.some((browser) => browser.goTo(address)) };
}

function agreement(task, { n, agreement: same, kappa, mean_probability_shift: shift, changed }) {
  return h("div", { class: "card" }, h("h3", {}, `Agreement, ${task}`),
    table(`Agreement of both runs on ${task}`, ["figure", "0 to 1", "value"], [
      ["same label", h("td", { class: "stretch" }, interval(same)), withInterval(same)],
      ["Cohen's kappa", h("td", { class: "stretch" }, interval(kappa)), withInterval(kappa)],
      ["mean shift of a probability", "", decimals(shift, 3)],
      ["rows with another label", "", `${count(changed)} of ${count(n)}`],
    ], { class: "figures" }));
}

function changes(task, { classes, confusion: counts }) {
  return h("div", { class: "card" }, h("h3", {}, `From a to b, ${task}`),
    matrix("Labels of a down, of b across; shaded by the share of a's label", "a",
      classes.map((label) => badge(label, task)), classes, counts));
}

function beforeGold(task, gold) {
  const names = [["macro_f1", "macro F1"], ["f_avg", "F1 of favor and against"], ["accuracy", "accuracy"]];
  const rows = names.filter(([name]) => gold[name]).map(([name, words]) => [words,
    withInterval(gold[name].a), withInterval(gold[name].b), withInterval(gold[name].difference)]);
  const { a_only: a, b_only: b, mid_p: p } = gold.mcnemar;
  return h("div", { class: "card full" }, h("h3", {}, `Against gold, ${task}`),
    table(`Both runs against gold, ${plural(gold.n, "row")}`, ["figure", "a", "b", "b − a"],
      [...rows, ["right alone", count(a), count(b), `McNemar p ${p < 0.001 ? "< 0.001" : decimals(p, 3)}`]], { class: "figures" }));
}

class Disagreements {
  constructor(pair, tasks, id, title) {
    const rows = (task) => pair[task].changed_rows.map((row, order) => ({ ...row, task, order }));
    this.rows = tasks.flatMap(rows);
    this.rows.forEach((row) => {
      row.address = `${row.task}-${row.key ?? row.order}`;
      row.search = [row.text, row.speaker, row.document].filter(Boolean).join("\n").toLowerCase();
    });
    this.id = id;
    const listed = tasks.map((task) => pair[task].changed_rows.length).reduce((sum, n) => sum + n, 0);
    const changed = tasks.map((task) => pair[task].changed).reduce((sum, n) => sum + n, 0);
    this.partial = listed < changed ? `; the page holds the surest ${count(listed)} of ${count(changed)}` : "";
    this.count = h("p", { class: "count", role: "status" });
    this.list = h("div", { class: "list" });
    this.more = h("button", { type: "button", class: "more", on: { click: () => this.extend() } }, "Show more");
    this.form = this.makeForm(tasks);
    section(id, title, this.form, this.count, this.list, this.more);
    this.update();
  }

  makeForm(tasks) {
    const update = () => this.update();
    const labels = [...new Set(tasks.flatMap((task) => CLASSES[task]))];
    const options = (list, all) => [["", all], ...list.map((value) => [value, value])];
    const documents = [...new Set(this.rows.map((row) => row.document))].sort();
    const hasGold = this.rows.some((row) => row.gold);
    return h("form", { class: "filters", role: "search", "aria-label": "Disagreements",
      on: { submit: (event) => event.preventDefault() } },
    h("label", { class: "field wide" }, h("span", {}, "Search"), h("input", {
      type: "search", name: "search", placeholder: "words, speaker, document", on: { input: later(update) } })),
    choice("task", "Task", options(tasks, "both"), update),
    choice("a", "a says", options(labels, "anything"), update),
    choice("b", "b says", options(labels, "anything"), update),
    choice("document", "Document", options(documents, "any"), update),
    hasGold ? choice("gold", "Against gold", [["", "any"], ["a", "a is right"], ["b", "b is right"],
      ["neither", "neither is right"], ["none", "no gold"]], update) : null,
    choice("sort", "Sort by", [["margin", "surest first"], ["document", "document"]], update),
    h("button", { type: "button", on: { click: () => this.clear() } }, "Clear"));
  }

  matches() {
    const value = (name) => this.form.elements[name]?.value ?? "";
    const wanted = value("search").toLowerCase().split(/\s+/u).filter(Boolean);
    const found = this.rows.filter((row) => ["task", "a", "b", "document"]
      .every((name) => !value(name) || row[name] === value(name))
      && (!value("gold") || right(row) === value("gold"))
      && wanted.every((word) => row.search.includes(word)));
    const sure = (row) => row.margin ?? -1;
    return value("sort") === "document"
      ? found.sort((x, y) => compareTexts(x.document, y.document) || x.order - y.order)
      : found.sort((x, y) => sure(y) - sure(x));
  }

  update() {
    this.rest = this.matches();
    this.count.textContent = `${plural(this.rest.length, "disagreement")}${this.partial}`;
    this.list.replaceChildren();
    this.extend();
  }

  extend(address = null) {
    const at = address ? this.rest.findIndex((row) => row.address === address) : -1;
    const next = this.rest.slice(0, Math.max(at + 1, AT_A_TIME.quotes));
    this.rest = this.rest.slice(next.length);
    this.list.append(...next.map(changedCard));
    this.more.hidden = !this.rest.length;
    this.more.replaceChildren(...showMore(this.rest.length));
    if (!this.list.children.length) this.list.append(h("p", { class: "note" }, "No row is like that."));
  }

  clear() {
    this.form.reset();
    this.update();
  }

  goTo(address) {
    if (!this.rows.some((row) => row.address === address)) return false;
    this.clear();
    if (!document.getElementById(`q-${address}`)) this.extend(address);
    const found = document.getElementById(`q-${address}`);
    document.querySelector(".addressed")?.classList.remove("addressed");
    found.classList.add("addressed");
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    return true;
  }
}

function right({ a, b, gold }) {
  if (!gold) return "none";
  if (a === gold) return "a";
  return b === gold ? "b" : "neither";
}

function changedCard(row) {
  const side = (name) => [h("dt", {}, name, right(row) === name ? " ✓" : ""),
    h("dd", {}, badge(row[name], row.task), probabilities(row.task, row[`${name}_probs`]))];
  return h("article", { class: "card quote", id: `q-${row.address}`, tabindex: "-1", "aria-label": `Disagreement on ${row.task}` },
    h("header", {}, h("strong", {}, row.speaker ?? row.document), h("span", { class: "badge" }, row.task),
      row.gold ? h("span", { class: "badge" }, "gold: ", row.gold) : null,
      h("a", { class: "permalink", href: `#${row.address}`, "aria-label": "Link to this disagreement" }, "#")),
    h("blockquote", {}, row.text),
    h("dl", {}, side("a"), side("b")),
    h("p", { class: "origin" }, row.document,
      typeof row.margin === "number" ? ` · margin ${decimals(row.margin)}` : ""));
}
