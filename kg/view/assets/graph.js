// The graph as the page carries it, what is switched off, and what is selected. Everything else reads from here.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const nodes = read("kg-nodes");
const edges = read("kg-edges");
const facts = read("kg-facts");

const classOf = new Map(facts.classes.map((row) => [row.iri, row]));
const relationOf = new Map(facts.relations.map((row) => [row.name, row]));
const STATUSES = ["asserted", "planned", "hypothetical", "negated"].filter((name) => edges.some((edge) => edge.status === name));

/** The edges at each node, by the node's id; ids of nodes and edges are their places. */
const edgesAt = nodes.map(() => []);
for (const edge of edges) {
  edgesAt[edge.from].push(edge);
  if (edge.to !== edge.from) edgesAt[edge.to].push(edge);
}

/** Nodes with the most connections first. */
const ranked = [...nodes].sort((a, b) => edgesAt[b.id].length - edgesAt[a.id].length || a.id - b.id);

const hidden = { classes: new Set(), statuses: new Set() };
const nodeShown = (node) => !hidden.classes.has(node.type);
const edgeShown = (edge) => !hidden.statuses.has(edge.status) && nodeShown(nodes[edge.from]) && nodeShown(nodes[edge.to]);
const shownAt = (node) => edgesAt[node.id].filter(edgeShown);
const otherEnd = (edge, node) => nodes[edge.from === node.id ? edge.to : edge.from];

/** How the relation reads: from the head, or from the tail when `inverse`. */
const relationLabel = (edge, inverse = false) => {
  const relation = relationOf.get(edge.relation);
  return label(inverse ? relation.inverse : relation.label);
};

/** What is selected: null, or { node } or { edge }; `trail` holds what was selected before. */
let selection = null;
const trail = [];
const listeners = { selection: [], shown: [], words: [] };
const on = (what, listener) => listeners[what].push(listener);
const tell = (what) => listeners[what].forEach((listener) => listener());

const select = (next, { remember = true } = {}) => {
  if (remember && selection) trail.push(selection);
  if (!next) trail.length = 0;
  selection = next;
  tell("selection");
};

const goBack = () => select(trail.pop() ?? null, { remember: false });

/** Switch a class or a status on or off; what is selected goes when it can no longer be seen. */
const toggle = (set, name) => {
  if (!set.delete(name)) set.add(name);
  tell("shown");
  if ((selection?.node && !nodeShown(selection.node)) || (selection?.edge && !edgeShown(selection.edge))) select(null);
  else tell("selection");
};

/** What the selection concerns: its nodes and edges, or null when nothing is selected. */
const focus = () => {
  if (!selection) return null;
  if (selection.edge) return { nodes: [nodes[selection.edge.from], nodes[selection.edge.to]], edges: [selection.edge] };
  const around = shownAt(selection.node);
  return { nodes: [...new Set([...around.map((edge) => otherEnd(edge, selection.node)), selection.node])], edges: around };
};
