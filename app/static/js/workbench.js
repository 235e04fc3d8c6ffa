// Coding comments with the keyboard, without loading the page again. Without this script the same page is a plain form.
"use strict";
(() => {
  const form = document.getElementById("bench");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-comment]")];
  const names = JSON.parse(form.dataset.names);
  const finder = document.getElementById("find-theme");
  const said = document.getElementById("said");
  const left = document.getElementById("left");
  const themes = [...form.querySelectorAll("[data-theme]")];
  let at = null;
  let line = Promise.resolve(); // one step after the other, however fast somebody types
  const queue = (act) => {
    line = line.then(act).catch(() => {});
  };

  const box = (row) => row.querySelector("input[type=checkbox]");
  const here = () => at || rows[0];
  const go = (row) => {
    if (!row) {
      const next = form.querySelector("[data-next]");
      if (next) next.focus();
      return;
    }
    at = row;
    box(row).focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const place = rows.indexOf(here());
    if (at === null) go(rows[0]);
    else if (rows[place + by] || by > 0) go(rows[place + by]);
  };
  const ticked = () => rows.filter((row) => box(row).checked);
  const chip = (theme, id) => {
    const button = document.createElement("button");
    button.className = "chip";
    button.name = "do";
    button.value = `take:${theme}:${id}`;
    const hint = document.createElement("span");
    hint.className = "visually-hidden";
    hint.textContent = `${form.dataset.remove} `;
    const cross = document.createElement("span");
    cross.setAttribute("aria-hidden", "true");
    cross.textContent = " ✕";
    button.append(hint, names[theme] || theme, cross);
    return button;
  };
  const show = (comment) => {
    const row = document.getElementById(`c-${comment.id}`);
    if (!row) return;
    row.dataset.state = comment.state;
    const place = row.querySelector("[data-given]");
    const none = document.createElement("span");
    none.className = "tag";
    none.textContent = form.querySelector('[value="none"]').lastChild.textContent.trim();
    place.replaceChildren(...comment.themes.map((theme) => chip(theme, comment.id)), ...(comment.state === "none" ? [none] : []));
    const maybe = row.querySelector(".suggested");
    if (maybe) maybe.hidden = comment.state !== "new";
    box(row).checked = false;
  };
  const send = async (what, ids) => {
    const data = new FormData(form);
    data.delete("comment");
    for (const id of ids) data.append("comment", id);
    data.set("do", what);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (found.error) said.textContent = found.error;
      else {
        found.comments.forEach(show);
        said.textContent = found.message;
        left.textContent = `${found.message} ${left.dataset.left.replace("#", found.left)}`;
      }
      return found;
    } catch {
      said.textContent = "";
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = "do";
      hidden.value = what;
      form.append(hidden);
      form.submit();
      return null;
    }
  };
  const several = async (what, onward) => {
    const some = ticked();
    const chosen = some.length ? some : [here()];
    const found = await send(what, chosen.map((row) => row.dataset.comment));
    if (!found || found.error || !onward) return;
    const last = rows.indexOf(chosen[chosen.length - 1]);
    go(rows.slice(last + 1).find((row) => row.dataset.state === "new"));
  };
  const give = (row) => several(`give:${row.dataset.theme}`, true);

  form.addEventListener("focusin", (event) => {
    at = event.target.closest("[data-comment]") || at;
  });
  const press = async (button) => {
    const [, , one] = button.value.split(":");
    const row = button.closest("[data-comment]");
    if (one) {
      await send(button.value, []);
      if (row) go(row);
    } else if (button.value === "undo") await send("undo", []);
    else await several(button.value, false);
  };
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (!pressed || pressed.name !== "do") return;
    event.preventDefault();
    queue(() => press(pressed));
  });

  const keys = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    x: () => { box(here()).checked = !box(here()).checked; },
    u: async () => {
      const found = await send("undo", []);
      if (found && found.comments && found.comments.length) go(document.getElementById(`c-${found.comments[0].id}`));
    },
    0: () => several("none", true),
    r: () => {
      const last = [...here().querySelectorAll("[data-given] button")].pop();
      return last ? send(last.value, []) : null;
    },
    s: async () => {
      const first = here().querySelector("[data-suggested]");
      if (!first || here().dataset.state !== "new") return;
      const row = here();
      await send(first.value, []);
      go(rows.slice(rows.indexOf(row) + 1).find((each) => each.dataset.state === "new"));
    },
    o: () => {
      const link = here().querySelector("[data-open]");
      if (link) link.click();
    },
    t: () => finder && finder.focus(),
    "/": () => finder && finder.focus(),
  };
  form.querySelector(".to-code").addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const number = /^[1-9]$/.test(event.key) ? themes[Number(event.key) - 1] : null;
    const key = keys[event.key];
    if (!number && !key) return;
    event.preventDefault();
    queue(() => (number ? give(number) : key()));
  });

  if (finder) {
    finder.parentElement.hidden = false;
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const fitting = () => themes.filter((row) => !row.hidden);
    const filter = () => {
      const wanted = plain(finder.value.trim());
      for (const row of themes) {
        row.hidden = !plain(row.querySelector("[data-name]").textContent).includes(wanted);
        delete row.dataset.match;
      }
      if (wanted && fitting()[0]) fitting()[0].dataset.match = "";
    };
    finder.addEventListener("input", filter);
    finder.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      event.preventDefault();
      const first = fitting()[0];
      const wanted = finder.value.trim();
      finder.value = "";
      filter();
      queue(() => (event.key === "Enter" && wanted && first ? give(first) : go(here())));
    });
  }
  if (document.activeElement === document.body && !location.hash) box(rows[0]).focus({ preventScroll: true });
})();
