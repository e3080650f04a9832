// A button or link that names a dialog opens it; without this, a link leads to a page of its own.
export function start(openers) {
  for (const opener of openers) opener.addEventListener("click", (event) => open(event, opener));
}

function open(event, opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
}
