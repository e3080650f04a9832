// Starts each behaviour where the page asks for it by a data attribute; the page works before any of this.
const behaviours = {
  "[data-menu]": "./menu.js",
  "[data-busy]": "./busy.js",
  "[data-draft]": "./draft.js",
  "[data-suggestions]": "./suggestions.js",
  "[data-live]": "./live.js",
  "[data-share], [data-print], [data-opening], [data-add-tag]": "./small.js",
  "[data-focus]": "./focus.js",
  "[data-thread]": "./thread.js",
  "[data-roles]": "./roles.js",
  "[data-filters]": "./filters.js",
  "[data-dialog]": "./dialog.js",
  "[data-count]": "./count.js",
  "[data-drawing]": "./drawing.js",
  "[data-passkey]": "./passkey.js",
  "[data-push]": "./push.js",
  "[data-card]": "./card.js",
  "[data-order]": "./order.js",
};

async function start(root) {
  for (const [selector, module] of Object.entries(behaviours)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    if (found.length) (await import(module)).start(found);
  }
}

start(document);
document.addEventListener("htmx:load", (event) => event.detail.elt !== document.body && start(event.detail.elt));
