// Unpacks vis-network and our scripts and runs them. They become inline scripts of exactly the packed text, whose
// hashes the page's policy names. Ours finds `inflate` on its own element, so that no global name is needed.

(() => {
  "use strict";

  const bytes = (id) => {
    const text = atob(document.getElementById(id).textContent);
    const found = new Uint8Array(text.length);
    for (let place = 0; place < text.length; place += 1) found[place] = text.charCodeAt(place);
    return found;
  };

  /** The text of a packed part of the page, by the id of its element. */
  const inflate = (id) => new Response(new Blob([bytes(id)]).stream().pipeThrough(new DecompressionStream("gzip"))).text();

  const run = (text) => {
    const script = document.createElement("script");
    script.textContent = text;
    script.inflate = inflate;
    document.body.append(script);
    script.remove();
  };

  const sentence = (language, text) => {
    const element = document.createElement("p");
    element.lang = language;
    element.textContent = text;
    return element;
  };

  if (typeof DecompressionStream === "undefined") {
    document.body.textContent = "";
    document.body.append(
      sentence("fr", "Ce navigateur est trop ancien pour cette page\u00a0: ouvrez-la avec Chrome ou Edge 80, Firefox 113, Safari 16.4 ou plus récent."),
      sentence("en", "This browser is too old for this page: open it with Chrome or Edge 80, Firefox 113, Safari 16.4 or newer."),
    );
  } else {
    Promise.all(["kg-vis", "kg-script"].map(inflate)).then((texts) => texts.forEach(run));
  }
})();
