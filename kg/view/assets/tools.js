// What stands around the picture: what narrows it and how to take that off, undo, arrangement, export, the address, and the two side columns of a small window.

// ---- chips: what makes this another view than the plain one

const chip = (text, remove, ...extra) =>
  make("li", { className: "chip" }, make("span", {}, text), ...extra, button("plain", remove, make("span", { "aria-hidden": "true" }, "✕"), make("span", { className: "unseen" }, say("remove", text))));

const depthButtons = () => {
  const less = button("plain", () => change({ depth: view.depth - 1 }), make("span", { "aria-hidden": "true" }, "−"), make("span", { className: "unseen" }, say("nearer")));
  const more = button("plain", () => change({ depth: view.depth + 1 }), make("span", { "aria-hidden": "true" }, "+"), make("span", { className: "unseen" }, say("farther")));
  less.dataset.step = "nearer";
  more.dataset.step = "farther";
  less.disabled = view.depth <= 1;
  more.disabled = view.depth >= 4;
  return make("span", { className: "depth", role: "group", "aria-label": say("depth") }, less, make("output", {}, count(view.depth, "steps")), more);
};

const filtered = () => FACETS.filter((name) => (Array.isArray(view[name]) ? view[name].length : view[name]));

const drawChips = () => {
  const chips = [];
  if (view.centre) chips.push(chip(say("around", nodeByKey.get(view.centre).name), () => change({ centre: null }), depthButtons()));
  if (view.path) chips.push(chip(view.path.map((key) => nodeByKey.get(key).name).join(" → "), () => change({ path: null })));
  const names = filtered();
  if (names.length) chips.push(chip(count(names.length, "filters"), () => change(Object.fromEntries(names.map((name) => [name, PLAIN[name]])))));
  const hands = view.opened.length + view.closed.length + view.added.length;
  if (hands) chips.push(chip(say("byHand", hands), () => change({ opened: [], closed: [], added: [] })));
  const pins = Object.keys(view.pins).length;
  if (pins) chips.push(chip(count(pins, "pinned"), () => change({ pins: {} })));
  const { step: pressed } = find("chips").contains(document.activeElement) ? document.activeElement.dataset : {};
  find("chips").replaceChildren(...chips);
  document.body.classList.toggle("chipped", chips.length > 0);
  find("chips").querySelector(`[data-step="${pressed}"]:not(:disabled)`)?.focus(); // the button that was pressed is there again
};

// ---- how much of the whole is drawn

const drawNotice = () => {
  const notice = find("notice");
  const whole = !view.centre && !view.path;
  const pieces = [];
  if (scene.cut) {
    pieces.push(make("span", {}, say("mostImportant", number(scene.nodes.length), number(scene.all))), button("plain", () => change({ all: true }), say("drawAll")));
  } else if (whole && view.all && scene.all > facts.drawn) {
    pieces.push(make("span", {}, say("allDrawn", number(scene.nodes.length))), button("plain", () => change({ all: false }), say("drawFewer")));
  }
  const { entities, statements } = facts.hidden;
  if (entities + statements) pieces.push(make("span", {}, say("notInFile", count(entities, "entities"), count(statements, "relations"))));
  if (missing) pieces.unshift(make("span", {}, say("missing")));
  notice.replaceChildren(...pieces);
  notice.hidden = !pieces.length;
  find("empty").hidden = scene.nodes.length > 0;
  find("empty").textContent = nodes.length ? say("nothingPasses") : say("empty");
};

const drawCounts = () => {
  find("live").textContent = say("shown", count(scene.nodes.length, "entities"), count(scene.edges.length, "relations"));
};

// ---- arrangement

const CHOICE_WORDS = { group: { "": "noGroups", class: "byClass", community: "byCommunity" }, size: { degree: "byDegree", rank: "byRank", articles: "byArticles" } };

const drawArrange = () => {
  const menu = find("arrange");
  menu.querySelector("summary").textContent = say("arrange");
  const radios = (name, title) => make("fieldset", {}, make("legend", {}, say(title)),
    ...Object.entries(CHOICE_WORDS[name]).map(([value, word]) => {
      const radio = make("input", { type: "radio", name, value });
      radio.addEventListener("change", () => change({ [name]: value }));
      return make("label", {}, radio, make("span", {}, say(word)));
    }));
  const together = make("input", { type: "checkbox", id: "bundle" });
  together.addEventListener("change", () => change({ bundle: together.checked }));
  menu.lastElementChild.replaceChildren(radios("group", "groupBy"), radios("size", "sizeBy"), make("label", {}, together, make("span", {}, say("bundle"))));
};

const checkArrange = () => {
  for (const radio of find("arrange").querySelectorAll("input[type=radio]")) radio.checked = view[radio.name] === radio.value;
  find("bundle").checked = view.bundle;
};

// ---- export, address, undo

const drawExport = () => {
  const menu = find("export-menu");
  menu.querySelector("summary").textContent = say("export");
  menu.lastElementChild.replaceChildren(...Object.entries(EXPORTS).map(([name, { label: called }]) => {
    const made = button("item", async () => {
      menu.open = false;
      menu.querySelector("summary").focus();
      await save(name);
      find("live").textContent = say("saved", called);
    }, make("span", { className: "grow" }, called), make("span", { className: "count" }, say(`as_${name}`)));
    made.dataset.export = name;
    return made;
  }));
};

const drawHistory = () => {
  find("undo").disabled = past.length === 0;
  find("redo").disabled = future.length === 0;
};

const shareAddress = async () => {
  const address = location.href;
  const done = await navigator.clipboard?.writeText(address).then(() => true, () => false);
  find("share").textContent = done ? say("copied") : say("copyYourself");
  find("live").textContent = find("share").textContent;
  setTimeout(() => {
    find("share").textContent = say("share");
  }, 1800);
};

find("undo").onclick = undo;
find("redo").onclick = redo;
find("share").onclick = shareAddress;
find("share").hidden = location.protocol === "about:"; // a frame without an address of its own
find("find-way").onclick = () => openWay(picked()?.node ?? null);
find("table-button").onclick = () => change({ table: !view.table });

// a menu closes when the focus or a click goes elsewhere, and on Escape
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("pointerdown", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
}

// ---- small windows: the facets come in from the side

const side = find("side");
const openSide = () => {
  document.body.classList.add("sided");
  find("side-button").setAttribute("aria-expanded", "true");
  field.focus();
};
const closeSide = () => {
  document.body.classList.remove("sided");
  find("side-button").setAttribute("aria-expanded", "false");
};
find("side-button").onclick = () => (document.body.classList.contains("sided") ? closeSide() : openSide());
find("side-close").onclick = () => {
  closeSide();
  find("side-button").focus();
};

const drawTools = () => {
  drawChips();
  drawNotice();
  drawHistory();
  checkArrange();
  find("table-button").setAttribute("aria-pressed", String(view.table));
};
onView((before) => {
  if (scene && before !== view && before.pick === view.pick) drawCounts();
  drawTools();
});
onWords(() => {
  drawArrange();
  drawExport();
  drawTools();
});
