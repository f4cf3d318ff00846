// The field of a code shows all of it on two lines and takes one: Enter sends it, as people and hand-held scanners mean.
// Without script Enter begins a line, which the code does without, and the button sends it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("textarea.code")) return;
  event.preventDefault();
  if (!event.repeat) event.target.form.requestSubmit();
});
