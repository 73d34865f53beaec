// The picture: vis-network draws the entities and pairs that are shown where they stand; the veil around what is picked is ours.

const PAINTS = {
  light: { paper: "#fbfaf7", ink: "#1c2530", quiet: "#5a6672", line: "#8a95a1", strong: "#465361", veil: "rgba(251,250,247,.86)", accent: "#0b5cad", denied: "#d04a02", strongDenied: "#b83f00", ground: "rgba(70,83,97,.06)" },
  dark: { paper: "#11161d", ink: "#e8edf2", quiet: "#9aa7b4", line: "#66737f", strong: "#a9b6c3", veil: "rgba(17,22,29,.86)", accent: "#7cc0ff", denied: "#d9662b", strongDenied: "#ff8a4c", ground: "rgba(169,182,195,.08)" },
};
const BORDER = "#18222d"; // dark by day and by night: every fill stands out from it
const DASHES = { asserted: false, planned: [9, 6], hypothetical: [2, 5], negated: [16, 6] };
const MANY = 2500; // statements beyond which lines hide while the picture moves

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
  interaction: { hover: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 1e9, hideEdgesOnDrag: edges.length > MANY, hideEdgesOnZoom: edges.length > MANY },
  nodes: { chosen: false, borderWidth: 1.4, font: { size: 0 } },
  edges: { chosen: false, smooth: false, selectionWidth: 0, arrowStrikethrough: false, arrows: { to: { scaleFactor: 0.55 } }, color: { inherit: false } },
});

// ---- the engine's own record of what is drawn, which it reads at each drawing

const engine = network.body;
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
  const lines = scene.pairs.filter((pair) => !engine.edges[pairId(pair)]).map((pair) => ({ id: pairId(pair), from: pair.one.id, to: pair.other.id }));
  const lanes = scene.pairs.filter(parted).flatMap((pair) => pair.edges.map((edge, lane) => drawnLane(edge, lane, pair.edges.length))).filter(({ id }) => !engine.edges[id]);
  if (lines.length + lanes.length) drawnEdges.add([...lines, ...lanes]);
};

const MEASURES = { degree: (node) => edgesAt[node.id].length, rank: (node) => node.rank, articles: articleCount };
const largest = Object.fromEntries(Object.entries(MEASURES).map(([name, measure]) => [name, Math.max(1e-9, ...nodes.map(measure))]));

/** The radius at full size: the area grows with the measure that the view wants. */
const nodeSize = (node) => 6 + 30 * Math.sqrt(MEASURES[view.size](node) / largest[view.size]);

/** What a line says: the strongest status, the number of passages, which way it goes. */
const lineOf = (statements) => ({
  status: STATUSES.find((status) => statements.some((edge) => edge.status === status)),
  width: 1.2 + Math.log2(Math.max(1, statements.reduce((total, edge) => total + edge.evidence.length, 0))),
  forward: statements.some((edge) => !edge.relation.symmetric && edge.head === edge.pair.one),
  backward: statements.some((edge) => !edge.relation.symmetric && edge.head !== edge.pair.one),
});

const arrowsFor = (to, from) => {
  const [sample] = Object.values(engine.edges);
  const arrow = (enabled) => ({ ...sample.options.arrows.to, enabled, scaleFactor: 0.55, type: "arrow" });
  return { to: arrow(to), from: arrow(from), middle: { ...sample.options.arrows.middle, enabled: false } };
};
const arrows = engine.edgeIndices.length ? { tt: arrowsFor(true, true), tf: arrowsFor(true, false), ft: arrowsFor(false, true), ff: arrowsFor(false, false) } : null;
const arrow = (to, from) => (arrows ?? arrowsFor)[`${to ? "t" : "f"}${from ? "t" : "f"}`] ?? arrowsFor(to, from);

const lines = new Map(); // what is drawn now: the engine's name of a line -> { pair or edge, width, status }

