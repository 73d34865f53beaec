// The panel: the graph as a whole, or what is known of one entity, or what the articles say of one relation.

const panel = find("panel");
const FIRST = 8; // facts of one relation that are listed at once

const badge = (status) => make("span", { className: `badge ${status}` }, line(status), say(status));
const nodeButton = (node) => button("entity", () => choose({ node }), sign(node.type), make("span", {}, node.label));
const fact = (term, ...values) => [make("dt", {}, term), make("dd", {}, ...values)];

/** Select from the panel, and show where it is. */
const choose = (target) => {
  select(target);
  bringIntoView();
};

const bar = () => {
  const back = button("plain", goBack, "← ", say("back"));
  back.hidden = trail.length === 0;
  return make("div", { className: "bar" }, back, button("plain close", () => select(null), make("span", { "aria-hidden": "true" }, "✕"), make("span", { className: "unseen" }, say("close"))));
};

// ---- the whole

const overview = () => {
  const top = ranked.filter((node) => nodeShown(node) && shownAt(node).length > 0).slice(0, 10);
  const most = Math.max(1, ...top.map((node) => shownAt(node).length));
  const rows = top.map((node) => meter(nodeButton(node), shownAt(node).length / most, shownAt(node).length));
  const byRelation = facts.relations
    .map((relation) => [relation, edges.filter((edge) => edge.relation === relation.name && edgeShown(edge)).length])
    .filter(([, total]) => total > 0);
  const largest = Math.max(1, ...byRelation.map(([, total]) => total));
  const relations = byRelation.map(([relation, total]) => meter(make("span", {}, label(relation.label)), total / largest, total));
  return [
    make("h2", {}, say("overview")),
    make("p", { className: "quiet" }, say("hint")),
    make("h3", {}, say("mostConnected")),
    make("ol", { className: "meters" }, ...rows),
    make("h3", {}, say("byRelation")),
    make("ul", { className: "meters" }, ...relations),
  ];
};

const meter = (content, share, total) => {
  const track = make("span", { className: "track", "aria-hidden": "true" }, make("span"));
  track.firstChild.style.width = `${Math.round(share * 100)}%`;
  return make("li", {}, content, make("span", { className: "count" }, number(total)), track);
};

// ---- an entity

const entity = (node) => {
  const aliases = node.aliases.filter((alias) => alias !== node.label);
  const around = shownAt(node);
  const missing = node.degree - edgesAt[node.id].length;
  return [
    bar(),
    make("p", { className: "kind" }, sign(node.type), label(classOf.get(node.type).label)),
    make("h2", {}, node.label),
    aliases.length ? make("p", { className: "quiet" }, say("alsoCalled", aliases.join(", "))) : null,
    make("p", { className: "counts" }, ...[count(node.degree, "connections"), count(node.mentions, "mentions"), count(node.articles, "articles")].map((text) => make("span", {}, text))),
    ...groups(node, around),
    around.length ? null : make("p", { className: "quiet" }, say("noFacts")),
    missing > 0 ? make("p", { className: "quiet" }, say("notShown", missing)) : null,
  ];
};

/** The facts of a node by relation and direction, the largest group first. */
const groups = (node, around) => {
  const found = new Map();
  for (const edge of around) {
    const inverse = edge.from !== node.id;
    const text = relationLabel(edge, inverse);
    if (!found.has(text)) found.set(text, []);
    found.get(text).push(edge);
  }
  return [...found]
    .sort(([a, some], [b, others]) => others.length - some.length || a.localeCompare(b, language))
    .map(([text, members]) => make("section", { className: "group" }, make("h3", {}, text, make("span", { className: "count" }, number(members.length))), factList(node, members)));
};

