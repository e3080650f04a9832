// Gives the fields that complete as one types the name of their label, which the library behind them leaves out.
function named(select) {
  return (
    select.labels[0]?.textContent.replace(/:\s*$/, "").trim() ||
    select.closest("table")?.querySelector(`th.column-${select.name.split("-").at(-1)}`)?.textContent.trim() ||
    ""
  );
}

function name(select) {
  const field = select.parentElement.querySelector(".select2-selection");
  if (!field) return;
  const words = [named(select), select.selectedOptions[0]?.textContent].filter(Boolean).join(": ");
  field.removeAttribute("aria-labelledby");
  for (const part of [field, field.querySelector("[role=textbox]")]) part?.setAttribute("aria-label", words);
}

function nameAll() {
  document.querySelectorAll("select.admin-autocomplete").forEach(name);
}

window.addEventListener("load", nameAll);
document.addEventListener("formset:added", () => setTimeout(nameAll));
const jQuery = window.django?.jQuery;
if (jQuery) {
  jQuery(document).on("change", "select.admin-autocomplete", (event) => name(event.target));
  jQuery(document).on("select2:open", (event) => {
    document.querySelector(".select2-container--open .select2-search__field")?.setAttribute("aria-label", named(event.target));
  });
}
