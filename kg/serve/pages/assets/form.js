// The form of a question: a field for each parameter, of the kind that it takes.

let fields = []; // of the question that is open: its parameters with what reads and sets their values

const INPUTS = {
  date: { type: "date" },
  integer: { type: "number", step: "1", inputMode: "numeric" },
  decimal: { type: "number", step: "any", inputMode: "decimal" },
  confidence: { type: "number", min: "0", max: "1", step: "0.05", inputMode: "decimal" },
  string: { type: "text" },
  entity: { type: "search" },
};

/** A choice among the classes or relations of the graph. */
const choice = (parameter, id) => {
  const select = make("select", { id }, make("option", { value: "" }, say("anyValue")));
  const kind = parameter.type === "class" ? "class" : "property";
  window.kgSite.offeredFor(parameter.type === "relation" ? "kg:" : "", { kind, limit: 200 }).then((offered) => {
    const named = offered.map((one) => [one.iri, label(one.note)]).sort(([, a], [, b]) => a.localeCompare(b, language));
    const wanted = select.dataset.wanted;
    select.append(...named.map(([iri, text]) => make("option", { value: iri }, text)));
    if (wanted) select.value = wanted;
  });
  const set = (value) => {
    select.dataset.wanted = value;
    select.value = value;
  };
  return { field: select, read: () => select.value, set };
};

/** A field for an entity: what was picked stands for its IRI, what was typed for itself. */
const entityField = (parameter, id) => {
  const field = make("input", { id, ...INPUTS.entity, autocomplete: "off", spellcheck: false, placeholder: parameter.default ?? say("entityHint") });
  let picked = null;
  const set = (value, name = value) => {
    picked = name === value ? null : { value, name };
    field.value = name;
    if (/^https?:/.test(value)) nameOf(value).then((found) => found && field.value === value && set(value, found));
  };
  const box = make("span", { className: "search" }, field);
  window.kgSite.combobox(field, (one) => set(one.iri, one.name), () => parameter.classes);
  return { field: box, read: () => (picked && field.value === picked.name ? picked.value : field.value.trim()), set };
};

/** The name of an entity, or an empty text where it has none. */
const nameOf = async (iri) => {
  const [first] = (await window.kgSite.offeredFor(spoken(iri), { limit: 50 })).filter((one) => one.iri === iri);
  return first?.name ?? "";
};

const plainField = (parameter, id) => {
  const usual = parameter.default === null ? "" : String(parameter.default);
  const field = make("input", { id, ...INPUTS[parameter.type], placeholder: usual });
  return { field, read: () => field.value.trim(), set: (value) => { field.value = value; } };
};

/** Show the form of a question with some values in it. */
const showForm = (question, values = {}) => {
  const form = find("values");
  fields = (question?.params ?? []).map((parameter) => {
    const id = `value-${parameter.name}`;
    const made = parameter.type === "entity" ? entityField(parameter, id) : ["class", "relation"].includes(parameter.type) ? choice(parameter, id) : plainField(parameter, id);
    if (values[parameter.name]) made.set(values[parameter.name]);
    return { parameter, id, ...made };
  });
  form.setAttribute("aria-label", say("parameters"));
  form.hidden = fields.length === 0;
  form.replaceChildren(
    ...fields.map(({ parameter, id, field }) => make("div", { className: "value" }, make("label", { htmlFor: id, title: parameter.help }, make("span", { className: "code" }, parameter.name), make("span", { className: "quiet small" }, ` ${parameter.help}`)), field)),
    make("button", { type: "submit", className: "unseen", tabIndex: -1 }, say("run")));
};

/** The values that are given, by the names of their parameters. */
const givenValues = () => Object.fromEntries(fields.map(({ parameter, read }) => [parameter.name, read()]).filter(([, value]) => value !== ""));

find("values").addEventListener("submit", (event) => {
  event.preventDefault();
  run();
});
