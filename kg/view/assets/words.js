// What the page says, in French and English, and how it writes numbers, days and names.

const WORDS = {
  fr: {
    entities: ["entité", "entités"], relations: ["relation", "relations"], articles: ["article", "articles"],
    mentions: ["mention", "mentions"], connections: ["relation", "relations"], sources: ["source", "sources"],
    passages: ["passage", "passages"],
    from: (first, last) => (first === last ? `du ${first}` : `du ${first} au ${last}`),
    search: "Chercher une entité", nothingFound: "Rien de ce nom sur cette page",
    switchLanguage: "English", switchLanguageHint: "Afficher en anglais", theme: "Clair ou sombre",
    zoomIn: "Agrandir", zoomOut: "Réduire", fit: "Tout voir",
    legend: "Légende", classes: "Classes", statuses: "Relations", show: "Afficher ou masquer",
    asserted: "affirmée", planned: "prévue", hypothetical: "hypothétique", negated: "niée",
    graph: "Graphe des entités. Flèches : aller d'entité en entité. Entrée : lire le panneau. Échap : tout revoir. + et − : zoom. 0 : tout voir.",
    overview: "Vue d'ensemble", hint: "Choisissez une entité pour voir ce que les articles en disent, ou une relation pour lire les phrases qui l'affirment.",
    mostConnected: "Les plus reliées", byRelation: "Par relation", back: "Retour", close: "Fermer",
    alsoCalled: (names) => `Aussi appelée ${names}`, noFacts: "Aucune relation affichée.", more: (count) => `Voir les ${count} autres`,
    notShown: (count) => (count === 1 ? "1 autre relation n'est pas sur cette page." : `${count} autres relations ne sont pas sur cette page.`),
    status: "Statut", confidence: "Confiance", seen: "Vue", role: "Fonction", sourcesOf: "Sources",
    evidence: "Ce que disent les articles", between: "Autres relations entre les deux", untitled: "Sans titre", undated: "sans date",
    by: "Trouvé par", place: (start, end) => `caractères ${start} à ${end}`,
    hidden: (entities, statements) => `Les plus reliées sont dessinées ; ${entities} et ${statements} ne le sont pas.`,
    empty: "Rien à montrer : aucune relation ne passe les filtres.",
    table: (count) => `Tableau des relations affichées (${count})`,
    head: "De", relation: "Relation", tail: "Vers", last: "Vue le", nextRows: (count) => `${count} lignes de plus`,
    shown: (entities, statements) => `${entities} et ${statements} affichées`,
   
  },
  en: {
    entities: ["entity", "entities"], relations: ["relation", "relations"], articles: ["article", "articles"],
    mentions: ["mention", "mentions"], connections: ["relation", "relations"], sources: ["source", "sources"],
    passages: ["passage", "passages"],
    from: (first, last) => (first === last ? first : `${first} to ${last}`),
    search: "Search for an entity", nothingFound: "Nothing of that name on this page",
    switchLanguage: "Français", switchLanguageHint: "Show in French", theme: "Light or dark",
    zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "See all",
    legend: "Legend", classes: "Classes", statuses: "Relations", show: "Show or hide",
    asserted: "asserted", planned: "planned", hypothetical: "hypothetical", negated: "denied",
    graph: "Graph of entities. Arrows: go from entity to entity. Enter: read the panel. Escape: see all again. + and −: zoom. 0: see all.",
    overview: "Overview", hint: "Choose an entity to see what the articles say of it, or a relation to read the sentences that state it.",
    mostConnected: "Most connected", byRelation: "By relation", back: "Back", close: "Close",
    alsoCalled: (names) => `Also called ${names}`, noFacts: "No relation shown.", more: (count) => `Show the other ${count}`,
    notShown: (count) => (count === 1 ? "1 more relation is not on this page." : `${count} more relations are not on this page.`),
    status: "Status", confidence: "Confidence", seen: "Seen", role: "Role", sourcesOf: "Sources",
    evidence: "What the articles say", between: "Other relations between the two", untitled: "Untitled", undated: "no date",
    by: "Found by", place: (start, end) => `characters ${start} to ${end}`,
    hidden: (entities, statements) => `The most connected are drawn; ${entities} and ${statements} are not.`,
    empty: "Nothing to show: no relation passes the filters.",
    table: (count) => `Table of the relations shown (${count})`,
    head: "From", relation: "Relation", tail: "To", last: "Last seen", nextRows: (count) => `${count} more rows`,
    shown: (entities, statements) => `${entities} and ${statements} shown`,
   
  },
};

let language = document.documentElement.lang in WORDS ? document.documentElement.lang : "fr";

/** The text of this name in the page's language. */
const say = (name, ...values) => {
  const text = WORDS[language][name];
  return typeof text === "function" ? text(...values) : text;
};

const number = (value) => value.toLocaleString(language);

/** "1 relation", "1 234 relations". French counts 0 and 1 in the singular, English 1 alone. */
const count = (value, name) => {
  const [one, many] = WORDS[language][name];
  return `${number(value)} ${value === 1 || (value === 0 && language === "fr") ? one : many}`;
};

const percent = (share) => new Intl.NumberFormat(language, { style: "percent" }).format(share);

/** An ISO day as people write it. */
const day = (iso) => {
  const date = new Date(`${iso}T00:00:00Z`);
  const form = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(language, form).format(date);
};

/** The label in the page's language, else in English, else in any. */
const label = (labels) => labels[language] ?? labels.en ?? Object.values(labels)[0] ?? "";

/** A text without case and accents, so that "societe" finds "Société". */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
