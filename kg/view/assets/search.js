// Search with completion over names and other names, blind to case and accents.

const MOST = 10;

let index = null;
/** Every entity with its names as they are compared, the most important entity first; made when first wanted. */
const searchIndex = () => (index ??= ranked.map((node) => ({ node, names: [node.name, ...node.aliases].map((name) => [name, fold(name)]) })));

/** How well a name answers: 0 it is the query, 1 it begins so, 2 one of its words does, 3 it holds it, 9 it does not. */
const grade = (name, query) => {
  let place = name.indexOf(query);
  if (place < 0) return 9;
  if (place === 0) return name.length === query.length ? 0 : 1;
  for (; place > 0; place = name.indexOf(query, place + 1)) if (!/[\p{L}\p{N}]/u.test(name[place - 1])) return 2;
  return 3;
};

/** The best entities for a query, each with the name that answers best; the more important first among equals. */
const lookUp = (text) => {
  const query = fold(text.trim());
  if (!query) return [];
  const answers = [[], [], [], []];
  for (const { node, names } of searchIndex()) {
    let best = 9;
    let called = null;
    for (const [name, folded] of names) {
      const value = grade(folded, query);
      if (value < best) [best, called] = [value, name];
    }
    if (best < 9 && answers[best].length < MOST) answers[best].push({ node, name: called });
  }
  return answers.flat().slice(0, MOST);
};

/** Make a field complete what is typed in it, with its hits in a list; `take` gets the entity that people choose. */
const completes = (field, list, take) => {
  let hits = [];
  let active = -1;

  const draw = () => {
    const open = document.activeElement === field && field.value.trim() !== "";
    list.replaceChildren(
      ...hits.map(({ node, name }, place) =>
        make("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": String(place === active), onmousedown: (event) => event.preventDefault(), onclick: () => choose(place) },
          sign(node.type), make("span", { className: "grow" }, node.name, name === node.name ? null : make("span", { className: "quiet" }, ` ${name}`)),
          make("span", { className: "count" }, number(edgesAt[node.id].length)))),
      ...(hits.length ? [] : [make("li", { className: "quiet", role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("nothingFound"))]),
    );
    list.hidden = !open;
    field.setAttribute("aria-expanded", String(open));
    if (open && active >= 0) field.setAttribute("aria-activedescendant", `${list.id}-${active}`);
    else field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const { node } = hits[place];
    field.value = node.name;
    field.blur();
    take(node);
  };

  const answer = () => {
    hits = lookUp(field.value);
    active = hits.length ? 0 : -1;
    draw();
  };
  field.addEventListener("input", answer);
  field.addEventListener("focus", () => {
    field.select();
    answer();
  });
  field.addEventListener("blur", draw);
  field.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && hits.length) {
      active = (active + steps[event.key] + hits.length) % hits.length;
      draw();
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      choose(active);
      event.preventDefault();
    } else if (event.key === "Escape" && field.value) {
      field.value = "";
      answer();
      event.stopPropagation();
      event.preventDefault();
    }
  });
};

const field = find("search");
completes(field, find("found"), (node) => {
  closeSide();
  choose({ node });
  container.focus({ preventScroll: true });
});
whenIdle(searchIndex);

// ---- the way from one entity to another

const dialog = find("way");
const ways = { from: null, to: null };
const openWay = (node = null) => {
  Object.assign(ways, { from: node, to: null });
  find("way-from").value = node?.name ?? "";
  find("way-to").value = "";
  drawWay();
  dialog.showModal();
  find(node ? "way-to" : "way-from").focus();
};
const drawWay = () => {
  find("way-go").disabled = !ways.from || !ways.to || ways.from === ways.to;
};
for (const end of ["from", "to"]) {
  const input = find(`way-${end}`);
  completes(input, find(`way-${end}-found`), (node) => {
    ways[end] = node;
    drawWay();
    (end === "from" ? find("way-to") : find("way-go")).focus();
  });
  input.addEventListener("input", () => {
    ways[end] = null;
    drawWay();
  });
}
find("way-go").onclick = () => {
  dialog.close();
  findWay(ways.from, ways.to);
};
find("way-cancel").onclick = () => dialog.close();
