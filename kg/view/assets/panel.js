// The panel: the graph as a whole, or what is known of an entity, or what the articles say of a statement, of all that joins two, or along a path.

const panel = find("panel");
const FIRST = 8; // facts, articles or passages that are listed at once

const badge = (status) => make("span", { className: `badge ${status}` }, line(status), say(status));
const nodeButton = (node) => button("entity", () => choose({ node }), sign(node.type), make("span", {}, node.name));
const fact = (term, ...values) => [make("dt", {}, term), make("dd", {}, ...values)];
const heading = (text, total = null) => make("h3", {}, text, total === null ? null : make("span", { className: "count" }, number(total)));

const bar = () => {
  const back = button("plain", undo, "← ", say("back"));
  back.hidden = past.length === 0;
  return make("div", { className: "bar" }, back, button("plain close", () => pick(null), make("span", { "aria-hidden": "true" }, "✕"), make("span", { className: "unseen" }, say("close"))));
};

/** A list of which the first are shown, and the rest when asked for. */
const firstOf = (className, rows, most = FIRST) => {
  const list = make("ul", { className }, ...rows.slice(0, most));
  const rest = rows.slice(most);
  if (!rest.length) return list;
  const more = button("plain more", () => {
    list.append(...rest);
    more.remove();
    rest[0].querySelector("button, a")?.focus();
  }, say("more", rest.length));
  return make("div", {}, list, more);
};

// ---- the whole

const meter = (content, share, total) => {
  const track = make("span", { className: "track", "aria-hidden": "true" }, make("span"));
  track.firstChild.style.width = `${Math.round(share * 100)}%`;
  return make("li", {}, content, make("span", { className: "count" }, number(total)), track);
};

const overview = () => {
  const top = [...scene.nodes].map((node) => [node, passingAt(node).length]).filter(([, total]) => total)
    .sort(([a, x], [b, y]) => y - x || b.rank - a.rank || a.id - b.id).slice(0, 10);
  const backed = scene.edges.filter((edge) => edge.sources > 1).sort((a, b) => b.sources - a.sources || b.confidence - a.confidence || a.id - b.id).slice(0, 8);
  const newest = scene.edges.map((edge) => [edge, daysOf(edge)[0]]).filter(([, first]) => first)
    .sort(([a, x], [b, y]) => byText(y, x) || a.id - b.id).slice(0, 8);
  return [
    make("h2", {}, say("overview")),
    make("p", { className: "quiet" }, say("hint")),
    ...(top.length ? [heading(say("mostConnected")), make("ol", { className: "meters" }, ...top.map(([node, total]) => meter(nodeButton(node), total / top[0][1], total)))] : []),
    ...(backed.length ? [heading(say("bestBacked")), make("ul", { className: "facts" }, ...backed.map((edge) => make("li", {}, phraseButton(edge, count(edge.sources, "sources")))))] : []),
    ...(newest.length ? [heading(say("latest")), make("ul", { className: "facts" }, ...newest.map(([edge, first]) => make("li", {}, phraseButton(edge, day(first)))))] : []),
  ];
};

const phraseButton = (edge, note) =>
  button("fact", () => choose({ edge }), sign(edge.head.type), make("span", { className: "grow" }, phrase(edge)),
    edge.status === "asserted" ? null : badge(edge.status), make("span", { className: "count" }, note));

// ---- an entity

const action = (word, onclick, { pressed = null, values = [] } = {}) => {
  const made = button("action", onclick, say(word, ...values));
  if (pressed !== null) made.setAttribute("aria-pressed", String(pressed));
  return made;
};

const actions = (node) => {
  const unseen = unseenNeighbours(node);
  return make("div", { className: "actions" },
    view.centre === node.key ? null : action("focus", () => lookAround(node)),
    unseen ? action("expand", () => expand(node), { values: [number(unseen)] }) : null,
    view.closed.includes(node.key) ? null : action("collapse", () => collapse(node)),
    action("pin", () => pin(node), { pressed: node.key in view.pins }),
    action("pathTo", () => openWay(node)));
};

const entity = (node) => {
  const around = passingAt(node);
  const named = articlesOf(node);
  const left = edgesAt[node.id].length - around.length;
  const missing = node.degree - edgesAt[node.id].length;
  return [
    bar(),
    make("p", { className: "kind" }, sign(node.type), label(node.type.label)),
    make("h2", {}, node.name),
    node.aliases.length ? make("p", { className: "quiet" }, say("alsoCalled", node.aliases.join(", "))) : null,
    make("p", { className: "counts quiet" }, [count(node.degree, "connections"), count(node.mentions, "mentions"), count(articleCount(node), "articles")].join(" · ")),
    actions(node),
    timeline(named),
    ...groups(node, around),
    around.length ? null : make("p", { className: "quiet" }, say("noFacts")),
    left > 0 ? make("p", { className: "quiet" }, say("filtered", left)) : null,
    missing > 0 ? make("p", { className: "quiet" }, say("notShown", missing)) : null,
    ...(named.length ? [heading(say("namedIn"), named.length), firstOf("articles", named.map(([article, mentions]) => articleRow(article, count(mentions, "mentions"))), 6)] : []),
    ...linksOf(node),
  ];
};

