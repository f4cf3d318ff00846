// The Print button does what the browser's own Print does. It is hidden where there is no script.
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
