// Search with completion over names and other names, blind to case and accents.

const field = find("search");
const found = find("found");
const MOST = 10;

const index = ranked.map((node) => ({ node, names: [node.label, ...node.aliases].map((name) => [name, fold(name)]) }));
let hits = [];
let active = -1;

/** How well a name answers: 0 it is the query, 1 it begins so, 2 one of its words does, 3 it holds it, 9 it does not. */
const grade = (name, query) => {
  const place = name.indexOf(query);
  if (place < 0) return 9;
  if (place === 0) return name.length === query.length ? 0 : 1;
  return /[\p{L}\p{N}]/u.test(name[place - 1]) ? 3 : 2;
};

/** The best nodes for a query, each with the name that answers best; the better connected first among equals. */
const lookUp = (text) => {
  const query = fold(text.trim());
  if (!query) return [];
  const answers = [];
  for (const { node, names } of index) {
    let best = null;
    for (const [name, folded] of names) {
      const value = grade(folded, query);
      if (value < 9 && (!best || value < best.value)) best = { node, name, value };
    }
    if (best) answers.push(best);
  }
  return answers.sort((a, b) => a.value - b.value).slice(0, MOST);
};

const drawHits = () => {
  const open = document.activeElement === field && field.value.trim() !== "";
  found.replaceChildren(
    ...hits.map(({ node, name }, place) => {
      const option = make("li", { role: "option", id: `found-${place}`, "aria-selected": String(place === active), onmousedown: (event) => event.preventDefault(), onclick: () => take(place) },
        sign(node.type), make("span", { className: "grow" }, node.label, name === node.label ? null : make("span", { className: "quiet" }, ` ${name}`)),
        make("span", { className: "count" }, number(edgesAt[node.id].length)));
      return option;
    }),
    ...(hits.length ? [] : [make("li", { className: "quiet" }, say("nothingFound"))]),
  );
  found.hidden = !open;
  field.setAttribute("aria-expanded", String(open));
  if (active >= 0) field.setAttribute("aria-activedescendant", `found-${active}`);
  else field.removeAttribute("aria-activedescendant");
};

const take = (place) => {
  const { node } = hits[place];
  if (!nodeShown(node)) toggle(hidden.classes, node.type);
  field.value = node.label;
  field.blur();
  choose({ node });
};

field.addEventListener("input", () => {
  hits = lookUp(field.value);
  active = hits.length ? 0 : -1;
  drawHits();
});
field.addEventListener("focus", () => {
  field.select();
  hits = lookUp(field.value);
  active = hits.length ? 0 : -1;
  drawHits();
});
field.addEventListener("blur", drawHits);
field.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && hits.length) {
    active = (active + steps[event.key] + hits.length) % hits.length;
    drawHits();
    event.preventDefault();
  } else if (event.key === "Enter" && active >= 0) {
    take(active);
    container.focus();
  } else if (event.key === "Escape") {
    field.value = "";
    hits = [];
    field.blur();
  }
});
