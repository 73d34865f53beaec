// The picture: vis-network draws nodes and edges where they stand; the veil around what is selected and the labels are ours.

const PAINTS = {
  light: { paper: "#fbfaf7", ink: "#1c2530", line: "#8a95a1", strong: "#465361", veil: "rgba(251,250,247,.86)", accent: "#0b5cad", denied: "#b83f00" },
  dark: { paper: "#11161d", ink: "#e8edf2", line: "#66737f", strong: "#a9b6c3", veil: "rgba(17,22,29,.86)", accent: "#7cc0ff", denied: "#ff8a4c" },
};
const BORDER = "#18222d"; // dark by day and by night: every fill stands out from it
const DENIED = "#d04a02";
const DASHES = { asserted: false, planned: [9, 6], hypothetical: [2, 5], negated: [16, 6] };
const FEW = 36; // edges in view that are all labelled
const ROOM = 12000; // square pixels of canvas per label
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

const scheme = matchMedia("(prefers-color-scheme: dark)");
let chosenTheme = null;
const theme = () => chosenTheme ?? (scheme.matches ? "dark" : "light");
const paint = () => PAINTS[theme()];

const lineWidth = (edge) => 1.2 + Math.log2(edge.evidence.length);

const container = find("graph");
const drawnNodes = new vis.DataSet(nodes.map(({ id, x, y, shape, size, color }) => ({ id, x, y, shape, size, color: { background: color, border: BORDER } })));
const drawnEdges = new vis.DataSet(
  edges.map((edge) => ({
    id: edge.id,
    from: edge.from,
    to: edge.to,
    arrows: edge.arrows,
    dashes: DASHES[edge.status],
    width: lineWidth(edge),
    ...(edge.bend || edge.from === edge.to ? { smooth: { enabled: true, type: edge.bend < 0 ? "curvedCCW" : "curvedCW", roundness: Math.abs(edge.bend) || 0.3 } } : {}),
    ...(edge.status === "negated" ? { color: { color: DENIED } } : {}),
  })),
);

const network = new vis.Network(container, { nodes: drawnNodes, edges: drawnEdges }, {
  autoResize: true,
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: false, multiselect: false, selectConnectedEdges: false, tooltipDelay: 1e9, hideEdgesOnDrag: edges.length > 2500, hideEdgesOnZoom: edges.length > 2500 },
  nodes: { chosen: false, borderWidth: 1.4, font: { size: 0 } },
  edges: { chosen: false, smooth: false, selectionWidth: 0, arrowStrikethrough: false, arrows: { to: { scaleFactor: 0.55 } }, color: { inherit: false, color: paint().line, opacity: edges.length > 400 ? 0.6 : 0.85 } },
});

/** Where a node stands now, which changes when it is dragged; the engine's own record, as its drawing reads it. */
const body = (node) => network.body.nodes[node.id];
const middle = (edge) => network.body.edges[edge.id].edgeType.getPoint(0.5);

/** What turns places of the graph into pixels of the canvas element. */
const projection = () => {
  const scale = network.getScale();
  const centre = network.getViewPosition();
  const width = container.clientWidth;
  const height = container.clientHeight;
  return { scale, width, height, at: ({ x, y }) => ({ x: (x - centre.x) * scale + width / 2, y: (y - centre.y) * scale + height / 2 }) };
};

/** Far away, nodes and lines shrink more slowly than the picture and borders thin out, so that colours stay visible. */
let sizedFor = 0;
const sizeForZoom = () => {
  const scale = network.getScale();
  if (Math.abs(scale / sizedFor - 1) < 0.02) return;
  sizedFor = scale;
  const factor = Math.max(1, 0.5 / scale) ** 0.7;
  const border = Math.min(1.3, Math.max(0.3, 1.3 * factor * scale));
  for (const node of nodes) {
    const { options, shape } = body(node);
    options.size = node.size * factor;
    options.borderWidth = border;
    shape.refreshNeeded = true;
  }
  for (const edge of edges) network.body.edges[edge.id].options.width = lineWidth(edge) * factor;
};
const radius = (node) => body(node).options.size;

const inPixels = (context, draw) => {
  const ratio = context.canvas.width / container.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
};

const drawFocus = (context, { nodes: near, edges: among }) => {
  inPixels(context, () => {
    context.fillStyle = paint().veil;
    context.fillRect(0, 0, container.clientWidth, container.clientHeight);
  });
  for (const edge of among) {
    if (selection.edge) drawHalo(context, edge);
    drawStrongly(context, edge);
  }
  for (const node of near) {
    if (node === selection.node) drawRing(context, node);
    body(node).draw(context);
  }
};

