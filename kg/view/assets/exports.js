// What the picture shows, to take along: as a picture (PNG, SVG), as a graph (Turtle, GraphML, GEXF), as rows of evidence (CSV).
// What articles say enters XML as nodes of a document, and Turtle and CSV through one quoting function each.

const onLines = (elements) => elements.flatMap((element) => ["\n", element]).concat("\n");
const asFile = (root, type) => new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', new XMLSerializer().serializeToString(root), "\n"], { type });

/** What is shown at one moment, with the passages of its statements: should it change while they are unpacked, anew. */
const quoted = async () => {
  const now = shown();
  const found = await Promise.all(now.edges.map(async (edge) => [edge, await passagesOf(edge)]));
  return shown() === now ? { entities: now.nodes, statements: now.edges, quotes: new Map(found) } : quoted();
};

// ---- pictures

const CAPTION = 64; // pixels below the picture
const MOST_PIXELS = 2 ** 26; // more than that, and some browsers give no picture at all

/** What stands below a picture: its title, how much it shows, and of what days; each cut to the width. */
const captionLines = (width) => {
  const { nodes: entities, edges: statements } = shown();
  const days = statements.flatMap(daysOf).sort();
  const about = [count(entities.length, "entities"), count(statements.length, "relations"), days.length ? say("from", day(days[0]), day(days.at(-1))) : null];
  const measure = newCanvas(1, 1, 1);
  const fitted = (text, weight, size) => {
    measure.font = `${weight} ${size}px ${FONT}`;
    const letters = [...text];
    const whole = letters.length;
    while (letters.length > 1 && measure.measureText(letters.join("")).width > width - 40) letters.pop();
    return letters.length < whole ? `${letters.join("")}…` : text;
  };
  return [
    { text: fitted(facts.title, 600, 18), weight: 600, size: 18, color: paint().ink, y: 30 },
    { text: fitted(about.filter(Boolean).join(" · "), 400, 12), weight: 400, size: 12, color: paint().quiet, y: 50 },
  ];
};

/** The stage at twice the screen's resolution. */
const png = async () => {
  const { clientWidth: width, clientHeight: height } = container;
  const ratio = Math.min(2 * devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * (height + CAPTION))));
  const stage = newCanvas(width, height, ratio);
  paintPicture(stage, width, height, ratio);
  const page = newCanvas(width, height + CAPTION, ratio);
  page.fillStyle = paint().paper;
  page.fillRect(0, 0, width, height + CAPTION);
  page.drawImage(stage.canvas, 0, 0, width, height);
  for (const { text, weight, size, color, y } of captionLines(width)) {
    page.font = `${weight} ${size}px ${FONT}`;
    page.fillStyle = color;
    page.fillText(text, 20, height + y);
  }
  const blob = await new Promise((done) => page.canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error(`The browser makes no picture of ${page.canvas.width} × ${page.canvas.height} pixels; make the window smaller.`);
  return blob;
};

const factOf = (edge) => `${phrase(edge)} (${say(edge.status)}, ${percent(edge.confidence)})`;

/** The stage as a vector drawing, in which entities and lines say what they are; what lies outside the stage is left out. */
const svgFile = async () => {
  const { clientWidth: width, clientHeight: height } = container;
  const { scale, translation } = engine.view;
  const context = new SvgContext(width);
  context.setTransform(scale, 0, 0, scale, translation.x, translation.y);
  const near = ({ x, y, radius: reach }) => inside({ x, y }, { width, height }, 2 * reach);
  const titled = (title, draw) => context.group(draw, {}, inSvg("title", {}, title));
  const drawLine = (one) => titled((one.line.edge ? [one.line.edge] : joins(one.line.pair)).map(factOf).join("\n"), () => {
    if (one.line.straight) strokeLines(context, [one]);
    else one.drawn.draw(context);
  });
  const drawNode = (node) => titled(`${node.name} (${label(node.type.label)})`, () => body(node).draw(context));
  const stage = [
    context.group(() => drawGround(context)),
    inSvg("g", {}, ...onLines(linesInView().map(drawLine))),
    inSvg("g", {}, ...onLines(shown().nodes.filter((node) => near(toStage(node))).map(drawNode))),
    context.group(() => paintHeads(context), { "pointer-events": "none" }),
    context.group(() => drawOver(context), { "pointer-events": "none" }), // so that what lies below says what it is
  ];
  const caption = captionLines(width).map(({ text, weight, size, color, y }) => inSvg("text", { x: 20, y: height + y, "font-size": size, "font-weight": weight, fill: color }, text));
  const root = inSvg("svg", { width, height: height + CAPTION, viewBox: `0 0 ${width} ${height + CAPTION}`, "font-family": FONT, lang: language },
    inSvg("title", {}, facts.title),
    inSvg("clipPath", { id: "stage" }, inSvg("rect", { width, height })),
    inSvg("rect", { width, height: height + CAPTION, fill: paint().paper }),
    inSvg("g", { "clip-path": "url(#stage)" }, ...onLines(stage)),
    ...onLines(caption));
  return asFile(root, "image/svg+xml");
};

