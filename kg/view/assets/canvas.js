// The picture: vis-network, what it is told of the entities and pairs that are shown, and how they look.

const PAINTS = {
  light: { paper: "#fbfaf7", ink: "#1c2530", quiet: "#5a6672", line: "#8a95a1", strong: "#465361", veil: "rgba(251,250,247,.74)", accent: "#0b5cad", denied: "#d04a02", strongDenied: "#b83f00", ground: "rgba(70,83,97,.06)" },
  dark: { paper: "#11161d", ink: "#e8edf2", quiet: "#9aa7b4", line: "#66737f", strong: "#a9b6c3", veil: "rgba(17,22,29,.74)", accent: "#7cc0ff", denied: "#d9662b", strongDenied: "#ff8a4c", ground: "rgba(169,182,195,.08)" },
};
const BORDER = "#18222d"; // dark by day and by night: every fill stands out from it
const DASHES = { asserted: false, planned: [9, 6], hypothetical: [2, 5], negated: [16, 6] };
const MANY = 2500; // lines beyond which none is looked for under the pointer

const scheme = matchMedia("(prefers-color-scheme: dark)");
let chosenTheme = null;
const theme = () => chosenTheme ?? (scheme.matches ? "dark" : "light");
const paint = () => PAINTS[theme()];

const container = find("graph");
const picture = JSON.parse(parts.picture);
const drawnNodes = new vis.DataSet(picture.nodes.map((node) => ({ ...node, color: { background: node.color, border: BORDER } })));
const drawnEdges = new vis.DataSet(picture.edges);

const network = new vis.Network(container, { nodes: drawnNodes, edges: drawnEdges }, {
  autoResize: true,
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 1e9 },
  nodes: { chosen: false, borderWidth: 1.4, font: { size: 0 } },
  edges: { chosen: false, smooth: false, selectionWidth: 0, arrowStrikethrough: false, arrows: { to: { scaleFactor: 0.55 } }, color: { inherit: false } },
});

network.canvas.frame.tabIndex = -1; // the stage around it has the focus, a name and the keys
container.addEventListener("pointerdown", () => container.focus({ preventScroll: true }));

// ---- the engine's own record of what is drawn, which it reads at each drawing

const engine = network.body;
/** Draw at the next frame, once however often this is asked for until then. */
const redraw = () => engine.emitter.emit("_requestRedraw");
const body = (node) => engine.nodes[node.id];
const pairId = (pair) => `p${pair.id}`;
const laneId = (edge) => `e${edge.id}`;

const joins = (pair) => pair.edges.filter(passesNow);
/** Whether a pair's statements are drawn one beside the other. */
const parted = (pair) => !view.bundle && joins(pair).length > 1;

/** How a node is drawn, beside its size. */
const drawnNode = (node) => ({ id: node.id, ...placeOf(node), shape: node.type.shape, color: { background: node.type.color, border: BORDER } });

/** Lanes beside one another, to the same side whichever way a statement goes. */
const drawnLane = (edge, lane, lanes) => {
  const bend = (lane - (lanes - 1) / 2) * 0.18 * (edge.head === edge.pair.one ? 1 : -1);
  const smooth = edge.head === edge.tail || bend === 0 ? {} : { smooth: { enabled: true, type: bend < 0 ? "curvedCCW" : "curvedCW", roundness: Math.abs(bend) } };
  return { id: laneId(edge), from: edge.head.id, to: edge.tail.id, ...smooth };
};

/** Hand the engine what it has never been told of. */
const acquaint = () => {
  const fresh = scene.nodes.filter((node) => !body(node)).map(drawnNode);
  if (fresh.length) drawnNodes.add(fresh);
  const joined = scene.pairs.filter((pair) => !engine.edges[pairId(pair)]).map((pair) => ({ id: pairId(pair), from: pair.one.id, to: pair.other.id }));
  const lanes = scene.pairs.filter(parted).flatMap((pair) => pair.edges.map((edge, lane) => drawnLane(edge, lane, pair.edges.length))).filter(({ id }) => !engine.edges[id]);
  if (joined.length + lanes.length) drawnEdges.add([...joined, ...lanes]);
};

const MEASURES = { degree: neighbourCount, rank: (node) => node.rank, articles: articleCount };
const largest = new Map();
const greatest = (measure) => {
  if (!largest.has(measure)) largest.set(measure, nodes.reduce((most, node) => Math.max(most, measure(node)), 1e-9));
  return largest.get(measure);
};

/** How many times as large few entities are drawn as many: a small graph has more room than its layout counts on. */
const roomy = () => 1 + 0.5 * Math.max(0, 1 - scene.nodes.length / 400);

/** The radius at full size: the area grows with the measure that the view wants, up to what the layout left room for. */
const nodeSize = (node) => {
  const measure = MEASURES[view.size];
  const [least, gain] = facts.radius;
  return roomy() * (least + gain * Math.sqrt((measure(node) / greatest(measure)) * greatest(neighbourCount)));
};

