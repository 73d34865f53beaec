// Unpacks vis-network and our scripts and runs them. They become inline scripts of exactly the packed text, whose
// hashes the page's policy names. Ours finds `inflate` on its own element, so that no global name is needed.

(() => {
  "use strict";

  /** The letters of RFC 1924, where , . / stand for those that HTML would have escaped. */
  const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_`{|}~";
  const digits = new Uint8Array(128);
  for (let digit = 0; digit < LETTERS.length; digit += 1) digits[LETTERS.charCodeAt(digit)] = digit;

  /** The bytes of a text in base85: five letters are four bytes, and the last letters fewer. */
  const bytes = (text) => {
    const letters = new TextEncoder().encode(text + "~~~~".slice(0, (5 - (text.length % 5)) % 5));
    const found = new DataView(new ArrayBuffer((letters.length / 5) * 4));
    for (let from = 0, to = 0; from < letters.length; from += 5, to += 4) {
      let word = 0;
      for (let at = from; at < from + 5; at += 1) word = word * 85 + digits[letters[at]];
      found.setUint32(to, word);
    }
    return new Uint8Array(found.buffer, 0, Math.floor((text.length * 4) / 5));
  };

  /** The text of a packed part of the page, by the id of its element. */
  const inflate = async (id) => new Response(new Blob([bytes(document.getElementById(id).textContent)]).stream().pipeThrough(new DecompressionStream("gzip"))).text();

  const run = (text, inflate) => {
    const script = document.createElement("script");
    script.textContent = text;
    script.inflate = inflate;
    document.body.append(script);
    script.remove();
  };

  /** What our scripts and styles need, in the order in which browsers came to know it. */
  const able = () => typeof DecompressionStream !== "undefined" && Map.groupBy && URL.canParse && CSS.supports("color", "light-dark(red, red)");

  /** Put a sentence in both languages in the place of the page. */
  const sayInstead = (sentences) => {
    document.body.textContent = "";
    for (const [language, text] of Object.entries(sentences)) {
      const element = document.createElement("p");
      element.lang = language;
      element.textContent = text;
      document.body.append(element);
    }
  };

  const TOO_OLD = {
    fr: "Ce navigateur est trop ancien pour cette page\u00a0: ouvrez-la avec Chrome ou Edge 123, Firefox 120, Safari 17.5 ou plus récent.",
    en: "This browser is too old for this page: open it with Chrome or Edge 123, Firefox 120, Safari 17.5 or newer.",
  };
  const DAMAGED = {
    fr: "Cette page est abîmée\u00a0: une partie du fichier ne se lit plus. Copiez-le ou faites-le de nouveau.",
    en: "This page is damaged: a part of its file cannot be read. Copy the file again, or make it again.",
  };

  /** Unpack what the page cannot be without, the graph too, so that nothing runs where a part of it is damaged. */
  const start = () => {
    const first = Object.fromEntries(["kg-vis", "kg-script", "kg-graph", "kg-picture"].map((id) => [id, inflate(id)]));
    Promise.all(Object.values(first)).then(
      ([vis, ours]) => [vis, ours].forEach((text) => run(text, (id) => first[id] ?? inflate(id))),
      (error) => {
        sayInstead(DAMAGED);
        throw error; // the console keeps the reason
      },
    );
  };

  if (able()) start();
  else sayInstead(TOO_OLD);
})();
