// A field that offers the entities whose name begins as was typed (WAI-ARIA, combobox with a list).

let boxes = 0;

const inPageLanguage = (labels) => {
  const language = document.documentElement.lang;
  return labels[language] ?? labels.en ?? Object.values(labels)[0] ?? "";
};

/** What the server offers for the beginning of a name. */
const offeredFor = async (typed, { kind = "entity", classes = [], limit = 10, signal } = {}) => {
  const asked = new URLSearchParams({ q: typed, kind, limit });
  classes.forEach((name) => asked.append("class", name));
  const response = await fetch(`/complete?${asked}`, { signal });
  return response.ok ? (await response.json()).offered : [];
};

/**
 * Let a field offer entities.
 *
 * choose(one) is called with what was picked; classes() gives the classes that are meant, none for any.
 */
const combobox = (field, choose, classes = () => []) => {
  const id = `offered-${++boxes}`;
  const list = make("ul", { id, className: "found", role: "listbox", hidden: true, "aria-label": field.getAttribute("aria-label") ?? field.placeholder });
  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id })) field.setAttribute(name, value);
  let offered = [];
  let at = -1;
  let asking = null;

  const close = () => {
    asking?.abort();
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = (place) => {
    at = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };
  const take = (one) => {
    close();
    choose(one);
  };
  const show = () => {
    list.replaceChildren(...offered.map((one, number) =>
      make("li", { id: `${id}-${number}`, role: "option", "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); take(one); } },
        sign(one), make("span", { className: "grow" }, one.name), make("span", { className: "count" }, inPageLanguage(one.note)))));
    list.hidden = offered.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    point(-1);
  };
  const ask = async () => {
    asking?.abort();
    const typed = field.value.trim();
    if (!typed) return close();
    asking = new AbortController();
    try {
      offered = await offeredFor(typed, { classes: classes(), signal: asking.signal });
    } catch (error) {
      if (error.name === "AbortError") return undefined;
      offered = [];
    }
    if (document.activeElement === field) show();
    return undefined;
  };

  field.addEventListener("input", ask);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(at < 0 && step < 0 ? offered.length - 1 : (at + step + offered.length) % offered.length);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      take(offered[at]);
    }
  });
};
