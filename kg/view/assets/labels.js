// The names in the picture: those of the most important entities first, none over another, at one size however far away.

const FEW = 36; // lines in view that are all labelled
const ROOM = 12000; // square pixels of the stage per name
const FOREMOST = 16; // names that may lie over the marks of others; the rest leave large marks their ground
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

const widths = new Map();
const textWidth = (context, text) => {
  const key = `${context.font}|${text}`;
  if (!widths.has(key)) widths.set(key, context.measureText(text).width);
  return widths.get(key);
};

const shorten = (text, most = 30) => {
  const letters = text.length > most ? [...text] : [];
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : text;
};

const writeText = (context, text, x, y, color) => {
  context.lineWidth = 3.5;
  context.lineJoin = "round";
  context.strokeStyle = paint().paper;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
};

const overlap = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

/** Boxes filed by the squares of a grid that they touch, so that a new one is held against its neighbours only. */
const boxFile = () => {
  const SIDE = 64;
  const squares = new Map();
  const touched = ([left, top, right, bottom]) => {
    const keys = [];
    for (let x = Math.floor(left / SIDE); x <= Math.floor(right / SIDE); x += 1) {
      for (let y = Math.floor(top / SIDE); y <= Math.floor(bottom / SIDE); y += 1) keys.push(x * 4096 + y);
    }
    return keys;
  };
  return {
    free: (box) => touched(box).every((key) => !(squares.get(key) ?? []).some((other) => overlap(box, other))),
    take: (box) => touched(box).forEach((key) => (squares.has(key) ? squares.get(key).push(box) : squares.set(key, [box]))),
  };
};

const inside = ({ x, y }, { width, height }, margin = 0) => x > -margin && y > -margin && x < width + margin && y < height + margin;

/** The order in which names ask for room, and how many may have it. */
const claimants = (projected, focused) => {
  const pickedNode = focused && picked()?.node;
  const near = focused ? focused.nodes.filter((node) => scene.has.has(node)) : scene.nodes;
  const order = [...near].sort((a, b) => nodeSize(b) - nodeSize(a) || b.rank - a.rank || a.id - b.id);
  const first = [pickedNode, view.centre && nodeByKey.get(view.centre), ...(scene.way ?? [])].filter((node) => node && near.includes(node));
  const most = Math.max(14, (projected.width * projected.height) / ROOM) * (focused ? 1.6 : 1);
  return { order: [...new Set([...first, ...order])], first: new Set(first), most };
};

const claimed = { all: { key: null }, focused: { key: null } };
/** As `claimants`, remembered until the scene or what is picked changes. */
const claims = (projected, focused) => {
  const key = [scene, view.pick, view.size, projected.width, projected.height];
  const which = focused ? "focused" : "all";
  if (!claimed[which].key?.every((part, place) => part === key[place])) claimed[which] = { key, ...claimants(projected, focused) };
  return claimed[which];
};

/** The names that find room: [{ node, text, x, y, size, bold }], x the middle and y the top of each, in pixels of the stage. */
const labelBoxes = (context, projected, focused, file = boxFile()) => {
  const { order, first, most } = claims(projected, focused);
  const { scale } = projected;
  const visible = order.map((node) => ({ node, ...projected.at(body(node)) })).filter((one) => inside(one, projected, 40));
  const keepGround = ({ node, x, y }) => {
    const reach = radius(node) * scale * 0.8;
    if (reach > 5) file.take([x - reach, y - reach, x + reach, y + reach]);
  };
  const placed = [];
  visible.forEach(({ node, x, y }, place) => {
    if (placed.length >= most) return;
    if (place === FOREMOST) visible.slice(0, 60).forEach(keepGround);
    const chosen = first.has(node);
    const size = chosen ? 15 : Math.min(14.5, 11 + (nodeSize(node) - facts.radius[0]) * 0.11);
    const bold = chosen || size > 12.8;
    context.font = `${bold ? 600 : 500} ${Math.round(size)}px ${FONT}`;
    const text = shorten(node.name, chosen ? 60 : 30);
    const width = textWidth(context, text);
    const top = y + radius(node) * scale * 1.05 + 4;
    const box = [x - width / 2 - 3, top - 1, x + width / 2 + 3, top + size + 2];
    if (!chosen && !file.free(box)) return;
    file.take(box);
    placed.push({ node, text, x, y: top, size: Math.round(size), bold });
  });
  return placed;
};

