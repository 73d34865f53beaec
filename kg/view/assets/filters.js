// The filters: which statements pass, and for every facet how many there are of each of its values.

/** What of a view filters. */
const FACETS = ["classes", "relations", "statuses", "publishers", "confidence", "from", "to"];

const OF = { classes: 1, relations: 2, statuses: 4, confidence: 8, evidence: 16 };

/** Of one class chosen, what it has to do with any; of several, what they have to do with one another. */
const ofClasses = (edge, chosen) => {
  const [head, tail] = [chosen.has(edge.head.type.iri), chosen.has(edge.tail.type.iri)];
  return chosen.size === 1 ? head || tail : head && tail;
};

/** Which filters a statement fails, as bits, of those that look at the statement itself. */
const failing = (edge, wanted) =>
  (wanted.classes && !ofClasses(edge, wanted.classes) ? OF.classes : 0) |
  (wanted.relations && !wanted.relations.has(edge.relation.name) ? OF.relations : 0) |
  (wanted.statuses && !wanted.statuses.has(edge.status) ? OF.statuses : 0) |
  (edge.confidence < wanted.confidence / 100 ? OF.confidence : 0);

const setOf = (chosen) => (chosen.length ? new Set(chosen) : null);
const countOne = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

const different = (some, field) => (some.length === 1 ? [some[0][field]] : new Set(some.map((article) => article[field])));

/**
 * Which statements pass all filters and which entities they join, and for every facet how many there would be of each of its values if that
 * facet alone were open. Entities are counted by class, everything else counts statements.
 */
const filter = (state) => {
  const wanted = { classes: setOf(state.classes), relations: setOf(state.relations), statuses: setOf(state.statuses), confidence: state.confidence };
  const publishers = setOf(state.publishers);
  const [first, last] = [state.from ?? "", state.to ?? "9999-12-31"];
  const dated = Boolean(state.from || state.to);
  const passing = new Uint8Array(edges.length);
  const joined = new Uint8Array(nodes.length);
  const counts = { classes: new Map(), relations: new Map(), statuses: new Map(), publishers: new Map(), days: new Map(), confidence: new Array(20).fill(0) };
  const classed = new Set();
  for (const edge of edges) {
    const fails = failing(edge, wanted);
    const timely = dated ? edge.articles.filter(({ date }) => date !== null && first <= date && date <= last) : edge.articles;
    const housed = publishers ? edge.articles.filter(({ publisher }) => publishers.has(publisher)) : edge.articles;
    // the same article must be of a chosen day and of a chosen publisher
    const backed = !(dated || publishers) || (publishers ? timely.some(({ publisher }) => publishers.has(publisher)) : timely.length > 0);
    const all = fails | (backed ? 0 : OF.evidence);
    if (!all) passing[edge.id] = joined[edge.head.id] = joined[edge.tail.id] = 1;
    if (!(all & ~OF.classes)) classed.add(edge.head).add(edge.tail);
    if (!(all & ~OF.relations)) countOne(counts.relations, edge.relation.name);
    if (!(all & ~OF.statuses)) countOne(counts.statuses, edge.status);
    if (!(all & ~OF.confidence)) counts.confidence[Math.min(19, Math.floor(edge.confidence * 20))] += 1;
    if (!fails) {
      for (const publisher of different(timely, "publisher")) countOne(counts.publishers, publisher);
      for (const date of different(housed, "date")) if (date) countOne(counts.days, date);
    }
  }
  if (state.lone) nodes.forEach((node) => classed.add(node));
  for (const node of classed) countOne(counts.classes, node.type.iri);
  return { passing, joined, counts };
};
