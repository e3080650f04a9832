// A thread stays where its reader is, follows along when the reader is at its end, and says what came in.
import { free } from "./busy.js";

const thread = () => document.querySelector("[data-thread]");
const newest = () => [...(thread()?.querySelectorAll("[data-number]") ?? [])].at(-1);
const numberOf = (message) => Number(message?.dataset.number ?? 0);
const toEnd = () => document.getElementById("said").scrollIntoView({ block: "end" });

let started = false;
let following = true;
let last = 0;

export function start() {
  if (started) return;
  started = true;
  last = numberOf(newest());
  begin();
  document.addEventListener("htmx:beforeSwap", () => (following = atEnd()));
  document.addEventListener("htmx:afterSettle", settled);
  for (const failure of ["htmx:sendError", "htmx:responseError"]) document.addEventListener(failure, unsent);
}

function begin() {
  const news = thread().querySelector("[data-new]");
  if (news) news.scrollIntoView({ block: "center" });
  else if (!location.search && !location.hash) toEnd();
}

function atEnd() {
  const place = newest()?.getBoundingClientRect();
  return !place || (place.top < innerHeight && place.bottom > 0);
}

function settled(event) {
  const sent = event.detail.requestConfig?.verb === "post";
  const message = newest();
  if (numberOf(message) > last) {
    last = numberOf(message);
    if (following || sent) toEnd();
    if (message.dataset.from) say(message);
  }
  if (sent && !document.querySelector("#said .error-summary")) document.querySelector("#said textarea")?.focus({ preventScroll: true });
}

function say(message) {
  const region = document.querySelector("[data-announce]");
  const words = message.querySelector(".thread__text").textContent.trim();
  region.textContent = region.dataset.announce.replace("{name}", message.dataset.from).replace("{text}", words);
}

function unsent({ detail }) {
  if (detail.requestConfig?.verb !== "post" || (detail.xhr?.status >= 400 && detail.xhr.status < 500)) return;
  const form = document.querySelector("#said form");
  form.querySelector("[data-unsent]").hidden = false;
  free(form);
}
