// Hears what changed: one stream of server-sent events per page; every part that follows a topic then fetches itself.
// A page that nobody looks at lets its stream go (browsers allow six per site) and looks again when it is seen.
const QUIET = 1200;
const PATIENCE = [2_000, 5_000, 15_000, 60_000];

const parts = () => [...document.querySelectorAll("[data-live]")];
const topicsOf = (part) => part.dataset.live.split(" ");

let source;
let following = "";
let missed = false;
let tries = 0;
let lost;
let again;

export function start() {
  follow();
}

function follow() {
  const topics = document.hidden ? [] : [...new Set(parts().flatMap(topicsOf))].sort();
  if (topics.join(" ") === following && source?.readyState !== EventSource.CLOSED) return;
  leave();
  following = topics.join(" ");
  if (topics.length) connect(topics);
}

function connect(topics) {
  source = new EventSource("/live/?" + new URLSearchParams(topics.map((topic) => ["topic", topic])));
  source.addEventListener("open", opened);
  source.addEventListener("error", broken);
  source.addEventListener("changed", heard);
}

function leave() {
  clearTimeout(again);
  source?.close();
  source = undefined;
  following = "";
}

function opened() {
  clearTimeout(lost);
  lost = undefined;
  tries = 0;
  say(false);
  parts().filter((part) => missed || "liveFirst" in part.dataset).forEach((part) => look(part));
  missed = false;
}

// The browser comes back by itself after a break, but not after a refusal: then the topics are asked anew, ever slower.
function broken() {
  missed = true;
  lost ??= setTimeout(() => say(true), QUIET);
  if (source?.readyState !== EventSource.CLOSED) return;
  clearTimeout(again);
  again = setTimeout(follow, PATIENCE[Math.min(tries++, PATIENCE.length - 1)]);
}

function heard({ data }) {
  const [topic, changed] = data.split("#");
  parts().filter((part) => data === "refresh" || topicsOf(part).includes(topic)).forEach((part) => look(part, changed));
}

// A page of many parts is told which one changed and fetches that; nothing means everything.
function look(part, changed = "") {
  if ("liveParts" in part.dataset) part.dispatchEvent(new CustomEvent("changed", { detail: changed }));
  else window.htmx.trigger(part, "live");
}

function say(isLost) {
  const notice = document.querySelector("[data-connection]");
  if (notice) notice.hidden = !isLost;
}

addEventListener("pagehide", leave);
addEventListener("pageshow", (event) => event.persisted && resume());
document.addEventListener("visibilitychange", resume);
// What was swapped in may follow less than what was there: a conversation that closed.
document.addEventListener("htmx:afterSettle", () => following && follow());

function resume() {
  missed = true;
  clearTimeout(lost);
  lost = undefined;
  follow();
}
