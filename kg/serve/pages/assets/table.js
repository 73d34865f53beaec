// The answer as a table: sorted by a column, filtered by what is typed, shown by the hundred.

const STEP = 200; // rows that are shown at once

const tableView = (result) => {
  const { columns, rows } = result;
  let [sorted, down, typed, shown] = [null, false, "", STEP];
  const numeric = columns.map((_, place) => kindOf(rows, place) === NUMBER);

  const long = columns.map((_, place) => rows.some((row) => typeof row[place] === "string" && row[place].length > 90 && !isAddress(row[place])));

  const body = make("tbody");
  const more = button("plain more", () => { shown += 5 * STEP; draw(); });
  const filter = make("input", { type: "search", className: "filter", placeholder: say("filterRows"), "aria-label": say("filterRows"), oninput: () => { typed = fold(filter.value); shown = STEP; draw(); } });
  const told = make("span", { className: "quiet small", role: "status" });

  const heads = columns.map((column, place) => make("th", { scope: "col", className: numeric[place] ? "figure" : "" },
    button("plain", () => {
      [sorted, down] = sorted === place ? [place, !down] : [place, numeric[place]];
      draw();
    }, column.name)));
  columns.forEach((column, place) => { if (column.help) heads[place].title = column.help; });

  const cells = (row) => row.map((cell, place) => make("td", { className: numeric[place] ? "figure" : long[place] ? "long" : "" }, cellContent(cell)));

  const draw = () => {
    const passing = typed ? rows.filter((row) => row.some((cell) => fold(cellText(cell)).includes(typed) || (cell?.name && fold(cell.name).includes(typed)))) : rows;
    const order = sorted === null ? passing : [...passing].sort((a, b) => (a[sorted] === null || b[sorted] === null || !down ? byCell(a[sorted], b[sorted]) : byCell(b[sorted], a[sorted])));
    heads.forEach((head, place) => (place === sorted ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    body.replaceChildren(...order.slice(0, shown).map((row) => make("tr", {}, ...cells(row))));
    more.textContent = say("moreRows", number(order.length - shown));
    more.hidden = order.length <= shown;
    told.textContent = typed ? say("filteredRows", number(passing.length), number(rows.length)) : "";
  };
  draw();
  const table = make("table", {}, make("caption", { className: "unseen" }, say("openTable")), make("thead", {}, make("tr", {}, ...heads)), body);
  return make("div", {},
    rows.length > 8 ? make("p", { className: "filter-row" }, filter, told) : null,
    make("div", { className: "wide-table", role: "region", tabIndex: 0, "aria-label": say("openTable") }, table), more);
};
