// The picture alone by Cytoscape.js, tuned.
const KINDS = { dot: "ellipse", square: "rectangle", triangleDown: "vee" };
const nodes = drawing.nodes.map(({ id, label, x, y, color, shape, size }) => ({
  data: { id: `n${id}`, label, color, size: 2 * size, shape: KINDS[shape] ?? shape },
  position: { x, y },
}));
const edges = drawing.lines.map(({ from, to }, place) => ({ data: { id: `e${place}`, source: `n${from}`, target: `n${to}` } }));
const nodeStyle = {
  label: "data(label)", "font-size": 14, "min-zoomed-font-size": 6,
  width: "data(size)", height: "data(size)", shape: "data(shape)", "background-color": "data(color)",
};
const edgeStyle = { "curve-style": "haystack", width: 1, "line-color": "#8a95a1" };
window.drawn = new Promise((done) => {
  window.cy = cytoscape({
    container,
    elements: { nodes, edges },
    layout: { name: "preset", fit: true },
    hideEdgesOnViewport: true,
    pixelRatio: 1,
    style: [{ selector: "node", style: nodeStyle }, { selector: "edge", style: edgeStyle }],
  });
  cy.one("render", done);
});
