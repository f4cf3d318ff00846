// "Find my speed": the mean time from the frame to the press, of five, over 0.65 is how long the scanner should stay on
// each target, so that a usual press comes well before the frame moves on. What is measured stays in this page.
(() => {
  "use strict";
  const PRESSES = 5;
  const SHARE = 0.65;
  const SOONEST = 1500; // ms until the frame comes, and as much again and more by chance: nobody presses to a beat
  const REST = 1000; // ms after the last press in which no other takes the speed
  const box = document.getElementById("speed");
  const said = document.getElementById("speed-say");
  const use = document.getElementById("speed-use");
  const words = box.dataset;
  const times = [];
  let begun = false;
  let came = 0; // when the frame came; 0 while it is not there
  let done = 0;

  function tell(...lines) {
    said.textContent = lines.join(" ");
  }

  function left() {
    return words.left.replace("#", PRESSES - times.length);
  }

  function wait() {
    came = 0;
    box.classList.remove("is-scanned");
    setTimeout(show, SOONEST + Math.random() * 2000);
  }

  function show() {
    box.classList.add("is-scanned");
    tell(words.now);
    came = performance.now();
  }

  function suggest() {
    const wanted = times.reduce((sum, time) => sum + time, 0) / PRESSES / SHARE / 1000;
    const offered = words.steps.split(" ");
    use.value = offered.find((step) => Number(step) >= wanted) || offered[offered.length - 1];
    use.hidden = false;
    box.classList.remove("is-scanned");
    done = performance.now();
    tell(words.found.replace("#", use.value));
  }

  function press() {
    if (done) {
      if (performance.now() - done >= REST) use.click();
    } else if (!begun) {
      begun = true;
      tell(words.wait);
      wait();
    } else if (!came) {
      tell(words.early);
    } else {
      times.push(performance.now() - came);
      if (times.length === PRESSES) return suggest();
      tell(words.wait, left());
      wait();
    }
  }

  // What has a use of its own is left alone: the way out, and the keys that lead there.
  function isFree(target) {
    return !target.closest?.("a, button, summary");
  }

  addEventListener("keydown", (event) => {
    if (![" ", "Enter"].includes(event.key) || !isFree(event.target)) return;
    event.preventDefault();
    if (!event.repeat) press();
  });
  addEventListener("pointerdown", ({ target, isPrimary }) => isPrimary && isFree(target) && press());
  box.hidden = false;
})();
