// The explorer in its frame, and the field that chooses what it shows.

(() => {
  const frame = document.getElementById("picture-frame");
  const around = document.getElementById("around");

  const arrive = () => {
    if (window.kgSite.tame(frame)) document.body.classList.add("drawn");
  };

  frame.addEventListener("load", arrive);
  if (frame.contentDocument?.readyState === "complete") arrive();
  window.kgSite.combobox(around, (one) => {
    const asked = new URLSearchParams({ around: one.iri, depth: around.form.elements.depth.value });
    location.assign(`/explore?${asked}`);
  });
})();