/** An edge in full colour and at least as wide as the eye wants it. */
const drawStrongly = (context, edge) => {
  const drawn = network.body.edges[edge.id];
  const { width, color } = drawn.options;
  drawn.options.width = Math.max(width, 1.5 / network.getScale());
  drawn.options.color = { color: edge.status === "negated" ? paint().denied : paint().strong, inherit: false, opacity: 1 };
  drawn.draw(context);
  drawn.drawArrows(context);
  Object.assign(drawn.options, { width, color });
};

const drawRing = (context, node) => {
  const { x, y } = body(node);
  context.beginPath();
  context.arc(x, y, radius(node) * 1.25 + 5 / network.getScale(), 0, 2 * Math.PI);
  context.lineWidth = 3 / network.getScale();
  context.strokeStyle = paint().accent;
  context.stroke();
};

const drawHalo = (context, edge) => {
  const path = network.body.edges[edge.id].edgeType;
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

// ---- labels: those of the best connected nodes first, none over another, at one size however far away

const widths = new Map();
const textWidth = (context, text) => {
  const key = `${context.font}|${text}`;
  if (!widths.has(key)) widths.set(key, context.measureText(text).width);
  return widths.get(key);
};

const shorten = (text, most = 30) => (text.length > most ? `${[...text].slice(0, most - 1).join("")}…` : text);

const writeText = (context, text, x, y, color) => {
  context.lineWidth = 3.5;
  context.lineJoin = "round";
  context.strokeStyle = paint().paper;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
};

const overlap = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** Small boxes strung along a turned text, which cover it more closely than one box could. */
const alongText = (x, y, angle, width) => {
  const count = Math.max(2, Math.ceil(width / 12));
  return Array.from({ length: count }, (_, place) => {
    const shift = ((place + 0.5) / count - 0.5) * width;
    const [left, top] = [x + shift * Math.cos(angle), y + shift * Math.sin(angle)];
    return [left - 7, top - 7, left + 7, top + 7];
  });
};

/** The labels of nodes; gives the boxes that they take. */
const drawNodeLabels = (context, view, focused) => {
  const boxes = [];
  const near = focused && new Set(focused.nodes);
  const candidates = focused ? [...focused.nodes].sort((a, b) => edgesAt[b.id].length - edgesAt[a.id].length) : ranked;
  if (selection?.node) candidates.unshift(selection.node);
  const most = Math.max(14, (view.width * view.height) / ROOM) * (near ? 1.6 : 1);
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const node of candidates) {
    if (boxes.length >= most) break;
    if (!nodeShown(node)) continue;
    const { x, y } = view.at(body(node));
    if (x < -40 || y < -20 || x > view.width + 40 || y > view.height) continue;
    const chosen = node === selection?.node;
    const size = chosen ? 15 : Math.min(14.5, 11 + Math.sqrt(edgesAt[node.id].length) * 0.55);
    context.font = `${chosen || size > 13 ? 600 : 500} ${Math.round(size)}px ${FONT}`;
    const text = shorten(node.label, chosen ? 60 : 30);
    const width = textWidth(context, text);
    const top = y + radius(node) * view.scale * 1.05 + 4;
    const box = [x - width / 2 - 3, top - 2, x + width / 2 + 3, top + size + 3];
    if (!chosen && boxes.some((other) => overlap(box, other))) continue;
    boxes.push(box);
    writeText(context, text, x, top, paint().ink);
  }
  return boxes;
};

