// What must be read first gets the focus: the summary of what is wrong with a form.
export function start([first]) {
  first.focus();
}
