// The facets: what may be chosen, with how many there are; nothing chosen means all. The counts of a facet answer to all the others.

const SHOWN = 8; // values of a facet that are listed at once
const unfolded = new Set();

const facetRow = (facet, { value, figure = null, text, total }, most) => {
  const box = make("input", { type: "checkbox", value, checked: view[facet].includes(value) });
  box.addEventListener("change", () => change({ [facet]: box.checked ? [...view[facet], value] : without(view[facet], value) }));
  const track = make("span", { className: "track", "aria-hidden": "true" }, make("span"));
  track.firstChild.style.width = `${Math.round((100 * total) / most)}%`;
  return make("li", { className: total ? "" : "none" }, make("label", {}, box, figure, make("span", { className: "grow" }, text), make("span", { className: "count" }, number(total)), track));
};

/** One facet; its values by how many there are, those chosen always among the ones listed. */
const facetGroup = (facet, word, values) => {
  const order = values.filter(({ value, total }) => total || view[facet].includes(value)).sort((a, b) => b.total - a.total || a.text.localeCompare(b.text, language));
  if (order.length < 2 && !view[facet].length) return null;
  const most = Math.max(1, ...order.map(({ total }) => total));
  const all = unfolded.has(facet);
  const listed = all ? order : order.filter(({ value }, place) => place < SHOWN || view[facet].includes(value));
  const group = make("fieldset", { className: "facet" },
    make("legend", {}, say(word), view[facet].length ? button("plain clear", () => change({ [facet]: [] }), say("clear"), make("span", { className: "unseen" }, ` : ${say(word)}`)) : null),
    make("ul", {}, ...listed.map((value) => facetRow(facet, value, most))),
    order.length > SHOWN ? button("plain more", () => {
      if (!unfolded.delete(facet)) unfolded.add(facet);
      drawFacets();
    }, all ? say("fewer") : say("more", order.length - listed.length)) : null);
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
  const box = make("input", { type: "checkbox", checked: !view.lone, id: "joined-only" });
  box.addEventListener("change", () => change({ lone: !box.checked }));
  return make("label", { className: "switch" }, box, make("span", { className: "grow" }, say("hideLone")));
};

const drawFacets = () => {
  const { counts } = scene;
  const of = (map, key) => map.get(key) ?? 0;
  const focused = document.activeElement;
  const held = { facet: focused.closest?.("[data-facet]")?.dataset.facet, value: focused.value, id: focused.id };
  const fill = (place, groups) => find(place).replaceChildren(...groups.filter(Boolean));
  fill("facets-first", [
    facetGroup("classes", "classes", facts.classes.map((row) => ({ value: row.iri, figure: sign(row), text: label(row.label), total: of(counts.classes, row.iri) }))),
    facetGroup("relations", "relationsTitle", facts.relations.map((row) => ({ value: row.name, text: label(row.label), total: of(counts.relations, row.name) }))),
    facetGroup("statuses", "status", STATUSES.map((name) => ({ value: name, figure: line(name), text: say(name), total: of(counts.statuses, name) }))),
  ]);
  drawConfidence();
  fill("facets-last", [
    facetGroup("publishers", "publishers", [...facts.publishers, PUBLISHER_UNKNOWN].map((name) => ({ value: name, text: name === PUBLISHER_UNKNOWN ? say("publisherUnknown") : name, total: of(counts.publishers, name) }))),
    loneSwitch(),
  ]);
  if (focused.isConnected || !held.facet) return;
  find("facets").querySelector(`[data-facet="${held.facet}"] input[value="${CSS.escape(held.value)}"]`)?.focus({ preventScroll: true });
};

const filtered = () => FACETS.filter((name) => (Array.isArray(view[name]) ? view[name].length : view[name]));

onView((before) => {
  if (!find("facets-first").childElementCount || [...FACETS, "lone"].some((name) => view[name] !== before[name])) drawFacets();
});
onWords(drawFacets);
