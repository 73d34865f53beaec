// While people drag or zoom a large picture, a copy of it moves with them: to draw thousands of marks anew for every frame would make it stumble.

const LARGE = 500; // entities and lines from which on a copy is moved
const PAUSE = 120; // milliseconds without a movement after which the picture is drawn anew
const FARTHEST = 0.15; // of the stage that may come in blank before the picture is drawn anew
const FINEST = 1.25; // how many times the copy may be stretched or shrunk before

const copy = { canvas: null, scale: 0, x: 0, y: 0, moving: 0 };
const drawAnew = network.renderer._redraw.bind(network.renderer);

/** Draw the picture, and note what part of the graph it shows. */
const drawNow = (hidden) => {
  drawAnew(hidden);
  const { scale, translation } = engine.view;
  Object.assign(copy, { scale, x: translation.x, y: translation.y });
};

/** Keep what the canvas shows. */
const takeCopy = () => {
  const { canvas } = network.canvas.frame;
  copy.canvas ??= document.createElement("canvas");
  Object.assign(copy.canvas, { width: canvas.width, height: canvas.height });
  copy.canvas.getContext("2d").drawImage(canvas, 0, 0);
};

/** Where the copy lies in the view of now: how many times as large, and how far moved, in pixels of the stage. */
const copyPlace = () => {
  const { scale, translation } = engine.view;
  const times = scale / copy.scale;
  return { times, x: translation.x - copy.x * times, y: translation.y - copy.y * times };
};

const tooFar = ({ times, x, y }) => {
  const { clientWidth: width, clientHeight: height } = container;
  const blank = Math.max(x / width, y / height, 1 - (x / width + times), 1 - (y / height + times));
  return times > FINEST || times < 1 / FINEST || blank > FARTHEST;
};

const shiftCopy = ({ times, x, y }) => {
  const { canvas } = network.canvas.frame;
  const context = canvas.getContext("2d");
  const ratio = canvas.width / container.clientWidth;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(copy.canvas, x * ratio, y * ratio, copy.canvas.width * times, copy.canvas.height * times);
};

network.renderer._redraw = (hidden) => {
  if (!copy.moving) {
    drawNow(hidden);
    return;
  }
  const place = copyPlace();
  if (tooFar(place)) {
    drawNow(hidden);
    takeCopy();
  } else {
    network.renderer.redrawRequested = false; // as the engine does when it draws: the next frame may be asked for
    shiftCopy(place);
  }
};

const rest = () => {
  copy.moving = 0;
  redraw();
};

/** The view is being moved by hand: the canvas still shows what it showed. */
const moved = () => {
  if (scene.nodes.length + lines.size < LARGE) return;
  if (!copy.moving) takeCopy();
  clearTimeout(copy.moving);
  copy.moving = setTimeout(rest, PAUSE);
};
network.on("dragging", ({ nodes: dragged }) => dragged.length || moved());
network.on("zoom", moved);
