// Buttons that only make sense with JavaScript: share, print, begin with an example sentence, add a tag.
export function start(buttons) {
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  }
}

function act(button) {
  const { share, print, opening, addTag } = button.dataset;
  if (print !== undefined) window.print();
  else if (share !== undefined) send(button, share);
  else if (opening !== undefined) begin(button.closest("form").querySelector("textarea"), opening);
  else add(fieldFor(button), addTag);
}

// The field whose words are suggested here, or the only one on the page.
function fieldFor(button) {
  const named = button.closest("[data-words-for]");
  return named ? document.getElementById(named.dataset.wordsFor) : document.querySelector("[data-tags]");
}

async function send(button, title) {
  const address = location.href.split("#")[0];
  if (navigator.share) return navigator.share({ title, url: address }).catch(() => {});
  await navigator.clipboard.writeText(address);
  button.setAttribute("aria-live", "polite");
  button.lastChild.textContent = ` ${button.dataset.copied ?? "✓"}`;
}

function begin(field, words) {
  if (!field.value) field.value = words;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function add(field, tag) {
  const words = field.value.split(",").slice(0, -1).map((word) => word.trim());
  field.value = [...words, tag, ""].join(", ").replace(/^, /, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
