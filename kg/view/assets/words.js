// What the page says, in French and English, and how it writes numbers, days and names.

const WORDS = {
  fr: {
    entities: ["entité", "entités"], relations: ["relation", "relations"], articles: ["article", "articles"],
    mentions: ["mention", "mentions"], connections: ["relation", "relations"], sources: ["source", "sources"],
    passages: ["passage", "passages"], steps: ["pas", "pas"], filters: ["filtre", "filtres"], pinned: ["épinglée", "épinglées"],
    independent: ["source indépendante", "sources indépendantes"],
    from: (first, last) => (first === last ? `du ${first}` : `du ${first} au ${last}`),
    search: "Chercher une entité", nothingFound: "Rien de ce nom sur cette page",
    switchLanguage: "English", themeHint: "Clair ou sombre",
    zoomIn: "Agrandir", zoomOut: "Réduire", fit: "Tout voir",
    tools: "Outils", side: "Filtres", sideHint: "Recherche et filtres", close: "Fermer", back: "Retour",
    classes: "Entités", relationsTitle: "Relations", status: "Statut", publishers: "Sources", publisherUnknown: "source inconnue",
    leastConfidence: "Confiance minimale", hideLone: "Masquer ce qui n'est pas relié", clear: "tout", fewer: "Moins", more: (count) => `${count} de plus`,
    asserted: "affirmée", planned: "prévue", hypothetical: "hypothétique", negated: "niée",
    since: "Depuis", until: "Jusqu'à", play: "Voir le graphe grandir", pause: "Arrêter", datesHint: "Dates des articles",
    undo: "Annuler", redo: "Rétablir", share: "Copier le lien", copied: "Lien copié", copyYourself: "Copiez l'adresse de la page",
    arrange: "Disposer", groupBy: "Grouper", noGroups: "comme calculé", byClass: "par classe", byCommunity: "par communauté", otherGroups: "petites communautés",
    sizeBy: "Taille selon", byDegree: "le nombre de voisins", byRank: "l'importance (PageRank)", byArticles: "le nombre d'articles", bundle: "Réunir les relations parallèles",
    export: "Exporter", as_png: "image", as_svg: "dessin", as_turtle: "RDF", as_graphml: "yEd, networkx", as_gexf: "Gephi", as_csv: "tableur",
    saved: (name) => `${name} enregistré`,
    table: "Tableau", tableHint: "Les relations affichées, en tableau", tableOf: (total) => `À l’écran : ${total}`, nextRows: (total) => `${total} lignes de plus`,
    head: "De", relation: "Relation", tail: "Vers", last: "Vue le", evidenceColumn: "Passages", agreement: "Accord", sourcesColumn: "Sources", damaged: "Ces phrases ne peuvent être lues : le fichier est endommagé.", missing: "L’adresse nomme ce que cette page n’a pas.",
    graph: "Graphe des entités. Flèches : aller d'entité en entité. Entrée : lire le panneau. E : déplier ou replier. F : centrer. P : épingler. T : tableau. Échap : tout revoir. + et − : zoom. 0 : tout voir.",
    panel: "Ce que disent les articles",
    overview: "Vue d'ensemble", hint: "Choisissez une entité pour voir ce que les articles en disent, ou une relation pour lire les phrases qui l'affirment.",
    mostConnected: "Les plus reliées", bestBacked: "Les mieux attestées", latest: "Les plus récentes",
    alsoCalled: (names) => `Aussi appelée ${names}`, noFacts: "Aucune relation affichée.",
    filtered: (count) => (count === 1 ? "1 autre relation ne passe pas les filtres." : `${count} autres relations ne passent pas les filtres.`),
    notShown: (count) => (count === 1 ? "1 autre relation n'est pas sur cette page." : `${count} autres relations ne sont pas sur cette page.`),
    focus: "Centrer", expand: (count) => `Déplier (${count})`, collapse: "Replier", pin: "Épingler", pathTo: "Chemin vers…",
    confidence: "Confiance", seen: "Vue", role: "Fonction", evidence: "Ce que disent les articles", noEvidence: "Aucun article ne l'affirme : cette relation vient de la requête.",
    between: "Autres relations entre les deux", undated: "sans date", namedIn: "Articles", links: "Liens",
    by: "Trouvé par", place: (start, end) => `caractères ${start} à ${end}`,
    timeline: "mentions", timelineOf: (total, first, last) => `${total} du ${first} au ${last}`,
    path: "Chemin", noPath: "Rien ne relie ces deux entités parmi les relations qui passent les filtres.",
    wayTitle: "Chemin entre deux entités", wayFrom: "De", wayTo: "Vers", wayGo: "Chercher", cancel: "Annuler", findWay: "Chemin",
    around: (name) => `Autour de ${name}`, depth: "Distance", nearer: "Moins loin", farther: "Plus loin", remove: (what) => `Retirer : ${what}`, ofFacet: (facet) => ` (${facet})`,
    byHand: (count) => (count === 1 ? "1 changement à la main" : `${count} changements à la main`),
    mostImportant: (drawn, all) => `Les ${drawn} plus importantes de ${all} entités ; la recherche trouve les autres.`, drawAll: "Tout dessiner",
    allDrawn: (drawn) => `Les ${drawn} entités sont dessinées.`, drawFewer: "Les plus importantes seulement",
    notInFile: (entities, statements) => `${entities} et ${statements} ne sont pas dans ce fichier.`,
    empty: "Rien à montrer : aucune relation ne passe les filtres.", nothingPasses: "Rien ne passe ces filtres.",
    shown: (entities, statements) => `À l’écran : ${entities}, ${statements}`,
  },
  en: {
    entities: ["entity", "entities"], relations: ["relation", "relations"], articles: ["article", "articles"],
    mentions: ["mention", "mentions"], connections: ["relation", "relations"], sources: ["source", "sources"],
    passages: ["passage", "passages"], steps: ["step", "steps"], filters: ["filter", "filters"], pinned: ["pinned", "pinned"],
    independent: ["independent source", "independent sources"],
    from: (first, last) => (first === last ? first : `${first} to ${last}`),
    search: "Search for an entity", nothingFound: "Nothing of that name on this page",
    switchLanguage: "Français", themeHint: "Light or dark",
    zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "See all",
    tools: "Tools", side: "Filters", sideHint: "Search and filters", close: "Close", back: "Back",
    classes: "Entities", relationsTitle: "Relations", status: "Status", publishers: "Sources", publisherUnknown: "unknown source",
    leastConfidence: "Least confidence", hideLone: "Hide what is not connected", clear: "all", fewer: "Fewer", more: (count) => `${count} more`,
    asserted: "asserted", planned: "planned", hypothetical: "hypothetical", negated: "denied",
    since: "Since", until: "Until", play: "Watch the graph grow", pause: "Stop", datesHint: "Dates of the articles",
    undo: "Undo", redo: "Redo", share: "Copy link", copied: "Link copied", copyYourself: "Copy the page's address",
    arrange: "Arrange", groupBy: "Group", noGroups: "as computed", byClass: "by class", byCommunity: "by community", otherGroups: "small communities",
    sizeBy: "Size by", byDegree: "number of neighbours", byRank: "importance (PageRank)", byArticles: "number of articles", bundle: "Bundle parallel relations",
    export: "Export", as_png: "picture", as_svg: "drawing", as_turtle: "RDF", as_graphml: "yEd, networkx", as_gexf: "Gephi", as_csv: "spreadsheet",
    saved: (name) => `${name} saved`,
    table: "Table", tableHint: "The relations shown, as a table", tableOf: (total) => `Shown: ${total}`, nextRows: (total) => `${total} more rows`,
    head: "From", relation: "Relation", tail: "To", last: "Last seen", evidenceColumn: "Passages", agreement: "Agreement", sourcesColumn: "Sources", damaged: "These sentences cannot be read: the file is damaged.", missing: "The address names what this page does not have.",
    graph: "Graph of entities. Arrows: go from entity to entity. Enter: read the panel. E: expand or collapse. F: focus. P: pin. T: table. Escape: see all again. + and −: zoom. 0: see all.",
    panel: "What the articles say",
    overview: "Overview", hint: "Choose an entity to see what the articles say of it, or a relation to read the sentences that state it.",
    mostConnected: "Most connected", bestBacked: "Best backed", latest: "Most recent",
    alsoCalled: (names) => `Also called ${names}`, noFacts: "No relation shown.",
    filtered: (count) => (count === 1 ? "1 more relation does not pass the filters." : `${count} more relations do not pass the filters.`),
    notShown: (count) => (count === 1 ? "1 more relation is not on this page." : `${count} more relations are not on this page.`),
    focus: "Focus", expand: (count) => `Expand (${count})`, collapse: "Collapse", pin: "Pin", pathTo: "Path to…",
    confidence: "Confidence", seen: "Seen", role: "Role", evidence: "What the articles say", noEvidence: "No article states it: this relation comes from the query.",
    between: "Other relations between the two", undated: "no date", namedIn: "Articles", links: "Links",
    by: "Found by", place: (start, end) => `characters ${start} to ${end}`,
    timeline: "mentions", timelineOf: (total, first, last) => `${total} from ${first} to ${last}`,
    path: "Path", noPath: "Nothing joins these two entities among the relations that pass the filters.",
    wayTitle: "Path between two entities", wayFrom: "From", wayTo: "To", wayGo: "Find", cancel: "Cancel", findWay: "Path",
    around: (name) => `Around ${name}`, depth: "Distance", nearer: "Nearer", farther: "Farther", remove: (what) => `Remove: ${what}`, ofFacet: (facet) => ` (${facet})`,
    byHand: (count) => (count === 1 ? "1 change by hand" : `${count} changes by hand`),
    mostImportant: (drawn, all) => `The ${drawn} most important of ${all} entities; search finds the others.`, drawAll: "Draw all",
    allDrawn: (drawn) => `All ${drawn} entities are drawn.`, drawFewer: "The most important only",
    notInFile: (entities, statements) => `${entities} and ${statements} are not in this file.`,
    empty: "Nothing to show: no relation passes the filters.", nothingPasses: "Nothing passes these filters.",
    shown: (entities, statements) => `${entities} and ${statements} shown`,
  },
};

