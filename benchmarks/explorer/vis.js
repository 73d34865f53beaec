// The picture alone by vis-network, tuned.
window.network = new vis.Network(container, { nodes: new vis.DataSet(drawing.nodes), edges: new vis.DataSet(drawing.lines) }, {
  physics: false,
  layout: { improvedLayout: false },
  interaction: { hover: false, tooltipDelay: 1e9, hideEdgesOnDrag: true, hideEdgesOnZoom: true },
  edges: { smooth: false, color: { color: "#8a95a1", inherit: false } },
});
window.drawn = new Promise((done) => network.once("afterDrawing", done));
network.fit({ animation: false });
