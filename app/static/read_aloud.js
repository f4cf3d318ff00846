// "Read aloud": a button, where the browser has a voice of its own for the page's language. Only a voice on the device
// will do: others send what they read, which may be somebody's answers, to their maker.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const speech = window.speechSynthesis;
  if (!speech) return;
  const language = document.documentElement.lang;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button read";
  let reading = 0;
  let line; // kept here, for Chromium forgets to say that a line ended when nothing holds it

  function voice() {
    const fits = (one) => one.localService && one.lang.replace("_", "-").split("-")[0] === language.split("-")[0];
    const found = speech.getVoices().filter(fits);
    return found.find((one) => one.default) || found[0];
  }

  function place() {
    if (button.isConnected || !voice()) return;
    const heading = document.querySelector("h1");
    const more = document.querySelector(".ask-more");
    // After the answers on a question, so that it is no step on the way to them; else under the heading or its card.
    if (more) more.prepend(button);
    else (heading.closest(".card, .level") || heading).after(button);
  }

  function parts() {
    const asked = document.querySelectorAll(".alarm, .ask .error-summary, .ask h1, .ask .hint, .ask-words .how, .ask .answers");
    const main = document.querySelectorAll("main > :not(.back, .read)");
    return document.querySelector(".ask") ? asked : main;
  }

  function lines() {
    return [...parts()].flatMap((part) => part.innerText.split("\n")).filter((text) => text.trim());
  }

  function show(isReading) {
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
    line = new SpeechSynthesisUtterance(queue[0]);
    line.voice = speaker;
    line.lang = speaker.lang;
    line.rate = words.rate;
    line.onend = line.onerror = () => say(queue.slice(1), turn);
    speech.speak(line);
  }

  button.addEventListener("click", () => {
    const wasReading = button.textContent === words.stop;
    stop();
    if (wasReading) return;
    show(true);
    say(lines(), reading);
  });
  show(false);
  place();
  speech.addEventListener?.("voiceschanged", place);
  addEventListener("pagehide", stop);
})();
