// Asks from which side somebody takes part only when their roles stand on both.
export function start(forms) {
  for (const form of forms) {
    const update = () => ask(form);
    form.addEventListener("change", update);
    update();
  }
}

function ask(form) {
  const chosen = [...form.querySelectorAll("[data-side]")].filter((side) => side.querySelector(":checked"));
  const question = form.querySelector("[data-both-sides]");
  question.hidden = chosen.length < 2;
  for (const answer of question.querySelectorAll("input")) answer.disabled = question.hidden;
}
