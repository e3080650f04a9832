// A thread stays where its reader is, and follows along when the reader is at its end.
const NEAR = 240;

export function start([thread]) {
  const page = document.scrollingElement;
  const atEnd = () => page.scrollHeight - page.scrollTop - page.clientHeight < NEAR;
  let follow = true;
  document.addEventListener("htmx:beforeSwap", () => (follow = atEnd()));
  document.addEventListener("htmx:afterSettle", () => follow && page.scrollTo({ top: page.scrollHeight }));
  if (!location.search && thread.dataset.thread === "end") page.scrollTo({ top: page.scrollHeight });
}
