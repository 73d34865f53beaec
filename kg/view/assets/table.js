// The table: the statements that the picture shows, as rows that can be read without it. Filled when it is opened.

const table = find("table");
const ROWS = 200; // at a time

const lastDay = (edge) => daysOf(edge).at(-1) ?? "";

/** The columns: their word, what a row says there, and what they are sorted by; figures go from the largest down. */
const COLUMNS = [
  { word: "head", cell: (edge) => button("plain", () => pick({ node: edge.head }), edge.head.name), key: (edge) => edge.head.name },
  { word: "relation", cell: (edge) => button("plain", () => pick({ edge }), relationLabel(edge)), key: relationLabel },
  { word: "tail", cell: (edge) => button("plain", () => pick({ node: edge.tail }), edge.tail.name), key: (edge) => edge.tail.name },
  { word: "status", cell: (edge) => badge(edge.status), key: (edge) => -STATUSES.indexOf(edge.status) },
  { word: "confidence", cell: (edge) => percent(edge.confidence), key: (edge) => edge.confidence, figure: true },
  { word: "sourcesColumn", cell: (edge) => number(edge.sources), key: (edge) => edge.sources, figure: true },
  { word: "passages", cell: (edge) => number(edge.evidence.length), key: (edge) => edge.evidence.length, figure: true },
  { word: "last", cell: (edge) => (lastDay(edge) ? day(lastDay(edge)) : ""), key: (edge) => Number(lastDay(edge).replaceAll("-", "")) },
];
let sorted = COLUMNS[0];

const ordered = (statements) => {
  const { compare } = new Intl.Collator(language);
  const by = ({ key }) => (a, b) => (typeof key(a) === "number" ? key(b) - key(a) : compare(key(a), key(b)));
  const [first, second, third] = COLUMNS.map(by);
  const chosen = by(sorted);
  return [...statements].sort((a, b) => chosen(a, b) || first(a, b) || second(a, b) || third(a, b) || a.id - b.id);
};

const columnHead = (column) => {
  const sort = button("plain", () => {
    sorted = column;
    drawTable();
    table.querySelector("th[aria-sort] button").focus();
  }, say(column.word === "passages" ? "evidenceColumn" : column.word));
  const head = make("th", { scope: "col", className: column.figure ? "figure" : "" }, sort);
  if (column === sorted) head.setAttribute("aria-sort", typeof column.key(scene.edges[0] ?? edges[0]) === "number" ? "descending" : "ascending");
  return head;
};

let tabled = null; // the scene that the table shows

const drawTable = () => {
  tabled = view.table ? scene : null;
  table.hidden = !view.table;
  if (!view.table) return;
  const waiting = edges.length ? ordered(scene.edges) : [];
  const rows = make("tbody");
  const more = button("plain more", () => grow(), "");
  const grow = () => {
    rows.append(...waiting.splice(0, ROWS).map((edge) =>
      make("tr", {}, ...COLUMNS.map(({ cell, figure }) => make("td", { className: figure ? "figure" : "" }, cell(edge))))));
    more.hidden = waiting.length === 0;
    more.textContent = say("nextRows", number(Math.min(ROWS, waiting.length)));
  };
  grow();
  table.replaceChildren(
    make("table", {}, make("caption", {}, say("tableOf", count(scene.edges.length, "relations"))),
      ...(edges.length ? [make("thead", {}, make("tr", {}, ...COLUMNS.map(columnHead)))] : []), rows),
    more);
};

onView(() => {
  if (tabled !== (view.table ? scene : null)) drawTable();
});
onWords(drawTable);
