// Says how much room is left in a text field; aloud only when it runs out.
const NEARLY = 30;

export function start(fields) {
  for (const field of fields) {
    const words = document.createElement("p");
    words.className = "field__help field__count";
    field.after(words);
    field.addEventListener("input", () => tell(field, words));
    tell(field, words);
  }
}

function tell(field, words) {
  const left = field.maxLength - field.value.length;
  words.setAttribute("aria-live", left <= NEARLY ? "polite" : "off");
  words.textContent = field.dataset.count.replace("{n}", left);
}
