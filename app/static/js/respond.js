// Small comforts for people who have JavaScript: everything works without it.
"use strict";

// One tap sends once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's memory can be sent again; on a shared device it may be somebody else's.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  if (document.querySelector("[data-shared]")) {
    document.body.hidden = true;
    location.reload();
  }
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
});

// An answer that stands alone takes the others away, and they take it away.
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked) return;
  for (const other of box.form.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(box.name)}"]`)) {
    if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
  }
});

// A thing has one place at a time; tapping its place again takes it away.
for (const box of document.querySelectorAll(".place :checked")) box.dataset.held = "yes";
document.addEventListener("click", (event) => {
  const box = event.target;
  const group = box.closest("fieldset:has(.place, .pile) .choice")?.closest(".question");
  if (group && box.type === "checkbox" && box.checked) {
    for (const other of group.querySelectorAll("[type=radio]:checked")) other.checked = false;
  } else if (group && box.type === "radio") {
    for (const other of group.querySelectorAll("[type=checkbox]")) other.checked = false;
  }
  if (!box.matches(".place input")) return;
  if (box.dataset.held) box.checked = false;
  for (const other of box.form.querySelectorAll(".place input")) {
    if (other !== box && other.value === box.value && box.checked) other.checked = false;
    delete other.dataset.held;
    if (other.checked) other.dataset.held = "yes";
  }
});

// What was chosen on a page of questions is saved before the person goes to change how it looks.
const questions = document.querySelector("form.questions");
const look = document.querySelector(".look-link");
if (questions && look) {
  look.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const button = document.createElement("button");
    Object.assign(button, { name: "action", value: "look", hidden: true });
    questions.append(button);
    questions.requestSubmit(button);
  });
}

// What somebody chose to keep on this device until there is a network: one page's form and which button was pressed.
// No receipt, no name, not the ticket; one survey only; gone when it is sent, at the end, and with the draft.
const outbox = {
  place: `answers ${location.pathname.split("/").slice(0, 3).join("/")}`,

  // What is kept here: nothing (null), only that somebody wants it so ({ until }), or a page ({ until, page, body }).
  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.place));
      if (found && found.until >= new Date().toISOString().slice(0, 10)) return found;
    } catch {
      // A browser that keeps nothing, or something that is not ours.
    }
    this.clear();
    return null;
  },

  // Whether it could be kept.
  write(until, page) {
    try {
      localStorage.setItem(this.place, JSON.stringify({ until, ...page }));
      return true;
    } catch {
      return false;
    }
  },

  clear() {
    try {
      localStorage.removeItem(this.place);
    } catch {
      // Nothing could be kept here, so nothing is.
    }
  },
};
if (document.querySelector("[data-done], [data-shared]")) outbox.clear();

const mistakes = document.getElementById("errors");
if (mistakes) mistakes.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
