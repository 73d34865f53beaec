// Time: how many statements there are of each day, the two ends that people drag over it, and the play that lets the graph grow.

const DAY_LENGTH = 86400000;
const dayNumber = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_LENGTH);
const isoOf = (days) => new Date(days * DAY_LENGTH).toISOString().slice(0, 10);
const BARS = 160; // as many days, weeks or months at most as bars can be told apart

/** The days that articles are of, cut into bins of one length, each named by its first day. */
const span = (() => {
  const days = articles.map((article) => article.date).filter((date) => date && !Number.isNaN(dayNumber(date))).sort();
  if (!days.length) return { bins: [], first: null, last: null, length: 1 };
  const [from, to] = [dayNumber(days[0]), dayNumber(days.at(-1))];
  const length = [1, 7, 30, 91, 365, 3650].find((candidate) => (to - from) / candidate < BARS) ?? 36500;
  const bins = Array.from({ length: Math.floor((to - from) / length) + 1 }, (_, place) => isoOf(from + place * length));
  return { bins, first: days[0], last: days.at(-1), length };
})();
const binOf = (iso) => Math.min(span.bins.length - 1, Math.max(0, Math.floor((dayNumber(iso) - dayNumber(span.first)) / span.length)));
const endOfBin = (place) => (place === span.bins.length - 1 ? span.last : isoOf(dayNumber(span.bins[place + 1]) - 1));

const [fromEnd, toEnd] = [find("from"), find("to")];

/** The bins that the view's days take in. */
const chosenBins = () => [view.from ? binOf(view.from) : 0, view.to ? binOf(view.to) : span.bins.length - 1];

const drawDates = () => {
  find("dates").hidden = span.bins.length < 2;
  if (span.bins.length < 2) return;
  const totals = new Array(span.bins.length).fill(0);
  for (const [date, total] of scene.counts.days) totals[binOf(date)] += total;
  const most = Math.max(1, ...totals);
  const [first, last] = chosenBins();
  const height = 34;
  find("histogram").setAttribute("viewBox", `0 0 ${span.bins.length} ${height}`);
  find("histogram").replaceChildren(...totals.map((total, place) => {
    const tall = total ? Math.max(1.5, (height * total) / most) : 0;
    return svg("rect", { x: place + 0.1, y: height - tall, width: 0.8, height: tall, class: place >= first && place <= last ? "in" : "out" });
  }));
  for (const [end, value, word] of [[fromEnd, first, "since"], [toEnd, last, "until"]]) {
    end.max = span.bins.length - 1;
    end.value = value;
    end.setAttribute("aria-label", say(word));
    end.setAttribute("aria-valuetext", day(word === "since" ? view.from ?? span.bins[value] : view.to ?? endOfBin(value)));
  }
  // the two ends lie over one another: the one that can still move is on top
  fromEnd.classList.toggle("above", first === span.bins.length - 1);
  find("when").textContent = say("from", day(view.from ?? span.first), day(view.to ?? span.last));
  find("play").setAttribute("aria-label", say(playing ? "pause" : "play"));
  find("play").title = say(playing ? "pause" : "play");
  find("play").firstElementChild.textContent = playing ? "❚❚" : "▶";
};

/** From a bin on, or up to one; an end at the edge leaves that side open. */
const since = (bin) => ({ from: bin > 0 ? span.bins[bin] : null });
const until = (bin) => ({ to: bin < span.bins.length - 1 ? endOfBin(bin) : null });

fromEnd.addEventListener("input", () => {
  interrupt();
  adjust(since(Math.min(Number(fromEnd.value), chosenBins()[1])));
});
toEnd.addEventListener("input", () => {
  interrupt();
  adjust(until(Math.max(Number(toEnd.value), chosenBins()[0])));
});
for (const end of [fromEnd, toEnd]) end.addEventListener("change", settle);

// ---- play

let playing = 0;
const FRAMES = 60; // of a whole play, however many bins there are
const BEAT = 160; // milliseconds between two frames

const stop = () => {
  clearInterval(playing);
  playing = 0;
  drawDates();
};

/** Let the last day run from the first one chosen to the end. */
const play = () => {
  const [first, last] = chosenBins();
  let now = last === span.bins.length - 1 ? first : last;
  const stride = Math.max(1, Math.round((span.bins.length - first) / FRAMES));
  const beat = () => {
    now = Math.min(span.bins.length - 1, now + stride);
    adjust(until(now));
    if (now < span.bins.length - 1) return;
    interrupt();
    settle();
  };
  playing = setInterval(beat, BEAT);
  goOn(stop);
  adjust(until(now));
};
find("play").onclick = () => {
  if (!playing) play();
  else {
    interrupt();
    settle();
  }
};

onView((before) => {
  if (before !== view && FACETS.some((name) => view[name] !== before[name])) drawDates();
});
onWords(drawDates);
