// Saves a page's answers while it is open, sends it once, and tries again where there is no network.
// Without this script, and where the server refuses, the same form is sent plainly and the server's page is shown.
"use strict";
{
  const QUIET = { tap: 1200, letter: 2500 };
  const PATIENCE = 20000;
  const LONGEST_WAIT = 30000;
  const LONGEST_KEEPALIVE = 60000;
  const NOT_NOW = [429, 502, 503, 504];
  const form = document.querySelector("form[data-send]");
  const state = form.querySelector("[data-waiting]");
  const again = form.querySelector("[data-again]");
  const keep = form.querySelector("[data-keep]");
  const seen = form.querySelector("[name=as_seen]");
  const address = form.getAttribute("action") || location.pathname + location.search;
  let onward, away, timer, flying;
  let tries = 0;
  let plain = false;
  let gone = false;

  // The form as it is sent. What the server had when the page was made is no part of what is compared.
  function message() {
    const body = new URLSearchParams(new FormData(form));
    body.set("action", onward ? onward.value : "save");
    return body;
  }

  function data() {
    const body = message();
    body.delete("as_seen");
    body.delete("action");
    return body.toString();
  }

  let saved = document.getElementById("errors") ? "" : data();
  const unsaved = () => seen && data() !== saved;
  const chosen = () => Boolean(keep) && keep.getAttribute("aria-pressed") === "true";
  const pending = () => Boolean(onward) || unsaved();

  function show(name) {
    const waits = name === "waiting" || name === "kept";
    state.dataset.state = name;
    state.setAttribute("aria-busy", name === "saving");
    state.textContent = state.dataset[name] || "";
    again.hidden = !waits;
    if (keep) keep.closest(".keep").hidden = !waits && !chosen();
  }

  // What the server said: { mark, whole } saved, { mark } something newer was there, { to } the next page, { refused }.
  // Nothing, if it is not to be reached just now or somebody else answered in its place.
  async function told(answer) {
    if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) return answer.json();
    return answer.status >= 400 && !NOT_NOW.includes(answer.status) ? { refused: answer.status } : {};
  }

  async function post(where, body) {
    const patience = new AbortController();
    const clock = setTimeout(() => patience.abort(), PATIENCE);
    const headers = { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" };
    const keepalive = body.length < LONGEST_KEEPALIVE;
    try {
      const sent = { method: "POST", headers, body, keepalive, redirect: "manual", signal: patience.signal };
      return await told(await fetch(where, sent));
    } catch {
      return {};
    } finally {
      clearTimeout(clock);
    }
  }

  function later(time) {
    clearTimeout(timer);
    timer = setTimeout(send, time);
  }

  function leave(where) {
    clearTimeout(timer);
    gone = true;
    tries = 0;
    onward = undefined;
    location.assign(where);
  }

  async function send() {
    clearTimeout(timer);
    if (flying || plain || gone || !pending()) return;
    flying = data();
    show("saving");
    const answer = await post(address, message().toString());
    const sent = flying;
    flying = undefined;
    if (answer.refused) refuse();
    else if (answer.to) arrive(answer.to);
    else if (answer.mark) settle(answer, sent);
    else wait();
  }

  function arrive(where) {
    saved = data();
    forget();
    leave(where);
  }

  function settle(answer, sent) {
    seen.value = answer.mark;
    if (!("whole" in answer)) return void send();
    tries = 0;
    saved = sent;
    forget();
    show(answer.whole ? "saved" : "");
    if (onward) send();
    else if (away) leave(away);
    else if (unsaved()) later(QUIET.tap);
  }

  function refuse() {
    plain = true;
    outbox.clear();
    show("");
    if (onward) form.requestSubmit(onward);
    else if (away) leave(away);
  }

  function wait() {
    store();
    tries += 1;
    later(Math.min(1000 * 2 ** tries, LONGEST_WAIT));
  }

  // On the device, if that was chosen and can be done; else in this page alone.
  function store() {
    const page = { page: location.pathname + location.search, body: message().toString() };
    show(chosen() && outbox.write(form.dataset.until, page) ? "kept" : "waiting");
  }

  // What was kept is sent; that somebody wants it kept stays.
  function forget() {
    if (chosen()) outbox.write(form.dataset.until, {});
  }

  function touched(event) {
    if (event.target === keep || flying || !unsaved()) return;
    away = undefined;
    if (tries) return void store();
    show("");
    later(event.target.matches("[type=radio], [type=checkbox]") ? QUIET.tap : QUIET.letter);
  }

  function hurry() {
    if (tries) send();
  }

  // Puts back what an earlier visit kept, on the page that it belongs to.
  function fill(sent) {
    for (const one of form.querySelectorAll("[name]:not([type=hidden], button)")) {
      if (one.type === "radio" || one.type === "checkbox") one.checked = sent.getAll(one.name).includes(one.value);
      else one.value = sent.get(one.name) || "";
    }
    onward = [...form.querySelectorAll("button[name=action]")].find((button) => button.value === sent.get("action"));
    if (pending()) send();
    else forget();
  }

  async function resume({ until, page, body }) {
    if (seen && page.split("?")[0] === location.pathname) return void fill(new URLSearchParams(body));
    const answer = await post(page, body);
    const looked = answer.refused === 422 || (answer.mark && !("whole" in answer));
    if (looked) return void leave(page);
    if (answer.refused || answer.mark || answer.to) outbox.write(until, {});
    if (answer.to) leave(answer.to);
  }

  form.addEventListener("submit", (event) => {
    if (plain) return;
    event.preventDefault();
    event.stopPropagation();
    away = undefined;
    gone = false;
    onward = event.submitter || form.querySelector("button[name=action]");
    send();
  });
  for (const name of ["input", "click"]) form.addEventListener(name, touched);
  again.addEventListener("click", send);

  // The ways to other pages wait until this one is saved.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || link.hash || plain || !unsaved()) return;
    event.preventDefault();
    away = link.href;
    send();
  });
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => (document.hidden ? send() : hurry()));
  window.addEventListener("pagehide", send);
  window.addEventListener("beforeunload", (event) => {
    const kept = state.dataset.state === "kept";
    if (!plain && !gone && (flying ? data() !== flying : tries && !kept && pending())) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) gone = false;
  });

  const kept = outbox.read();
  if (keep) {
    keep.setAttribute("aria-pressed", Boolean(kept));
    show("");
    keep.addEventListener("click", () => {
      keep.setAttribute("aria-pressed", !chosen());
      if (!chosen()) outbox.clear();
      if (tries) store();
      else if (chosen()) forget();
    });
  }
  if (kept && kept.body) resume(kept);
}
