// The screens of a group session: + and - count without reloading, and the numbers of people are looked up again.
// Everything works without this.
"use strict";
{
  const form = document.querySelector("form.tally");
  const EVERY = 20000;

  const digits = (text) => Number.parseInt(text, 10) || 0;

  function total(board) {
    const shown = board.querySelector("output");
    if (!shown) return;
    const hands = [...board.querySelectorAll("input")].reduce((sum, box) => sum + digits(box.value), 0);
    shown.textContent = hands;
    shown.closest(".hands").classList.toggle("is-over", hands > digits(form.dataset.size));
  }

  function step(button) {
    const box = button.parentElement.querySelector("input");
    const next = Math.max(0, digits(box.value) + digits(button.dataset.step));
    box.value = next;
    total(button.closest("[data-board]"));
  }

  // What was counted is kept even if the tablet is closed before "Next".
  function keep() {
    if (!form.dataset.changed || form.dataset.sent) return;
    const body = new URLSearchParams(new FormData(form));
    body.set("action", "keep");
    navigator.sendBeacon(location.href, body);
    delete form.dataset.changed;
  }

  if (form) {
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-step]");
      if (!button) return;
      event.preventDefault();
      step(button);
      form.dataset.changed = "yes";
    });
    form.addEventListener("input", (event) => {
      form.dataset.changed = "yes";
      const board = event.target.closest("[data-board]");
      if (board) total(board);
    });
    form.addEventListener("submit", () => { form.dataset.sent = "yes"; });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) delete form.dataset.sent; });
  }

  const joined = document.querySelector("[data-joined]");
  async function lookAgain() {
    if (document.visibilityState === "hidden") return;
    try {
      const page = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-joined]");
      if (fresh && !joined.contains(document.activeElement)) joined.innerHTML = fresh.innerHTML;
    } catch {
      // The network is away; the next look will tell.
    }
  }
  if (joined) setInterval(lookAgain, EVERY);

  const mistakes = document.getElementById("errors");
  if (mistakes) mistakes.focus();
}
