// Hears what changed: one stream of server-sent events per page; every part that follows a topic then fetches itself.
const QUIET = 1200;

export function start(parts) {
  for (const part of parts) part.dataset.follows = "1";
  connect();
}

let source;

function connect() {
  source?.close();
  const followed = () => [...document.querySelectorAll("[data-live][data-follows]")];
  const topics = [...new Set(followed().flatMap((part) => part.dataset.live.split(" ")))];
  source = new EventSource("/live/?" + new URLSearchParams(topics.map((topic) => ["topic", topic])));
  let lost = 0;
  let missed = false;
  source.addEventListener("open", () => {
    clearTimeout(lost);
    say(false);
    if (missed) followed().forEach(look);
    missed = false;
  });
  source.addEventListener("error", () => {
    missed = true;
    clearTimeout(lost);
    lost = setTimeout(() => say(true), QUIET);
  });
  source.addEventListener("changed", ({ data }) => {
    for (const part of followed()) if (data === "refresh" || part.dataset.live.split(" ").includes(data)) look(part);
  });
}

function look(part) {
  window.htmx.trigger(part, "live");
}

function say(lost) {
  const notice = document.querySelector("[data-connection]");
  if (notice) notice.hidden = !lost;
}

addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => event.persisted && connect());
