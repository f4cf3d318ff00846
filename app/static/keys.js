// For those who have Tab and Enter alone: Enter sets a tick, and what has the focus is wholly on the screen, where
// Firefox is content with a part. Without script Enter on a tick leads to a page that names Space.
(() => {
  "use strict";
  addEventListener("keydown", (event) => {
    const tick = event.target.matches?.(".answers input[type=checkbox]");
    if (!tick || event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!event.repeat) event.target.click(); // a key that is held sets it once
  });
  addEventListener("focusin", ({ target }) => {
    if (target.matches(":focus-visible") && !target.matches("main")) {
      (target.closest("label") ?? target).scrollIntoView({ block: "nearest" });
    }
  });
})();
