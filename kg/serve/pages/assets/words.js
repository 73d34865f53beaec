// What the editor says, beside what the explorer says already.

Object.assign(WORDS.fr, {
  rows: ["ligne", "lignes"], triples: ["triplet", "triplets"], values: ["valeur", "valeurs"],
  run: "Interroger", runHint: "Ctrl + Entrée", stop: "Arrêter", asking: "Interrogation en cours…", stopped: "Arrêtée.",
  writePrefixes: "Écrire les préfixes", writePrefixesHint: "Pour que la requête tourne ailleurs", linkWord: "Copier le lien", linked: "Lien copié", freshWord: "Requête vide",
  questions: "Questions", closeWord: "Fermer", searchQuestion: "Chercher une question", recent: "Récentes", forget: "Oublier",
  noQuestion: "Aucune question de ce nom.", ownQuery: "Votre requête", changed: "modifiée",
  anyValue: "tout", entityHint: "nom ou IRI",
  tableView: "Tableau", chartView: "Diagramme", graphView: "Graphe", viewsOf: "La réponse",
  downloadAs: (form) => `Télécharger en ${form}`, truth: (yes) => (yes ? "Oui" : "Non"),
  nothing: "Aucune ligne. Le motif ne trouve rien : ôtez une condition, ou vérifiez un nom.",
  seconds: (value) => `${String(value.toFixed(value < 1 ? 2 : 1)).replace(".", ",")} s`,
  onlyFirst: (shown) => `les ${shown} premières`, moreRows: (rest) => `${rest} lignes de plus`,
  filterRows: "Filtrer les lignes", filteredRows: (some, all) => `${some} sur ${all}`,
  chartOf: "Valeur", chartBy: "Par", countRows: "nombre de lignes",
  others: (rest, total) => `${rest} autres, ${total} en tout`, chartLabel: (value, by) => `${value} par ${by}`,
  line: "ligne", column: "colonne", failed: "Le serveur ne répond pas. Tourne-t-il encore ?",
  editorLabel: "Requête SPARQL. Ctrl + Entrée interroge, Ctrl + Espace complète, Tab quitte l'éditeur.",
  expected: (what) => `Ici on attend ${what}`, drawing: "Le graphe se dessine…", pictureTitle: "Le graphe de la réponse", parameters: "Valeurs de la question", openTable: "Résultats, en tableau",
});
Object.assign(WORDS.en, {
  rows: ["row", "rows"], triples: ["triple", "triples"], values: ["value", "values"],
  run: "Ask", runHint: "Ctrl + Enter", stop: "Stop", asking: "Asking…", stopped: "Stopped.",
  writePrefixes: "Write prefixes", writePrefixesHint: "So that the query runs elsewhere", linkWord: "Copy link", linked: "Link copied", freshWord: "Empty query",
  questions: "Questions", closeWord: "Close", searchQuestion: "Search for a question", recent: "Recent", forget: "Forget",
  noQuestion: "No question of that name.", ownQuery: "Your query", changed: "changed",
  anyValue: "any", entityHint: "name or IRI",
  tableView: "Table", chartView: "Chart", graphView: "Graph", viewsOf: "The answer",
  downloadAs: (form) => `Download as ${form}`, truth: (yes) => (yes ? "Yes" : "No"),
  nothing: "No row. The pattern finds nothing: take a condition away, or check a name.",
  seconds: (value) => `${value.toFixed(value < 1 ? 2 : 1)} s`,
  onlyFirst: (shown) => `the first ${shown}`, moreRows: (rest) => `${rest} more rows`,
  filterRows: "Filter the rows", filteredRows: (some, all) => `${some} of ${all}`,
  chartOf: "Value", chartBy: "By", countRows: "number of rows",
  others: (rest, total) => `${rest} others, ${total} in all`, chartLabel: (value, by) => `${value} by ${by}`,
  line: "line", column: "column", failed: "The server does not answer. Is it still running?",
  editorLabel: "SPARQL query. Ctrl + Enter asks, Ctrl + Space completes, Tab leaves the editor.",
  expected: (what) => `Here is expected ${what}`, drawing: "Drawing the graph…", pictureTitle: "The graph of the answer", parameters: "Values of the question", openTable: "Results, as a table",
});

const FACTS = JSON.parse(find("kg-facts").textContent);
const QUESTIONS = new Map(FACTS.questions.map((question) => [question.name, question]));
