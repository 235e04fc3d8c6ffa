// Reads what stands on a page of answers aloud, with the device's own voice for the language of each part.
// The button stays hidden where the device has no voice of its own. What is in a language without a voice is left out.
"use strict";
{
  const speech = window.speechSynthesis;
  const button = document.querySelector("[data-read-page]");
  const PARTS = "main h1, main h2, main .said-by, main .said-words, main .lede, main .easy, main .as-typed, main .reply-kind, main .thread p:not(.reply-kind, .reply-by, .easy, .as-typed), main .reply-by, main .promise, main .facts-line li, main .notice";
  const base = (code) => code.toLowerCase().split(/[-_]/)[0];
  let turn = 0;

  function voiceFor(code) {
    const voices = speech.getVoices().filter((one) => one.localService && base(one.lang) === base(code));
    return voices.find((one) => one.default) || voices[0];
  }

  function stop() {
    turn += 1;
    speech.cancel();
    for (const part of document.querySelectorAll(".reading")) part.classList.remove("reading");
    button.textContent = button.dataset.start;
    button.setAttribute("aria-pressed", "false");
  }

  function say(part, voice) {
    return new Promise((done) => {
      const saying = new SpeechSynthesisUtterance(part.innerText.trim());
      saying.voice = voice;
      saying.lang = voice.lang;
      saying.onend = () => done(true);
      saying.onerror = () => done(false);
      speech.speak(saying);
    });
  }

  async function read() {
    const mine = turn;
    const all = [...document.querySelectorAll(PARTS)].filter((part) => part.innerText.trim() && !part.closest("[hidden], nav, form"));
    for (const part of all.filter((one) => !all.some((other) => other !== one && other.contains(one)))) {
      const voice = voiceFor(part.closest("[lang]").lang);
      if (!voice) continue;
      part.classList.add("reading");
      part.scrollIntoView({ block: "nearest" });
      const heard = await say(part, voice);
      part.classList.remove("reading");
      if (mine !== turn || !heard) return;
    }
    stop();
  }

  function offer() {
    button.hidden = !voiceFor(document.documentElement.lang);
  }

  if (speech && button) {
    button.dataset.start = button.textContent;
    button.addEventListener("click", () => {
      const reads = button.getAttribute("aria-pressed") === "true";
      stop();
      if (reads) return;
      button.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
      read();
    });
    window.addEventListener("pagehide", () => speech.cancel());
    offer();
    speech.onvoiceschanged = offer;
  }
}
