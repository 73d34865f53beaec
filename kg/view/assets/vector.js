// What draws on the canvas draws an SVG too: on a context that keeps each mark as an element instead of painting it.

const xmlText = (value) => String(value).toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");

/** A maker of XML elements of a namespace, which takes no character that XML cannot hold. */
const xml = (namespace) => (name, attributes = {}, ...children) => {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, xmlText(value));
  element.append(...children.map((child) => (child instanceof Node ? child : xmlText(child))));
  return element;
};

/** A canvas of a size in pixels of the stage, `ratio` of its own to one of them, by its context. */
const newCanvas = (width, height, ratio) => {
  const context = make("canvas", { width: Math.round(width * ratio), height: Math.round(height * ratio) }).getContext("2d");
  context.scale(ratio, ratio);
  return context;
};

const inSvg = xml("http://www.w3.org/2000/svg");
const tenth = (value) => Number(value.toFixed(1));
const KEPT = ["matrix", "dash", "fillStyle", "strokeStyle", "lineWidth", "lineJoin", "lineCap", "globalAlpha", "font", "textAlign", "textBaseline"];

/** As much of a canvas's 2d context as the picture needs; each mark becomes an element of `into`, in pixels of the stage. */
class SvgContext {
  constructor(width) {
    this.canvas = { width }; // one pixel to one of the stage
    this.measure = newCanvas(1, 1, 1);
    Object.assign(this, { matrix: new DOMMatrix(), dash: [], lineWidth: 1, lineJoin: "miter", lineCap: "butt", globalAlpha: 1, textAlign: "start", textBaseline: "alphabetic" });
    this.states = [];
    this.path = [];
  }

  save() { this.states.push(KEPT.map((name) => this[name])); }
  restore() { this.states.pop().forEach((value, place) => { this[KEPT[place]] = value; }); }
  setTransform(...parts) { this.matrix = new DOMMatrix(parts); }
  translate(x, y) { this.matrix = this.matrix.translate(x, y); }
  scale(factor) { this.matrix = this.matrix.scale(factor); }
  rotate(angle) { this.matrix = this.matrix.rotate((angle * 180) / Math.PI); }
  setLineDash(dash) { this.dash = dash; }
  measureText(text, textBaseline = "alphabetic") { return Object.assign(this.measure, { font: this.font, textBaseline }).measureText(text); }
  /** How far below its place a text stands on its letters, which is where SVG wants to know it. */
  drop(text) { return this.measureText(text).actualBoundingBoxAscent - this.measureText(text, this.textBaseline).actualBoundingBoxAscent; }

  get zoom() { return Math.hypot(this.matrix.a, this.matrix.b); }
  spot(x, y) { const { x: right, y: down } = this.matrix.transformPoint({ x, y }); return `${tenth(right)} ${tenth(down)}`; }

  beginPath() { this.path = []; }
  moveTo(x, y) { this.path.push(`M${this.spot(x, y)}`); }
  lineTo(x, y) { this.path.push(`${this.path.length ? "L" : "M"}${this.spot(x, y)}`); }
  quadraticCurveTo(viaX, viaY, x, y) { this.path.push(`Q${this.spot(viaX, viaY)} ${this.spot(x, y)}`); }
  bezierCurveTo(...places) { this.path.push(`C${[0, 2, 4].map((at) => this.spot(places[at], places[at + 1])).join(" ")}`); }
  closePath() { this.path.push("Z"); }
  rect(x, y, width, height) { this.path.push(`M${this.spot(x, y)}L${this.spot(x + width, y)}L${this.spot(x + width, y + height)}L${this.spot(x, y + height)}`); }
  /** A whole circle, for nothing in the picture is less, as two halves. */
  arc(x, y, radius) {
    const { x: right, y: down } = this.matrix.transformPoint({ x, y });
    const reach = tenth(radius * this.zoom);
    this.path.push(`M${tenth(right - reach)} ${tenth(down)}${[2 * reach, -2 * reach].map((across) => `a${reach} ${reach} 0 1 0 ${tenth(across)} 0`).join("")}`);
  }

  fill() { this.put("path", { d: this.path.join(""), ...this.ink("fill", this.fillStyle) }); }
  /** A border belongs to what has just been filled. */
  stroke() {
    const pen = { ...this.ink("stroke", this.strokeStyle), "stroke-width": tenth(this.lineWidth * this.zoom), "stroke-linejoin": this.lineJoin, "stroke-linecap": this.lineCap };
    const dashes = this.dash.some(Boolean) ? { "stroke-dasharray": this.dash.map((length) => tenth(length * this.zoom)).join(" ") } : {};
    const d = this.path.join("");
    const filled = this.into.lastElementChild;
    if (filled?.getAttribute("d") === d && !filled.hasAttribute("stroke")) for (const [name, value] of Object.entries(pen)) filled.setAttribute(name, value);
    else this.put("path", { d, fill: "none", ...pen, ...dashes });
  }
  fillRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  strokeText() { this.halo = { ...this.ink("stroke", this.strokeStyle), "stroke-width": this.lineWidth, "stroke-linejoin": this.lineJoin, "paint-order": "stroke" }; }
  fillText(text, x, y) {
    const [, italic, weight, size] = /^(italic )?(\d+) (\d+)px/.exec(this.font);
    const turned = Math.atan2(this.matrix.b, this.matrix.a);
    const { x: right, y: down } = this.matrix.transformPoint({ x, y: y + this.drop(text) });
    this.put("text", {
      x: tenth(right), y: tenth(down), "font-size": size, "font-weight": weight, ...(italic ? { "font-style": "italic" } : {}), ...(this.textAlign === "center" ? { "text-anchor": "middle" } : {}),
      ...(turned ? { transform: `rotate(${tenth((turned * 180) / Math.PI)} ${tenth(right)} ${tenth(down)})` } : {}), ...this.ink("fill", this.fillStyle), ...this.halo,
    }, text);
    this.halo = {};
  }

  /** A colour, which canvases know with its opacity and drawing programs know beside it. */
  ink(what, color) {
    const [, mixed, share] = /^rgba\((.*),([^,]*)\)$/.exec(color) ?? [];
    const opacity = (share ? Number(share) : 1) * this.globalAlpha;
    return { [what]: mixed ? `rgb(${mixed})` : color, ...(opacity < 1 ? { [`${what}-opacity`]: opacity } : {}) };
  }
  put(name, attributes, ...children) { this.into.append(inSvg(name, attributes, ...children)); }
  /** What is drawn meanwhile, as one group. */
  group(draw, attributes = {}, ...children) {
    const outer = this.into;
    this.into = inSvg("g", attributes, ...children);
    draw();
    const made = this.into;
    this.into = outer;
    return made;
  }
}
