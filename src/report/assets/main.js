// From the embedded data to the page.

const EMBEDDED = {
  spans: "Of the documents' text it carries what the rows of the run hold: the quotes, their cues and their sources.",
  paragraphs: "Of the documents' text it carries the paragraphs that the quotes stand in.",
  documents: "It carries the whole text of the documents.",
};

const THEMES = { "": ["◐", "as the system"], light: ["☀", "light"], dark: ["☾", "dark"] };

/** A remembered choice; where a browser keeps nothing, the system's. */
function remembered(value) {
  try {
    if (value !== undefined) localStorage.setItem("quotestance-theme", value);
    return localStorage.getItem("quotestance-theme") ?? "";
  } catch {
    return value ?? "";
  }
}

function themes() {
  const button = document.getElementById("theme");
  const set = (theme) => {
    const known = theme in THEMES ? theme : "";
    document.documentElement.dataset.theme = known;
    const [sign, words] = THEMES[known];
    button.setAttribute("aria-label", `Theme: ${words}`);
    button.replaceChildren(sign, h("span", { class: "roomy" }, ` Theme: ${words}`));
    redraw();
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const names = Object.keys(THEMES);
    set(remembered(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let before = "";
  addEventListener("beforeprint", () => {
    before = document.documentElement.dataset.theme;
    set("light");
  });
  addEventListener("afterprint", () => set(before));
  set(remembered());
}

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  themes();
  let list;
  if (data.kind === "run") {
    document.getElementById("facts").append([
      plural(data.quotes_in_all, "quote"), plural(data.documents_in_all, "document"),
      data.model && `labelled by ${data.model}`,
      ...Object.keys(CLASSES).filter((task) => data.tally[task][3] > 0)
        .map((task) => `${task} withheld from ${count(data.tally[task][3])}`),
    ].filter(Boolean).join(" · "));
    document.getElementById("about").prepend(h("p", {}, EMBEDDED[data.embedded],
      " The texts are those of their sources, whose terms go on to apply. Labels were made by a program: "
      + "stance is the speaker's toward the target, sentiment is the tone of the words."));
    overview(data, (fields) => list.filterBy(fields));
    quality(data);
    list = new QuoteList(data);
  } else {
    list = comparison(data.comparison);
    document.getElementById("about").prepend(h("p", {},
      "Of the documents' text it carries the quotes that both runs label differently."));
  }
  const follow = () => {
    try {
      return list.goTo(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return false; // Not an address that this page gave out.
    }
  };
  addEventListener("hashchange", follow);
  if (location.hash) follow();
  document.documentElement.dataset.ready = "yes";
}

start();
