// The one-switch scanner: a frame moves over the page's targets; Space, Enter or a click anywhere chooses the one in
// the frame. Loaded only where a person turned it on. It never chooses by itself, and it moves no focus until then,
// so a screen reader hears a target once, when it is chosen. Where it cannot run it stops, and takes no press.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const [stepTime, firstTime, holdTime, restTime] = ["step", "first", "hold", "rest"].map((name) => words[name] * 1000);
  const mostRounds = Number(words.loops);
  const roundsInGroup = 2;
  const targets = "a[href]:not(.skip), button, summary, input:not([type=hidden]), select, textarea";
  // Many targets that belong together are one stop; choosing it goes through them.
  const groups = ".setting, .given, .phrases, .foot ul";
  // The order of a round after the answers.
  const order = ["main", ".back", "[href$='/stop']", ".alarm, .top-help", ".read", ".scan", ".foot"];

  let within = document;
  let list = [];
  let at = -1;
  let rounds = 0;
  let timer;
  let held = 0; // when the switch went down
  let chosen = 0; // when it last chose
  let paused = false;
  let off = false;

  const pauseButton = button(words.pause, orStop(() => pause(-1)));
  const downButton = button(words.down, orStop(moveDown));
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const bar = document.createElement("section");
  bar.className = "scan";
  bar.setAttribute("aria-label", words.name);
  bar.append(pauseButton, downButton, status);

  function orStop(act) {
    return (event) => {
      try {
        act(event);
      } catch (fault) {
        stop();
        throw fault;
      }
    };
  }

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function rank(target) {
    return target.closest(".answers") ? -1 : order.reduce((last, part, place) => target.closest(part) ? place : last, -1);
  }

  function isShown(target) {
    const folded = target.closest("details:not([open])") && !target.matches("summary");
    return !target.disabled && !folded && target.getClientRects().length > 0;
  }

  // What the bar covers is kept free, so that the frame can always be seen.
  function makeRoom() {
    const covered = getComputedStyle(bar).position === "fixed" ? `${bar.offsetHeight + 24}px` : "";
    document.documentElement.style.scrollPaddingBottom = covered;
    document.body.style.paddingBottom = covered;
  }

  function find() {
    makeRoom();
    downButton.hidden = document.documentElement.scrollHeight <= innerHeight;
    const found = new Set();
    for (const target of [...within.querySelectorAll(targets)].filter(isShown)) {
      const group = within === document && target.closest(groups);
      found.add(group || target.closest("label") || target);
    }
    return [...found].sort((one, other) => rank(one) - rank(other));
  }

  function unmark() {
    clearTimeout(timer);
    for (const marked of document.querySelectorAll(".is-scanned")) marked.classList.remove("is-scanned");
  }

  function advance() {
    unmark();
    at += 1;
    if (at > 0 && at >= list.length && endsRound()) return pause(-1);
    if (at === 0) list = find();
    if (list[at]) {
      list[at].classList.add("is-scanned");
      list[at].scrollIntoView({ block: "nearest", behavior: "instant" });
      list[at].dispatchEvent(new CustomEvent("scanned", { bubbles: true }));
    }
    wait();
  }

  // Begins the next round, outside a group that nothing was chosen in. True when it was the last before a pause.
  function endsRound() {
    at = 0;
    rounds += 1;
    if (within === document) return rounds >= mostRounds;
    if (rounds >= roundsInGroup) {
      within = document;
      rounds = 0;
    }
    return false;
  }

  function wait() {
    clearTimeout(timer);
    if (!off && !paused) timer = setTimeout(orStop(advance), at === 0 ? stepTime + firstTime : stepTime);
  }

  // The frame comes one step after the press that calls for it: a second press of an unsteady hand chooses nothing.
  function start() {
    paused = false;
    rounds = 0;
    status.textContent = "";
    wait();
  }

  function pause(resumeAfter) {
    unmark();
    within = document;
    at = resumeAfter;
    paused = true;
    status.textContent = words.paused;
  }

  function moveDown() {
    const end = document.documentElement.scrollHeight - innerHeight - 2;
    scrollTo({ top: scrollY >= end ? 0 : scrollY + innerHeight * 0.7, behavior: "instant" });
    pause(list.indexOf(downButton) - 1);
  }

  function choose() {
    const pressed = Date.now() - held;
    const rested = Date.now() - chosen;
    held = 0;
    // Too short to be meant, or the second of two.
    if (pressed < holdTime || rested < restTime) return wait();
    chosen = Date.now();
    if (paused) return start();
    const target = document.querySelector(".is-scanned");
    if (!target) return wait();
    unmark();
    rounds = 0;
    if (target.matches(groups)) {
      within = target;
      at = -1;
      return wait();
    }
    target.focus({ preventScroll: true });
    target.click();
    // A page that is still on its way must not be answered twice, and after a call or a download it goes on here.
    if (target.matches("a[href]:not([href^='#']), button:not([type=button])")) pause(-1);
    if (paused) return;
    list = find();
    at = list.indexOf(target);
    wait();
  }

  function isSwitch(event) {
    const typing = event.target.matches?.("textarea, select, input:not([type=checkbox], [type=radio])");
    return !off && !typing && !event.ctrlKey && !event.altKey && !event.metaKey && [" ", "Enter"].includes(event.key);
  }

  function swallow(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // While the switch is down the frame stands still: a slow press does not choose the next target.
  function hold() {
    held = Date.now();
    clearTimeout(timer);
  }

  function stop() {
    off = true;
    unmark();
    bar.remove();
    document.body.style.paddingBottom = "";
    document.documentElement.classList.remove("is-scanning");
  }

  function listen(type, act) {
    addEventListener(type, orStop(act), true);
  }

  listen("keydown", (event) => {
    if (event.key === "Escape") stop();
    if (!isSwitch(event)) return;
    swallow(event);
    if (!event.repeat) hold();
  });
  // Acts on release, and only for a press that began on this page.
  listen("keyup", (event) => {
    if (!isSwitch(event)) return;
    swallow(event);
    if (held) choose();
  });
  listen("pointerdown", (event) => {
    if (off) return;
    // A second finger or the right button: for a helper who has no Escape key.
    if (event.isPrimary && event.button !== 2) hold();
    else stop();
  });
  for (const end of ["pointerup", "pointercancel"]) listen(end, wait);
  addEventListener("blur", () => {
    held = 0;
    wait();
  });
  listen("click", (event) => {
    // No detail: from a program, such as voice control, that names its own target.
    if (off || !event.detail) return;
    swallow(event);
    choose();
  });
  listen("pageshow", () => {
    document.querySelector("main").after(bar);
    document.documentElement.classList.add("is-scanning");
    at = -1;
    start();
  });
})();
