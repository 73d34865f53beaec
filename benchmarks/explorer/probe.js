// Beside any page: tells when it is ready, counts its drawings, and times what people do with it.
(() => {
  /** One side: its network once it is there, when it is drawn, and where its nodes stand in the window. */
  const ofVis = (network) => ({
    count: (counter) => {
      const context = canvas().getContext("2d"); // cleared once for each frame, whether the picture is drawn anew or moved
      const clear = context.clearRect.bind(context);
      context.clearRect = (...box) => {
        counter();
        clear(...box);
      };
    },
    once: (listener) => network.once("afterDrawing", listener),
    places: () => Object.values(network.getPositions()).map((place) => network.canvasToDOM(place)),
  });
  const SIDES = {
    kg: () => window.kgView && { ready: window.kgView.ready, ...ofVis(window.kgView.network) },
    vis: () => window.network && { ready: window.drawn, ...ofVis(window.network) },
    cytoscape: () => window.cy && {
      ready: window.drawn,
      count: (counter) => window.cy.on("render", counter),
      places: () => window.cy.nodes().map((node) => node.renderedPosition()),
    },
    pyvis: () => window.network && { ready: new Promise((done) => window.network.once("stabilizationIterationsDone", done)) },
  };
  const canvas = () => document.querySelector("#graph canvas");
  const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

  /** Once the next frame is painted. */
  const painted = () => new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    });
  });

  let side = null;
  let frames = 0;

  /** Wait until the page is drawn and the main thread answers within a tenth of a second. */
  const interactive = async (name) => {
    while (!(side = SIDES[name]())) await pause(5);
    await side.ready;
    await painted();
    for (let late = Infinity; late > 100;) {
      const asked = performance.now();
      await pause(0);
      late = performance.now() - asked;
    }
    side.count?.(() => { frames += 1; });
    return performance.now() / 1000;
  };

  /** How many nodes the picture holds. */
  const drawn = () => side.places?.().length ?? null;

  /** The spot of the picture that is farthest from any node, where a drag moves the whole picture. */
  const emptySpot = () => {
    const box = canvas().getBoundingClientRect();
    const places = side.places();
    let best = { room: -1 };
    for (let x = 100; x < box.width - 100; x += 20) {
      for (let y = 100; y < box.height - 100; y += 20) {
        const at = { x: x + box.left, y: y + box.top };
        if (document.elementFromPoint(at.x, at.y) !== canvas()) continue;
        const room = Math.min(...places.map((place) => Math.hypot(place.x - x, place.y - y)));
        if (room > best.room) best = { room, ...at };
      }
    }
    return best;
  };

  /** Milliseconds from the next event of this kind until the picture has been drawn again. */
  const redrawn = (kind) => new Promise((done) => {
    addEventListener(kind, ({ timeStamp }) => {
      side.once(() => painted().then(() => done(performance.now() - timeStamp)));
    }, { capture: true, once: true });
  });

  /** Milliseconds from the next release of the mouse until the panel shows these sentences; null after a while. */
  const told = (sentences) => new Promise((done) => {
    const panel = document.getElementById("panel");
    const shows = () => {
      const passages = [...panel.querySelectorAll(".passage")].map((passage) => passage.textContent);
      return sentences.every((sentence) => passages.some((passage) => passage.includes(sentence)));
    };
    addEventListener("pointerup", ({ timeStamp }) => {
      const watch = new MutationObserver(() => {
        if (!shows()) return;
        watch.disconnect();
        painted().then(() => done(performance.now() - timeStamp));
      });
      watch.observe(panel, { subtree: true, childList: true, characterData: true });
      setTimeout(() => { watch.disconnect(); done(null); }, 3000);
    }, { capture: true, once: true });
  });

  /** Those of the statements in whose middle nothing else would be hit, at most so many of them. */
  const clickable = (edges, most) => {
    const { network, at } = window.kgView;
    const box = canvas().getBoundingClientRect();
    const held = network.getPositions();
    const alone = ({ iri, ends }) => {
      if (!ends.every((id) => id in held)) return false;
      const place = at(iri);
      if (document.elementFromPoint(place.x, place.y) !== canvas()) return false;
      const point = { x: place.x - box.left, y: place.y - box.top };
      const hit = network.getEdgeAt(point);
      if (hit === undefined || network.getNodeAt(point) !== undefined) return false;
      const [one, other] = network.getConnectedNodes(hit).map((id) => network.canvasToDOM(network.getPosition(id)));
      return other && Math.hypot((one.x + other.x) / 2 - point.x, (one.y + other.y) / 2 - point.y) < 1;
    };
    const found = [];
    for (const edge of edges) if (found.length < most && alone(edge)) found.push(edge);
    return found;
  };

  /** Milliseconds of each search for a text, one after another, as the page answers a keystroke. */
  const searches = (texts) => texts.map((text) => {
    const begun = performance.now();
    window.kgView.find(text);
    return performance.now() - begun;
  });

  /** Note, for every keystroke, how long the page's own handlers ran and when their effect was painted. */
  const typed = [];
  const watchTyping = () => {
    let begun = 0;
    addEventListener("input", () => { begun = performance.now(); }, { capture: true });
    addEventListener("input", ({ timeStamp }) => {
      const key = { handled: performance.now() - begun };
      typed.push(key);
      painted().then(() => { key.painted = performance.now() - timeStamp; });
    });
  };

  window.probe = { interactive, drawn, emptySpot, redrawn, told, clickable, searches, watchTyping, typed: () => typed, frames: () => frames };
})();
