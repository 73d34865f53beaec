// The view: everything that people can choose, as one frozen value; its history; and the address that says it.

const PLAIN = Object.freeze({
  classes: [], relations: [], statuses: [], publishers: [], confidence: 0, from: null, to: null,
  lone: false, all: false, centre: null, depth: 1, path: null, opened: [], closed: [], added: [], pins: {},
  group: "", size: "degree", bundle: true, table: false, pick: [],
});

let view = PLAIN;
let settled = PLAIN; // the view before what is still going on, such as the drag of a slider
const past = [];
const future = [];
const MOST_PAST = 200;

const listeners = [];
/** Call a listener with the view that was there before, whenever the view has changed. */
const onView = (listener) => listeners.push(listener);

const gone = (element) => !element.isConnected || element.disabled || !element.checkVisibility({ visibilityProperty: true });
/** Tell the listeners; should what had the focus go, the picture has it, or the table in its place. */
const announce = (before) => {
  const held = document.activeElement;
  listeners.forEach((listener) => listener(before));
  const moved = document.activeElement !== document.body && document.activeElement !== held;
  if (held !== document.body && !moved && gone(held)) find(view.table ? "table" : "graph").focus({ preventScroll: true });
};

let going = null; // what goes on by itself, such as a play
/** Let something go on until it ends or people do something else; `end` is called then. */
const goOn = (end) => {
  going = end;
};
const interrupt = () => {
  going?.();
  going = null;
};

/** Change the view for a moment; `settle` makes it count. */
const adjust = (patch) => {
  const before = view;
  view = Object.freeze({ ...view, ...patch });
  announce(before);
};

/** Make what was changed a step that undo and the browser's back button take back; say whether there was any. */
const remember = () => {
  if (encode(view) === encode(settled)) return false;
  past.push(settled);
  if (past.length > MOST_PAST) past.shift();
  future.length = 0;
  settled = view;
  missing = false;
  writeAddress();
  return true;
};
const settle = () => {
  if (remember()) announce(view); // nothing else has changed, but there is a step to take back now
};

/** Change the view as one step. */
const change = (patch) => {
  interrupt();
  const before = view;
  view = Object.freeze({ ...view, ...patch });
  if (remember() || encode(view) !== encode(before)) announce(before);
};

const step = (from, onto) => {
  interrupt();
  const next = from.pop();
  if (!next) return;
  onto.push(settled);
  const before = view;
  view = settled = next;
  writeAddress();
  announce(before);
};
const undo = () => step(past, future);
const redo = () => step(future, past);

// ---- the address: only what differs from the plain view, in words that people can read

const LISTS = { class: "classes", relation: "relations", status: "statuses", publisher: "publishers", open: "opened", closed: "closed", with: "added", pick: "pick", path: "path" };
const FLAGS = { lone: "lone", all: "all", table: "table" };
const CHOICES = { group: ["", "class", "community"], size: ["degree", "rank", "articles"] };

const written = (text) => encodeURIComponent(text).replace(/%2F/g, "/").replace(/%3A/g, ":");
const readText = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray % that somebody typed
  }
};

const encode = (state) => {
  const said = [];
  for (const [word, name] of Object.entries(LISTS)) {
    if (state[name]?.length) said.push(`${word}=${state[name].map(written).join(",")}`);
  }
  if (state.confidence) said.push(`confidence=${state.confidence}`);
  if (state.from) said.push(`from=${state.from}`);
  if (state.to) said.push(`to=${state.to}`);
  if (state.centre) said.push(`around=${written(state.centre)}`, `depth=${state.depth}`);
  for (const [word, name] of Object.entries(FLAGS)) if (state[name]) said.push(`${word}=1`);
  for (const name of Object.keys(CHOICES)) if (state[name] !== PLAIN[name]) said.push(`${name}=${state[name]}`);
  if (!state.bundle) said.push("bundle=0");
  const pins = Object.entries(state.pins).map(([key, [x, y]]) => `${written(key)}@${x}:${y}`);
  if (pins.length) said.push(`pins=${pins.join(",")}`);
  return said.join("&");
};