// ---- graphs for drawing programs, with the names that `kg export` gives

const NODE_VALUES = [
  ["label", "string", (node) => node.name],
  ["type", "string", (node) => node.type.iri],
  ["mention_count", "long", (node) => node.mentions],
  ["article_count", "long", articleCount],
  ["aliases", "string", (node) => node.aliases.join(" | ")],
  ["rank", "double", (node) => node.rank],
  ["community", "long", (node) => node.community],
  ["x", "double", (node) => placeOf(node).x],
  ["y", "double", (node) => placeOf(node).y],
];
const EDGE_VALUES = [
  ["id", "string", (edge) => statementIri(edge) ?? `e${edge.id}`],
  ["label", "string", (edge) => edge.relation.name],
  ["weight", "long", (edge) => edge.sources],
  ["predicate", "string", (edge) => edge.relation.name],
  ["status", "string", (edge) => edge.status],
  ["confidence", "double", (edge) => edge.confidence],
  ["source_count", "long", (edge) => edge.sources],
  ["evidence_count", "long", (edge) => edge.evidence.length],
  ["sentence", "string", (edge, passages) => (passages.find((passage) => passage.status === edge.status) ?? passages[0])?.text],
  ["first_seen", "string", (edge) => daysOf(edge)[0]],
  ["last_seen", "string", (edge) => daysOf(edge).at(-1)],
  ["role", "string", (edge) => edge.roles.join("; ") || null],
];
/** The values that something has, each with its name, its type and its place in the list. */
const valuesOf = (list, ...one) => list.map(([name, type, read], place) => ({ name, type, place, value: read(...one) })).filter(({ value }) => value !== null && value !== undefined);

const graphml = async () => {
  const { entities, statements, quotes } = await quoted();
  const element = xml("http://graphml.graphdrawing.org/xmlns");
  const own = (name) => name !== "id"; // which an element of GraphML has a place of its own for, and igraph takes no second one
  const key = (kind, name, type, place) => element("key", { id: `${kind}${place}`, for: kind, "attr.name": name, "attr.type": type });
  const keys = (list, kind) => list.flatMap(([name, type], place) => (own(name) ? [key(kind, name, type, place)] : []));
  const data = (kind, values) => values.filter(({ name }) => own(name)).map(({ place, value }) => element("data", { key: `${kind}${place}` }, value));
  const graph = element("graph", { edgedefault: "directed" },
    ...onLines(entities.map((node) => element("node", { id: node.iri }, ...data("node", valuesOf(NODE_VALUES, node))))),
    ...onLines(statements.map((edge) => {
      const values = valuesOf(EDGE_VALUES, edge, quotes.get(edge));
      return element("edge", { id: values[0].value, source: edge.head.iri, target: edge.tail.iri }, ...data("edge", values));
    })));
  return asFile(element("graphml", {}, ...onLines([...keys(NODE_VALUES, "node"), ...keys(EDGE_VALUES, "edge"), graph])), "application/xml");
};

const GEXF = "http://gexf.net/1.3";
const GEXF_OWN = new Set(["id", "label", "weight", "x", "y"]); // what GEXF has a place of its own for

