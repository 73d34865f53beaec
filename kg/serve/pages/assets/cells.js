// The cells of an answer: as people read them, as they are sorted, as a chart takes them.

/** The text of a cell, as it is filtered and sorted by. */
const cellText = (cell) => {
  if (cell === null) return "";
  if (typeof cell === "object") return cell.day ?? cell.text;
  return String(cell);
};

/** A value as people say it: of an IRI its last step, with the letters that it stands for. */
const spoken = (value) => {
  if (!/^https?:/.test(value)) return value;
  const step = value.replace(/.*[/#]/, "");
  try {
    return decodeURIComponent(step).replaceAll("_", " ");
  } catch {
    return step; // a % that stands for no letter
  }
};

/** A moment in ISO 8601 as people write it: the day, and the time where there is one. */
const moment = (iso) => {
  const time = iso.slice(11, 16);
  return day(iso.slice(0, 10)) + (time && time !== "00:00" ? `, ${time}` : "");
};

/** A number as people write it, with as many decimals as it has. */
const figure = (value) => {
  const [whole, decimals] = String(value).split(".");
  return /e/i.test(String(value)) ? String(value) : number(whole) + (decimals ? (language === "fr" ? "," : ".") + decimals : "");
};

const isAddress = (text) => /^https?:\/\/\S+$/i.test(text);

/** Text of an article as it is read: its bold words, which Markdown writes between double asterisks, are bold. */
const prose = (text) => {
  const parts = text.split(/(?<!\*)\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?!\*)/);
  return parts.length === 1 ? text : make("span", {}, ...parts.map((part, place) => (place % 2 ? make("b", {}, part) : part)));
};

/** What a cell shows: a link to the page of what it names, or text. */
const cellContent = (cell) => {
  if (cell === null) return "";
  if (typeof cell === "boolean") return say("truth", cell);
  if (typeof cell === "number") return figure(cell);
  if (typeof cell === "string") return (isAddress(cell) && link(cell, cell.replace(/^https?:\/\/(www\.)?/i, ""))) || prose(cell);
  if (cell.day !== undefined) return make("time", { dateTime: cell.day }, moment(cell.day));
  return make("a", { href: cell.href, title: cell.name ? `${cell.name} — ${cell.iri}` : cell.iri }, cell.text);
};

const NUMBER = "number";
const DAY = "day";
const NAME = "name";
const isDay = (cell) => (typeof cell === "object" && cell?.day !== undefined) || (typeof cell === "string" && /^\d{4}(-\d\d){0,2}$/.test(cell));

/** What a column holds: numbers, days, names, or nothing that a chart could use. */
const kindOf = (rows, place) => {
  const cells = rows.map((row) => row[place]).filter((cell) => cell !== null);
  if (!cells.length) return null;
  if (cells.every((cell) => typeof cell === "number")) return NUMBER;
  if (cells.every(isDay)) return DAY;
  return cells.every((cell) => typeof cell === "string" || cell.text !== undefined) ? NAME : null;
};

/** The order of two cells: what is missing comes last, numbers by size, the rest by name. */
const byCell = (a, b) => {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a === "number" && typeof b === "number") return a - b;
  return cellText(a).localeCompare(cellText(b), language, { numeric: true });
};
