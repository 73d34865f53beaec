// The page as a whole: which question is open, what the address says, what is kept for the next visit.

const DRAFT = "kg-draft";

const showQuestion = () => {
  document.body.classList.toggle("of-library", open !== null);
  const changed = open && editor.getValue().trim() !== open.text.trim();
  find("question-title").replaceChildren(open ? label(open.summary) : say("ownQuery"), changed ? make("span", { className: "quiet small" }, ` ${say("changed")}`) : "",
    ...Object.values(graphs).flat().map((iri) => make("code", { className: "quiet small" }, ` ${iri}`)));
};

/** Open a question or a text, with values in its form, and ask it if it can be asked. */
const openContent = (question, text, values, { ask = false, among = {} } = {}) => {
  open = question;
  graphs = among;
  showForm(question, values);
  editor.setValue(text);
  showQuestion();
  drawShelf();
  document.body.classList.remove("shelved");
  if (ask) run();
};

const graphsOf = ({ text, question, values, ...more }) => more;

const openQuestion = (question) => {
  openContent(question, question.text, {}, { ask: true });
  find("values").querySelector("input, select")?.focus();
};
const recallQuestion = (content) => openContent(QUESTIONS.get(content.question) ?? null, content.text, content.values ?? {}, { ask: true, among: graphsOf(content) });

// ---- the address

const addressOf = () => {
  const { text, question, values, ...more } = asked();
  const said = new URLSearchParams();
  if (question) said.set("question", question);
  if (!open || text.trim() !== open.text.trim()) said.set("query", text);
  for (const [name, value] of Object.entries(values)) said.set(name, value);
  for (const [name, iris] of Object.entries(more)) iris.forEach((iri) => said.append(name, iri));
  return `${location.origin}${location.pathname}#${said}`;
};

const copyLink = async () => {
  const address = addressOf();
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address);
    state(say("linked"));
  } catch {
    state(say("copyYourself"));
  }
};

/** What the address asks, or null. */
const fromAddress = () => {
  const said = new URLSearchParams([...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))]);
  const question = QUESTIONS.get(said.get("question")) ?? null;
  const text = said.get("query") ?? question?.text;
  if (!text) return null;
  const named = ["defaultGraph", "namedGraph"].map((name) => [name, said.getAll(name)]).filter(([, iris]) => iris.length);
  return { question, text, graphs: Object.fromEntries(named), values: Object.fromEntries((question?.params ?? []).map(({ name }) => [name, said.get(name) ?? ""])) };
};

const draft = () => {
  try {
    return JSON.parse(localStorage.getItem(DRAFT) ?? "null");
  } catch {
    return null;
  }
};

window.addEventListener("pagehide", () => {
  try {
    localStorage.setItem(DRAFT, JSON.stringify(asked()));
  } catch {
    // A browser that keeps nothing for a page begins anew.
  }
});
window.addEventListener("hashchange", () => {
  const wanted = fromAddress();
  if (wanted) openContent(wanted.question, wanted.text, wanted.values, { ask: true, among: wanted.graphs });
});

// ---- words and buttons

for (const [id, word, hint] of [["run", "run", "runHint"], ["stop", "stop"], ["prefixes", "writePrefixes", "writePrefixesHint"], ["link", "linkWord"], ["fresh", "freshWord"], ["shelf-open", "questions"], ["shelf-close", "closeWord"]]) {
  find(id).textContent = say(word);
  if (hint) find(id).title = say(hint);
}
find("shelf-search").placeholder = say("searchQuestion");
find("shelf-search").setAttribute("aria-label", say("searchQuestion"));
find("run").addEventListener("click", run);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !editor.hasFocus()) run();
});
find("stop").addEventListener("click", () => asking?.abort());
find("prefixes").addEventListener("click", writePrefixes);
find("link").addEventListener("click", copyLink);
find("fresh").addEventListener("click", () => {
  openContent(null, "SELECT * WHERE {\n  ?s ?p ?o .\n}\nLIMIT 100\n", {});
  editor.focus();
});
editor.on("change", showQuestion);

const wanted = fromAddress();
const kept = draft();
if (wanted) openContent(wanted.question, wanted.text, wanted.values, { ask: true, among: wanted.graphs });
else if (kept?.text?.trim()) openContent(QUESTIONS.get(kept.question) ?? null, kept.text, kept.values ?? {}, { among: graphsOf(kept) });
else openContent(null, EXAMPLE, {}, { ask: true });
document.body.classList.add("ready");