/** The names of groups, at the top of their discs. */
const drawGroupNames = (context, projected, file) => {
  if (!view.group) return;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  context.font = `600 13px ${FONT}`;
  for (const { name, count: total, x, y, radius: reach } of layout.discs) {
    const at = projected.at({ x, y: y - reach });
    const text = `${shorten(name, 34)} · ${number(total)}`;
    const width = textWidth(context, text);
    if (!inside(at, projected)) continue;
    at.x = Math.min(projected.width - width / 2 - 8, Math.max(width / 2 + 8, at.x));
    const box = [at.x - width / 2, at.y - 18, at.x + width / 2, at.y];
    if (!file.free(box)) continue;
    file.take(box);
    writeText(context, text, at.x, at.y - 2, paint().quiet);
  }
};

/** Small boxes strung along a turned text, which cover it more closely than one box could. */
const alongText = (x, y, angle, width) => {
  const pieces = Math.max(2, Math.ceil(width / 12));
  return Array.from({ length: pieces }, (_, place) => {
    const shift = ((place + 0.5) / pieces - 0.5) * width;
    const [left, top] = [x + shift * Math.cos(angle), y + shift * Math.sin(angle)];
    return [left - 7, top - 7, left + 7, top + 7];
  });
};

/** Which lines are labelled: those of what is picked, or all when few are in view. */
const labelledLines = (projected, focused) => {
  const inView = (id) => inside(projected.at(middle(id)), projected);
  if (focused) return focused.pairs.flatMap((pair) => linesOf(pair, picked().edge)).filter(inView);
  if (projected.scale < 0.45) return [];
  const found = [];
  for (const id of lines.keys()) {
    if (inView(id)) found.push(id);
    if (found.length > FEW) return [];
  }
  return found;
};

/** The relation, or the first of a bundle with the number of the others. */
const lineLabel = ({ pair, edge }) => {
  if (edge) return relationLabel(edge);
  const statements = [...joins(pair)].sort((a, b) => b.evidence.length - a.evidence.length || a.id - b.id);
  return `${relationLabel(statements[0])} +${number(statements.length - 1)}`;
};

const drawLineLabels = (context, projected, focused, file) => {
  const only = Boolean(focused && !picked().node);
  context.font = `italic 500 11px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const id of labelledLines(projected, focused)) {
    const line = lines.get(id);
    const [from, to] = [line.pair.one, line.pair.other].map((node) => projected.at(body(node)));
    const text = picked()?.edge ? relationLabel(picked().edge) : lineLabel(line);
    const width = textWidth(context, text);
    const length = Math.hypot(to.x - from.x, to.y - from.y) - (radius(line.pair.one) + radius(line.pair.other)) * projected.scale;
    const { x: middleX, y } = projected.at(middle(id));
    const short = length < width + 6; // then beside the line
    const x = short ? middleX + width / 2 + 12 : middleX;
    let angle = short ? 0 : Math.atan2(to.y - from.y, to.x - from.x);
    if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
    if (short && !only) continue;
    const taken = alongText(x, y, angle, width);
    if (!only && !taken.every(file.free)) continue;
    taken.forEach(file.take);
    context.save();
    context.translate(x, y);
    context.rotate(angle);
    context.globalAlpha = 0.85;
    context.fillStyle = paint().paper;
    context.fillRect(-width / 2 - 3, -7, width + 6, 14);
    context.globalAlpha = 1;
    writeText(context, text, 0, 0, line.status === "negated" ? paint().strongDenied : paint().accent);
    context.restore();
  }
};

const drawLabels = (context, projected, focused) => {
  const file = boxFile();
  drawGroupNames(context, projected, file);
  const placed = labelBoxes(context, projected, focused, file);
  drawLineLabels(context, projected, focused, file);
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { text, x, y, size, bold } of placed) {
    context.font = `${bold ? 600 : 500} ${size}px ${FONT}`;
    writeText(context, text, x, y, paint().ink);
  }
};
