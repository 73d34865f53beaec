// What people do with the picture: pick, open and close, pin, look around, find a way, and the word beside the pointer.

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
  if ((narrow.matches || facts.embed) && view.pick.length) bringIntoView(); // the panel has come over part of the picture
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
/** Take back what was opened there; where nothing was, take away what only this entity holds. */
const collapse = (node) => change(view.opened.includes(node.key) ? { opened: without(view.opened, node.key) } : { closed: [...view.closed, node.key] });
const toggleNeighbours = (node) => (unseenNeighbours(node) ? expand(node) : collapse(node));
const pin = (node) => {
  const { [node.key]: at, ...others } = view.pins;
  const { x, y } = body(node);
  change({ pins: at ? others : { ...view.pins, [node.key]: [Math.round(x), Math.round(y)] } });
};
const lookAround = (node, depth = 1) => change({ centre: node.key, depth, path: null, group: "" });
const findWay = (from, to) => change({ path: [from.key, to.key], centre: null, group: "", pick: [] });

// ---- a word beside the pointer

const tip = find("tip");
let pointer = null; // where it was last seen since the last look

/** Say what lies under the pointer. */
const lookUnder = () => {
  if (!pointer) return; // it has left
  const { x, y, pressed } = pointer;
  pointer = null;
  const node = pressed ? null : nodeAt({ x, y });
  const line = pressed || node || lines.size > MANY ? null : lineAt({ x, y });
  container.classList.toggle("over", Boolean(node ?? line));
  tip.hidden = !(node ?? line);
  if (tip.hidden) return;
  tip.replaceChildren(...(node
    ? [make("strong", {}, node.name), ` ${label(node.type.label)} · ${count(passingAt(node).length, "relations")}`]
    : [make("strong", {}, pairTitle(line)), ` ${count((line.edge ? [line.edge] : joins(line.pair)).reduce((total, edge) => total + edge.evidence.length, 0), "passages")}`]));
  const right = x > container.clientWidth / 2;
  Object.assign(tip.style, { left: right ? "" : `${x + 16}px`, right: right ? `${container.clientWidth - x + 16}px` : "", top: `${y + 14}px` });
};
container.addEventListener("pointermove", ({ offsetX, offsetY, buttons, pointerType }) => {
  if (pointerType === "touch") return;
  if (!pointer) setTimeout(lookUnder, 60); // and then at the place where it has come to by then
  pointer = { x: offsetX, y: offsetY, pressed: buttons > 0 };
});
const hideTip = () => {
  pointer = null;
  tip.hidden = true;
};
container.addEventListener("pointerleave", hideTip);
onView(hideTip);

/** A statement as one phrase, or the two ends of a bundle. */
const phrase = (edge) => `${edge.head.name} ${joinedTo(relationLabel(edge), edge.tail.name)}`;
const pairTitle = ({ edge, pair }) => (edge ? phrase(edge) : `${pair.one.name} – ${pair.other.name}`);
