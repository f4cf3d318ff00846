// The keyboard: Enter sets a tick, "Stop here" sends what is ticked, and what Tab reaches is wholly on the screen, where Firefox is
// content with a part. What stands in place of each without script: docs/accessibility.md.
(() => {
  "use strict";
  addEventListener("keydown", (event) => {
    const tick = event.target.matches?.(".answers input[type=checkbox]");
    if (!tick || event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) event.target.click(); // held, it sets it once
  });
  addEventListener("click", (event) => {
    const way = event.target.closest?.("a[data-sends]");
    const tick = document.querySelector(".answers :checked");
    if (!way || !tick) return;
    event.preventDefault();
    tick.form.requestSubmit(document.getElementById(way.dataset.sends));
  });
  addEventListener("focusin", ({ target }) => {
    if (target.matches(":focus-visible") && !target.matches("main")) {
      (target.closest("label") ?? target).scrollIntoView({ block: "nearest" });
    }
  });
})();