let language = document.documentElement.lang in WORDS ? document.documentElement.lang : "fr";
const wordListeners = [];
/** Call a listener whenever the page begins to speak another language. */
const onWords = (listener) => wordListeners.push(listener);
const speak = (next) => {
  language = next;
  wordListeners.forEach((listener) => listener());
};

/** The text of this name in the page's language. */
const say = (name, ...values) => {
  const text = WORDS[language][name];
  return typeof text === "function" ? text(...values) : text;
};

// Numbers and days are written here and not by Intl, whose first use costs more than the rest of the page's words.

/** 1234567 as "1 234 567" or "1,234,567"; French parts thousands by a narrow space that does not break. */
const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, language === "fr" ? "\u202f" : ",");

/** "1 relation", "1 234 relations". French counts 0 and 1 in the singular, English 1 alone. */
const count = (value, name) => {
  const [one, many] = WORDS[language][name];
  return `${number(value)} ${value === 1 || (value === 0 && language === "fr") ? one : many}`;
};

const percent = (share) => `${number(Math.round(100 * share))}${language === "fr" ? "\u00a0" : ""}%`;

const MONTHS = {
  fr: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
  en: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};

/** An ISO day as people write it. */
const day = (iso) => {
  const [year, month, date] = iso.split("-").map(Number);
  return MONTHS[language][month - 1] && date ? `${date} ${MONTHS[language][month - 1]} ${year}` : iso;
};

/** The label in the page's language, else in English, else in any. */
const label = (labels) => labels[language] ?? labels.en ?? Object.values(labels)[0] ?? "";

/** A relation and what it leads to; French drops an e before a vowel: "est partenaire d’OpenAI". */
const joinedTo = (relation, name) =>
  language === "fr" && relation.endsWith(" de") && /^[aeiou]/.test(fold(name)) ? `${relation.slice(0, -1)}’${name}` : `${relation} ${name}`;

/** A text without case and accents, so that "societe" finds "Société". */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
