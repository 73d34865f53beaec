// The shelf: the questions of the library by theme, those asked lately, and a search over them.

const RECENT = "kg-recent";
const MOST_RECENT = 12;

const recalled = () => {
  try {
    const found = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.text === "string") : [];
  } catch {
    return [];
  }
};
const store = (recent) => {
  try {
    localStorage.setItem(RECENT, JSON.stringify(recent));
  } catch {
    // A browser that keeps nothing for a page forgets what was asked.
  }
};

/** Keep what was asked, the newest first. */
const remember = (content) => {
  const same = JSON.stringify(content);
  store([content, ...recalled().filter((one) => JSON.stringify(one) !== same)].slice(0, MOST_RECENT));
  drawShelf();
};

const shorten = (content) => {
  const question = QUESTIONS.get(content.question);
  const said = Object.values(content.values ?? {}).map((value) => spoken(String(value)));
  if (question) return [label(question.summary), said.join(", ")];
  const line = content.text.split("\n").find((one) => one.trim() && !/^\s*(PREFIX|BASE|#)/i.test(one)) ?? "";
  return [say("ownQuery"), line.trim()];
};

const shelfItem = (onclick, title, note, chosen = false) => {
  const made = button("question", onclick, make("span", {}, title), note ? make("span", { className: "quiet small" }, note) : null);
  if (chosen) made.setAttribute("aria-current", "true");
  return made;
};

const drawShelf = () => {
  const typed = fold(find("shelf-search").value.trim());
  const fits = (question) => !typed || typed.split(/\s+/).every((word) => fold(`${question.name} ${Object.values(question.summary).join(" ")} ${question.theme}`).includes(word));
  const found = FACTS.questions.filter(fits);
  const groups = [...Map.groupBy(found, (question) => question.theme)].map(([theme, inside]) => make("section", {},
    make("h2", {}, theme), make("ul", {}, ...inside.map((question) => make("li", {}, shelfItem(() => openQuestion(question), label(question.summary), question.name, open?.name === question.name))))));
  const recent = typed ? [] : recalled().slice(0, 6);
  const lately = recent.length ? make("section", {}, make("h2", {}, say("recent"), button("plain clear", () => { store([]); drawShelf(); }, say("forget"))),
    make("ul", {}, ...recent.map((content) => make("li", {}, shelfItem(() => recallQuestion(content), ...shorten(content)))))) : null;
  find("shelf-list").replaceChildren(...[lately, ...groups].filter(Boolean), ...(found.length ? [] : [make("p", { className: "quiet" }, say("noQuestion"))]));
};

const showShelf = (shown) => {
  document.body.classList.toggle("shelved", shown);
  find("shelf-open").setAttribute("aria-expanded", String(shown));
  if (shown) find("shelf-search").focus();
  else find("shelf-open").focus();
};

find("shelf-search").addEventListener("input", drawShelf);
find("shelf-open").addEventListener("click", () => showShelf(!document.body.classList.contains("shelved")));
find("shelf-close").addEventListener("click", () => showShelf(false));
find("shelf").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.body.classList.contains("shelved")) showShelf(false);
});
