// A list whose parts are dragged into order; buttons do the same without this.
export function start(lists) {
  for (const list of lists) {
    for (const part of parts(list)) part.draggable = true;
    list.addEventListener("dragstart", (event) => grab(event));
    list.addEventListener("dragover", (event) => over(event, list));
    list.addEventListener("dragend", (event) => drop(event, list));
    list.addEventListener("drop", (event) => event.preventDefault());
  }
}

const parts = (list) => [...list.querySelectorAll(":scope > [data-number]")];
const orderOf = (list) => parts(list).map((part) => part.dataset.number).join(",");

let dragged;
let before;

function grab(event) {
  dragged = event.target.closest("[data-number]");
  before = orderOf(dragged.parentElement);
  dragged.classList.add("programme__item--dragged");
  event.dataTransfer.effectAllowed = "move";
}

function over(event, list) {
  if (dragged?.parentElement !== list) return;
  event.preventDefault();
  const next = parts(list).find((part) => part !== dragged && event.clientY < middle(part));
  list.insertBefore(dragged, next ?? null);
}

function middle(part) {
  const box = part.getBoundingClientRect();
  return box.top + box.height / 2;
}

function drop(_event, list) {
  dragged.classList.remove("programme__item--dragged");
  dragged = undefined;
  const order = orderOf(list);
  if (order === before) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  window.htmx.ajax("POST", list.dataset.order, { target: "#work", swap: "outerHTML", values: { order, csrfmiddlewaretoken: token } });
}
