// What somebody writes is kept in the browser too, for when the connection goes; the server's draft goes first.
const kept = (form) => `draft:${form.dataset.draft}`;

export function start(forms) {
  for (const form of forms) {
    restore(form);
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => localStorage.removeItem(kept(form)));
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.target === form && event.detail.successful) localStorage.removeItem(kept(form));
    });
  }
}

function keep(form) {
  const words = {};
  for (const field of form.elements) if (field.matches("input[type=text], textarea, [data-keep]") && field.value) words[field.name] = field.value;
  localStorage.setItem(kept(form), JSON.stringify(words));
}

function restore(form) {
  const words = JSON.parse(localStorage.getItem(kept(form)) ?? "{}");
  for (const [name, value] of Object.entries(words)) {
    const field = form.elements.namedItem(name);
    if (field && "value" in field) field.value = value;
  }
}