const articleRow = (article, note) =>
  make("li", {}, link(article.url, article.title) ?? make("span", {}, article.title),
    make("span", { className: "quiet small" }, [article.publisher === PUBLISHER_UNKNOWN ? null : article.publisher, article.date ? day(article.date) : say("undated"), note].filter(Boolean).join(" · ")));

/** The address of the entity in the graph, and what it is known as elsewhere. */
const linksOf = (node) => [
  heading(say("links")),
  make("ul", { className: "articles" },
    ...node.links.map((address) => make("li", {}, link(address, shortAddress(address)) ?? make("span", {}, address))),
    make("li", { className: "iri" }, make("code", {}, node.iri))),
];
const shortAddress = (address) => address.replace(/^https?:\/\/(www\.)?/, "");

/** How often the articles name an entity, over the time that the page spans; by day, week or month. */
const timeline = (named) => {
  const dated = named.filter(([article]) => article.date);
  if (dated.length < 2 || span.bins.length < 2) return null;
  const totals = new Array(span.bins.length).fill(0);
  for (const [article, mentions] of dated) totals[binOf(article.date)] += mentions;
  const most = Math.max(...totals);
  const [width, height] = [span.bins.length * 4, 36];
  const bars = totals.map((total, place) => (total ? svg("rect", { x: place * 4 + 0.4, y: height - (height - 4) * (total / most), width: 3.2, height: (height - 4) * (total / most), rx: 0.8 }) : "")).filter(Boolean);
  const days = dated.map(([article]) => article.date).sort();
  return make("figure", { className: "timeline" },
    svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": say("timelineOf", count(dated.reduce((total, [, mentions]) => total + mentions, 0), "mentions"), day(days[0]), day(days.at(-1))) },
      svg("line", { x1: 0, y1: height - 0.5, x2: width, y2: height - 0.5 }), ...bars),
    make("figcaption", { className: "quiet small" }, make("span", {}, day(span.bins[0])), make("span", {}, say("timeline")), make("span", {}, day(span.last))));
};

/** The facts of an entity by relation and direction, the largest group first. */
const groups = (node, around) => {
  const found = Map.groupBy(around, (edge) => relationLabel(edge, edge.head !== node));
  return [...found]
    .sort(([a, some], [b, others]) => others.length - some.length || a.localeCompare(b, language))
    .map(([text, members]) => make("section", { className: "group" }, heading(text, members.length), factList(node, members)));
};

const factList = (node, members) => {
  const order = [...members].sort((a, b) => b.sources - a.sources || b.evidence.length - a.evidence.length || otherEnd(b, node).rank - otherEnd(a, node).rank || a.id - b.id);
  return firstOf("facts", order.map((edge) => make("li", {}, factButton(edge, otherEnd(edge, node)))));
};

const factButton = (edge, other) =>
  button("fact", () => choose({ edge }), sign(other.type), make("span", { className: "grow" }, other.name),
    edge.status === "asserted" ? null : badge(edge.status),
    make("span", { className: "count", title: count(edge.evidence.length, "passages") }, number(edge.evidence.length)));

// ---- a statement, or all that joins two

const title = (head, relation, tail, { symmetric = false, status = "asserted" } = {}) =>
  make("h2", { className: `statement ${status}` }, nodeButton(head),
    make("span", { className: "relation" }, line(status), make("span", {}, relation), make("span", { "aria-hidden": "true" }, symmetric ? "↔" : "→")),
    nodeButton(tail));

const statement = (edge) => {
  const between = edge.pair.edges.filter((other) => other !== edge && passesNow(other));
  return [
    bar(),
    title(edge.head, relationLabel(edge), edge.tail, { symmetric: edge.relation.symmetric, status: edge.status }),
    about(edge),
    ...sentences(edge),
    ...(between.length ? [heading(say("between"), between.length), make("ul", { className: "facts" }, ...between.map((other) => make("li", {}, phraseButton(other, number(other.evidence.length)))))] : []),
  ];
};

const about = (edge) => {
  const days = daysOf(edge);
  const seen = days.length ? (days[0] === days.at(-1) ? day(days[0]) : `${day(days[0])} – ${day(days.at(-1))}`) : null;
  return make("dl", { className: "about" },
    ...fact(say("status"), badge(edge.status)),
    ...fact(say("confidence"), percent(edge.confidence)),
    ...(edge.evidence.length ? fact(say("agreement"), count(edge.sources, "independent")) : []),
    ...(seen ? fact(say("seen"), seen) : []),
    ...(edge.roles.length ? fact(say("role"), edge.roles.join(" ; ")) : []));
};

/** The passages of a statement; they come when they are unpacked, if the panel still wants them. */
const sentences = (edge, most = 20) => {
  if (!edge.evidence.length) return [make("p", { className: "quiet" }, say("noEvidence"))];
  const place = make("div", { className: "passages", "aria-busy": "true" });
  passagesOf(edge).then(
    (found) => place.replaceChildren(firstOf("evidence", found.map((passage) => make("li", {}, passageOf(passage, edge))), most)),
    () => place.replaceChildren(make("p", { className: "quiet" }, say("damaged"))),
  ).finally(() => place.removeAttribute("aria-busy"));
  return [heading(say("evidence"), edge.evidence.length), place];
};

