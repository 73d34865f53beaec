// Small makers of elements. Text only ever enters the page as text, never as markup.

/** Do something when the page has nothing else to do. */
const whenIdle = (work) => (window.requestIdleCallback ?? setTimeout)(work);

/** The order of days and other plain letters, which needs no language. */
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const find = (id) => document.getElementById(id);

/** An element with properties and children; a string among the children becomes a text node. */
const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("aria-") || name === "role" || name === "lang") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

const button = (className, onclick, ...children) => make("button", { type: "button", className, onclick }, ...children);

const svg = (tag, attributes, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const polygon = (corners, turn, radius = 7) =>
  Array.from({ length: corners }, (_, corner) => {
    const angle = turn + (corner * 2 * Math.PI) / corners;
    return `${(8 + radius * Math.cos(angle)).toFixed(1)},${(8 + radius * Math.sin(angle)).toFixed(1)}`;
  });

const OUTLINES = {
  dot: null,
  square: ["2.5,2.5", "13.5,2.5", "13.5,13.5", "2.5,13.5"],
  diamond: polygon(4, 0),
  triangle: polygon(3, -Math.PI / 2),
  triangleDown: polygon(3, Math.PI / 2),
  hexagon: polygon(6, 0),
  star: polygon(5, -Math.PI / 2).flatMap((point, corner) => [point, polygon(5, -Math.PI / 2 + Math.PI / 5, 3)[corner]]),
};

/** The sign of a class, as in the graph. */
const sign = ({ color, shape }) => {
  const paint = { fill: color, class: "ink" };
  const outline = OUTLINES[shape];
  const figure = outline ? svg("polygon", { points: outline.join(" "), ...paint }) : svg("circle", { cx: 8, cy: 8, r: 6, ...paint });
  return svg("svg", { viewBox: "0 0 16 16", class: "sign", "aria-hidden": "true" }, figure);
};

/** The line of a status, as in the graph. */
const line = (status) =>
  svg("svg", { viewBox: "0 0 28 8", class: `line ${status}`, "aria-hidden": "true" }, svg("path", { d: "M1 4H27" }));

/** A link to an article on the web; null for any address that is not http or https. */
const link = (address, ...children) => {
  if (!address || !URL.canParse(address) || !["http:", "https:"].includes(new URL(address).protocol)) return null;
  return make("a", { href: new URL(address).href, target: "_blank", rel: "noopener noreferrer" }, ...children);
};
