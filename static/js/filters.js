// Filters stand beside the list on wide screens; on a phone they come up as a sheet from the bottom.
const wide = matchMedia("(min-width: 900px)");

export function start(filters) {
  for (const filter of filters) {
    const sheet = under(filter);
    const fit = () => {
      if (sheet.open) sheet.close();
      filter.open = wide.matches;
    };
    fit();
    wide.addEventListener("change", fit);
    filter.firstElementChild.addEventListener("click", (event) => show(event, filter, sheet));
  }
}

// The sheet stays inside the form, so that what is chosen in it is sent with it.
function under(filter) {
  const sheet = document.createElement("dialog");
  sheet.className = "sheet";
  sheet.setAttribute("aria-label", filter.firstElementChild.textContent.trim());
  sheet.addEventListener("close", () => filter.append(...sheet.children));
  sheet.addEventListener("click", (event) => beside(event, sheet) && sheet.close());
  filter.closest("form").addEventListener("submit", () => sheet.open && sheet.close());
  filter.after(sheet);
  return sheet;
}

function show(event, filter, sheet) {
  if (wide.matches) return;
  event.preventDefault();
  sheet.append(...[...filter.children].slice(1));
  sheet.showModal();
}

function beside(event, sheet) {
  return event.target === sheet && event.clientY < sheet.getBoundingClientRect().top;
}
