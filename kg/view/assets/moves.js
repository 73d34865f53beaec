// How the picture moves: what is brought into view, nodes that glide to their places, and the scene brought to the stage.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(width <= 820px)");
const motion = () => (still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/** How much of the stage lies under its buttons and under the panel, which rises over it in a small window and comes in from the side in a report. */
const covered = () => {
  const [box, over] = [container, find("panel")].map((element) => element.getBoundingClientRect());
  const below = narrow.matches && !facts.embed && view.pick.length ? box.bottom - over.top : 0;
  const beside = facts.embed && view.pick.length && over.left - box.left > 120 ? box.right - over.left : 0;
  return { left: 48, right: 48 + beside, top: 30 + find("chips").offsetHeight, bottom: Math.max(52, below + 36) };
};

/** Bring nodes into the free part of the stage; where they do not fit at the least scale, the `centre` at least. */
const frame = (members, { least = 0.02, most = 1.4, centre = null, animation = motion() } = {}) => {
  if (!members.length || !container.clientWidth) return;
  network.canvas.setSize(); // the engine would see a new size of the stage later, and zoom by it
  const [xs, ys] = ["x", "y"].map((axis) => members.flatMap((node) => [placeOf(node)[axis] - nodeSize(node), placeOf(node)[axis] + nodeSize(node)]));
  if (members === scene.nodes) {
    for (const { x, y, radius: reach } of layout.discs) {
      xs.push(x - reach, x + reach);
      ys.push(y - reach - 60, y + reach); // with its name above
    }
  }
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
const bringIntoView = (animation = motion()) => {
  const focused = focus();
  if (focused) frame(focused.nodes, { least: 0.35, most: 1.1, centre: focused.nodes.at(-1), animation });
};

narrow.addEventListener("change", () => view.pick.length && bringIntoView(false));

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
    redraw();
    if (share < 1) moving = requestAnimationFrame(go);
  };
  moving = requestAnimationFrame(go);
};

let staged = null;
/** Bring the engine up to the scene. */
const stageScene = () => {
  staged = scene;
  layOut();
  acquaint();
  restyle();
  showScene();
  moveNodes();
};

const RESHAPE = ["centre", "depth", "path", "group", "all", "lone"]; // what calls for a look at the whole
const LOOKS = ["group", "size", "bundle", "pins"]; // what is drawn otherwise, though the same

onView((before) => {
  if (before === view) return;
  const changed = (name) => view[name] !== before[name];
  document.body.classList.toggle("tabled", view.table); // the table takes the place of the picture
  if (scene !== staged || LOOKS.some(changed)) stageScene();
  if (RESHAPE.some(changed)) fitAll();
  redraw();
});
onWords(() => {
  stageScene(); // the names of groups are words
  redraw();
});
