// The filters: which statements pass, and for every facet how many there are of each of its values.

const OF = { classes: 1, relations: 2, statuses: 4, confidence: 8, evidence: 16 };

/** Which filters a statement fails, as bits, of those that look at the statement itself. */
const failing = (edge, wanted) =>
  (wanted.classes && !(wanted.classes.has(edge.head.type.iri) && wanted.classes.has(edge.tail.type.iri)) ? OF.classes : 0) |
  (wanted.relations && !wanted.relations.has(edge.relation.name) ? OF.relations : 0) |
  (wanted.statuses && !wanted.statuses.has(edge.status) ? OF.statuses : 0) |
  (edge.confidence * 100 < wanted.confidence ? OF.confidence : 0);

const setOf = (chosen) => (chosen.length ? new Set(chosen) : null);
const countOne = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

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
    if (!(all & ~OF.relations)) countOne(counts.relations, edge.relation.name);
    if (!(all & ~OF.statuses)) countOne(counts.statuses, edge.status);
    if (!(all & ~OF.confidence)) counts.confidence[Math.min(19, Math.floor(edge.confidence * 20))] += 1;
    if (!fails) {
      for (const house of houses) countOne(counts.publishers, house);
      for (const day of days) countOne(counts.days, day);
    }
  }
  if (state.lone) nodes.forEach((node) => classed.add(node));
  for (const node of classed) countOne(counts.classes, node.type.iri);
  return { passing, counts };
};
