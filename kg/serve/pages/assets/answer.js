// Asking and showing: the views of an answer, what can be kept of it, and what went wrong.

let open = null; // the question of the library that is open, or null
let graphs = {}; // what the address says of the graphs that are asked
let result = null; // the last answer, with what was asked
let asking = null;

const asked = () => ({ text: editor.getValue(), question: open?.name ?? "", values: givenValues(), ...graphs });

const state = (message) => { find("state").textContent = message; };

const post = (content, signal) => fetch("/ask", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content), signal });

const run = async () => {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const content = asked();
  clearFault();
  document.body.classList.add("asking");
  find("stop").hidden = false;
  state(say("asking"));
  try {
    const response = await post(content, signal);
    const told = await response.json().catch(() => ({ message: say("failed") }));
    if (response.ok) {
      result = { ...told, content };
      remember(content);
      showAnswer();
    } else {
      state("");
      markFault({ ...told, message: told.message ?? told.detail });
    }
  } catch (error) {
    if (asking.signal !== signal) return; // a newer question says what goes on
    if (error.name === "AbortError") state(say("stopped"));
    else {
      state("");
      markFault({ message: say("failed") });
    }
  } finally {
    if (asking.signal === signal) {
      document.body.classList.remove("asking");
      find("stop").hidden = true;
    }
  }
};

const summaryOf = ({ kind, rows, more, seconds }) => {
  if (kind === "truth") return say("seconds", seconds);
  const total = count(rows.length, kind === "rows" ? "rows" : "triples");
  return `${more ? say("onlyFirst", total) : total} · ${say("seconds", seconds)}`;
};

// ---- the views

const VIEWS = { table: tableView, chart: chartView, graph: () => graphView() };

/** The answer in the explorer: the server draws it into a frame. */
const graphView = () => {
  const form = find("picture-form");
  const frame = make("iframe", { name: "answer-picture", className: "picture", title: say("pictureTitle") });
  const { text, question, ...more } = result.content;
  for (const [name, value] of Object.entries({ text, question, more: JSON.stringify(more) })) form.elements[name].value = value;
  frame.addEventListener("load", () => window.kgSite.tame(frame));
  queueMicrotask(() => form.submit());
  return make("div", { className: "framed" }, make("p", { className: "quiet drawing" }, say("drawing")), frame);
};

let chosenView = "table";

const showView = (name) => {
  chosenView = name;
  for (const tab of find("views").children) {
    const chosen = tab.dataset.view === name;
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
    if (chosen) find("shown").setAttribute("aria-labelledby", tab.id);
  }
  find("shown").replaceChildren(VIEWS[name](result));
};

const tab = (name) => make("button", { type: "button", role: "tab", id: `view-${name}`, className: "pill", "aria-controls": "shown", onclick: () => showView(name) }, say(`${name}View`));

const showAnswer = () => {
  find("answer").hidden = false;
  state(summaryOf(result));
  const views = find("views");
  views.setAttribute("aria-label", say("viewsOf"));
  if (result.kind === "truth" || !result.rows.length) {
    views.replaceChildren();
    const said = result.kind === "truth" ? make("p", { className: "truth" }, say("truth", result.truth)) : make("p", { className: "quiet" }, say("nothing"));
    find("shown").replaceChildren(said);
  } else {
    const there = ["table", ...(result.kind === "rows" && canChart(result) ? ["chart"] : []), ...(result.drawable ? ["graph"] : [])];
    views.replaceChildren(...there.map((name) => {
      const made = tab(name);
      made.dataset.view = name;
      return made;
    }));
    showView(there.includes(chosenView) ? chosenView : "table");
  }
  find("keep").replaceChildren(...FORMS[result.kind].map(([form, name]) => {
    const made = button("pill", () => keep(form), name);
    made.title = say("downloadAs", name);
    return made;
  }));
};

find("views").addEventListener("keydown", (event) => {
  const tabs = [...find("views").children];
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  showView(next.dataset.view);
  next.focus();
});

// ---- what can be kept

const FORMS = {
  rows: [["csv", "CSV"], ["json", "JSON"]],
  triples: [["turtle", "Turtle"], ["csv", "CSV"]],
  truth: [["json", "JSON"]],
};

/** Save the answer as the server writes it: whole, and in CSV with no cell that a spreadsheet would run. */
const keep = async (form) => {
  const response = await post({ ...result.content, form });
  if (!response.ok) {
    state((await response.json().catch(() => ({}))).message ?? say("failed"));
    return;
  }
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))?.[1] ?? `answer.${form}`;
  const address = URL.createObjectURL(await response.blob());
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  state(say("saved", name));
};
