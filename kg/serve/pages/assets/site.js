// What every page can do: switch between light and dark, search for an entity, copy what stands beside a button.

const scheme = matchMedia("(prefers-color-scheme: dark)");
const shownTheme = () => document.documentElement.dataset.theme ?? (scheme.matches ? "dark" : "light");
const themeListeners = [];

find("theme").addEventListener("click", () => {
  const next = shownTheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem("kg-theme", next);
  } catch {
    // The theme then holds for this page alone.
  }
  themeListeners.forEach((listener) => listener(next));
});
scheme.addEventListener("change", () => themeListeners.forEach((listener) => listener(shownTheme())));

const siteSearch = find("site-search");
combobox(siteSearch, (one) => location.assign(one.href));
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  siteSearch.focus();
});

for (const one of document.querySelectorAll("[data-copy]")) {
  one.addEventListener("click", async () => {
    await navigator.clipboard.writeText(find(one.dataset.copy).textContent);
    one.classList.add("done");
  });
}

/** Make the IRI that the panel of an explorer shows lead to the page of what it names. */
const linkNames = (inside) => {
  for (const code of inside.querySelectorAll("#panel .iri code:not(:has(a))")) {
    const made = inside.createElement("a");
    made.href = `/resource?iri=${encodeURIComponent(code.textContent)}`;
    made.target = "_top";
    made.textContent = code.textContent;
    code.replaceChildren(made);
  }
};

/**
 * Make an explorer in a frame part of the page around it, which has the buttons for theme and language.
 *
 * Gives whether there is an explorer in the frame.
 */
const tame = (frame) => {
  const inside = frame.contentDocument;
  const switching = inside?.getElementById("theme");
  if (!switching || inside.documentElement.dataset.tame) return Boolean(switching);
  inside.documentElement.dataset.tame = "yes";
  for (const id of ["theme", "language"]) inside.getElementById(id).hidden = true;
  const follow = () => {
    const theme = inside.documentElement.dataset.theme;
    if (theme && theme !== shownTheme()) switching.click();
  };
  new MutationObserver(follow).observe(inside.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  new MutationObserver(() => linkNames(inside)).observe(inside.getElementById("panel"), { childList: true, subtree: true });
  themeListeners.push(follow);
  follow();
  return true;
};

document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

window.kgSite = { combobox, offeredFor, tame };