/** Whether a text is a day that the calendar has. */
const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
let missing = false; // whether the address names what this page has not
const known = (keys) => {
  const found = keys.filter((key) => nodeByKey.has(key));
  if (found.length < keys.length) missing = true;
  return found;
};

/** The view that an address says; what it says wrongly, or of things that are not here, counts as not said. */
const decode = (text) => {
  missing = false;
  const said = new Map(text.replace(/^#/, "").split("&").map((piece) => [piece.split("=")[0], piece.split("=").slice(1).join("=")]));
  const list = (word) => (said.get(word) ? said.get(word).split(",").map(readText) : []);
  const among = (word, values) => list(word).filter((value) => values.includes(value));
  const whole = (word, least, most, otherwise) => (/^\d+$/.test(said.get(word) ?? "") ? Math.min(most, Math.max(least, Number(said.get(word)))) : otherwise);
  const date = (word) => (isDay(said.get(word) ?? "") ? said.get(word) : null);
  const pins = (said.get("pins") ?? "").split(",").map((pin) => /^(.*)@(-?\d{1,6}):(-?\d{1,6})$/.exec(pin)).filter(Boolean)
    .map(([, key, x, y]) => [readText(key), [Number(x), Number(y)]]).filter(([key]) => nodeByKey.has(key));
  const pick = list("pick");
  const path = list("path");
  const [centre] = known(list("around"));
  if (pick.length && !picked(pick)) missing = true;
  return Object.freeze({
    ...PLAIN,
    classes: among("class", facts.classes.map((row) => row.iri)),
    relations: among("relation", facts.relations.map((row) => row.name)),
    statuses: among("status", STATUSES),
    publishers: among("publisher", [...facts.publishers, PUBLISHER_UNKNOWN]),
    confidence: whole("confidence", 0, 100, 0),
    from: date("from"), to: date("to"),
    ...Object.fromEntries(Object.entries(FLAGS).map(([word, name]) => [name, said.get(word) === "1"])),
    ...Object.fromEntries(Object.entries(CHOICES).map(([name, values]) => [name, values.includes(said.get(name)) ? said.get(name) : PLAIN[name]])),
    bundle: said.get("bundle") !== "0",
    centre: centre ?? null, depth: whole("depth", 1, 4, 1),
    path: path.length === 2 && known(path).length === 2 ? path : null,
    opened: known(list("open")), closed: known(list("closed")), added: known(list("with")),
    pins: Object.fromEntries(pins),
    pick: picked(pick) ? pick : [],
  });
};

/** A frame without an address of its own, such as a notebook's, refuses; the page then only remembers. */
const writeAddress = () => {
  const text = encode(view);
  if (location.hash.slice(1) === text) return;
  try {
    history.pushState(null, "", text ? `#${text}` : location.pathname + location.search);
  } catch (error) {
    if (error.name !== "SecurityError") throw error;
  }
};

addEventListener("popstate", () => {
  interrupt();
  const before = view;
  view = decode(location.hash);
  const lost = missing;
  remember();
  missing = lost;
  if (encode(view) !== encode(before) || missing) announce(before);
});

// ---- what is picked: an entity by its key, what joins two by both, a statement by head, relation and tail

/** null, or { node }, { pair } or { edge }. */
const picked = (pick = view.pick) => {
  const [first, last] = [nodeByKey.get(pick[0]), nodeByKey.get(pick.at(-1))];
  if (pick.length === 1 && first) return { node: first };
  if (!first || !last) return null;
  if (pick.length === 2) {
    const pair = pairBetween(first, last);
    return pair ? { pair } : null;
  }
  const edge = pick.length === 3 && edgeBetween(first, pick[1], last);
  return edge ? { edge } : null;
};
const pickOf = ({ node, pair, edge }) => {
  if (node) return [node.key];
  return edge ? [edge.head.key, edge.relation.name, edge.tail.key] : [pair.one.key, pair.other.key];
};
