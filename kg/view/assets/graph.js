// The graph that the page carries: its columns made into articles, entities, statements and pairs that point at one another.

const STATUSES = ["asserted", "planned", "hypothetical", "negated"];
const facts = JSON.parse(find("kg-facts").textContent);
const columns = JSON.parse(parts.graph);

const PUBLISHER_UNKNOWN = " "; // no publisher is called so
const EXACT = 10000; // confidences are carried in ten-thousandths
const KEY_BYTES = 12; // of the hash that names a statement

const articles = columns.articles.title.map((title, id) => ({
  id,
  title,
  date: columns.articles.date[id],
  url: columns.articles.url[id],
  path: columns.articles.path[id],
  publisher: facts.publishers[columns.articles.publisher[id]] ?? PUBLISHER_UNKNOWN,
  language: columns.articles.language[id],
}));

/** Numbers that are carried as what each adds to the one before it. */
const summed = (gaps) => {
  let sum = 0;
  return gaps.map((gap) => (sum += gap));
};

/** What a key stands for: itself where it is a whole IRI. */
const iriOf = (key, base) => (key.includes("://") ? key : base + key);

const nodes = columns.nodes.key.map((key, id) => ({
  id,
  key,
  iri: iriOf(key, facts.base),
  name: columns.nodes.name[id],
  type: facts.classes[columns.nodes.type[id]],
  aliases: columns.nodes.aliases[id].filter((name) => name !== columns.nodes.name[id]),
  links: columns.nodes.links[id],
  mentions: columns.nodes.mentions[id],
  rank: columns.nodes.rank[id],
  community: columns.nodes.community[id],
  degree: columns.nodes.degree[id],
  x: columns.nodes.x[id],
  y: columns.nodes.y[id],
}));

/** What backs the statements: the place of its article, of the statement, of its status, and its confidence; by article. */
const evidence = { ...columns.evidence, article: summed(columns.evidence.article) };
const backing = columns.edges.head.map(() => []);
evidence.statement.forEach((statement, place) => backing[statement].push(place));

const pairs = [];
const pairOf = new Map();
const pairBetween = (a, b) => pairOf.get(a.id < b.id ? a.id * nodes.length + b.id : b.id * nodes.length + a.id);
const joinPair = (a, b) => {
  const found = pairBetween(a, b);
  if (found) return found;
  const [one, other] = a.id <= b.id ? [a, b] : [b, a];
  const pair = { id: pairs.length, one, other, edges: [] };
  pairs.push(pair);
  pairOf.set(one.id * nodes.length + other.id, pair);
  return pair;
};

/** The statements at each entity, by its id. */
const edgesAt = nodes.map(() => []);

const edges = columns.edges.head.map((place, id) => {
  const edge = {
    id,
    head: nodes[place],
    tail: nodes[columns.edges.tail[id]],
    relation: facts.relations[columns.edges.relation[id]],
    status: STATUSES[columns.edges.status[id]],
    confidence: columns.edges.confidence[id] / EXACT,
    sources: columns.edges.sources[id],
    roles: columns.edges.roles[id] ?? [],
    evidence: backing[id],
    articles: backing[id].map((place) => articles[evidence.article[place]]).filter((article, at, all) => article !== all[at - 1]),
  };
  edge.pair = joinPair(edge.head, edge.tail);
  edge.pair.edges.push(edge);
  edgesAt[edge.head.id].push(edge);
  if (edge.tail !== edge.head) edgesAt[edge.tail.id].push(edge);
  return edge;
});

/** How many others an entity is joined to. */
const neighbourCounts = new Uint32Array(nodes.length);
for (const { one, other } of pairs) {
  if (one === other) continue;
  neighbourCounts[one.id] += 1;
  neighbourCounts[other.id] += 1;
}
const neighbourCount = (node) => neighbourCounts[node.id];

const nodeByKey = new Map(nodes.map((node) => [node.key, node]));
const edgeBetween = (head, relation, tail) => edgesAt[head.id].find((edge) => edge.head === head && edge.tail === tail && edge.relation.name === relation);
const otherEnd = (edge, node) => (edge.head === node ? edge.tail : edge.head);

