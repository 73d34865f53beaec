// What ties the parts together: the words of the page, the buttons, the keyboard, and a door for tests and notebooks.

const drawWords = () => {
  document.documentElement.lang = language;
  const days = articles.map((article) => article.date).filter(Boolean).sort();
  const period = days.length ? say("from", day(days[0]), day(days.at(-1))) : null;
  find("summary").textContent = [count(nodes.length, "entities"), count(edges.length, "relations"), count(articles.length, "articles"), period].filter(Boolean).join(" · ");
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll("[data-hint]")) {
    element.setAttribute("aria-label", say(element.dataset.hint));
    if (element.tagName === "BUTTON") element.title = say(element.dataset.hint);
    if (element.tagName === "INPUT") element.placeholder = say(element.dataset.hint);
  }
};
onWords(drawWords);

find("zoom-in").onclick = () => zoomBy(1.4);
find("zoom-out").onclick = () => zoomBy(1 / 1.4);
find("fit").onclick = () => fitAll();
find("language").onclick = () => speak(language === "fr" ? "en" : "fr");
find("theme").onclick = () => {
  chosenTheme = theme() === "dark" ? "light" : "dark";
  applyTheme();
};

// ---- the keyboard

const WAYS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

/** Go from the picked entity to its neighbour that lies most nearly that way; without one, to the most important. */
const walk = (way) => {
  const from = picked() && ends(picked())[0];
  if (!from) {
    const first = ranked.find((node) => scene.has.has(node));
    if (first) choose({ node: first });
    return;
  }
  const turn = (node) => {
    const angle = Math.atan2(placeOf(node).y - placeOf(from).y, placeOf(node).x - placeOf(from).x) - way;
    return Math.abs(Math.atan2(Math.sin(angle), Math.cos(angle)));
  };
  const others = scene.pairs.filter((pair) => pair.one !== pair.other && (pair.one === from || pair.other === from)).map((pair) => (pair.one === from ? pair.other : pair.one));
  const next = others.filter((node) => turn(node) < Math.PI / 3).sort((a, b) => turn(a) - turn(b))[0];
  if (next) choose({ node: next });
};

const toTable = () => !facts.embed && change({ table: !view.table });
find("table").addEventListener("keydown", (event) => {
  if (event.target !== find("table") || !["t", "T", "Escape"].includes(event.key)) return;
  toTable();
  event.preventDefault();
  event.stopPropagation();
});

/** What a key does when the picture has the focus. */
const KEYS = {
  Enter: () => panel.focus(),
  "+": () => zoomBy(1.4),
  "=": () => zoomBy(1.4),
  "-": () => zoomBy(1 / 1.4),
  0: () => fitAll(),
  e: (node) => node && toggleNeighbours(node),
  f: (node) => node && lookAround(node),
  p: (node) => node && pin(node),
  t: toTable,
};

container.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.key in WAYS) walk(WAYS[event.key]);
  else if (Object.hasOwn(KEYS, key)) KEYS[key](picked()?.node ?? null);
  else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("sided")) {
    closeSide();
    find("side-button").focus();
    return;
  }
  if (event.target.closest("input:not([type=checkbox], [type=range], [type=radio]), dialog")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    if (event.shiftKey) redo();
    else undo();
  } else if (event.key === "Escape" && view.pick.length) {
    pick(null);
    container.focus({ preventScroll: true });
  } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !facts.embed) {
    if (narrow.matches) openSide();
    field.focus();
  } else return;
  event.preventDefault();
});

// ---- begin

view = settled = decode(location.hash);
document.body.classList.toggle("embedded", facts.embed);
document.body.classList.toggle("tabled", view.table);
scene = compose(view);
document.documentElement.dataset.theme = theme();
speak(language);
if (view.pick.length && !RESHAPE.some((name) => view[name] !== PLAIN[name])) bringIntoView(false);
else fitAll(false);
document.body.classList.add("ready");
setTimeout(unpackAtLeisure, 2000); // not before people have seen the picture

/**
 * A door for tests and for whoever embeds the page.
 * at(iri) gives where an entity, or the middle of a statement's line, stands in the window; select(iri) picks it; find(text) searches.
 */
const byIri = (iri) => {
  const node = nodes.find((one) => one.iri === iri);
  if (node) return { node };
  const edge = edges.find((one) => statementIri(one) === iri);
  if (!edge) throw new Error(`This page has no entity and no statement ${iri}.`);
  return { edge };
};
window.kgView = Object.freeze({
  network,
  ready: new Promise((done) => {
    network.once("afterDrawing", done);
    redraw();
  }),
  at: (iri) => {
    const { node, edge } = byIri(iri);
    const place = network.canvasToDOM(node ? body(node) : middle(linesOf(edge.pair, edge)[0]));
    const box = container.getBoundingClientRect();
    return { x: place.x + box.left, y: place.y + box.top };
  },
  select: (iri) => choose(byIri(iri)),
  find: (text) => lookUp(text).map(({ node }) => node.name),
  shown: () => ({ entities: scene.nodes.length, relations: scene.edges.length }),
  view: () => encode(view),
});