/** The relations beside edges: of what is selected, or of all when few are in view; along the edge, where it has room. */
const drawEdgeLabels = (context, view, focused, boxes) => {
  const inView = (edge) => {
    const { x, y } = view.at(middle(edge));
    return x > 0 && y > 0 && x < view.width && y < view.height;
  };
  let candidates = focused?.edges.filter(inView);
  if (!candidates) {
    if (view.scale < 0.45) return;
    candidates = [];
    for (const edge of edges) {
      if (!edgeShown(edge) || !inView(edge)) continue;
      candidates.push(edge);
      if (candidates.length > FEW) return;
    }
  }
  for (const node of focused?.nodes ?? nodes.filter(nodeShown)) {
    const { x, y } = view.at(body(node));
    const reach = radius(node) * view.scale;
    boxes.push([x - reach, y - reach, x + reach, y + reach]);
  }
  context.font = `italic 500 11px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const edge of candidates) {
    const [from, to] = [view.at(body(nodes[edge.from])), view.at(body(nodes[edge.to]))];
    const text = relationLabel(edge);
    const width = textWidth(context, text);
    const length = Math.hypot(to.x - from.x, to.y - from.y) - (radius(nodes[edge.from]) + radius(nodes[edge.to])) * view.scale;
    if (!selection?.edge && length < width + 6) continue;
    const { x, y } = view.at(middle(edge));
    let angle = Math.atan2(to.y - from.y, to.x - from.x);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    const taken = alongText(x, y, angle, width);
    if (!selection?.edge && taken.some((box) => boxes.some((other) => overlap(box, other)))) continue;
    boxes.push(...taken);
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.globalAlpha = 0.85;
    context.fillStyle = paint().paper;
    context.fillRect(-width / 2 - 3, -7, width + 6, 14);
    context.globalAlpha = 1;
    writeText(context, text, 0, 0, edge.status === "negated" ? paint().denied : paint().accent);
    context.restore();
  }
};

network.on("beforeDrawing", sizeForZoom);
network.on("afterDrawing", (context) => {
  const focused = focus();
  if (focused) drawFocus(context, focused);
  const view = projection();
  inPixels(context, () => drawEdgeLabels(context, view, focused, drawNodeLabels(context, view, focused)));
});

// ---- what people do with it

const nodeAt = (point) => {
  const id = network.getNodeAt(point);
  return id === undefined || !nodeShown(nodes[id]) ? null : nodes[id];
};
const edgeAt = (point) => {
  const id = network.getEdgeAt(point);
  return id === undefined || !edgeShown(edges[id]) ? null : edges[id];
};

network.on("click", ({ pointer }) => {
  const node = nodeAt(pointer.DOM);
  const edge = node ? null : edgeAt(pointer.DOM);
  if (node) select({ node });
  else if (edge) select({ edge });
  else select(null);
  if (narrow.matches && selection) bringIntoView(); // the panel has risen over part of the picture
});

let pointed = 0;
container.addEventListener("mousemove", ({ offsetX, offsetY, timeStamp }) => {
  if (timeStamp - pointed < 60 || edges.length > 2500) return;
  pointed = timeStamp;
  const point = { x: offsetX, y: offsetY };
  container.classList.toggle("over", Boolean(nodeAt(point) ?? edgeAt(point)));
});

const still = matchMedia("(prefers-reduced-motion: reduce)");
const motion = () => (still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

const narrow = matchMedia("(width <= 820px)");

/** How much of the stage lies under the legend, the buttons and, in a small window, the panel. */
const covered = () => {
  const legend = find("legend");
  const beside = legend.open && !narrow.matches ? legend.offsetLeft + legend.offsetWidth : 0;
  const below = narrow.matches && selection ? container.getBoundingClientRect().bottom - find("panel").getBoundingClientRect().top : 0;
  return { left: beside + 56, right: 56, top: 36, bottom: Math.max(64, below + 36) };
};

/** Bring nodes into the free part of the stage; where they do not fit at the least scale, the `centre` at least. */
const frame = (shown, { least = 0.02, most = 1.4, centre = null, animation = motion() } = {}) => {
  if (!shown.length) return;
  const [xs, ys] = ["x", "y"].map((axis) => shown.map((node) => body(node)[axis]));
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const room = covered();
  const width = Math.max(80, container.clientWidth - room.left - room.right);
  const height = Math.max(80, container.clientHeight - room.top - room.bottom);
  const fitting = Math.min(most, width / Math.max(1, right - left), height / Math.max(1, bottom - top));
  const scale = Math.max(least, fitting);
  const middle = centre && fitting < least ? body(centre) : { x: (left + right) / 2, y: (top + bottom) / 2 };
  network.moveTo({
    position: { x: middle.x - (room.left - room.right) / 2 / scale, y: middle.y - (room.top - room.bottom) / 2 / scale },
    scale,
    animation,
  });
};

const fitAll = (animation = motion()) => frame(nodes.filter(nodeShown), { animation });
const zoomBy = (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: motion() });

/** Bring what is selected into view, an entity with what it is joined to. */
const bringIntoView = () => frame(focus().nodes, { least: 0.35, most: 1.1, centre: selection.node ?? nodes[selection.edge.from] });

const applyTheme = () => {
  document.documentElement.dataset.theme = theme();
  network.setOptions({ edges: { color: { inherit: false, color: paint().line, opacity: edges.length > 400 ? 0.6 : 0.85 } } });
};
scheme.addEventListener("change", applyTheme);

on("selection", () => network.redraw());
on("words", () => network.redraw());
/** Tell the engine what was switched on or off since it was last told. */
const hide = (drawn, all, shown) => {
  const changed = all.filter((one) => Boolean(drawn.get(one.id).hidden) === shown(one));
  if (changed.length) drawn.update(changed.map((one) => ({ id: one.id, hidden: !shown(one) })));
};
on("shown", () => {
  hide(drawnNodes, nodes, nodeShown);
  hide(drawnEdges, edges, edgeShown);
});
