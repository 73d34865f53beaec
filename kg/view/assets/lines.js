// The lines of the picture. The engine draws them one by one, which costs it more than all else together; here those of one look are drawn at once.

const HEAD_LENGTH = 8; // of an arrow at full size, beside three times its line's width
const HEAD_SEEN = 4; // pixels of the stage below which an arrow is a speck

/** The corners of the stage in the graph's places. */
const corners = () => {
  const { scale, translation } = engine.view;
  return { left: -translation.x / scale, top: -translation.y / scale, right: (container.clientWidth - translation.x) / scale, bottom: (container.clientHeight - translation.y) / scale };
};

/** The lines that are on the stage at all, with their ends as the engine holds them. */
const linesInView = () => {
  const { left, top, right, bottom } = corners();
  const found = [];
  for (const [id, line] of lines) {
    const drawn = engine.edges[id];
    const { from, to } = drawn;
    const off = (from.x < left && to.x < left) || (from.x > right && to.x > right) || (from.y < top && to.y < top) || (from.y > bottom && to.y > bottom);
    if (!off || from === to) found.push({ drawn, line, from, to });
  }
  return found;
};

/** Draw straight lines of one look. */
const strokeLines = (context, alike) => {
  const { width, color, dashes } = alike[0].drawn.options;
  context.save();
  context.beginPath();
  for (const { from, to } of alike) {
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
  }
  context.lineWidth = width;
  context.strokeStyle = color.color;
  context.globalAlpha = color.opacity;
  context.setLineDash(dashes || []);
  context.stroke();
  context.restore();
};

let inView = [];

/** Draw the lines, those of one look as one path; the bent ones of their own. */
const paintLines = (context) => {
  inView = linesInView();
  const looks = new Map();
  for (const one of inView) {
    if (!one.line.straight) {
      one.drawn.draw(context);
      continue;
    }
    const look = looks.get(one.line.look);
    if (look) look.push(one);
    else looks.set(one.line.look, [one]);
  }
  for (const alike of looks.values()) strokeLines(context, alike);
};

/** A head at the border of the node that an arrow points to. */
const traceHead = (context, tip, tail, width) => {
  const angle = Math.atan2(tip.y - tail.y, tip.x - tail.x);
  const [along, across] = [Math.cos(angle), Math.sin(angle)];
  const reach = tip.options.size * (tip.options.shape === "square" ? 1.05 : 0.95) + tip.options.borderWidth;
  const [x, y] = [tip.x - along * reach, tip.y - across * reach];
  const length = HEAD_LENGTH + 3 * width;
  const [backX, backY] = [x - along * length, y - across * length];
  const half = length * 0.33;
  context.moveTo(x, y);
  context.lineTo(backX + across * half, backY - along * half);
  context.lineTo(backX - across * half, backY + along * half);
  context.closePath();
};

/** Draw the arrow heads, those of one colour as one path. */
const paintHeads = (context) => {
  const { scale } = engine.view;
  const colors = new Map();
  for (const one of inView) {
    if (!one.line.straight) one.drawn.drawArrows(context);
    else if ((one.line.to || one.line.from) && (HEAD_LENGTH + 3 * one.drawn.options.width) * scale > HEAD_SEEN) {
      const { color } = one.drawn.options;
      if (!colors.has(color)) colors.set(color, []);
      colors.get(color).push(one);
    }
  }
  context.save();
  for (const [{ color, opacity }, alike] of colors) {
    context.beginPath();
    for (const { drawn, line, from, to } of alike) {
      if (line.to) traceHead(context, to, from, drawn.options.width);
      if (line.from) traceHead(context, from, to, drawn.options.width);
    }
    context.fillStyle = color;
    context.globalAlpha = opacity;
    context.fill();
  }
  context.restore();
};

/** One line as the engine draws it, with its arrows; these come first, for they tell the line where to end for the time being. */
const paintLine = (context, id) => {
  const drawn = engine.edges[id];
  drawn.drawArrows(context);
  drawn.draw(context);
  drawn.edgeType.fromPoint = drawn.edgeType.from;
  drawn.edgeType.toPoint = drawn.edgeType.to;
};

network.renderer._drawEdges = paintLines;
network.renderer._drawArrows = paintHeads;
