// Drawing on the figure with finger, pen or mouse. The strokes are data in a hidden field; `accounts/drawing.py` holds the
// same bounds and draws by the same rules. Without this module words and a photo are there.
const [WIDE, HIGH, USUAL] = [1000, 1330, 50];
const MOST = { strokes: 250, each: 600, points: 4000 };
const [NEAR, PRESSED_OTHERWISE, REACH] = [5, 17, 28];
const WIDTHS = { thin: 9, middle: 15, thick: 27 };
const SVG = "http://www.w3.org/2000/svg";

export function start(editors) {
  for (const editor of editors) new Drawing(editor).open();
}

class Drawing {
  past = [];
  future = [];
  current = null;
  pointer = null;

  constructor(editor) {
    this.editor = editor;
    this.field = editor.form.querySelector("[data-strokes]");
    this.canvas = editor.querySelector("[data-canvas]");
    this.lines = editor.querySelector("[data-lines]");
    this.status = editor.querySelector("[data-status]");
    this.strokes = JSON.parse(this.field.value || "[]");
  }

  open() {
    for (const tools of this.editor.querySelectorAll("[data-tools]")) tools.hidden = false;
    this.canvas.classList.add("figure--open");
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, (event) => this.end(event));
    this.editor.addEventListener("click", (event) => this.act(event.target.closest("[data-act]")?.dataset.act));
    this.editor.addEventListener("keydown", (event) => this.shortcut(event));
    this.show();
  }

  chosen(name) {
    return this.editor.querySelector(`[name="${name}"]:checked`).value;
  }

  begin(event) {
    if (this.pointer !== null || !event.isPrimary || (event.button !== 0 && event.button !== 5)) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    this.before = this.strokes;
    // The other end of a pen erases.
    this.erasing = this.chosen("pen") === "eraser" || event.button === 5;
    if (this.erasing) return this.erase(this.point(event));
    if (this.isFull()) return this.say(this.editor.dataset.full);
    this.current = { colour: this.chosen("pen"), width: this.chosen("width"), points: [this.point(event)] };
    this.show();
  }

  go(event) {
    if (event.pointerId !== this.pointer) return;
    const moments = event.getCoalescedEvents?.() ?? [];
    for (const moment of moments.length ? moments : [event]) {
      if (this.erasing) this.erase(this.point(moment));
      else if (this.current) this.add(this.point(moment));
    }
    if (this.current) this.show();
  }

  add(point) {
    const { points } = this.current;
    const [x, y, pressure] = points.at(-1);
    const apart = Math.abs(point[0] - x) + Math.abs(point[1] - y);
    if (apart < NEAR && Math.abs(point[2] - pressure) < PRESSED_OTHERWISE) return;
    if (this.count() + points.length >= MOST.points) return this.say(this.editor.dataset.full);
    points.push(point);
    // A line that goes on for very long is written down as several.
    if (points.length >= MOST.each && this.strokes.length < MOST.strokes - 1) {
      this.strokes = [...this.strokes, this.current];
      this.current = { ...this.current, points: [point] };
    }
  }

  end(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = null;
    if (this.current) this.strokes = [...this.strokes, this.current];
    this.current = null;
    if (this.strokes !== this.before) this.changed(this.before);
  }

  erase(point) {
    const kept = this.strokes.filter((stroke) => !touches(stroke, point));
    if (kept.length === this.strokes.length) return;
    this.strokes = kept;
    this.show();
  }

  act(name) {
    if (name === "undo" && this.past.length) this.step(this.past, this.future);
    else if (name === "redo" && this.future.length) this.step(this.future, this.past);
    else if (name === "clear" && this.strokes.length) {
      const before = this.strokes;
      this.strokes = [];
      this.changed(before);
    }
  }

  step(from, to) {
    to.push(this.strokes);
    this.strokes = from.pop();
    this.keep();
  }

  shortcut(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    this.act(event.shiftKey ? "redo" : "undo");
  }

  changed(before) {
    this.past.push(before);
    this.future = [];
    this.keep();
  }

  keep() {
    this.field.value = JSON.stringify(this.strokes);
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.show();
    this.say(this.editor.dataset.drawn.replace("{n}", this.strokes.length));
  }

  show() {
    const shown = this.current ? [...this.strokes, this.current] : this.strokes;
    this.lines.replaceChildren(...shown.flatMap(paths));
    for (const button of this.editor.querySelectorAll("[data-act]")) {
      const possible = { undo: this.past, redo: this.future, clear: this.strokes }[button.dataset.act].length > 0;
      button.setAttribute("aria-disabled", String(!possible));
    }
  }

  say(words) {
    this.status.textContent = words;
  }

  count() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  }

  isFull() {
    return this.strokes.length >= MOST.strokes || this.count() >= MOST.points;
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDE;
    const y = ((event.clientY - box.top) / box.height) * HIGH;
    // Only a pen knows how hard it is pressed; a finger and a mouse say something, but it means nothing.
    const pressure = event.pointerType === "pen" ? event.pressure * 100 : USUAL;
    return [within(x, WIDE), within(y, HIGH), within(pressure, 100)];
  }
}

const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));

function touches(stroke, [x, y]) {
  const reach = REACH + WIDTHS[stroke.width] / 2;
  return stroke.points.some((to, index) => distance(x, y, stroke.points[Math.max(index - 1, 0)], to) < reach);
}

function distance(x, y, [fromX, fromY], [toX, toY]) {
  const length = (toX - fromX) ** 2 + (toY - fromY) ** 2;
  const along = length ? Math.min(Math.max(((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / length, 0), 1) : 0;
  return Math.hypot(x - fromX - along * (toX - fromX), y - fromY - along * (toY - fromY));
}

function paths({ colour, width, points }) {
  return parts(points).map(([thickness, d]) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("class", colour);
    path.setAttribute("stroke-width", (WIDTHS[width] * thickness).toFixed(1));
    path.setAttribute("d", d);
    return path;
  });
}

const thicknessOf = (pressure) => 0.6 + 0.2 * Math.min(Math.floor(pressure / PRESSED_OTHERWISE), 5);

// From middle to middle between points, with each point as a bend; a new part wherever the pen was pressed otherwise.
function parts(points) {
  const [first, last] = [points[0], points.at(-1)];
  if (points.length <= 2) return [[thicknessOf(first[2]), `M${first[0]} ${first[1]}L${last[0]} ${last[1]}`]];
  const found = [];
  let from = first;
  for (let index = 1; index < points.length - 1; index += 1) {
    const [x, y, pressure] = points[index];
    const next = points[index + 1];
    const end = index === points.length - 2 ? next : [(x + next[0]) >> 1, (y + next[1]) >> 1];
    const thickness = thicknessOf(pressure);
    if (found.at(-1)?.[0] !== thickness) found.push([thickness, `M${from[0]} ${from[1]}`]);
    found.at(-1)[1] += `Q${x} ${y} ${end[0]} ${end[1]}`;
    from = end;
  }
  return found;
}