const gexf = async () => {
  const { entities, statements, quotes } = await quoted();
  const [element, look] = [xml(GEXF), xml(`${GEXF}/viz`)];
  const keys = (list, kind) => element("attributes", { class: kind, mode: "static" },
    ...onLines(list.map(([name, type], id) => ({ id, title: name, type })).filter(({ title }) => !GEXF_OWN.has(title)).map((key) => element("attribute", key))));
  const data = (values) => element("attvalues", {}, ...values.filter(({ name }) => !GEXF_OWN.has(name)).map(({ place, value }) => element("attvalue", { for: place, value })));
  const drawn = (node) => {
    const { x, y } = placeOf(node);
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(node.type.color.slice(at, at + 2), 16));
    return [look("viz:color", { r, g, b }), look("viz:position", { x, y: -y, z: 0 })]; // there y grows upwards
  };
  const dated = statements.some((edge) => daysOf(edge).length);
  const time = dated ? { mode: "dynamic", timeformat: "date", timerepresentation: "interval" } : { mode: "static" };
  const lasting = (days) => (days.length ? { start: days[0], end: days.at(-1) } : {}); // which Gephi's timeline plays
  const root = element("gexf", { version: "1.3" }, "\n", element("graph", { defaultedgetype: "directed", idtype: "string", ...time }, ...onLines([
    keys(NODE_VALUES, "node"),
    keys(EDGE_VALUES, "edge"),
    element("nodes", {}, ...onLines(entities.map((node) => element("node", { id: node.iri, label: node.name }, data(valuesOf(NODE_VALUES, node)), ...drawn(node))))),
    element("edges", {}, ...onLines(statements.map((edge) => {
      const values = valuesOf(EDGE_VALUES, edge, quotes.get(edge));
      const [id, name, weight] = values.map(({ value }) => value);
      return element("edge", { id, source: edge.head.iri, target: edge.tail.iri, label: name, kind: name, weight, ...lasting(daysOf(edge)) }, data(values));
    }))),
  ])));
  root.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:viz", `${GEXF}/viz`);
  return asFile(root, "application/xml");
};

// ---- Turtle, in the terms of the graph that was built

