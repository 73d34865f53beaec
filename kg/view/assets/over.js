// What is drawn under and over the engine's picture: discs of groups, pins, the path, and what is picked above a veil over all else.

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
  paintLine(context, id);
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
  const projected = projection();
  inPixels(context, () => drawLabels(context, projected, null)); // what is picked leaves them behind its veil
  if (!focused) return;
  drawFocus(context, focused);
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
  paintLines(context);
  for (const id of engine.nodeIndices) engine.nodes[id].draw(context);
  paintHeads(context);
  drawOver(context);
  context.restore();
};
