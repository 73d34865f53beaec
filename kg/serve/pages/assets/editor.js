// The editor: Yasqe as Yasgui brings it, with the page's words and keys, and with faults marked where they are.

const Yasqe = Yasgui.Yasqe;

/** Show where the grammar does not follow the text, at the edge and in the page's language. */
Yasqe.prototype.checkSyntax = function checkSyntax() {
  this.queryValid = true;
  this.clearGutter("gutterErrorBar");
  const text = this.getDoc();
  for (let row = 0; row < text.lineCount(); row += 1) {
    const { state } = this.getTokenAt({ line: row, ch: text.getLine(row).length }, true);
    this.setOption("queryType", state.queryType);
    if (state.OK === false) {
      const wanted = (state.possibleCurrent ?? []).slice(0, 8).join(", ");
      this.setGutterMarker(row, "gutterErrorBar", make("span", { className: "doubt", title: say("expected", wanted), "aria-hidden": "true" }, "●"));
      this.queryValid = false;
      return;
    }
  }
};

// The prefixes of the graph are known without PREFIX lines, to the server and so to the grammar here.
Yasqe.defineMode("sparql-of-graph", (config) => {
  const mode = Yasqe.getMode(config, "sparql11");
  const startState = (...given) => {
    const state = mode.startState(...given);
    Object.assign(state.prefixes, FACTS.prefixes);
    return state;
  };
  return { ...mode, startState };
});

const EXAMPLE = `SELECT ?relation (COUNT(*) AS ?statements) WHERE {
  ?statement kg:predicate ?relation ; kg:status "asserted" .
}
GROUP BY ?relation
ORDER BY DESC(?statements) ?relation
`;

const editor = new Yasqe(find("query"), {
  value: EXAMPLE,
  mode: "sparql-of-graph",
  autocompleters: [],
  persistenceId: null,
  createShareableLink: null,
  consumeShareLink: null,
  showQueryButton: false,
  resizeable: false,
  editorHeight: "auto",
  viewportMargin: Infinity,
  screenReaderLabel: say("editorLabel"),
  foldGutter: false,
  gutters: ["gutterErrorBar", "CodeMirror-linenumbers"],
  highlightSelectionMatches: false,
  extraKeys: {
    Tab: false, "Shift-Tab": false, // Tab leaves the editor, as it does every field
    "Ctrl-Enter": () => run(), "Cmd-Enter": () => run(),
    "Ctrl-Space": () => complete(),
    "Ctrl-S": () => copyLink(),
  },
});
editor.getInputField().setAttribute("aria-label", say("editorLabel"));

let faultMarks = [];
const clearFault = () => {
  faultMarks.forEach((mark) => mark.clear());
  faultMarks = [];
};

/** Mark what is wrong, say it under its line, and bring it into view. */
const markFault = ({ message, line: row, column }) => {
  clearFault();
  const text = editor.getDoc();
  const at = row ? Math.min(row, text.lineCount()) - 1 : null;
  const note = make("p", { className: "fault", role: "alert" }, at === null ? null : make("strong", {}, `${say("line")} ${row}${column ? `, ${say("column")} ${column}` : ""} `), message);
  if (at === null) { // it speaks of the form, or of the whole: above the first line, next to both
    faultMarks.push(editor.addLineWidget(0, note, { coverGutter: true, above: true }));
    editor.scrollTo(0, 0);
    return;
  }
  const length = text.getLine(at).length;
  const from = Math.min(Math.max((column ?? 1) - 1, 0), Math.max(length - 1, 0));
  const word = /^(\w+|[^\w\s]+)?/.exec(text.getLine(at).slice(from))[0];
  const mark = text.markText({ line: at, ch: from }, { line: at, ch: Math.max(from + word.length, from + 1) }, { className: "faulty" });
  const handle = editor.addLineClass(at, "background", "faulty-line");
  faultMarks.push(mark, { clear: () => editor.removeLineClass(handle, "background", "faulty-line") }, editor.addLineWidget(at, note, { coverGutter: true }));
  editor.scrollIntoView({ line: at, ch: from }, 60);
  text.setCursor({ line: at, ch: from });
};
editor.on("change", clearFault);

/** Write the PREFIX lines that the query uses and does not have yet. */
const writePrefixes = () => {
  const text = editor.getValue();
  const there = new Set([...text.matchAll(/^\s*PREFIX\s+([\w-]*):/gim)].map(([, prefix]) => prefix));
  const plainText = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#.*$/gm, " ");
  const used = new Set([...plainText.matchAll(/(?<![\w:?$-])([A-Za-z][\w-]*):/g)].map(([, prefix]) => prefix));
  const missing = [...used].filter((prefix) => prefix in FACTS.prefixes && !there.has(prefix)).sort();
  if (missing.length) editor.setValue(`${missing.map((prefix) => `PREFIX ${prefix}: <${FACTS.prefixes[prefix]}>\n`).join("")}${text}`);
};
