// Completion while typing: variables, classes after "a", properties where one stands, entities by any of their names.

const TYPED = /[\p{L}\p{N}_:.'’%<?$/#-]*$/u;
const KEYWORDS = /^(select|construct|describe|ask|where|prefix|base|from|named|graph|optional|union|minus|filter|bind|values|order|group|having|limit|offset|distinct|reduced|by|as|in|not|exists|desc|asc|count|sum|min|max|avg|sample|service|undef|a)$/i;

/** Where the cursor stands: what has been typed there, and what kind of name may come. */
const here = () => {
  const cursor = editor.getDoc().getCursor();
  const before = editor.getDoc().getLine(cursor.line).slice(0, cursor.ch);
  const typed = TYPED.exec(before)[0];
  const from = { line: cursor.line, ch: cursor.ch - typed.length };
  const token = editor.getTokenAt({ line: cursor.line, ch: Math.max(from.ch, 1) }, true);
  if (/comment|string$/.test(editor.getTokenAt(cursor, true).type ?? "") && !typed.includes(":")) return null;
  const previous = /(\S+)\s*$/.exec(before.slice(0, from.ch))?.[1] ?? "";
  const possible = token.state.possibleNext ?? token.state.possibleCurrent ?? [];
  const kind = /^[?$]/.test(typed) ? "variable" : previous === "a" || previous === "rdf:type" ? "class" : possible.includes("a") ? "property" : "entity";
  return { typed, from, to: cursor, kind };
};

const variables = (typed) =>
  [...new Set(editor.getValue().match(/[?$]\w+/g) ?? [])].filter((name) => name !== typed && name.startsWith(typed)).sort().map((name) => ({ text: name, displayText: name }));

/** An offered name as an entry of the list, which says what it is and how often it is met. */
const entry = (one, { from, to }) => ({
  text: one.written,
  displayText: one.name,
  from,
  to,
  render: (element) => element.append(one.shape ? sign(one) : "", make("span", { className: "grow" }, one.name), make("span", { className: "count" }, label(one.note), one.uses ? ` · ${number(one.uses)}` : "")),
});

const hints = async () => {
  const place = here();
  if (!place) return null;
  const { typed, kind, from, to } = place;
  if (kind === "variable") return { list: variables(typed), from, to };
  const asked = typed.replace(/^</, "");
  const ours = new RegExp(`^(${Object.keys(FACTS.prefixes).join("|")}):`);
  const name = kind === "entity" ? asked.replace(ours, "").replaceAll("_", " ") : asked;
  const kinds = kind === "property" && !asked ? ["property"] : [kind];
  const offered = (await Promise.all(kinds.map((one) => window.kgSite.offeredFor(name, { kind: one, limit: 30 })))).flat();
  return { list: offered.map((one) => entry(one, place)), from, to };
};

const complete = () => editor.showHint({ hint: hints, completeSingle: false, container: document.body, closeCharacters: /[\s(){};,]/, alignWithWord: true });

/** Offer names by themselves once enough of one has been typed. */
editor.on("inputRead", (_, change) => {
  if (editor.state.completionActive || change.origin !== "+input") return;
  const place = here();
  if (!place || KEYWORDS.test(place.typed)) return;
  const enough = place.kind === "variable" ? place.typed.length > 1 : place.typed.replace(/^</, "").length >= (place.kind === "entity" ? 3 : 2);
  if (enough) complete();
});
