// "Say it for me": speaks the words on the page again and again until it is stopped, with a voice that is on the device
// itself: others send what they say to their maker. What is typed as the place stays in this page.
(() => {
  "use strict";
  const words = document.getElementById("say-words");
  const button = document.getElementById("say-it");
  const copy = document.getElementById("say-copy");
  const said = document.getElementById("say-said");
  const place = document.getElementById("say-place");
  const here = document.getElementById("say-here");
  const speech = window.speechSynthesis;
  const PAUSE = 1500; // ms of silence between two rounds, for the other side to answer
  let turn = 0; // each start and stop counts one up: what an earlier one still reports is not listened to
  let speaking = false;
  let line; // kept here, for Chromium forgets to say that a line ended when nothing holds it

  function voice() {
    const language = (document.documentElement.lang || "en").split("-")[0];
    const fits = (one) => one.localService && one.lang.replace("_", "-").split("-")[0] === language;
    const found = speech.getVoices().filter(fits);
    return found.find((one) => one.default) || found[0];
  }

  function lines() {
    return [...words.querySelectorAll("p:not([hidden])")].map((one) => one.textContent.trim()).filter(Boolean);
  }

  function show(on) {
    speaking = on;
    button.textContent = on ? button.dataset.stop : button.dataset.say;
    button.setAttribute("aria-pressed", String(on));
  }

  function stop() {
    turn += 1;
    speech.cancel();
    show(false);
  }

  function say(queue, mine) {
    if (mine !== turn) return;
    if (!queue.length) return void setTimeout(() => say(lines(), mine), PAUSE);
    line = new SpeechSynthesisUtterance(queue[0]);
    line.voice = voice();
    line.lang = line.voice.lang;
    line.rate = 0.9;
    line.onend = line.onerror = () => say(queue.slice(1), mine);
    speech.speak(line);
  }

  function offer() {
    button.hidden = !voice();
  }

  place.addEventListener("input", () => {
    here.hidden = !place.value.trim();
    here.textContent = `${place.dataset.before} ${place.value.trim()}.`;
  });
  document.getElementById("say-where").hidden = false;

  if (speech) {
    button.addEventListener("click", () => {
      const wasSpeaking = speaking;
      stop();
      if (wasSpeaking) return;
      show(true);
      say(lines(), turn);
    });
    offer();
    speech.addEventListener?.("voiceschanged", offer);
    addEventListener("pagehide", stop);
  }

  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await navigator.clipboard.writeText(lines().join("\n"));
      said.textContent = copy.dataset.done;
    } catch {
      getSelection().selectAllChildren(words);
      said.textContent = copy.dataset.failed;
    }
  });
})();
