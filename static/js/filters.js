// Filters stand beside the list on wide screens and fold away on phones; a choice is carried out at once.
export function start(filters) {
  const wide = matchMedia("(min-width: 900px)");
  for (const filter of filters) {
    const fit = () => (filter.open = wide.matches);
    fit();
    wide.addEventListener("change", fit);
  }
}
