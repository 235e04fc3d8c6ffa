// Reads questions aloud: a recording where there is one, else the device's own voice for the language of the page.
// Buttons that could do nothing stay hidden. A voice that works on somebody's server is not the device's own.
"use strict";
{
  const PARTS = ".asking, .hint, .lede, .field-error, .choice:not(.place)";
  const speech = window.speechSynthesis;
  const everything = document.querySelector("[data-read-all]");
  const used = document.querySelector("input[name=read_aloud]");
  const questions = [...document.querySelectorAll(".question")];
  const language = document.documentElement.lang.toLowerCase();
  let voice, saying, button;
  let turn = 0;

  const base = (code) => code.toLowerCase().split(/[-_]/)[0];
  const marked = () => document.querySelectorAll(".reading");

  function stop() {
    turn += 1;
    if (speech) speech.cancel();
    for (const audio of document.querySelectorAll("audio")) audio.pause();
    for (const part of marked()) part.classList.remove("reading");
    if (button) button.textContent = button.dataset.start;
    button = null;
  }

  function say(part) {
    return new Promise((done) => {
      saying = new SpeechSynthesisUtterance((part.innerText || part.textContent).trim());
      saying.voice = voice;
      saying.lang = voice.lang;
      saying.onstart = () => { used.value = "yes"; };
      saying.onend = () => done(true);
      saying.onerror = () => done(false);
      speech.speak(saying);
    });
  }

  function play(audio) {
    return new Promise((done) => {
      audio.onended = () => done(true);
      audio.onerror = audio.onpause = () => done(audio.ended);
      audio.play().catch(() => done(false));
    });
  }

  // One after the other, each marked while it is heard; false as soon as something else was asked for or nothing is heard.
  async function read(parts) {
    const mine = turn;
    for (const part of parts) {
      const audio = part.querySelector("audio");
      if (!audio && !voice) continue;
      part.classList.add("reading");
      part.scrollIntoView({ block: "nearest" });
      const heard = await (audio ? play(audio) : say(part));
      part.classList.remove("reading");
      if (mine !== turn || !heard) return;
    }
    if (button) stop();
  }

  const partsOf = (question) => (question.querySelector("audio") ? [question] : [...question.querySelectorAll(PARTS)]);

  function readAll() {
    stop();
    const title = [...document.querySelectorAll("main h1")].filter((h1) => !h1.closest(".question"));
    read([...(voice ? title : []), ...questions.flatMap(partsOf)]);
  }

  function choose() {
    const on = everything.getAttribute("aria-pressed") !== "true";
    everything.setAttribute("aria-pressed", on);
    if (on) readAll();
    else stop();
    const body = new URLSearchParams({ whole: "yes", read: on ? "everything" : "button" });
    const next = encodeURIComponent(location.pathname);
    fetch(`/settings?next=${next}`, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
  }

  function offer() {
    if (!everything.hidden) return;
    const voices = speech ? speech.getVoices().filter((one) => one.localService && base(one.lang) === base(language)) : [];
    voice = voices.find((one) => one.default) || voices[0];
    for (const one of voice ? document.querySelectorAll("[data-read]") : []) one.hidden = false;
    everything.hidden = !voice && !document.querySelector("audio");
    if (!everything.hidden && everything.getAttribute("aria-pressed") === "true") readAll();
  }

  for (const one of document.querySelectorAll("[data-read]")) {
    one.dataset.start = one.textContent;
    one.addEventListener("click", () => {
      const again = button !== one;
      stop();
      if (!again) return;
      button = one;
      one.textContent = one.dataset.stop;
      read(partsOf(one.closest(".question")));
    });
  }
  for (const audio of document.querySelectorAll("audio")) audio.addEventListener("play", () => { used.value = "yes"; });
  everything.addEventListener("click", choose);
  window.addEventListener("pagehide", stop);
  offer();
  if (speech) speech.onvoiceschanged = offer;
}
