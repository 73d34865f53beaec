// What ties the parts together: the words of the page, the buttons, the keyboard, and a door for tests and notebooks.

const drawWords = () => {
  document.documentElement.lang = language;
  const days = facts.articles.map((article) => article.date).filter(Boolean).sort();
  const span = days.length ? say("from", day(days[0]), day(days.at(-1))) : null;
  find("summary").textContent = [count(nodes.length, "entities"), count(edges.length, "relations"), count(facts.articles.length, "articles"), span].filter(Boolean).join(" · ");
  const named = { "zoom-in": "zoomIn", "zoom-out": "zoomOut", fit: "fit", theme: "theme", graph: "graph", search: "search", found: "search", language: "switchLanguageHint" };
  for (const [id, word] of Object.entries(named)) {
    find(id).setAttribute("aria-label", say(word));
    if (id !== "graph" && id !== "found") find(id).title = say(word);
  }
  field.placeholder = say("search");
  find("language").textContent = say("switchLanguage");
  find("panel").setAttribute("aria-label", say("overview"));
  const left = facts.hidden;
  find("hidden").hidden = left.entities + left.statements === 0;
  find("hidden").textContent = say("hidden", count(left.entities, "entities"), count(left.statements, "relations"));
  find("empty").hidden = nodes.length > 0;
  find("empty").textContent = say("empty");
};
on("words", drawWords);
on("shown", () => {
  find("live").textContent = say("shown", count(nodes.filter(nodeShown).length, "entities"), count(edges.filter(edgeShown).length, "relations"));
});

find("zoom-in").onclick = () => zoomBy(1.4);
find("zoom-out").onclick = () => zoomBy(1 / 1.4);
find("fit").onclick = () => fitAll();
find("language").onclick = () => {
  language = language === "fr" ? "en" : "fr";
  tell("words");
};
find("theme").onclick = () => {
  chosenTheme = theme() === "dark" ? "light" : "dark";
  applyTheme();
  network.redraw();
};

// ---- the keyboard

const WAYS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

/** Go from the selected node to its neighbour that lies most nearly that way; without one, to the best connected. */
const walk = (way) => {
  const from = selection?.node ?? (selection?.edge && nodes[selection.edge.from]);
  if (!from) {
    const first = ranked.find(nodeShown);
    if (first) choose({ node: first });
    return;
  }
  const turn = (node) => {
    const angle = Math.atan2(body(node).y - body(from).y, body(node).x - body(from).x) - way;
    return Math.abs(Math.atan2(Math.sin(angle), Math.cos(angle)));
  };
  const others = shownAt(from).map((edge) => otherEnd(edge, from)).filter((node) => node !== from && turn(node) < Math.PI / 3);
  const next = others.sort((a, b) => turn(a) - turn(b))[0];
  if (next) choose({ node: next });
};

container.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in WAYS) walk(WAYS[event.key]);
  else if (event.key === "Enter") panel.focus();
  else if (event.key === "+" || event.key === "=") zoomBy(1.4);
  else if (event.key === "-") zoomBy(1 / 1.4);
  else if (event.key === "0") fitAll();
  else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.target === field) return;
  if (event.key === "Escape" && selection) {
    select(null);
    container.focus();
  } else if (event.key === "/" && !event.ctrlKey && !event.metaKey) {
    field.focus();
    event.preventDefault();
  }
});

// ---- begin

find("legend").open = !narrow.matches;
applyTheme();
tell("words");
fitAll(false);

/**
 * A door for tests and for whoever embeds the page.
 * at(iri) gives where a node, or the middle of an edge, stands in the window; select(iri) selects it; find(text) searches.
 */
window.kgView = Object.freeze({
  network,
  at: (iri) => {
    const node = nodes.find((one) => one.iri === iri);
    const place = network.canvasToDOM(node ? body(node) : middle(edges.find((one) => one.iri === iri)));
    const box = container.getBoundingClientRect();
    return { x: place.x + box.left, y: place.y + box.top };
  },
  select: (iri) => {
    const node = nodes.find((one) => one.iri === iri);
    choose(node ? { node } : { edge: edges.find((one) => one.iri === iri) });
  },
  find: (text) => lookUp(text).map(({ node }) => node.label),
  shown: () => ({ entities: nodes.filter(nodeShown).length, relations: edges.filter(edgeShown).length }),
});
