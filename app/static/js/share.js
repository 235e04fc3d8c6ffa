// The device's own way to send a page on. Where it has none, the button stays hidden and the link for e-mail is there.
"use strict";

if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ title: document.title, url: button.dataset.share }).catch((error) => {
        if (error.name !== "AbortError") button.hidden = true;
      });
    });
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