const LOCAL_LETTERS = "A-Za-z0-9_\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f";
const LOCAL_NAME = new RegExp(`^[${LOCAL_LETTERS}](?:[${LOCAL_LETTERS}:.-]*[${LOCAL_LETTERS}:-])?$`);
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;
const TURTLE_ESCAPES = { "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\" };

const turtleText = (text) => `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (sign) => TURTLE_ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
const turtleWords = (text, tag) => (LANGUAGE_TAG.test(tag) ? `${turtleText(text)}@${tag}` : turtleText(text));
const turtleDecimal = (share) => share.toFixed(4).replace(/(\.\d+?)0+$/, "$1");
const turtleDay = (date) => (date ? [`${turtleText(date)}^^xsd:date`] : []);

/** "predicate object , object ; …" from predicates with their objects; those without any are left out. */
const described = (rows, indent = "\t") =>
  rows.filter(([, objects]) => objects.length).map(([predicate, objects]) => `${predicate} ${objects.join(" , ")}`).join(` ;\n${indent}`);

const turtle = async () => {
  const { entities, statements, quotes } = await quoted();
  const namespaces = Object.entries(facts.prefixes).sort(([, a], [, b]) => b.length - a.length);
  const compact = (iri) => {
    const found = namespaces.find(([, namespace]) => iri.startsWith(namespace) && LOCAL_NAME.test(iri.slice(namespace.length)));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : `<${iri.replace(/[\u0000-\u0020<>"{}|^`\\]/g, encodeURIComponent)}>`;
  };
  const term = (node) => (node.iri.includes("://") ? compact(node.iri) : `_:entity${node.id}`);
  const articleTerm = (article) => `_:article${article.id}`;

  const asserted = new Map(entities.map((node) => [node, []])); // a fact stands as a plain triple where somebody asserts it
  for (const { head, relation, tail, status } of statements) {
    if (status !== "asserted") continue;
    asserted.get(head).push([compact(relation.uri), [term(tail)]]);
    if (relation.symmetric) asserted.get(tail).push([compact(relation.uri), [term(head)]]);
  }
  const entity = (node) => `${term(node)} ${described([
    ["a", [compact(node.type.uri)]],
    ["rdfs:label", [turtleText(node.name)]],
    ["skos:altLabel", node.aliases.map(turtleText)],
    ["owl:sameAs", node.links.map(compact)],
    ["kg:mentionCount", [node.mentions]],
    ["kg:articleCount", [articleCount(node)]],
    ...asserted.get(node),
  ])}`;
  const piece = ({ article, text, marks, status, confidence, start, end, by }) => `[\n\t\t${described([
    ["a", ["kg:Evidence"]],
    ["oa:hasSource", [articleTerm(article)]],
    ["oa:start", [start]],
    ["oa:end", [end]],
    ["oa:exact", [turtleWords(text, article.language)]],
    ["kg:status", [turtleText(status)]],
    ["kg:confidence", [turtleDecimal(confidence)]],
    ["kg:extractedBy", [turtleText(by)]],
    ["kg:trigger", [...new Set(marks.filter(([, , kind]) => kind === "trigger").map(([from, to]) => turtleText(text.slice(from, to))))]],
  ], "\t\t")}\n\t]`;
  const statement = (edge) => {
    const passages = quotes.get(edge);
    const languages = new Set(passages.map(({ article }) => article.language));
    const roles = languages.size === 1 ? edge.roles.map((role) => turtleWords(role, [...languages][0])) : []; // else nobody knows of which language
    return `${compact(statementIri(edge))} ${described([
      ["a", ["kg:Statement"]],
      ["kg:subject", [term(edge.head)]],
      ["kg:predicate", [compact(edge.relation.uri)]],
      ["kg:object", [term(edge.tail)]],
      ["kg:status", [turtleText(edge.status)]],
      ["kg:confidence", [turtleDecimal(edge.confidence)]],
      ["kg:sourceCount", [edge.sources]],
      ["kg:firstSeen", turtleDay(daysOf(edge)[0])],
      ["kg:lastSeen", turtleDay(daysOf(edge).at(-1))],
      ["kg:role", roles],
      ["kg:evidence", passages.map(piece)],
    ])}`;
  };
  const source = (article) => `${articleTerm(article)} ${described([
    ["a", ["schema:NewsArticle"]],
    ["schema:headline", article.title && article.title !== article.path ? [turtleWords(article.title, article.language)] : []],
    ["schema:datePublished", turtleDay(article.date)],
    ["schema:url", article.url ? [compact(article.url)] : []],
    ["schema:publisher", article.publisher === PUBLISHER_UNKNOWN ? [] : [turtleText(article.publisher)]],
    ["schema:inLanguage", article.language ? [turtleText(article.language)] : []],
    ["kg:path", [turtleText(article.path)]],
  ])}`;
  const cited = [...new Set([...quotes.values()].flat().map(({ article }) => article))].sort((a, b) => a.id - b.id);
  const paragraphs = [...entities.map(entity), ...statements.filter(statementIri).map(statement), ...cited.map(source)];
  const head = `# ${facts.title.replace(/\s+/g, " ")}\n# As the page has it: sentences without their Markdown, evidence and articles without their names.\n`;
  const prefixes = Object.entries(facts.prefixes).map(([prefix, namespace]) => `@prefix ${prefix}: <${namespace}> .\n`).join("");
  return new Blob([head, prefixes, ...paragraphs.map((text) => `\n${text} .\n`)], { type: "text/turtle" });
};

// ---- rows of evidence

const CSV_COLUMNS = ["head", "relation", "tail", "status", "confidence", "sentence", "article", "date", "publisher", "url", "path", "start", "end"];

/** A cell as RFC 4180 writes it, with an apostrophe before a text that a spreadsheet would run as a formula (CWE-1236). */
const csvCell = (value) => {
  const text = typeof value === "string" && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const csv = async () => {
  const { statements, quotes } = await quoted();
  const rows = statements.flatMap((edge) => {
    const fact = [edge.head.name, edge.relation.name, edge.tail.name];
    if (!edge.evidence.length) return [[...fact, edge.status, edge.confidence, ...CSV_COLUMNS.slice(5).map(() => "")]];
    return quotes.get(edge).map(({ article, text, status, confidence, start, end }) => [
      ...fact, status, confidence, text, article.title, article.date, article.publisher === PUBLISHER_UNKNOWN ? "" : article.publisher, article.url, article.path, start, end,
    ]);
  });
  return new Blob(["\ufeff", ...[CSV_COLUMNS, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`)], { type: "text/csv;charset=utf-8" });
};

// ---- to a file

const EXPORTS = {
  png: { label: "PNG", extension: "png", make: png },
  svg: { label: "SVG", extension: "svg", make: svgFile },
  turtle: { label: "Turtle", extension: "ttl", make: turtle },
  graphml: { label: "GraphML", extension: "graphml", make: graphml },
  gexf: { label: "GEXF", extension: "gexf", make: gexf },
  csv: { label: "CSV", extension: "csv", make: csv },
};

/** The page's title as the name of a file, in letters that every system takes. */
const fileName = (title) => fold(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60).replace(/-$/, "") || "graph";

/** Make what the picture shows into a file and let the browser keep it. */
const save = async (name) => {
  const { extension, make: build } = EXPORTS[name];
  const address = URL.createObjectURL(await build());
  const anchor = make("a", { href: address, download: `${fileName(facts.title)}.${extension}` });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // some browsers read it only after the click
};
