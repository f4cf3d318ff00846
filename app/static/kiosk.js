// A shared computer: asks whether somebody is still there, a minute before the answers are cleared. One press, of any
// key or anywhere, is a yes. Without this script the page itself goes to one that asks.
(() => {
  "use strict";
  const { minutes, stay, over } = document.currentScript.dataset;
  const minute = 60000;
  const warnAfter = minutes * minute;
  const clearAfter = warnAfter + minute;
  let heard = Date.now(); // when the server last heard from this page
  let active = false;
  let asking = false;
  const dialog = document.getElementById("still");
  if (!dialog) return; // nothing to clear
  const seconds = document.getElementById("still-seconds");
  const clock = setInterval(check, 1000);

  // The server forgets by its own clock, so a sign of life has to reach it.
  function tellServer() {
    if (asking) return;
    asking = true;
    const sent = Date.now();
    const sign = new Image();
    sign.onload = () => {
      asking = false;
      heard = sent;
      dialog.close();
    };
    sign.onerror = () => { asking = false; };
    sign.src = `${stay}?${sent}`;
    active = false;
  }

  function leave() {
    clearInterval(clock);
    location.replace(over);
  }

  function check() {
    const quiet = Date.now() - heard;
    if (quiet >= clearAfter) leave();
    else if (dialog.open) seconds.textContent = Math.ceil((clearAfter - quiet) / 1000);
    else if (active && quiet >= minute) tellServer();
    else if (quiet >= warnAfter) dialog.showModal();
  }

  // Not "scroll": the scanner scrolls with nobody there.
  for (const sign of ["keydown", "pointerdown", "wheel", "input"]) {
    addEventListener(sign, () => { active = true; }, { capture: true, passive: true });
  }
  // While it asks, a press means yes and nothing else; like everywhere it acts on release.
  for (const press of ["keydown", "keyup", "pointerdown", "click"]) {
    addEventListener(press, (event) => {
      if (!dialog.open) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (press === "keyup" || press === "click") tellServer();
    }, true);
  }
})();
