// The quotes themselves: searched, narrowed, sorted, and shown apart or in their documents.

const AT_A_TIME = { quotes: 40, documents: 12 };

const SORTS = {
  text: ["order of the text", (a, b) => a.order - b.order],
  sure: ["surest stance first", (a, b) => confidence(b) - confidence(a)],
  unsure: ["least sure stance first", (a, b) => confidence(a) - confidence(b)],
  speaker: ["speaker", (a, b) => compareTexts(a.speaker, b.speaker)],
  date: ["date of the document", (a, b) => compareTexts(a.of.published_at, b.of.published_at)],
};

const confidence = (quote) => (quote.stance_probs ? Math.max(...quote.stance_probs) : 0);

/** Those without a text last. */
function compareTexts(a, b) {
  if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
  return a < b ? -1 : Number(a > b);
}

/** Gives each quote its document, its words, its place and an address of its own. */
function complete({ documents, quotes }) {
  const seen = new Map();
  for (const shown of documents) shown.quotes = [];
  quotes.forEach((quote, order) => {
    const times = (seen.get(quote.id) ?? 0) + 1;
    seen.set(quote.id, times);
    quote.address = times > 1 ? `${quote.id}-${times}` : quote.id;
    quote.order = order;
    quote.of = documents[quote.document];
    quote.of.quotes.push(quote);
    quote.text = quote.content.map((span) => words(quote.of, span)).join(" […] ");
    quote.search = [quote.text, quote.speaker, quote.of.title, quote.of.outlet, quote.of.id]
      .filter(Boolean).join("\n").toLowerCase();
  });
}

class QuoteList {
  constructor(data) {
    complete(data);
    this.data = data;
    this.mode = "quotes";
    this.addressed = null;
    this.count = h("p", { class: "count", role: "status" });
    this.list = h("div", { class: "list" });
    this.more = h("button", { type: "button", class: "more", on: { click: () => this.extend() } }, "Show more");
    this.form = this.makeForm();
    section("quotes", "Quotes", this.form, legend(), this.count, this.list, this.more);
    this.update();
  }

  makeForm() {
    const update = () => this.update();
    const { quotes, documents } = this.data;
    const values = (of) => [...new Set(quotes.map(of).filter(Boolean))].sort();
    const options = (list, all) => [["", all], ...list.map((value) => [value, named(value)])];
    const labels = (task) => [...CLASSES[task],
      ...WITHOUT.filter((label) => quotes.some((quote) => labelOf(quote, task) === label))];
    const hasGold = quotes.some((quote) => quote.gold_stance || quote.gold_sentiment);
    const fields = [
      choice("stance", "Stance", options(labels("stance"), "any"), update),
      choice("sentiment", "Sentiment", options(labels("sentiment"), "any"), update),
      choice("quote_type", "Type", options(values((q) => q.quote_type), "any"), update),
      choice("target_mention", "Target mentioned", options(values((q) => q.target_mention), "any"), update),
      choice("speaker", "Speaker", options(values((q) => q.speaker), "anyone"), update),
      values((q) => q.of.outlet).length
        ? choice("outlet", "Outlet", options(values((q) => q.of.outlet), "any"), update) : null,
      choice("document", "Document",
        [["", "any"], ...documents.map((shown, index) => [String(index), shown.title ?? shown.id])], update),
      hasGold ? choice("gold", "Against gold", [["", "any"], ["differs", "a label differs"],
        ["equals", "labels are right"], ["withheld", "labels were withheld"], ["none", "no gold"]], update) : null,
      choice("sort", "Sort by", Object.entries(SORTS).map(([key, [text]]) => [key, text]), update),
    ];
    const mode = (value, text) => h("label", {}, h("input", {
      type: "radio", name: "mode", value, checked: value === "quotes",
      on: { change: () => { this.mode = value; this.update(); } },
    }), text);
    return h("form", { class: "filters", role: "search", "aria-label": "Quotes",
      on: { submit: (event) => event.preventDefault() } },
    h("label", { class: "field wide" }, h("span", {}, "Search"), h("input", {
      type: "search", name: "search", placeholder: "words, speaker, title", on: { input: later(update) } })),
    fields,
    h("fieldset", { class: "field" }, h("legend", {}, "Show"), mode("quotes", "quotes"),
      mode("documents", "documents")),
    h("button", { type: "button", on: { click: () => this.filterBy({}) } }, "Clear"));
  }

