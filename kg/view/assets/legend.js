// The legend: a button per class and per status, with its count, which shows or hides it.

const legendRow = (set, name, figure, text, total) => {
  const row = button("switch", () => toggle(set, name), figure, make("span", { className: "grow" }, text), make("span", { className: "count" }, number(total)));
  row.setAttribute("aria-pressed", String(!set.has(name)));
  row.dataset.name = name;
  return row;
};

const drawLegend = () => {
  const focused = document.activeElement?.dataset?.name;
  find("legend").firstElementChild.textContent = say("legend");
  find("classes").replaceChildren(
    make("h2", {}, say("classes")),
    ...facts.classes.map((row) => legendRow(hidden.classes, row.iri, sign(row.iri), label(row.label), nodes.filter((node) => node.type === row.iri).length)),
  );
  find("statuses").replaceChildren(
    make("h2", {}, say("statuses")),
    ...STATUSES.map((name) => legendRow(hidden.statuses, name, line(name), say(name), edges.filter((edge) => edge.status === name).length)),
  );
  for (const group of ["classes", "statuses"]) {
    find(group).setAttribute("role", "group");
    find(group).setAttribute("aria-label", `${say(group)} : ${say("show")}`);
  }
  if (focused) document.querySelector(`#legend [data-name="${CSS.escape(focused)}"]`)?.focus();
};

on("shown", drawLegend);
on("words", drawLegend);