const bundle = (pair) => {
  const statements = [...joins(pair)].sort((a, b) => b.evidence.length - a.evidence.length || a.id - b.id);
  return [
    bar(),
    make("h2", { className: "statement" }, nodeButton(pair.one), make("span", { className: "relation" }, count(statements.length, "relations")), nodeButton(pair.other)),
    ...statements.map((edge) => make("section", { className: "joined" },
      make("h3", {}, button("plain phrase", () => choose({ edge }), phrase(edge)), edge.status === "asserted" ? null : badge(edge.status)),
      make("p", { className: "quiet small" }, [percent(edge.confidence), count(edge.sources, "independent")].join(" · ")),
      ...sentences(edge, 3).slice(1))),
  ];
};

/** A text cut where marks begin and end. */
const marked = (passage, edge) => {
  const pieces = [];
  let from = 0;
  for (const [start, end, kind] of [...passage.marks].sort(([a], [b]) => a - b)) {
    if (start < from) continue;
    pieces.push(passage.text.slice(from, start));
    const mark = make("mark", { className: kind }, passage.text.slice(start, end));
    if (kind !== "trigger") mark.style.borderColor = edge[kind].type.color;
    pieces.push(mark);
    from = end;
  }
  return [...pieces, passage.text.slice(from)].filter((piece) => piece !== "");
};

const passageOf = (passage, edge) => {
  const { article } = passage;
  const where = [article.publisher === PUBLISHER_UNKNOWN ? null : article.publisher, article.date ? day(article.date) : say("undated")].filter(Boolean).join(" · ");
  const how = [percent(passage.confidence), `${say("by")} ${passage.by}`, say("place", number(passage.start), number(passage.end))].join(" · ");
  return make("article", { className: "passage" },
    make("blockquote", { lang: article.language || "und" }, ...marked(passage, edge)),
    make("p", { className: "source" }, link(article.url, article.title) ?? make("strong", {}, article.title), make("br"), make("span", { className: "quiet" }, where)),
    make("p", { className: "quiet small" }, passage.status === edge.status ? null : badge(passage.status), how));
};

// ---- a path

const wayPanel = () => {
  const [from, to] = view.path.map((key) => nodeByKey.get(key));
  const leave = button("plain close", () => change({ path: null }), make("span", { "aria-hidden": "true" }, "✕"), make("span", { className: "unseen" }, say("close")));
  const top = [make("div", { className: "bar" }, leave), make("p", { className: "kind" }, say("path")), make("h2", {}, `${from.name} → ${to.name}`)];
  if (!scene.way) return [...top, make("p", { className: "quiet" }, say("noPath"))];
  const hops = scene.way.slice(1).map((node, place) => [scene.way[place], node]);
  return [
    ...top,
    make("p", { className: "quiet" }, count(hops.length, "steps")),
    ...hops.map(([one, other]) => make("section", { className: "hop" },
      make("h3", {}, nodeButton(one), make("span", { "aria-hidden": "true" }, "—"), nodeButton(other)),
      ...[...joins(pairBetween(one, other))].sort((a, b) => b.confidence - a.confidence || a.id - b.id).map((edge) => make("div", {},
        make("p", { className: "hop-phrase" }, button("plain phrase", () => choose({ edge }), phrase(edge)), edge.status === "asserted" ? null : badge(edge.status),
          make("span", { className: "quiet small" }, [percent(edge.confidence), count(edge.sources, "independent")].join(" · "))),
        ...sentences(edge, 3).slice(1))))),
  ];
};

// ---- which of them

const nameOf = (pick) => (pick.node ? pick.node.name : pick.edge ? phrase(pick.edge) : pairTitle(pick));

let panelShows = []; // what it was drawn of

const drawPanel = () => {
  const pick = picked();
  document.body.classList.toggle("picked", Boolean(pick) || Boolean(view.path));
  const content = pick?.node ? entity(pick.node) : pick?.edge ? statement(pick.edge) : pick?.pair ? bundle(pick.pair) : view.path ? wayPanel() : overview();
  const held = panel.contains(document.activeElement) && document.activeElement !== panel;
  const same = panelShows[0] === view.pick && panelShows[1] === view.path;
  const reading = same ? panel.scrollTop : 0;
  panelShows = [view.pick, view.path, scene, view.closed, view.pins, past.length > 0];
  panel.replaceChildren(...content.filter(Boolean));
  panel.scrollTop = reading;
  if (held) panel.focus({ preventScroll: true });
  if (pick && !same) find("live").textContent = nameOf(pick);
};

onView(() => {
  const shows = [view.pick, view.path, scene, view.closed, view.pins, past.length > 0];
  if (shows.some((part, place) => part !== panelShows[place])) drawPanel();
});
onWords(drawPanel);
