// A form that is being sent says so, and a second click does nothing; after ten seconds it may be tried again.
const PATIENCE = 10_000;

export function start(forms) {
  for (const form of forms) form.addEventListener("submit", (event) => send(form, event));
  addEventListener("pageshow", () => forms.forEach(free));
}

function send(form, event) {
  if (form.dataset.sending) return event.preventDefault();
  const button = event.submitter;
  form.dataset.sending = "1";
  if (!button) return;
  button.setAttribute("aria-busy", "true");
  button.dataset.words = button.textContent.trim();
  // The name and value of the button travel with the form, so it must not be disabled; its words change later.
  setTimeout(() => (button.lastChild.textContent = " " + form.dataset.busy), 0);
  setTimeout(() => free(form), PATIENCE);
}

export function free(form) {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-busy]")) {
    button.removeAttribute("aria-busy");
    if (button.dataset.words) button.lastChild.textContent = " " + button.dataset.words;
  }
}
