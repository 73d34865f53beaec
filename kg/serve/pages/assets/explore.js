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

  const arrive = () => {
    const inside = frame.contentDocument;
    const panel = inside?.getElementById("panel");
    if (!panel) return;
    window.kgSite.tame(frame);
    document.body.classList.add("drawn");
    linkEntities(inside);
    new MutationObserver(() => linkEntities(inside)).observe(panel, { childList: true, subtree: true });
  };

  frame.addEventListener("load", arrive);
  window.addEventListener("load", () => {
    if (frame.contentDocument?.readyState === "complete") arrive();
    window.kgSite.combobox(around, (one) => {
      const asked = new URLSearchParams({ around: one.iri, depth: around.form.elements.depth.value });
      location.assign(`/explore?${asked}`);
    });
  });
})();
