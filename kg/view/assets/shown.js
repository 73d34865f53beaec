// From the view to what the picture shows: the filters with their counts, the neighbourhood, the path, what is opened and closed.

const OF = { classes: 1, relations: 2, statuses: 4, confidence: 8, evidence: 16 };

/** Which filters a statement fails, as bits, of those that look at the statement itself. */
const failing = (edge, wanted) =>
  (wanted.classes && !(wanted.classes.has(edge.head.type.iri) && wanted.classes.has(edge.tail.type.iri)) ? OF.classes : 0) |
  (wanted.relations && !wanted.relations.has(edge.relation.name) ? OF.relations : 0) |
  (wanted.statuses && !wanted.statuses.has(edge.status) ? OF.statuses : 0) |
  (edge.confidence * 100 < wanted.confidence ? OF.confidence : 0);

const setOf = (chosen) => (chosen.length ? new Set(chosen) : null);
const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

/**
 * Which statements pass all filters, and for every facet how many there would be of each of its values if that
 * facet alone were open. Entities are counted by class, everything else counts statements.
 */
const filter = (state) => {
  const wanted = { classes: setOf(state.classes), relations: setOf(state.relations), statuses: setOf(state.statuses), confidence: state.confidence };
  const publishers = setOf(state.publishers);
  const [first, last] = [state.from ?? "", state.to ?? "9999-12-31"];
  const dated = Boolean(state.from || state.to);
  const passing = new Uint8Array(edges.length);
  const counts = { classes: new Map(), relations: new Map(), statuses: new Map(), publishers: new Map(), days: new Map(), confidence: new Array(20).fill(0) };
  const classed = new Set();
  for (const edge of edges) {
    const fails = failing(edge, wanted);
    let backed = !publishers && !dated; // the same article must be of a chosen publisher and of a chosen day
    const houses = new Set();
    const days = new Set();
    for (const place of edge.evidence) {
      const article = articles[evidence.article[place]];
      const house = !publishers || publishers.has(article.publisher);
      const timely = !dated || (article.date !== null && first <= article.date && article.date <= last);
      if (house && timely) backed = true;
      if (timely) houses.add(article.publisher);
      if (house && article.date) days.add(article.date);
    }
    const all = fails | (backed ? 0 : OF.evidence);
    if (!all) passing[edge.id] = 1;
    if (!(all & ~OF.classes)) classed.add(edge.head).add(edge.tail);
    if (!(all & ~OF.relations)) add(counts.relations, edge.relation.name);
    if (!(all & ~OF.statuses)) add(counts.statuses, edge.status);
    if (!(all & ~OF.confidence)) counts.confidence[Math.min(19, Math.floor(edge.confidence * 20))] += 1;
    if (!fails) {
      for (const house of houses) add(counts.publishers, house);
      for (const day of days) add(counts.days, day);
    }
  }
  if (state.lone) nodes.forEach((node) => classed.add(node));
  for (const node of classed) add(counts.classes, node.type.iri);
  return { passing, counts };
};

/** The entities within so many steps, with their distance; the nearest first, of equals the most important. */
const around = (centre, depth, passing) => {
  const distance = new Map([[centre, 0]]);
  let edge = [centre];
  for (let steps = 1; steps <= depth && edge.length; steps += 1) {
    const next = [];
    for (const node of edge) {
      for (const statement of edgesAt[node.id]) {
        const other = otherEnd(statement, node);
        if (passing[statement.id] && !distance.has(other)) {
          distance.set(other, steps);
          next.push(other);
        }
      }
    }
    edge = next;
  }
  return distance;
};

/** The shortest way between two entities over what passes, as nodes; of equally short ones that through what is best backed. Null if there is none. */
const shortestPath = (from, to, passing) => {
  const distance = around(to, Infinity, passing);
  if (!distance.has(from)) return null;
  const way = [from];
  while (way.at(-1) !== to) {
    const here = way.at(-1);
    const nearer = new Map();
    for (const edge of edgesAt[here.id]) {
      const other = otherEnd(edge, here);
      if (passing[edge.id] && distance.get(other) === distance.get(here) - 1) nearer.set(other, (nearer.get(other) ?? 0) + edge.confidence * edge.sources);
    }
    way.push([...nearer].sort(([a, x], [b, y]) => y - x || b.rank - a.rank || a.id - b.id)[0][0]);
  }
  return way;
};

/** What the picture shows of a view. `way` is the path, when one is asked for: null where nothing joins its ends. */
const compose = (state) => {
  const { passing, counts } = filter(state);
  const joined = nodes.map((node) => edgesAt[node.id].some((edge) => passing[edge.id]));
  const passes = (node) => joined[node.id] || (state.lone && (!state.classes.length || state.classes.includes(node.type.iri)));
  const inside = new Set();
  let way;
  let distance = null;
  if (state.path) {
    way = shortestPath(nodeByKey.get(state.path[0]), nodeByKey.get(state.path[1]), passing);
    for (const node of way ?? state.path.map((key) => nodeByKey.get(key))) inside.add(node);
  } else if (state.centre) {
    distance = around(nodeByKey.get(state.centre), state.depth, passing);
    const near = [...distance].sort(([a, x], [b, y]) => x - y || b.rank - a.rank || a.id - b.id);
    for (const [node] of near.slice(0, facts.drawn)) inside.add(node);
  } else {
    const most = state.all ? nodes.length : facts.drawn;
    for (const node of ranked) {
      if (inside.size >= most) break;
      if (passes(node)) inside.add(node);
    }
  }
  const neighbours = (node) => edgesAt[node.id].filter((edge) => passing[edge.id]).map((edge) => otherEnd(edge, node));
  const asked = new Set([...state.added, ...state.opened, ...Object.keys(state.pins), state.centre, ...(state.path ?? [])].map((key) => nodeByKey.get(key)).filter(Boolean));
  const pick = picked(state.pick);
  for (const node of pick ? ends(pick) : []) asked.add(node);
  for (const node of asked) inside.add(node);
  for (const key of state.opened) for (const other of neighbours(nodeByKey.get(key))) inside.add(other);
  for (const key of state.closed) {
    const closed = nodeByKey.get(key);
    for (const other of neighbours(closed)) {
      if (!asked.has(other) && neighbours(other).every((third) => third === closed || !inside.has(third))) inside.delete(other);
    }
  }
  const shownEdges = edges.filter((edge) => passing[edge.id] && inside.has(edge.head) && inside.has(edge.tail));
  const touched = new Set(shownEdges.flatMap((edge) => [edge.head, edge.tail]));
  const kept = nodes.filter((node) => inside.has(node) && (touched.has(node) || asked.has(node) || state.lone));
  const shownPairs = [...new Set(shownEdges.map((edge) => edge.pair))];
  const passingNodes = nodes.reduce((total, node) => total + (passes(node) ? 1 : 0), 0);
  return { nodes: kept, has: new Set(kept), edges: shownEdges, pairs: shownPairs, passing, counts, way, distance, all: passingNodes };
};

/** The entities that something picked concerns. */
const ends = ({ node, pair, edge }) => (node ? [node] : pair ? [pair.one, pair.other] : [edge.head, edge.tail]);

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
  const same = scene && Object.keys(PLAIN).every((name) => view[name] === before[name] || (ASIDE.has(name) && !needsPick(name)));
  if (!same) scene = compose(view);
});
/** A pick of what is not drawn draws it. */
const needsPick = (name) => name === "pick" && (picked() ? ends(picked()).some((node) => !scene.has.has(node)) : false);
