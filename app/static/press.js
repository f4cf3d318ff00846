// A hand that shakes presses twice, and the second press must not answer a question that nobody has seen. For a moment
// after a page's arrival the place of the last press is covered, and its key rests until another key goes down; a press
// anywhere else acts at once. From page to page go a place or a key, and a time: never what was pressed.
(() => {
  "use strict";
  const MOMENT = 700;
  const REACH = 32; // px on each side of the place, less than the way to the next answer
  const OLD = 60000; // ms, after which a press has nothing to do with this page
  const KEPT = "press";
  let last;
  let resting;

  function arrive() {
    const press = take();
    // The scanner rests after each press by itself, and all its presses are one key.
    if (!press || Date.now() - press.at > OLD || document.querySelector("script[data-step]")) return;
    resting = press.key;
    const cover = press.key ? null : coverAt(press);
    requestAnimationFrame(() => setTimeout(() => {
      resting = undefined;
      if (cover) cover.remove();
    }, MOMENT));
  }

  function take() {
    try {
      const press = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
      return press;
    } catch {
      return null; // a browser that keeps nothing: the page is as without script
    }
  }

  function coverAt({ x, y }) {
    const cover = document.createElement("div");
    const size = 2 * REACH;
    cover.className = "press-cover"; // nothing is drawn: what lies under it can be seen
    // In the page's own terms, so that it stays inside when a phone is turned meanwhile.
    const within = (place) => `clamp(0px, ${place - REACH}px, 100% - ${size}px)`;
    Object.assign(cover.style, {
      position: "fixed", zIndex: 9, width: `${size}px`, height: `${size}px`,
      left: within(x), top: within(y),
    });
    document.body.append(cover);
    return cover;
  }

  // Space acts when it comes up, in some browsers even if its going down was taken away.
  for (const way of ["keydown", "keyup"]) {
    addEventListener(way, (event) => {
      if (resting && event.key === resting) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (way === "keydown") {
        resting = undefined;
        if (["Enter", " "].includes(event.key)) last = { key: event.key };
      }
    }, true);
  }
  addEventListener("click", ({ detail, clientX, clientY }) => {
    if (detail) last = { x: clientX, y: clientY }; // none: from a key, or a program that names its target
  }, true);
  addEventListener("pagehide", () => {
    try {
      if (last) sessionStorage.setItem(KEPT, JSON.stringify({ ...last, at: Date.now() }));
    } catch {
      // Kept nowhere, so the next page does as it does without script.
    }
    last = undefined;
  });
  addEventListener("pageshow", ({ persisted }) => persisted && arrive());
  arrive();
})();
