// Elements. Text of documents enters the page here, as text: no string is ever read as markup.

/** An element with properties (`class`, `on`, `aria-*`, `data-*` ...) and children, texts among them. */
function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (key === "vars") {
      for (const [variable, number] of Object.entries(value)) element.style.setProperty(variable, number);
    } else {
      element.setAttribute(key, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** A link out of the page where `url` is one of the web; else its text alone. */
function link(url, text) {
  let parsed = null;
  try {
    parsed = new URL(url);
  } catch {
    // Not an address.
  }
  const ofTheWeb = parsed && ["http:", "https:"].includes(parsed.protocol);
  return ofTheWeb
    ? h("a", { href: parsed.href, rel: "noopener noreferrer", target: "_blank" }, text)
    : h("span", {}, text);
}

/** A labelled choice; `options` are pairs of value and text. */
function choice(name, label, options, onChange) {
  const select = h("select", { name, on: { change: onChange } },
    options.map(([value, text]) => h("option", { value }, text)));
  return h("label", { class: "field" }, h("span", {}, label), select);
}

/** A section of the page that the navigation leads to. */
function section(id, title, ...children) {
  document.getElementById("sections").append(h("a", { href: `#${id}` }, title));
  const made = h("section", { id, "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, title), children);
  document.getElementById("main").append(made);
  return made;
}

/** A table: `head` of texts, rows of texts or elements, the first cell of each its name. */
function table(caption, head, rows, properties = {}) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", properties,
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, head.map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, rows.map((cells) => h("tr", {},
        cells.map((cell, index) => index === 0
          ? h("th", { scope: "row" }, cell)
          : cell instanceof HTMLTableCellElement ? cell : h("td", {}, cell)))))));
}

const count = (number) => number.toLocaleString("en");
const plural = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
const percent = (share) => `${Math.round(100 * share)} %`;
const decimals = (value, places = 2) => (value === null || value === undefined ? "–" : value.toFixed(places));

/** What a button says that shows the rest of a list; on paper it says how many are not there. */
const showMore = (left) => [h("span", { class: "on-screen" }, "Show "), `${count(left)} more`];

/** Calls `work` once typing has paused. */
function later(work, milliseconds = 120) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}
