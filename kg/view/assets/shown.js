// From the view to what the picture shows: the most important entities, a neighbourhood or a path, and what people opened and closed by hand.

/** The entities that something picked concerns. */
const ends = ({ node, pair, edge }) => (node ? [node] : pair ? [pair.one, pair.other] : [edge.head, edge.tail]);
const byKeys = (keys) => keys.map((key) => nodeByKey.get(key)).filter(Boolean);

/** What the view is about, before anything is opened by hand; `way` is null where nothing joins the ends of a path. */
const subject = (state, passing, candidates) => {
  if (state.path) {
    const [from, to] = byKeys(state.path);
    const way = shortestPath(from, to, passing);
    return { members: way ?? [from, to], way };
  }
  if (state.centre) {
    const distance = around(nodeByKey.get(state.centre), state.depth, passing);
    const near = [...distance].sort(([a, x], [b, y]) => x - y || b.degree - a.degree || b.rank - a.rank || a.id - b.id);
    return { members: near.slice(0, facts.drawn).map(([node]) => node), distance };
  }
  const cut = !state.all && candidates.length > facts.drawn;
  return { members: cut ? candidates.slice(0, facts.drawn) : candidates, cut };
};

/** The entities that were asked for one by one, which stay whatever is closed. */
const askedFor = (state) =>
  byKeys([...state.added, ...state.opened, ...state.closed, ...Object.keys(state.pins), ...(state.path ?? []), ...(state.centre ? [state.centre] : [])]);
const pickEnds = (state) => {
  const pick = picked(state.pick);
  return pick ? ends(pick) : [];
};

/** Bring in the neighbours of what is opened, and take out of what is closed those that only it holds. */
const byHand = (state, members, asked, neighbours) => {
  const there = new Set([...members, ...asked]);
  for (const node of byKeys(state.opened)) for (const other of neighbours(node)) there.add(other);
  for (const node of byKeys(state.closed)) {
    for (const other of neighbours(node)) {
      if (!asked.has(other) && neighbours(other).every((third) => third === node || !there.has(third))) there.delete(other);
    }
  }
  return there;
};

/** What the picture shows of a view, and what the facets count. */
const compose = (state) => {
  const { passing, joined, counts } = filter(state);
  const ofClass = (node) => !state.classes.length || state.classes.includes(node.type.iri);
  const alone = state.lone || !edges.length; // a page of entities alone shows them
  const passes = (node) => joined[node.id] === 1 || (alone && ofClass(node));
  const neighbours = (node) => edgesAt[node.id].filter((edge) => passing[edge.id]).map((edge) => otherEnd(edge, node));
  const candidates = ranked.filter(passes);
  const { members, way, distance, cut } = subject(state, passing, candidates);
  const asked = new Set(askedFor(state));
  const home = new Set([...members, ...asked]);
  for (const node of pickEnds(state)) asked.add(node);
  const there = byHand(state, members, asked, neighbours);
  const drawn = edges.filter((edge) => passing[edge.id] && there.has(edge.head) && there.has(edge.tail));
  const touched = new Set(drawn.flatMap((edge) => [edge.head, edge.tail]));
  const kept = nodes.filter((node) => there.has(node) && (passes(node) || asked.has(node)));
  const guests = pickEnds(state).filter((node) => !home.has(node) || !touched.has(node)); // here only while they are picked
  return {
    guests, nodes: kept, has: new Set(kept), edges: drawn, pairs: [...new Set(drawn.map((edge) => edge.pair))],
    passing, counts, way, distance, cut, all: candidates.length, lone: nodes.filter((node) => !joined[node.id] && ofClass(node)).length,
  };
};

let scene = null;
const shown = () => scene;
const passesNow = (edge) => scene.passing[edge.id] === 1;
/** The statements that pass at an entity, drawn or not. */
const passingAt = (node) => edgesAt[node.id].filter(passesNow);
const unseenNeighbours = (node) => new Set(passingAt(node).map((edge) => otherEnd(edge, node)).filter((other) => !scene.has.has(other))).size;

/** What the pick concerns: its nodes and pairs, or null when nothing is picked. */
const focus = () => {
  const pick = picked();
  if (!pick) return null;
  if (pick.pair || pick.edge) return { nodes: ends(pick), pairs: [pick.pair ?? pick.edge.pair] };
  const near = scene.pairs.filter((pair) => pair.one === pick.node || pair.other === pick.node);
  return { nodes: [...new Set([...near.flatMap((pair) => [pair.one, pair.other]), pick.node])], pairs: near };
};

const ASIDE = new Set(["pick", "table", "size", "bundle", "group"]); // what changes how things look, not what is there
onView((before) => {
  const picking = view.pick !== before.pick && (scene.guests.length > 0 || pickEnds(view).some((node) => !scene.has.has(node)));
  if (picking || Object.keys(PLAIN).some((name) => view[name] !== before[name] && !ASIDE.has(name))) scene = compose(view);
});
