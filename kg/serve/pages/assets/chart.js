// The answer as a chart: names as bars, days as a line; the value is a column of numbers or the number of rows.

const BARS = 25;
const POINTS = 120;

const canChart = ({ columns, rows }) => rows.length > 1 && columns.some((_, place) => [DAY, NAME].includes(kindOf(rows, place)));

/** Sum a value over the rows of each name or day. */
const totals = (rows, by, value) => {
  const found = new Map();
  for (const row of rows) {
    const cell = row[by];
    if (cell === null) continue;
    const key = cell.iri ?? cellText(cell);
    const known = found.get(key) ?? { name: cell.name || cellText(cell), href: cell.href, total: 0 };
    known.total += value === null ? 1 : row[value] ?? 0;
    found.set(key, known);
  }
  return found;
};

const text = (x, y, content, attributes = {}) => {
  const made = svg("text", { x, y, ...attributes });
  made.textContent = content;
  return made;
};

const short = (name, most) => (name.length > most ? `${name.slice(0, most - 1)}…` : name);

const bars = (found, width, labelled) => {
  const order = [...found.values()].sort((a, b) => b.total - a.total || a.name.localeCompare(b.name, language));
  const [first, rest] = [order.slice(0, BARS), order.slice(BARS)];
  const most = Math.max(...first.map(({ total }) => total), 0) || 1;
  const left = Math.min(Math.max(...first.map(({ name }) => name.length)) * 7.2 + 14, width * 0.38);
  const high = 26;
  const made = svg("svg", { viewBox: `0 0 ${width} ${first.length * high + 6}`, width, height: first.length * high + 6, class: "chart", role: "img", "aria-label": labelled });
  first.forEach(({ name, href, total }, place) => {
    const long = Math.max(((width - left - 70) * Math.max(total, 0)) / most, 1);
    const title = svg("title", {});
    title.textContent = `${name} : ${figure(total)}`;
    const words = text(left - 10, place * high + 18, short(name, Math.floor((left - 14) / 7)), { "text-anchor": "end" });
    made.append(href ? svg("a", { href }, words) : words, svg("rect", { x: left, y: place * high + 4, width: long.toFixed(1), height: high - 7, rx: 2 }, title), text(left + long + 8, place * high + 18, figure(Math.round(total * 100) / 100), { class: "value" }));
  });
  const sum = rest.reduce((total, one) => total + one.total, 0);
  return [made, rest.length ? make("p", { className: "quiet small" }, say("others", number(rest.length), figure(Math.round(sum * 100) / 100))) : null];
};

/** Days as numbers of days; months where there are too many. */
const bucket = (keys) => {
  const days = keys.map((key) => key.slice(0, 10));
  const span = days.length && days.every((key) => key.length === 10) ? (Date.parse(days.toSorted().at(-1)) - Date.parse(days.toSorted()[0])) / 864e5 : 0;
  return span > POINTS ? (key) => key.slice(0, 7) : (key) => key.slice(0, 10);
};

const placeOf = (key) => {
  const [year, month = "01", date = "01"] = key.split("-");
  return Date.UTC(Number(year), Number(month) - 1, Number(date)) / 864e5;
};

const curve = (found, width, labelled) => {
  const shorten = bucket([...found.keys()]);
  const sums = new Map();
  for (const [key, { total }] of found) sums.set(shorten(key), (sums.get(shorten(key)) ?? 0) + total);
  const points = [...sums].map(([key, total]) => [placeOf(key), total, key]).sort(([a], [b]) => a - b);
  const [left, right, top, bottom, height] = [52, 16, 14, 26, 280];
  const most = Math.max(...points.map(([, total]) => total), 0) || 1;
  const [first, last] = [points[0][0], points.at(-1)[0]];
  const x = (value) => left + (last === first ? 0.5 : (value - first) / (last - first)) * (width - left - right);
  const y = (value) => height - bottom - (Math.max(value, 0) / most) * (height - top - bottom);
  const made = svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, class: "chart", role: "img", "aria-label": labelled });
  for (const share of [0, 0.5, 1]) {
    made.append(svg("line", { x1: left, x2: width - right, y1: y(most * share), y2: y(most * share) }), text(left - 8, y(most * share) + 4, figure(Math.round(most * share * 100) / 100), { "text-anchor": "end", class: "value" }));
  }
  made.append(svg("path", { d: `M${points.map(([at, total]) => `${x(at).toFixed(1)} ${y(total).toFixed(1)}`).join("L")}` }));
  for (const [at, total, key] of points) {
    const title = svg("title", {});
    title.textContent = `${day(key)} : ${figure(total)}`;
    made.append(svg("circle", { cx: x(at).toFixed(1), cy: y(total).toFixed(1), r: 3.5 }, title));
  }
  made.append(text(left, height - 6, day(points[0][2]), { class: "value" }), text(width - right, height - 6, day(points.at(-1)[2]), { "text-anchor": "end", class: "value" }));
  return [made];
};

const chartView = (result) => {
  const { columns, rows } = result;
  const kinds = columns.map((_, place) => kindOf(rows, place));
  const labels = columns.map((_, place) => place).filter((place) => [DAY, NAME].includes(kinds[place]));
  const numbers = columns.map((_, place) => place).filter((place) => kinds[place] === NUMBER);
  const varies = (place) => new Set(rows.map((row) => cellText(row[place]))).size > 1;
  let by = labels.find(varies) ?? labels[0];
  let value = numbers.find(varies) ?? numbers[0] ?? null;
  const place = make("div", { className: "chart-place" });
  const nameOfValue = () => (value === null ? say("countRows") : columns[value].name);
  const draw = () => {
    const width = Math.max(Math.min(place.clientWidth || 900, 1100), 300);
    const labelled = say("chartLabel", nameOfValue(), columns[by].name);
    place.replaceChildren(...(kinds[by] === DAY ? curve : bars)(totals(rows, by, value), width, labelled).filter(Boolean));
  };
  const option = (name, number_, chosen) => make("option", { value: String(number_), selected: chosen }, name);
  const choose = (word, options, take) => make("label", {}, say(word), " ", make("select", { onchange: (event) => { take(event.target.value); draw(); } }, ...options));
  new ResizeObserver(draw).observe(place);
  return make("div", {},
    make("p", { className: "chart-choices quiet small" },
      choose("chartBy", labels.map((one) => option(columns[one].name, one, one === by)), (chosen) => { by = Number(chosen); }),
      choose("chartOf", [...numbers.map((one) => option(columns[one].name, one, one === value)), option(say("countRows"), "", value === null)], (chosen) => { value = chosen === "" ? null : Number(chosen); })),
    place);
};
