// Where entities stand: where the file says, or in a layout of their own when one entity, a path or groups are looked at; what is pinned stays.

const STEP = 150; // how far neighbours stand apart in a small layout, in pixels at full size
const SMALL = 240; // so many entities are laid out anew at most: the forces compare each with each

/** Places for a neighbourhood: rings by distance, turned as in the whole picture, then eased apart by forces. */
const ringLayout = (members, pairsAmong, centre, distance) => {
  const at = new Map();
  const turn = (node) => Math.atan2(node.y - centre.y, node.x - centre.x);
  const rings = Map.groupBy(members, (node) => (node === centre ? 0 : distance?.get(node) ?? 1));
  for (const [ring, ringed] of rings) {
    const order = [...ringed].sort((a, b) => turn(a) - turn(b) || a.id - b.id);
    const reach = ring === 0 ? 0 : Math.max(ring * STEP * 1.25, (order.length * 46) / (2 * Math.PI));
    order.forEach((node, place) => {
      const angle = (2 * Math.PI * place) / order.length + (order.length > 1 ? turn(order[0]) : turn(node));
      at.set(node, { x: reach * Math.cos(angle) * 1.25, y: reach * Math.sin(angle) });
    });
  }
  return ease(members, pairsAmong, at, centre);
};

/** Fruchterman and Reingold's forces, 1991, for a moment: near ones part, joined ones meet, the centre stays. */
const ease = (members, pairsAmong, at, centre, rounds = 120) => {
  const count = members.length;
  const xs = Float64Array.from(members, (node) => at.get(node).x);
  const ys = Float64Array.from(members, (node) => at.get(node).y);
  const place = new Map(members.map((node, index) => [node, index]));
  const joins = pairsAmong.filter((pair) => pair.one !== pair.other).map((pair) => [place.get(pair.one), place.get(pair.other)]);
  const pushes = new Float64Array(count * 2);
  for (let round = 0; round < rounds; round += 1) {
    pushes.fill(0);
    for (let a = 0; a < count; a += 1) {
      for (let b = a + 1; b < count; b += 1) {
        const dx = (xs[a] - xs[b]) / 1.25; // names are wide: the picture may be too
        const dy = ys[a] - ys[b];
        const push = (STEP * STEP * 0.7) / (dx * dx + dy * dy + 25);
        pushes[2 * a] += dx * push * 1.25;
        pushes[2 * a + 1] += dy * push;
        pushes[2 * b] -= dx * push * 1.25;
        pushes[2 * b + 1] -= dy * push;
      }
    }
    for (const [a, b] of joins) {
      const dx = xs[a] - xs[b];
      const dy = ys[a] - ys[b];
      const pull = Math.hypot(dx, dy) / STEP;
      pushes[2 * a] -= dx * pull;
      pushes[2 * a + 1] -= dy * pull;
      pushes[2 * b] += dx * pull;
      pushes[2 * b + 1] += dy * pull;
    }
    const heat = 40 * (1 - round / rounds) + 0.5;
    members.forEach((node, index) => {
      if (node === centre) return;
      const size = Math.hypot(pushes[2 * index], pushes[2 * index + 1]) || 1;
      xs[index] += (pushes[2 * index] / size) * Math.min(size, heat);
      ys[index] += (pushes[2 * index + 1] / size) * Math.min(size, heat);
    });
  }
  return new Map(members.map((node, index) => [node, { x: xs[index], y: ys[index] }]));
};

const GOLDEN = Math.PI * (3 - Math.sqrt(5)); // the angle by which places that follow one another fill a disc evenly

/** A path from left to right, what else is shown around its steps. */
const pathLayout = (way, members, pairsAmong) => {
  const at = new Map(way.map((node, index) => [node, { x: index * STEP * 1.7, y: index % 2 ? 26 : -26 }]));
  const others = members.filter((node) => !at.has(node));
  others.forEach((node, index) => {
    const host = way.find((step) => pairsAmong.some((pair) => (pair.one === node && pair.other === step) || (pair.other === node && pair.one === step))) ?? way[0];
    const angle = index * GOLDEN;
    at.set(node, { x: at.get(host).x + STEP * Math.cos(angle), y: at.get(host).y + STEP * Math.sin(angle) });
  });
  return at;
};

const REST = "rest";
/** What entities are grouped by: [key, name] of the group of each. */
const GROUPINGS = {
  class: (node) => [node.type.iri, label(node.type.label)],
  community: (node) => (communityName.has(node.community) ? [`c${node.community}`, communityName.get(node.community)] : [REST, say("otherGroups")]),
};
const NAMED = 24; // communities of their own; smaller ones stand together

/** A community is called by its two most important entities. */
const communityName = (() => {
  const sizes = Map.groupBy(ranked.filter((node) => node.community >= 0), (node) => node.community);
  const largest = [...sizes].sort(([a, some], [b, others]) => others.length - some.length || a - b).slice(0, NAMED);
  return new Map(largest.map(([number, members]) => [number, members.slice(0, 2).map((node) => node.name).join(" · ")]));
})();

/** Groups as discs, the largest in the middle, the others around it; members by importance from the middle of their disc. */
const groupLayout = (members, grouping) => {
  const rankOf = new Map(ranked.map((node, place) => [node, place]));
  const groups = [...Map.groupBy(members, (node) => grouping(node)[0])]
    .sort(([a, some], [b, others]) => (a === REST) - (b === REST) || others.length - some.length || a.localeCompare(b));
  const at = new Map();
  const discs = [];
  for (const [key, grouped] of groups) {
    const order = [...grouped].sort((a, b) => rankOf.get(a) - rankOf.get(b));
    const areas = order.map((node) => (2 * nodeSize(node) + 44) ** 2);
    const radius = Math.sqrt(areas.reduce((sum, area) => sum + area, 0) / Math.PI) + 24;
    let [x, y] = [0, 0];
    for (let turn = 0; discs.some((disc) => Math.hypot((disc.x - x) / 1.3, disc.y - y) < disc.radius + radius + 120); turn += 1) {
      const reach = 18 * Math.sqrt(turn);
      [x, y] = [reach * Math.cos(turn * GOLDEN) * 1.3, reach * Math.sin(turn * GOLDEN)];
    }
    discs.push({ key, name: grouping(grouped[0])[1], x, y, radius, count: grouped.length });
    let taken = 0; // by those nearer to the middle
    order.forEach((node, index) => {
      const reach = index ? Math.sqrt((taken + areas[index] / 2) / Math.PI) : 0;
      at.set(node, { x: x + reach * Math.cos(index * GOLDEN), y: y + reach * Math.sin(index * GOLDEN) });
      taken += areas[index];
    });
  }
  return { at, discs };
};

let layout = { at: new Map(), discs: [] };

/** Lay out what is shown, as the view wants it; without a wish of its own an entity stands where the file says. */
const layOut = () => {
  const { nodes: members, pairs: among, way, distance } = scene;
  const centre = view.centre && nodeByKey.get(view.centre);
  let fresh = { at: new Map(), discs: [] };
  if (view.group) fresh = groupLayout(members, GROUPINGS[view.group]);
  else if (view.path && way) fresh.at = pathLayout(way, members, among);
  else if (centre && members.length <= SMALL) fresh.at = ringLayout(members, among, centre, distance);
  for (const [key, [x, y]] of Object.entries(view.pins)) fresh.at.set(nodeByKey.get(key), { x, y });
  layout = fresh;
};
const placeOf = (node) => layout.at.get(node) ?? node;