  /** Sets these fields, clears the others, and goes to the list. */
  filterBy(fields) {
    this.form.reset();
    for (const [name, value] of Object.entries(fields)) this.form.elements[name].value = value;
    this.mode = this.form.elements.mode.value;
    this.update();
    document.getElementById("quotes").scrollIntoView();
    this.form.elements.search.focus({ preventScroll: true });
  }

  matches() {
    const value = (name) => this.form.elements[name]?.value ?? "";
    const label = (quote, name) => !value(name) || (name in CLASSES ? labelOf(quote, name) : quote[name]) === value(name);
    const wanted = value("search").toLowerCase().split(/\s+/u).filter(Boolean);
    const tests = [
      (quote) => ["stance", "sentiment", "quote_type", "target_mention", "speaker"]
        .every((name) => label(quote, name)),
      (quote) => !value("outlet") || quote.of.outlet === value("outlet"),
      (quote) => !value("document") || quote.document === Number(value("document")),
      (quote) => !value("gold") || againstGold(quote) === value("gold"),
      (quote) => wanted.every((word) => quote.search.includes(word)),
    ];
    const found = this.data.quotes.filter((quote) => tests.every((test) => test(quote)));
    return found.sort(SORTS[value("sort")][1]);
  }

  update() {
    const found = this.matches();
    const all = this.data.quotes_in_all;
    const shown = this.data.quotes.length;
    const of = new Set(found.map((quote) => quote.document)).size;
    this.count.textContent = `${plural(found.length, "quote")} in ${plural(of, "document")}`
      + (found.length < shown ? ` of ${plural(shown, "quote")}` : "")
      + (shown < all ? `; the page holds the first ${count(shown)} of ${count(all)}` : "");
    this.rest = this.mode === "quotes" ? found : byDocument(found);
    this.list.replaceChildren();
    this.extend();
  }

  /** Shows the next ones, and on to `address` where it is given. */
  extend(address = null) {
    const make = this.mode === "quotes" ? card : documentCard;
    let next = this.rest.slice(0, AT_A_TIME[this.mode]);
    if (address) {
      const at = this.rest.findIndex((quote) => quote.address === address);
      next = this.rest.slice(0, Math.max(at + 1, next.length));
    }
    this.rest = this.rest.slice(next.length);
    this.list.append(...next.map(make));
    this.more.hidden = !this.rest.length;
    this.more.replaceChildren(...showMore(this.rest.length));
    if (!this.list.children.length) this.list.append(h("p", { class: "note" }, "No quote is like that."));
  }

  /** Shows the quote that the address of the page names; false where it names none. */
  goTo(address) {
    if (!this.data.quotes.some((quote) => quote.address === address)) return false;
    let found = document.getElementById(`q-${address}`);
    if (!found) {
      this.form.reset();
      this.mode = "quotes";
      this.update();
      if (!document.getElementById(`q-${address}`)) this.extend(address);
      found = document.getElementById(`q-${address}`);
    }
    document.querySelector(".addressed")?.classList.remove("addressed");
    found.classList.add("addressed");
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    return true;
  }
}

function againstGold(quote) {
  const pairs = [["stance", "gold_stance"], ["sentiment", "gold_sentiment"]].filter(([, gold]) => quote[gold]);
  if (!pairs.length) return "none";
  // A label that was withheld is neither right nor wrong.
  const given = pairs.filter(([label]) => quote[label]);
  if (!given.length) return "withheld";
  return given.some(([label, gold]) => quote[label] !== quote[gold]) ? "differs" : "equals";
}

/** The documents of some quotes, in the order of the first of each, with those quotes. */
function byDocument(found) {
  const groups = new Map();
  for (const quote of found) {
    if (!groups.has(quote.of)) groups.set(quote.of, { shown: quote.of, quotes: [] });
    groups.get(quote.of).quotes.push(quote);
  }
  return [...groups.values()];
}