const factList = (node, members) => {
  const order = [...members].sort((a, b) => b.evidence.length - a.evidence.length || edgesAt[otherEnd(b, node).id].length - edgesAt[otherEnd(a, node).id].length || a.id - b.id);
  const rows = order.map((edge) => make("li", {}, factButton(edge, otherEnd(edge, node))));
  const list = make("ul", { className: "facts" }, ...rows.slice(0, FIRST));
  const rest = rows.slice(FIRST);
  if (rest.length) {
    const more = button("plain", () => {
      list.append(...rest);
      more.remove();
      rest[0].firstChild.focus();
    }, say("more", rest.length));
    return make("div", {}, list, more);
  }
  return list;
};

const factButton = (edge, other, text = other.label) =>
  button("fact", () => choose({ edge }), sign(other.type), make("span", { className: "grow" }, text),
    edge.status === "asserted" ? null : badge(edge.status),
    make("span", { className: "count", title: count(edge.evidence.length, "passages") }, number(edge.evidence.length)));

// ---- a relation

const statement = (edge) => {
  const [head, tail] = [nodes[edge.from], nodes[edge.to]];
  const between = edgesAt[head.id].filter((other) => other !== edge && edgeShown(other) && otherEnd(other, head) === tail);
  const seen = edge.first && (edge.first === edge.last ? day(edge.first) : `${day(edge.first)} – ${day(edge.last)}`);
  return [
    bar(),
    make("h2", { className: `statement ${edge.status}` }, nodeButton(head),
      make("span", { className: "relation" }, line(edge.status), make("span", {}, relationLabel(edge)), make("span", { "aria-hidden": "true" }, relationOf.get(edge.relation).symmetric ? "↔" : "→")),
      nodeButton(tail)),
    make("dl", { className: "about" },
      ...fact(say("status"), badge(edge.status)),
      ...fact(say("confidence"), percent(edge.confidence)),
      ...fact(say("sourcesOf"), number(edge.sources)),
      ...(seen ? fact(say("seen"), seen) : []),
      ...(edge.roles.length ? fact(say("role"), edge.roles.join(" ; ")) : [])),
    make("h3", {}, say("evidence"), make("span", { className: "count" }, number(edge.evidence.length))),
    ...edge.evidence.map((place) => passage(facts.evidence[place], edge)),
    ...(between.length ? [make("h3", {}, say("between")), make("ul", { className: "facts" },
      ...between.map((other) => make("li", {}, factButton(other, nodes[other.to], `${nodes[other.from].label} ${relationLabel(other)} ${nodes[other.to].label}`))))] : []),
  ];
};

const passage = (evidence, edge) => {
  const article = facts.articles[evidence.article];
  const title = article.title || say("untitled");
  const marks = { head: nodes[edge.from], tail: nodes[edge.to] };
  const sentence = evidence.segments.map(([text, end]) => {
    if (!end) return text;
    const mark = make("mark", { className: end }, text);
    if (end === "trigger") return mark;
    mark.style.borderColor = classOf.get(marks[end].type).color;
    return mark;
  });
  const where = [article.publisher, article.date ? day(article.date) : say("undated")].filter(Boolean).join(" · ");
  const how = [percent(evidence.confidence), `${say("by")} ${evidence.by}`, say("place", evidence.start, evidence.end)].join(" · ");
  return make("article", { className: "passage" },
    make("blockquote", { lang: article.language || "und" }, ...sentence),
    make("p", { className: "source" }, link(article.url, title) ?? make("strong", {}, title), make("br"), make("span", { className: "quiet" }, where)),
    make("p", { className: "quiet small" }, evidence.status === edge.status ? null : badge(evidence.status), how));
};

const drawPanel = () => {
  document.body.classList.toggle("selected", Boolean(selection));
  const content = selection?.node ? entity(selection.node) : selection?.edge ? statement(selection.edge) : overview();
  panel.replaceChildren(...content.filter(Boolean));
  panel.scrollTop = 0;
  const name = selection?.node?.label ?? (selection?.edge && [nodes[selection.edge.from].label, relationLabel(selection.edge), nodes[selection.edge.to].label].join(" "));
  if (name) find("live").textContent = name;
};

on("selection", drawPanel);
on("words", drawPanel);
