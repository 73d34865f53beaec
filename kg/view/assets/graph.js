// The graph that the page carries: its columns made into articles, entities, statements and pairs that point at one another.

const STATUSES = ["asserted", "planned", "hypothetical", "negated"];
const facts = JSON.parse(find("kg-facts").textContent);
const columns = JSON.parse(parts.graph);

const PUBLISHER_UNKNOWN = "?";
const EXACT = 10000; // confidences are carried in ten-thousandths

const articles = columns.articles.title.map((title, id) => ({
  id,
  title,
  date: columns.articles.date[id],
  url: columns.articles.url[id],
  path: columns.articles.path[id],
  publisher: facts.publishers[columns.articles.publisher[id]] ?? PUBLISHER_UNKNOWN,
  language: columns.articles.language[id],
}));

const inTwos = (flat) => Array.from({ length: flat.length / 2 }, (_, place) => [articles[flat[2 * place]], flat[2 * place + 1]]);

const nodes = columns.nodes.key.map((key, id) => ({
  id,
  key,
  iri: key.includes("://") ? key : facts.base + key,
  name: columns.nodes.name[id],
  type: facts.classes[columns.nodes.type[id]],
  aliases: columns.nodes.aliases[id].filter((name) => name !== columns.nodes.name[id]),
  links: columns.nodes.links[id],
  mentions: columns.nodes.mentions[id],
  rank: columns.nodes.rank[id],
  community: columns.nodes.community[id],
  degree: columns.nodes.degree[id],
  flatArticles: columns.nodes.articles[id],
  x: columns.nodes.x[id],
  y: columns.nodes.y[id],
}));

/** The articles that name an entity, as [article, mentions], the latest first. */
const articlesOf = (node) => inTwos(node.flatArticles).sort(([a], [b]) => byText(b.date ?? "", a.date ?? "") || a.id - b.id);
const articleCount = (node) => node.flatArticles.length / 2;

/** What backs the statements: the place of its article, of its status, and its confidence. */
const evidence = columns.evidence;

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
    key: columns.edges.key[id],
    head: nodes[place],
    tail: nodes[columns.edges.tail[id]],
    relation: facts.relations[columns.edges.relation[id]],
    status: STATUSES[columns.edges.status[id]],
    confidence: columns.edges.confidence[id] / EXACT,
    sources: columns.edges.sources[id],
    roles: columns.edges.roles[id] ?? [],
    evidence: columns.edges.evidence[id],
    articles: [...new Set(columns.edges.evidence[id].map((place) => articles[evidence.article[place]]))],
  };
  edge.pair = joinPair(edge.head, edge.tail);
  edge.pair.edges.push(edge);
  edgesAt[edge.head.id].push(edge);
  if (edge.tail !== edge.head) edgesAt[edge.tail.id].push(edge);
  return edge;
});

const nodeByKey = new Map(nodes.map((node) => [node.key, node]));
const edgeBetween = (head, relation, tail) => edgesAt[head.id].find((edge) => edge.head === head && edge.tail === tail && edge.relation.name === relation);
const otherEnd = (edge, node) => (edge.head === node ? edge.tail : edge.head);
const statementIri = (edge) => (edge.key ? facts.statementBase + edge.key : null);

/** Entities by importance: the number of statements, then PageRank, by which alone any two that know only each other would stand high. */
const ranked = [...nodes].sort((a, b) => b.degree - a.degree || b.rank - a.rank || a.id - b.id);

/** The days of the articles that back a statement, in order; remembered, for many ask. */
const daysOf = (edge) => (edge.days ??= edge.articles.map(({ date }) => date).filter(Boolean).sort());

/** How the relation reads: from the head, or from the tail when `inverse`. */
const relationLabel = (edge, inverse = false) => label(inverse ? edge.relation.inverse : edge.relation.label);

// ---- the sentences, which are unpacked when somebody first wants them

const CHUNK = 512; // pieces of evidence in a packed part
const MARKS = ["head", "tail", "trigger"];
const chunks = new Map();

const chunk = (number) => {
  if (!chunks.has(number)) chunks.set(number, parts.inflate(`kg-passages-${number}`).then(JSON.parse));
  return chunks.get(number);
};

/** The passages that back a statement, the surest first and of equals the latest, as the page carries them. */
const passagesOf = (edge) =>
  Promise.all(
    edge.evidence.map(async (place) => {
      const packed = await chunk(Math.floor(place / CHUNK));
      const at = place % CHUNK;
      return {
        article: articles[evidence.article[place]],
        status: STATUSES[evidence.status[place]],
        confidence: evidence.confidence[place] / EXACT,
        text: packed.sentences[packed.of[at]],
        marks: packed.marks[at].map(([start, end, kind]) => [start, end, MARKS[kind]]),
        start: packed.start[at],
        end: packed.end[at],
        by: packed.methods[packed.by[at]],
      };
    }),
  );
