// Stretches of a document with its quotes marked. Offsets count code points.

/** The texts of a document, ready to be sliced by offsets. */
function prepare(shown) {
  for (const excerpt of shown.excerpts) excerpt.points ??= Array.from(excerpt.text);
  return shown.excerpts;
}

/** The words of `[start, end)`, where the page has them. */
function words(shown, [start, end]) {
  const inside = (excerpt) => excerpt.start <= start && end <= excerpt.start + excerpt.points.length;
  const excerpt = prepare(shown).find(inside);
  return excerpt ? excerpt.points.slice(start - excerpt.start, end - excerpt.start).join("") : "";
}

/** Where a paragraph around `[start, end)` begins and ends in an excerpt. */
function paragraph(excerpt, start, end) {
  const { points } = excerpt;
  const blank = (at) => points[at] === "\n" && /^\s$/u.test(points[at + 1] ?? "\n");
  let [from, to] = [Math.max(0, start - excerpt.start), Math.min(points.length, end - excerpt.start)];
  while (from > 0 && !blank(from - 1)) from -= 1;
  while (to < points.length && !blank(to)) to += 1;
  while (from < to && /^\s$/u.test(points[from])) from += 1;
  while (to > from && /^\s$/u.test(points[to - 1])) to -= 1;
  return [excerpt.start + from, excerpt.start + to];
}

/** The stretches that a quote is shown in: its paragraphs, in text order. */
function stretches(shown, quote) {
  const found = [];
  const spans = [...quote.content, ...quote.cue, ...quote.source].sort((a, b) => a[0] - b[0]);
  for (const [start, end] of spans) {
    const excerpt = prepare(shown).find((e) => e.start <= start && start < e.start + e.points.length);
    if (!excerpt) continue;
    const [from, to] = paragraph(excerpt, start, end);
    const last = found.at(-1);
    if (last && last.excerpt === excerpt && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ excerpt, from, to });
  }
  return found;
}

/** All of a document that the page has. */
function everything(shown) {
  return prepare(shown).map((excerpt) => (
    { excerpt, from: excerpt.start, to: excerpt.start + excerpt.points.length }));
}

/** What lies between two stretches: a little, or more than the page carries. */
function gap(before, after) {
  return after.from - before.to <= 3 ? " " : h("span", { class: "gap", title: "not in this page" }, " … ");
}

/**
 * Stretches as inline elements. `mark(quote)` gives the properties of a quote's content, or null
 * to leave the quote unmarked.
 */
function passage(pieces, quotes, mark) {
  const marks = quotes.flatMap((quote) => {
    const properties = mark(quote);
    if (!properties) return [];
    const of = (kind, spans) => spans.map(([start, end]) => ({ start, end, kind, quote, properties }));
    return [...of("said", quote.content), ...of("cue", quote.cue), ...of("source", quote.source)];
  });
  return pieces.map((piece, index) => [
    index > 0 ? gap(pieces[index - 1], piece) : null,
    stretch(piece, marks),
  ]);
}

function stretch({ excerpt, from, to }, marks) {
  const inside = marks.filter(({ start, end }) => start < to && end > from);
  const bounds = [from, to, ...inside.flatMap(({ start, end }) => [start, end])];
  const cuts = [...new Set(bounds.filter((at) => at >= from && at <= to))].sort((a, b) => a - b);
  return cuts.slice(1).map((end, index) => {
    const start = cuts[index];
    const text = excerpt.points.slice(start - excerpt.start, end - excerpt.start).join("");
    const over = inside.filter((mark) => mark.start <= start && end <= mark.end)
      // The widest outside, so that a quote in a quote keeps its own colour.
      .sort((a, b) => (b.end - b.start) - (a.end - a.start));
    return over.reduceRight((child, { kind, properties }) => (kind === "said"
      ? h("mark", properties, child)
      : h("span", { class: kind, title: kind }, child)), text);
  });
}
