// Typing in sheets with the keyboard alone. Without this script the same page is a plain form.
"use strict";
(() => {
  const form = document.querySelector("[data-keying]");
  if (!form) return;
  const stops = [...form.querySelectorAll("[data-stop]")];
  const save = form.querySelector("[data-save], .buttons button");
  let sent = false;

  const inputs = (stop) => [...stop.querySelectorAll("input, select, textarea")];
  const enter = (stop) => {
    const all = inputs(stop);
    const target = all.find((one) => one.checked) || all[0];
    target.focus();
    if (target.select && target.type !== "radio" && target.type !== "checkbox") target.select();
    stop.scrollIntoView({ block: "nearest" });
  };
  const go = (stop, step) => {
    const next = stops[stops.indexOf(stop) + step];
    if (next) enter(next);
    else if (step > 0) save.focus();
  };
  const clear = (stop) => {
    for (const one of inputs(stop)) {
      if (one.type === "radio" || one.type === "checkbox") one.checked = false;
      else one.value = "";
    }
  };
  const wanted = (stop, key) => {
    if (key === "n" || key === "*") return stop.querySelector('[data-missing="not-sure"]');
    if (key === "p" || key === "/") return stop.querySelector('[data-missing="prefer-not"]');
    return [...stop.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key) || null;
  };
  const pick = (stop, found) => {
    const kind = stop.dataset.stop;
    if (kind === "choice") found.selected = true;
    else if (kind === "several") found.checked = !found.checked;
    else found.checked = true;
    if (kind === "number") stop.querySelector("input:not([type])").value = "";
    if (kind === "several") found.focus();
    else go(stop, 1);
  };
  const send = () => {
    if (sent) return;
    sent = true;
    form.requestSubmit(save);
  };

  form.addEventListener("keydown", (event) => {
    const stop = event.target.closest("[data-stop]");
    if (!stop || event.altKey || event.metaKey || event.isComposing) return;
    const lines = event.target.tagName === "TEXTAREA";
    const words = lines || stop.dataset.stop === "text";
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let done = true;
    if (key === "Enter") {
      if (lines && !event.ctrlKey) return;
      send();
    } else if (event.ctrlKey) return;
    else if (!lines && (key === "ArrowDown" || key === "ArrowUp")) go(stop, key === "ArrowDown" ? 1 : -1);
    else if (words) return;
    else if (key === "+") go(stop, 1);
    else if (key === "-") { clear(stop); go(stop, 1); }
    else if (key === "Backspace" && stop.dataset.stop !== "number") clear(stop);
    else if (stop.dataset.stop === "number" && /^[0-9]$/.test(key)) {
      for (const one of stop.querySelectorAll("input[type=radio]")) one.checked = false;
      const box = stop.querySelector("input:not([type])");
      if (event.target === box) return;
      box.focus();
      return;
    } else {
      const found = wanted(stop, key);
      if (found) pick(stop, found);
      else done = key.length === 1 && key !== " ";
    }
    if (done) event.preventDefault();
  });
  window.addEventListener("pageshow", () => { sent = false; });
  if (!document.querySelector("#errors") && stops.length) enter(stops[0]);
})();
