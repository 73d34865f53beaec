// The facets: what may be chosen, with how many there are; nothing chosen means all. The counts of a facet answer to all the others.

const SHOWN = 8; // values of a facet that are listed at once
const SPARE = 2; // so few more are not worth a button
const unfolded = new Set();

/** What each facet offers: its values with their figure and words, and where the counts of a scene have them. */
const OFFERS = {
  classes: { word: "classes", values: facts.classes.map((row) => ({ value: row.iri, figure: () => sign(row), text: () => label(row.label) })) },
  relations: { word: "relationsTitle", values: facts.relations.map((row) => ({ value: row.name, text: () => label(row.label) })) },
  statuses: { word: "status", values: STATUSES.map((name) => ({ value: name, figure: () => line(name), text: () => say(name) })) },
  publishers: { word: "publishers", values: [...facts.publishers, PUBLISHER_UNKNOWN].map((name) => ({ value: name, text: () => (name === PUBLISHER_UNKNOWN ? say("publisherUnknown") : name) })) },
};
const PLACES = { "facets-first": ["classes", "relations", "statuses"], "facets-last": ["publishers"] };

const rows = new Map(); // the row of each value now listed, by facet and value, which later counts only change

const facetRow = (facet, { value, figure, text }) => {
  const box = make("input", { type: "checkbox", value, checked: view[facet].includes(value) });
  box.addEventListener("change", () => change({ [facet]: box.checked ? [...view[facet], value] : without(view[facet], value) }));
  const total = make("span", { className: "count" });
  const track = make("span", { className: "track", "aria-hidden": "true" }, make("span"));
  const item = make("li", {}, make("label", {}, box, figure?.() ?? null, make("span", { className: "grow" }, text()), total, track));
  rows.set(`${facet} ${value}`, { facet, value, item, box, total, bar: track.firstChild });
  return item;
};

/** How many there are of each value of a facet when nothing is chosen, by which its values stand in order. */
const plainCounts = filter(PLAIN).counts;

/** One facet; its values by how many there are, those chosen always among the ones listed. */
const facetGroup = (facet) => {
  const { word, values } = OFFERS[facet];
  const many = ({ value }) => plainCounts[facet].get(value) ?? 0;
  const order = values.filter((one) => many(one) || view[facet].includes(one.value)).sort((a, b) => many(b) - many(a) || a.text().localeCompare(b.text(), language));
  if (order.length < 2 && !view[facet].length) return null;
  const short = order.length <= SHOWN + SPARE;
  const all = short || unfolded.has(facet);
  const listed = all ? order : order.filter(({ value }, place) => place < SHOWN || view[facet].includes(value));
  const unfold = () => {
    if (!unfolded.delete(facet)) unfolded.add(facet);
    drawFacets();
    find("facets").querySelector(`[data-facet="${facet}"] .more`)?.focus();
  };
  const group = make("fieldset", { className: "facet" },
    make("legend", {}, say(word), button("plain clear", () => change({ [facet]: [] }), say("clear"), make("span", { className: "unseen" }, say("ofFacet", say(word))))),
    make("ul", {}, ...listed.map((one) => facetRow(facet, one))),
    short ? null : button("plain more", unfold, all ? say("fewer") : say("more", order.length - listed.length)));
  group.dataset.facet = facet;
  return group;
};

// The slider stays the same element while it is dragged; only what is around it is drawn anew.
const confidence = find("confidence");
confidence.addEventListener("input", () => adjust({ confidence: Number(confidence.value) }));
confidence.addEventListener("change", settle);

const drawConfidence = () => {
  const most = Math.max(1, ...scene.counts.confidence);
  const bars = scene.counts.confidence.map((total, place) => {
    const tall = total ? Math.max(1, (20 * total) / most) : 0;
    return svg("rect", { x: place + 0.08, y: 20 - tall, width: 0.84, height: tall, class: place * 5 >= view.confidence ? "in" : "out" });
  });
  find("confidence-bars").replaceChildren(...bars);
  find("confidence-word").textContent = say("leastConfidence");
  find("confidence-value").textContent = percent(view.confidence / 100);
  confidence.value = view.confidence;
  confidence.setAttribute("aria-label", say("leastConfidence"));
  confidence.setAttribute("aria-valuetext", percent(view.confidence / 100));
};

const loneSwitch = () => {
  const box = make("input", { type: "checkbox", id: "joined-only" });
  box.addEventListener("change", () => change({ lone: !box.checked }));
  return make("label", { className: "switch" }, box, make("span", { className: "grow" }, say("hideLone")), make("span", { className: "count", id: "lone" }));
};

/** Make the facets anew: in another language, folded otherwise, or when a value is chosen that was not listed. */
const drawFacets = () => {
  rows.clear();
  for (const [place, facets] of Object.entries(PLACES)) find(place).replaceChildren(...facets.map(facetGroup).filter(Boolean));
  find("facets-last").append(loneSwitch());
  countFacets();
};

/** Say how many there are now, and what is chosen. */
const countFacets = () => {
  const most = {};
  for (const { facet, value } of rows.values()) most[facet] = Math.max(most[facet] ?? 1, scene.counts[facet].get(value) ?? 0);
  for (const { facet, value, item, box, total, bar } of rows.values()) {
    const found = scene.counts[facet].get(value) ?? 0;
    total.textContent = number(found);
    bar.style.width = `${Math.round((100 * found) / most[facet])}%`;
    box.checked = view[facet].includes(value);
    item.classList.toggle("none", !found);
  }
  for (const clear of find("facets").querySelectorAll(".clear")) clear.hidden = !view[clear.closest("fieldset").dataset.facet].length;
  find("joined-only").checked = !view.lone;
  find("lone").textContent = number(scene.lone);
  drawConfidence();
};

const listedAll = () => Object.keys(OFFERS).every((facet) => view[facet].every((value) => rows.has(`${facet} ${value}`)));

onView((before) => {
  if (![...FACETS, "lone"].some((name) => view[name] !== before[name])) return;
  if (listedAll()) countFacets();
  else drawFacets();
});
onWords(drawFacets);
