// The search bar suggests while one types: a combobox with a listbox, by mouse, touch or keyboard.
const PAUSE = 150;

export function start(forms) {
  for (const form of forms) new Suggestions(form);
}

class Suggestions {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("input[type=search]");
    this.list = form.querySelector("[role=listbox]");
    this.chosen = -1;
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" }).forEach(
      ([name, value]) => this.field.setAttribute(name, value),
    );
    this.field.addEventListener("input", () => this.later());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("blur", () => setTimeout(() => this.close(), PAUSE));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const words = this.field.value.trim();
    if (words.length < 2) return this.close();
    this.request?.abort();
    this.request = new AbortController();
    const address = new URL(this.form.dataset.suggestions, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html) {
    this.list.innerHTML = html;
    this.chosen = -1;
    const open = this.options.length > 0 && document.activeElement === this.field;
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
    this.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.show("");
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.take(this.options[this.chosen]);
    } else if (step && this.options.length) {
      event.preventDefault();
      this.mark((this.chosen + step + this.options.length) % this.options.length);
    }
  }

  mark(index) {
    this.options.forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    this.chosen = index;
    this.field.setAttribute("aria-activedescendant", this.options[index].id);
  }

  take(option) {
    if (!option) return;
    if (option.dataset.url) return location.assign(option.dataset.url);
    this.field.value = option.dataset.words;
    this.close();
    this.form.requestSubmit();
  }
}