const saidClass = (quote) => `said stance-${labelOf(quote, "stance")}`;

const badges = (quote) => Object.keys(CLASSES).map((task) => badge(labelOf(quote, task), task));

function card(quote) {
  const pieces = stretches(quote.of, quote);
  const mark = (other) => (other === quote ? { class: saidClass(quote) } : null);
  return h("article", { class: "card quote", id: `q-${quote.address}`, tabindex: "-1",
    "aria-label": `Quote of ${quote.speaker ?? "an unknown speaker"}` },
  h("header", {},
    h("strong", {}, quote.speaker ?? "unknown speaker"),
    badges(quote),
    againstGold(quote) === "differs" ? h("span", { class: "badge differs" }, "≠ gold") : null,
    h("a", { class: "permalink", href: `#${quote.address}`, "aria-label": "Link to this quote" }, "#")),
  h("blockquote", {}, passage(pieces, [quote], mark)),
  details(quote),
  origin(quote.of));
}

function details(quote) {
  const gold = (label, task) => label && [h("dt", {}, `gold ${task}`), h("dd", {}, badge(label, task))];
  const said = (task) => [h("dt", {}, labelOf(quote, task) === "withheld" ? `${task}, withheld` : task),
    h("dd", {}, probabilities(task, quote[`${task}_probs`]))];
  return h("dl", {},
    said("stance"),
    gold(quote.gold_stance, "stance"),
    said("sentiment"),
    gold(quote.gold_sentiment, "sentiment"),
    h("dt", {}, "found as"), h("dd", {}, [
      `${quote.quote_type} quote, ${percent(quote.confidence)} sure`,
      quote.cue_class && quote.cue_class !== "reporting" ? `cue: ${quote.cue_class}` : null,
      quote.speaker ? `speaker: ${quote.speaker_method.replaceAll("_", " ")}` : null,
      quote.target_mention ? `target ${quote.target_mention}` : null,
      quote.truncated ? "cut to fit the model" : null,
    ].filter(Boolean).join(" · ")));
}

/** Title, outlet and date of a document. */
function origin(shown) {
  const title = shown.title ?? shown.id;
  return h("p", { class: "origin" }, shown.url ? link(shown.url, title) : title,
    [shown.outlet, shown.published_at].filter(Boolean).map((text) => ` · ${text}`));
}

function documentCard({ shown, quotes }) {
  const wanted = new Set(quotes);
  const title = h("h3", {}, shown.url ? link(shown.url, shown.title ?? shown.id) : shown.title ?? shown.id);
  const aside = h("div", { class: "panel", "aria-live": "polite" });
  const open = (quote) => aside.replaceChildren(h("p", {}, h("strong", {}, quote.speaker ?? "unknown speaker"), " ",
    badges(quote), h("a", { class: "permalink", href: `#${quote.address}` }, "#")), details(quote));
  const mark = (quote) => ({
    class: `${saidClass(quote)}${wanted.has(quote) ? "" : " faint"}`,
    tabindex: "0", title: tip(quote), "aria-description": tip(quote),
    on: { click: () => open(quote), focus: () => open(quote) },
  });
  return h("article", { class: "card document" }, title,
    h("p", { class: "origin" }, [shown.outlet, shown.published_at, plural(quotes.length, "quote")]
      .filter(Boolean).join(" · ")),
    h("div", { class: "split" }, h("div", { class: "text" }, passage(everything(shown), shown.quotes, mark)), aside));
}

/** A quote's labels and their probabilities, in words. */
function tip(quote) {
  const said = (task) => {
    const values = quote[`${task}_probs`];
    const label = `${task}: ${named(labelOf(quote, task))}`;
    return values ? `${label} (${CLASSES[task].map((name, i) => `${name} ${percent(values[i])}`).join(", ")})` : label;
  };
  return [quote.speaker ?? "unknown speaker", said("stance"), said("sentiment")].join("\n");
}
