// The explorer in its frame: it follows the theme of the page, and what it names leads to the pages of the entities.

(() => {
  const frame = document.getElementById("picture-frame");
  const around = document.getElementById("around");

  /** Make the IRI that the explorer's panel shows lead to the entity's page here. */
  const linkEntities = (inside) => {
    for (const code of inside.querySelectorAll("#panel .iri code:not(:has(a))")) {
      const link = inside.createElement("a");
      link.href = `/resource?iri=${encodeURIComponent(code.textContent)}`;
      link.target = "_top";
      link.textContent = code.textContent;
      code.replaceChildren(link);
    }
  };

  const follow = () => {
    const inside = frame.contentDocument;
    const theme = inside?.documentElement.dataset.theme;
    if (theme && theme !== window.kgSite.shownTheme()) inside.getElementById("theme")?.click();
  };

  const arrive = () => {
    const inside = frame.contentDocument;
    const panel = inside?.getElementById("panel");
    if (!panel) return;
    follow();
    for (const id of ["theme", "language"]) inside.getElementById(id).hidden = true; // the page around has both
    document.body.classList.add("drawn");
    linkEntities(inside);
    new MutationObserver(() => linkEntities(inside)).observe(panel, { childList: true, subtree: true });
  };

  frame.addEventListener("load", arrive);
  window.addEventListener("load", () => {
    window.kgSite.onTheme(follow);
    if (frame.contentDocument?.readyState === "complete") arrive();
    window.kgSite.combobox(around, (one) => {
      const asked = new URLSearchParams({ around: one.iri, depth: around.form.elements.depth.value });
      location.assign(`/explore?${asked}`);
    });
  });
})();
