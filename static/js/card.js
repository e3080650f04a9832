// A card lives: what changed is fetched and put in its place, what one writes is kept until it arrived, once.
const HERE = 20_000;
const DRAFT = 1_500;
const SETTLE = 60;

let page;
let waiting = new Set();
let timer;
let sending = false;

const address = () => page.dataset.card;
const shown = () => page.querySelector("#board")?.dataset.shown ?? "";
// Of this partner only: on a shared laptop nobody sends what somebody else wrote.
const key = () => `card-unsent:${page.dataset.me}`;
const unsent = () => JSON.parse(localStorage.getItem(key()) ?? "[]");
const keep = (list) => localStorage.setItem(key(), JSON.stringify(list));
const token = () => document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export function start([found]) {
  if (page) return;
  page = found;
  page.addEventListener("changed", ({ detail }) => heard(detail));
  page.addEventListener("submit", submitted);
  page.addEventListener("input", typed);
  addEventListener("online", flush);
  if (page.dataset.wall === undefined) {
    setInterval(() => !document.hidden && here(), HERE);
    addEventListener("pagehide", () => navigator.sendBeacon(`${address()}hier/`, body({ gone: "on" })));
  }
  show();
  flush();
}

const body = (fields) => new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });
const post = (path, fields) => fetch(address() + path, { method: "POST", body: body(fields) }).catch(() => {});

// What changed: a note is fetched by itself, all else as the part of the page that shows it.
function heard(part) {
  waiting.add(part);
  clearTimeout(timer);
  timer = setTimeout(look, part.startsWith("note-") ? 0 : SETTLE);
}

async function look() {
  const parts = [...waiting];
  waiting = new Set();
  if (page.dataset.wall !== undefined) return part("bord");
  const notes = parts.filter((name) => name.startsWith("note-"));
  const others = parts.filter((name) => !name.startsWith("note-"));
  await Promise.all(notes.map(note));
  if (others.some((name) => name.startsWith("count-"))) await part("telling");
  // When a step moves on, everybody goes along; else each stays at the step that they look at.
  if (others.some((name) => !/^(count-|people$)/.test(name))) await part("bord", others.includes("") ? "" : shown());
  if (others.some((name) => !name.startsWith("count-"))) await part("mensen");
}

async function part(name, step = shown()) {
  const answer = await fetch(`${address()}?deel=${name}&stap=${step}`, { headers: { "HX-Request": "true" } }).catch(() => {});
  if (answer?.status === 404) return location.reload();
  if (answer?.ok) swap(await answer.text());
}

async function note(name) {
  const answer = await fetch(`${address()}briefje/${name.slice(5)}/deel/`, { headers: { "HX-Request": "true" } }).catch(() => {});
  const there = document.getElementById(name);
  if (answer?.status === 404) return there?.remove();
  if (!answer?.ok) return;
  const fresh = parsed(await answer.text()).querySelector("[data-step]");
  if (fresh.dataset.step !== shown()) return;
  if (there) there.replaceWith(fresh.firstElementChild);
  else if (fresh.dataset.cluster || !page.querySelector("[data-loose] .notes")) await part("bord");
  else page.querySelector("[data-loose] .notes").append(fresh.firstElementChild);
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body;

// Puts parts in their place by id; what somebody is writing, and where they are, stays.
function swap(html) {
  for (const fresh of parsed(html).querySelectorAll(":scope > [id]")) {
    const old = document.getElementById(fresh.id);
    if (!old) continue;
    const words = written(old);
    old.replaceWith(fresh);
    for (const { name, value, focused, at } of words) {
      const field = fresh.querySelector(name);
      if (!field) continue;
      if (value !== undefined) field.value = value;
      if (focused) (field.focus({ preventScroll: true }), at !== null && field.setSelectionRange?.(at, at));
    }
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: fresh } }));
  }
}

function written(old) {
  return [...old.querySelectorAll("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")]
    .filter((field) => field.id && (field.value !== field.defaultValue || field === document.activeElement))
    .map((field) => ({
      name: `#${CSS.escape(field.id)}`,
      value: field.value !== field.defaultValue ? field.value : undefined,
      focused: field === document.activeElement,
      at: field.selectionStart,
    }));
}

// Sending: first kept, then sent, and forgotten once it was taken.
function submitted(event) {
  const form = event.target;
  if (!form.matches("[data-send]")) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  const text = form.querySelector("textarea[name=text]");
  if (text && !text.value.trim()) return text.focus();
  keep([...unsent(), { to: form.action, fields: [...fields].filter(([name]) => name !== "csrfmiddlewaretoken"), words: text?.value ?? "" }]);
  if (text) renew(form, text);
  flush();
}

function renew(form, text) {
  text.value = text.defaultValue = "";
  const once = form.elements.namedItem("once");
  if (once) once.value = crypto.randomUUID?.() ?? [8, 4, 4, 4, 12].map((n) => [...crypto.getRandomValues(new Uint8Array(n))].map((b) => (b % 16).toString(16)).join("")).join("-");
  text.focus();
}

async function flush() {
  if (sending) return;
  sending = true;
  try {
    while (unsent().length) if (!(await sent(unsent()[0]))) break;
  } finally {
    sending = false;
    show();
  }
}

async function sent({ to, fields }) {
  const data = new URLSearchParams([...fields, ["csrfmiddlewaretoken", token()]]);
  const answer = await fetch(to, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(() => {});
  if (!answer || answer.status >= 500) {
    setTimeout(flush, 3_000);
    return false;
  }
  const html = await answer.text();
  const taken = html.includes('id="board"');
  // Signed out, or too fast: it stays until one is back.
  if (!taken && (answer.redirected || [401, 403, 429].includes(answer.status))) return false;
  keep(unsent().slice(1));
  if (taken) swap(html);
  else location.reload();
  return true;
}

function show() {
  const region = page.querySelector("[data-unsent-notes]");
  if (!region) return;
  const words = unsent().map((each) => each.words).filter(Boolean);
  region.hidden = !unsent().length;
  region.querySelector("[data-unsent-words]").textContent = words.join(" · ");
}

// Where one writes is told, unless the note is to be without a name; drafts are kept on the server too.
let told = 0;
let later;

function typed(event) {
  const form = event.target.closest("[data-place]");
  if (!form) return;
  clearTimeout(later);
  later = setTimeout(() => draft(form), DRAFT);
  const named = form.elements.namedItem("named")?.checked ?? true;
  if (!named || Date.now() - told < 4_000) return;
  told = Date.now();
  here(form.dataset.writing);
}

function draft(form) {
  const words = [...new FormData(form)].filter(([name]) => ["text", "win", "title"].includes(name));
  post("concept/", { place: form.dataset.place, ...Object.fromEntries(words) });
}

const here = (step = "") => post("hier/", { step });