/** What a line says: the strongest status, the number of passages, which way it goes. */
const lineOf = (statements) => ({
  status: STATUSES.find((status) => statements.some((edge) => edge.status === status)),
  width: Math.min(5, 1.2 + Math.log2(Math.max(1, statements.reduce((total, edge) => total + edge.evidence.length, 0)))),
  forward: statements.some((edge) => !edge.relation.symmetric && edge.head === edge.pair.one),
  backward: statements.some((edge) => !edge.relation.symmetric && edge.head !== edge.pair.one),
});

const arrowsFor = (to, from) => {
  const [sample] = Object.values(engine.edges);
  const arrow = (enabled) => ({ ...sample.options.arrows.to, enabled, scaleFactor: 0.55, type: "arrow" });
  return { to: arrow(to), from: arrow(from), middle: { ...sample.options.arrows.middle, enabled: false } };
};
const arrows = engine.edgeIndices.length ? { tt: arrowsFor(true, true), tf: arrowsFor(true, false), ft: arrowsFor(false, true), ff: arrowsFor(false, false) } : null;
const arrow = (to, from) => arrows?.[`${to ? "t" : "f"}${from ? "t" : "f"}`] ?? arrowsFor(to, from);

const lines = new Map(); // what is drawn now: the engine's name of a line -> its pair and, if it says but one, its statement; and its look

const restyle = () => {
  const opacity = view.group ? 0.3 : scene.pairs.length > 400 ? 0.6 : 0.85;
  const colors = { plain: { color: paint().line, inherit: false, opacity }, negated: { color: paint().denied, inherit: false, opacity: 1 } };
  const put = (id, of, { status, width, to, from }) => {
    const { options, from: one, to: other } = engine.edges[id];
    options.dashes = DASHES[status];
    options.color = status === "negated" ? colors.negated : colors.plain;
    options.arrows = arrow(to, from);
    options.width = width;
    const straight = one !== other && !options.smooth.enabled;
    lines.set(id, { ...of, status, width, to, from, straight, look: `${status} ${width.toFixed(1)}` });
  };
  lines.clear();
  for (const pair of scene.pairs) {
    const statements = joins(pair);
    if (parted(pair)) {
      for (const edge of statements) put(laneId(edge), { edge, pair }, { ...lineOf([edge]), to: !edge.relation.symmetric, from: false });
    } else {
      const line = lineOf(statements);
      put(pairId(pair), { pair, edge: statements.length === 1 ? statements[0] : null }, { ...line, to: line.forward, from: line.backward });
    }
  }
  sizedFor = 0;
};

/** Show just what the scene holds; the engine draws and finds what these two lists name. */
const showScene = () => {
  engine.nodeIndices = scene.nodes.map((node) => node.id);
  engine.edgeIndices = [...lines.keys()];
};

/** Far away, nodes and lines shrink more slowly than the picture and borders thin out, so that colours stay visible. */
let sizedFor = 0;
const sizeForZoom = () => {
  const scale = network.getScale();
  if (Math.abs(scale / sizedFor - 1) < 0.02) return;
  sizedFor = scale;
  const factor = Math.max(1, 0.5 / scale) ** 0.7;
  const border = Math.min(1.3, Math.max(0.3, 1.3 * factor * scale));
  for (const node of scene.nodes) {
    const { options, shape } = body(node);
    options.size = nodeSize(node) * factor;
    options.borderWidth = border;
    shape.refreshNeeded = true;
  }
  for (const [id, { width }] of lines) engine.edges[id].options.width = width * factor;
};
const radius = (node) => body(node).options.size;

// ---- from the graph's places to pixels of the stage

const projection = () => {
  const scale = network.getScale();
  const centre = network.getViewPosition();
  const width = container.clientWidth;
  const height = container.clientHeight;
  return { scale, width, height, at: ({ x, y }) => ({ x: (x - centre.x) * scale + width / 2, y: (y - centre.y) * scale + height / 2 }) };
};
const toStage = (node) => ({ ...projection().at(body(node)), radius: radius(node) * network.getScale() });
const middle = (id) => engine.edges[id].edgeType.getPoint(0.5);
/** The names of the lines that say a statement, or anything of a pair. */
const linesOf = (pair, edge = null) => (parted(pair) ? (edge ? [edge] : joins(pair)).map(laneId) : [pairId(pair)]).filter((id) => lines.has(id));

const inPixels = (context, draw) => {
  const ratio = context.canvas.width / container.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
};

const applyTheme = () => {
  document.documentElement.dataset.theme = theme();
  if (!scene) return;
  restyle();
  redraw();
};
scheme.addEventListener("change", applyTheme);

// ---- on paper: the picture by day, as an image that shrinks to the sheet

addEventListener("beforeprint", () => {
  const { clientWidth: width, clientHeight: height } = container;
  if (!width || view.table) return;
  const [chosen, canvas] = [chosenTheme, make("canvas", { width: 2 * width, height: 2 * height })];
  chosenTheme = "light";
  restyle();
  paintPicture(canvas.getContext("2d"), width, height, 2);
  chosenTheme = chosen;
  restyle();
  find("paper").src = canvas.toDataURL();
  document.body.classList.add("printing");
});
addEventListener("afterprint", () => document.body.classList.remove("printing"));
