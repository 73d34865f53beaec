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
  const inflate = (id) => new Response(new Blob([bytes(document.getElementById(id).textContent)]).stream().pipeThrough(new DecompressionStream("gzip"))).text();

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