/** The IRI of a statement, the hash of its triple unless the page says otherwise; null where there is none. Remembered. */
const statementIri = (edge) => {
  if (edge.iri === undefined) {
    const key = columns.edges.key[edge.id] ?? blake2b([edge.head.iri, edge.relation.uri, edge.tail.iri].join("\n"), KEY_BYTES);
    edge.iri = key ? iriOf(key, facts.statementBase) : null;
  }
  return edge.iri;
};

/** Entities by importance: the number of statements, then PageRank, by which alone any two that know only each other would stand high. */
const ranked = [...nodes].sort((a, b) => b.degree - a.degree || b.rank - a.rank || a.id - b.id);

// ---- the articles that name an entity, which are gathered when somebody first wants them

let naming = null;

/** For each entity the articles that name it, with the number of mentions: those that tell of it, and those that only name it. */
const gatherNaming = () => {
  const told = nodes.map(() => []);
  evidence.article.forEach((article, place) => {
    const { head, tail } = edges[evidence.statement[place]];
    for (const { id } of [head, tail]) if (told[id].at(-1) !== article) told[id].push(article);
  });
  let at = 0;
  return columns.nodes.others.map((others, id) => [
    ...told[id].map((article) => [articles[article], columns.told[at++]]).filter(([, mentions]) => mentions >= 0),
    ...summed(others.filter((_, place) => place % 2 === 0)).map((article, place) => [articles[article], others[2 * place + 1]]),
  ]);
};
const articlesNaming = (node) => (naming ??= gatherNaming())[node.id];
const articleCount = (node) => articlesNaming(node).length;

/** Articles by their day, the latest first, those without one last. */
const latest = ({ date: a }, { date: b }) => ((a ?? "") < (b ?? "")) - ((a ?? "") > (b ?? ""));

/** The articles that name an entity, as [article, mentions], the latest first. */
const articlesOf = (node) => [...articlesNaming(node)].sort(([a], [b]) => latest(a, b) || a.id - b.id);

/** The days of the articles that back a statement, in order; remembered, for many ask. */
const daysOf = (edge) => (edge.days ??= edge.articles.map(({ date }) => date).filter(Boolean).sort());

/** How the relation reads: from the head, or from the tail when `inverse`. */
const relationLabel = (edge, inverse = false) => label(inverse ? edge.relation.inverse : edge.relation.label);

// ---- the sentences, which are unpacked when somebody first wants them

const MARKS = ["head", "tail", "trigger"];
const chunks = new Map();

/** The passages of a chunk; `first` is the place of the first. Offsets of marks count as scripts do, start and end count characters of the file. */
const readChunk = (packed, first) => {
  const starts = summed(packed.start);
  let [met, next] = [0, 0];
  return starts.map((start, at) => {
    const place = first + at;
    const text = packed.sentences[packed.back[at] ? met - packed.back[at] : met++];
    const { head, tail } = edges[evidence.statement[place]];
    const usual = [head.name.length, tail.name.length, 0];
    let end = 0;
    const marks = Array.from({ length: packed.marks[at] }, () => {
      const kind = packed.kind[next];
      const from = end + packed.after[next];
      end = from + usual[kind] + packed.longer[next];
      next += 1;
      return [from, end, MARKS[kind]];
    });
    return {
      article: articles[evidence.article[place]],
      status: STATUSES[evidence.status[place]],
      confidence: evidence.confidence[place] / EXACT,
      text,
      marks,
      start,
      end: start + text.length + packed.rest[at],
      by: packed.methods[packed.by[at]],
    };
  });
};

const chunk = (number) => {
  if (!chunks.has(number)) chunks.set(number, parts.inflate(`kg-passages-${number}`).then((text) => readChunk(JSON.parse(text), number * columns.chunk)));
  return chunks.get(number);
};

/** The surest evidence first, of equals the latest. */
const surest = (a, b) => evidence.confidence[b] - evidence.confidence[a] || latest(articles[evidence.article[a]], articles[evidence.article[b]]) || a - b;

/** Unpack the sentences one part after another while the page has nothing else to do; a damaged part is told of when it is wanted. */
const unpackAtLeisure = (number = 0) => {
  if (number * columns.chunk >= evidence.article.length) return;
  const next = () => unpackAtLeisure(number + 1);
  whenIdle(() => chunk(number).then(next, next));
};

/** The passages that back a statement, the surest first and of equals the latest. */
const passagesOf = (edge) =>
  Promise.all([...edge.evidence].sort(surest).map(async (place) => (await chunk(Math.floor(place / columns.chunk)))[place % columns.chunk]));
