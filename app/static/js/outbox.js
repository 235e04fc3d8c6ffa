// What somebody chose to keep on this device until there is a network: one page's form and which button was pressed.
// No receipt, no name, not the ticket; one survey only; gone when it is sent, at the end, and with the draft.
"use strict";
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