const restyle = () => {
  const opacity = scene.pairs.length > 400 ? 0.6 : 0.85;
  const colors = { plain: { color: paint().line, inherit: false, opacity }, negated: { color: paint().denied, inherit: false, opacity: 1 } };
  const put = (id, of, { status, width, to, from }) => {
    const { options } = engine.edges[id];
    options.dashes = DASHES[status];
    options.color = status === "negated" ? colors.negated : colors.plain;
    options.arrows = arrow(to, from);
    options.width = width;
    lines.set(id, { ...of, status, width });
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
const linesOf = (pair, edge = null) => [...(engine.edges[laneId(edge ?? pair.edges[0])] && parted(pair) ? (edge ? [edge] : joins(pair)).map(laneId) : [pairId(pair)])].filter((id) => lines.has(id));

const inPixels = (context, draw) => {
  const ratio = context.canvas.width / container.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
};

// ---- what is picked, above the veil over all else

const drawFocus = (context, { nodes: near, pairs: among }) => {
  const pick = picked();
  inPixels(context, () => {
    context.fillStyle = paint().veil;
    context.fillRect(0, 0, container.clientWidth, container.clientHeight);
  });
  for (const pair of among) {
    for (const id of linesOf(pair, pick.edge)) {
      if (!pick.node) drawHalo(context, id);
      drawStrongly(context, id);
    }
  }
  for (const node of near) {
    if (!scene.has.has(node)) continue;
    if (node === pick.node) drawRing(context, node);
    body(node).draw(context);
  }
};

/** A line in full colour and at least as wide as the eye wants it. */
const drawStrongly = (context, id) => {
  const drawn = engine.edges[id];
  const { width, color } = drawn.options;
  drawn.options.width = Math.max(width, 1.5 / network.getScale());
  drawn.options.color = { color: lines.get(id).status === "negated" ? paint().strongDenied : paint().strong, inherit: false, opacity: 1 };
  drawn.draw(context);
  drawn.drawArrows(context);
  Object.assign(drawn.options, { width, color });
};

const drawRing = (context, node, color = paint().accent) => {
  const { x, y } = body(node);
  context.beginPath();
  context.arc(x, y, radius(node) * 1.25 + 5 / network.getScale(), 0, 2 * Math.PI);
  context.lineWidth = 3 / network.getScale();
  context.strokeStyle = color;
  context.stroke();
};

const drawHalo = (context, id) => {
  const path = engine.edges[id].edgeType;
  context.save();
  context.beginPath();
  for (let step = 0; step <= 24; step += 1) {
    const { x, y } = path.getPoint(step / 24);
    context.lineTo(x, y);
  }
  context.lineWidth = 9 / network.getScale();
  context.lineCap = "round";
  context.strokeStyle = paint().accent;
  context.globalAlpha = 0.3;
  context.stroke();
  context.restore();
};

/** The path that is looked for, or the centre of a neighbourhood, told apart without hiding the rest. */
const drawMarks = (context) => {
  if (view.path && scene.way && !view.pick.length) {
    scene.way.slice(1).forEach((node, step) => linesOf(pairBetween(scene.way[step], node)).forEach((id) => drawHalo(context, id)));
    for (const node of scene.way) body(node).draw(context);
  } else if (view.centre && !view.pick.length) {
    const centre = nodeByKey.get(view.centre);
    if (body(centre)) drawRing(context, centre);
  }
  for (const key of Object.keys(view.pins)) drawPin(context, body(nodeByKey.get(key)));
};

const drawPin = (context, drawn) => {
  if (!drawn) return;
  const unit = 1 / network.getScale();
  const [x, y] = [drawn.x + drawn.options.size * 0.75, drawn.y - drawn.options.size * 0.75];
  context.beginPath();
  context.arc(x, y, 4.5 * unit, 0, 2 * Math.PI);
  context.fillStyle = paint().accent;
  context.fill();
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = paint().paper;
  context.stroke();
};

/** Soft discs under groups. */
const drawGround = (context) => {
  if (!view.group) return;
  for (const { x, y, radius: reach } of layout.discs) {
    context.beginPath();
    context.arc(x, y, reach, 0, 2 * Math.PI);
    context.fillStyle = paint().ground;
    context.fill();
  }
};

const drawOver = (context) => {
  drawMarks(context);
  const focused = focus();
  if (focused) drawFocus(context, focused);
  const projected = projection();
  inPixels(context, () => drawLabels(context, projected, focused));
};

network.on("beforeDrawing", (context) => {
  if (!scene) return;
  sizeForZoom();
  drawGround(context);
});
network.on("afterDrawing", (context) => scene && drawOver(context));

/** Draw what the stage shows into a canvas of the stage's proportions, `ratio` canvas pixels to one of the stage. */
const paintPicture = (context, width, height, ratio) => {
  const { scale, translation } = engine.view;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = paint().paper;
  context.fillRect(0, 0, width, height);
  context.translate(translation.x, translation.y);
  context.scale(scale, scale);
  drawGround(context);
  for (const id of engine.edgeIndices) engine.edges[id].draw(context);
  for (const id of engine.edgeIndices) engine.edges[id].drawArrows(context);
  for (const id of engine.nodeIndices) engine.nodes[id].draw(context);
  drawOver(context);
  context.restore();
};

// ---- moving

const still = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(width <= 820px)");
const motion = () => (still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/** How much of the stage lies under its buttons and, in a small window, the panel. */
const covered = () => {
  const box = container.getBoundingClientRect();
  const below = narrow.matches && view.pick.length ? box.bottom - find("panel").getBoundingClientRect().top : 0;
  return { left: 48, right: 48, top: 30 + find("chips").offsetHeight, bottom: Math.max(52, below + 36) };
};

/** Bring nodes into the free part of the stage; where they do not fit at the least scale, the `centre` at least. */
const frame = (members, { least = 0.02, most = 1.4, centre = null, animation = motion() } = {}) => {
  if (!members.length || !container.clientWidth) return;
  const [xs, ys] = ["x", "y"].map((axis) => members.map((node) => placeOf(node)[axis]));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const room = covered();
  const width = Math.max(80, container.clientWidth - room.left - room.right);
  const height = Math.max(80, container.clientHeight - room.top - room.bottom);
  const fitting = Math.min(most, width / Math.max(1, right - left), height / Math.max(1, bottom - top));
  const scale = Math.max(least, fitting);
  const at = centre && fitting < least ? placeOf(centre) : { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({
    position: { x: at.x - (room.left - room.right) / 2 / scale, y: at.y - (room.top - room.bottom) / 2 / scale },
    scale,
    animation,
  });
};

const fitAll = (animation = motion()) => frame(scene.nodes, { animation });
const zoomBy = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: motion() });

/** Bring what is picked into view, an entity with what it is joined to. */
const bringIntoView = () => {
  const focused = focus();
  if (focused) frame(focused.nodes, { least: 0.35, most: 1.1, centre: focused.nodes.at(-1) });
};

let moving = 0;
/** Let the nodes glide to their places, unless people want no motion or there are too many. */
const moveNodes = () => {
  cancelAnimationFrame(moving);
  const targets = scene.nodes.map((node) => ({ drawn: body(node), to: placeOf(node), x: body(node).x, y: body(node).y }));
  const put = (share) => {
    for (const { drawn, to, x, y } of targets) {
      drawn.x = x + (to.x - x) * share;
      drawn.y = y + (to.y - y) * share;
      drawn.shape.updateBoundingBox(drawn.x, drawn.y); // what the engine leaves out as off the stage, it knows by this box
    }
    for (const id of lines.keys()) {
      const { edgeType } = engine.edges[id]; // where a line meets its arrows, the engine knows from the drawing before
      edgeType.fromPoint = edgeType.from;
      edgeType.toPoint = edgeType.to;
    }
  };
  const far = targets.filter(({ to, x, y }) => Math.abs(to.x - x) + Math.abs(to.y - y) > 1);
  if (still.matches || !far.length || targets.length > 600) {
    put(1);
    return;
  }
  const begun = performance.now();
  const go = (now) => {
    const share = Math.min(1, Math.max(0, (now - begun) / 350));
    put(share * share * (3 - 2 * share));
    network.redraw();
    if (share < 1) moving = requestAnimationFrame(go);
  };
  moving = requestAnimationFrame(go);
};

/** Bring the engine up to the scene. */
const stageScene = () => {
  layOut();
  acquaint();
  restyle();
  showScene();
  moveNodes();
};

const RESHAPE = ["centre", "depth", "path", "group", "all", "lone"]; // what calls for a look at the whole

onView((before) => {
  if (before === view) return;
  const changed = (name) => view[name] !== before[name];
  const others = Object.keys(PLAIN).filter((name) => !["pick", "table"].includes(name));
  if (others.some(changed) || view.pick.length) stageScene();
  if (RESHAPE.some(changed)) fitAll();
  network.redraw();
});

// ---- what people do with it

const nodeAt = (point) => {
  const id = network.getNodeAt(point);
  return id === undefined ? null : nodes[id];
};
const lineAt = (point) => lines.get(network.getEdgeAt(point)) ?? null;

network.on("click", ({ pointer }) => {
  const node = nodeAt(pointer.DOM);
  const line = node ? null : lineAt(pointer.DOM);
  if (node) pick({ node });
  else if (line) pick(line.edge ? { edge: line.edge } : { pair: line.pair });
  else pick(null);
  if (narrow.matches && view.pick.length) bringIntoView(); // the panel has risen over part of the picture
});
network.on("doubleClick", ({ pointer }) => {
  const node = nodeAt(pointer.DOM);
  if (node) toggleNeighbours(node);
});
network.on("dragEnd", ({ nodes: [id] }) => {
  if (id === undefined) return;
  const { x, y } = network.getPositions([id])[id];
  change({ pins: { ...view.pins, [nodes[id].key]: [Math.round(x), Math.round(y)] } });
  network.unselectAll();
});

/** Pick something, draw it if it is not there, and read of it in the panel; null for nothing. */
const pick = (target) => {
  const absent = target ? ends(target).filter((node) => !scene.has.has(node)).map((node) => node.key) : [];
  change({ pick: target ? pickOf(target) : [], ...(absent.length ? { added: [...view.added, ...absent] } : {}) });
};

/** Pick from beside the picture, and show where it is. */
const choose = (target) => {
  pick(target);
  bringIntoView();
};

const without = (list, key) => list.filter((one) => one !== key);
const expand = (node) => change({ opened: [...without(view.opened, node.key), node.key], closed: without(view.closed, node.key) });
const collapse = (node) => change({ closed: [...without(view.closed, node.key), node.key], opened: without(view.opened, node.key) });
const toggleNeighbours = (node) => (unseenNeighbours(node) ? expand(node) : collapse(node));
const pin = (node) => {
  const { [node.key]: at, ...others } = view.pins;
  const { x, y } = body(node);
  change({ pins: at ? others : { ...view.pins, [node.key]: [Math.round(x), Math.round(y)] } });
};
const lookAround = (node, depth = 1) => change({ centre: node.key, depth, path: null, group: "" });
const findWay = (from, to) => change({ path: [from.key, to.key], centre: null, group: "", pick: [] });

// ---- a word beside the pointer

let pointed = 0;
const tip = find("tip");
container.addEventListener("pointermove", ({ offsetX, offsetY, timeStamp, buttons, pointerType }) => {
  if (pointerType === "touch" || timeStamp - pointed < 60) return;
  pointed = timeStamp;
  const point = { x: offsetX, y: offsetY };
  const node = buttons ? null : nodeAt(point);
  const line = buttons || node || lines.size > MANY ? null : lineAt(point);
  container.classList.toggle("over", Boolean(node ?? line));
  tip.hidden = !(node ?? line);
  if (tip.hidden) return;
  tip.replaceChildren(...(node
    ? [make("strong", {}, node.name), ` ${label(node.type.label)} · ${count(passingAt(node).length, "relations")}`]
    : [make("strong", {}, pairTitle(line)), ` ${count((line.edge ? [line.edge] : joins(line.pair)).reduce((total, edge) => total + edge.evidence.length, 0), "passages")}`]));
  const right = offsetX > container.clientWidth / 2;
  Object.assign(tip.style, { left: right ? "" : `${offsetX + 16}px`, right: right ? `${container.clientWidth - offsetX + 16}px` : "", top: `${offsetY + 14}px` });
});
container.addEventListener("pointerleave", () => {
  tip.hidden = true;
});

/** A statement as one phrase, or the two ends of a bundle. */
const phrase = (edge) => `${edge.head.name} ${relationLabel(edge)} ${edge.tail.name}`;
const pairTitle = ({ edge, pair }) => (edge ? phrase(edge) : `${pair.one.name} – ${pair.other.name}`);

const applyTheme = () => {
  document.documentElement.dataset.theme = theme();
  if (!scene) return;
  restyle();
  network.redraw();
};
scheme.addEventListener("change", applyTheme);
