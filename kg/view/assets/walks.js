// Ways over the graph: what lies around an entity, and how one leads to another.

/** The entities within so many steps, with their distance; the nearest first, of equals the most important. */
const around = (centre, depth, passing) => {
  const distance = new Map([[centre, 0]]);
  let border = [centre];
  for (let steps = 1; steps <= depth && border.length; steps += 1) {
    const next = [];
    for (const node of border) {
      for (const statement of edgesAt[node.id]) {
        const other = otherEnd(statement, node);
        if (passing[statement.id] && !distance.has(other)) {
          distance.set(other, steps);
          next.push(other);
        }
      }
    }
    border = next;
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
