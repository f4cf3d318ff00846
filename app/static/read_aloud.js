// "Read aloud": a button, where the browser has a voice of its own for the page's language. Only a voice on the device
// will do: others send what they read, which may be somebody's answers, to their maker. A browser may translate the
// page at any time: its language is asked for anew, and whether it reads is not told from a label.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const speech = window.speechSynthesis;
  if (!speech) return;
  const page = document.documentElement;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button read";
  let reading = 0;
  let line; // kept here, for Chromium forgets to say that a line ended when nothing holds it

  function voice() {
    const language = page.lang.split("-")[0];
    const fits = (one) => one.localService && one.lang.replace("_", "-").split("-")[0] === language;
    const found = speech.getVoices().filter(fits);
    return found.find((one) => one.default) || found[0];
  }

  function place() {
    if (!voice()) return button.remove();
    if (button.isConnected) return;
    const heading = document.querySelector("h1");
    const more = document.querySelector(".ask-more");
    // After the answers on a question, so that it is no step on the way to them; else under the heading or its card.
    if (more) more.prepend(button);
    else (heading.closest(".card, .level") || heading).after(button);
  }

  function parts() {
    const asked = document.querySelectorAll(".alarm, .ask h1, .ask .hint, .ask-words .how, .ask .answers");
    const main = document.querySelectorAll("main > :not(.back, .read)");
    return document.querySelector(".ask") ? asked : main;
  }

  function lines() {
    return [...parts()].flatMap((part) => part.innerText.split("\n")).filter((text) => text.trim());
  }

  function show(isReading) {
    button.dataset.reading = isReading;
    button.textContent = isReading ? words.stop : words.read;
  }

  function stop() {
    reading += 1; // what was being read may still report that it ended
    speech.cancel();
    show(false);
  }

  // A line at a time: long texts are cut off in some browsers.
  function say(queue, turn) {
    if (turn !== reading) return;
    const speaker = voice();
    if (!queue.length || !speaker) return stop();
    utter(queue[0], speaker);
    line.onend = line.onerror = () => say(queue.slice(1), turn);
  }

  function utter(text, speaker) {
    line = new SpeechSynthesisUtterance(text);
    line.voice = speaker;
    line.lang = speaker.lang;
    line.rate = words.rate;
    speech.speak(line);
  }

  button.addEventListener("click", () => {
    const wasReading = button.dataset.reading === "true";
    stop();
    if (wasReading) return;
    show(true);
    say(lines(), reading);
  });
  show(false);
  place();
  speech.addEventListener?.("voiceschanged", place);
  let spoken = page.lang;
  new MutationObserver(() => {
    if (page.lang === spoken) return;
    spoken = page.lang;
    stop();
    place();
  }).observe(page, { attributeFilter: ["lang"] });
  addEventListener("pagehide", stop);
  // What the scanner's frame comes to is said where somebody chose so, but not into a text that is being read.
  if ("scanned" in words) addEventListener("scanned", ({ target }) => {
    const speaker = voice();
    if (!speaker || button.dataset.reading === "true") return;
    speech.cancel();
    utter((target.getAttribute("aria-label") || target.innerText || target.labels?.[0]?.innerText || "").split("\n")[0], speaker);
  });
})();
