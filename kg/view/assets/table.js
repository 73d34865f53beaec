// The table: the relations that the picture shows, as rows that can be read without it. Filled when it is opened.

const table = find("table");
const ROWS = 200; // at a time

const tableRow = (edge) =>
  make("tr", {},
    make("td", {}, nodes[edge.from].label),
    make("td", {}, button("plain", () => choose({ edge }), relationLabel(edge))),
    make("td", {}, nodes[edge.to].label),
    make("td", {}, badge(edge.status)),
    make("td", { className: "figure" }, percent(edge.confidence)),
    make("td", { className: "figure" }, number(edge.sources)),
    make("td", {}, edge.last ? day(edge.last) : ""));

const drawTable = () => {
  const shown = edges.filter(edgeShown);
  const compare = new Intl.Collator(language).compare;
  table.firstElementChild.textContent = say("table", number(shown.length));
  const place = table.lastElementChild;
  if (!table.open) {
    place.replaceChildren();
    return;
  }
  shown.sort((a, b) => compare(nodes[a.from].label, nodes[b.from].label) || compare(relationLabel(a), relationLabel(b)) || compare(nodes[a.to].label, nodes[b.to].label));
  const rows = make("tbody");
  const more = button("plain", () => grow(), "");
  const grow = () => {
    rows.append(...shown.splice(0, ROWS).map(tableRow));
    more.hidden = shown.length === 0;
    more.textContent = say("nextRows", number(Math.min(ROWS, shown.length)));
  };
  grow();
  const titles = ["head", "relation", "tail", "status", "confidence", "sourcesOf", "last"].map((name) => make("th", { scope: "col" }, say(name)));
  place.replaceChildren(make("table", {}, make("thead", {}, make("tr", {}, ...titles)), rows), more);
};

table.addEventListener("toggle", drawTable);
on("shown", drawTable);
on("words", drawTable);
