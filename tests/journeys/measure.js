// Measures of a page as it is drawn: contrast of every text and every edge that is needed, size of every target,
// what is wider than the screen. Each returns one line per finding.
(() => {
  const seen = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const named = (e) => `<${e.tagName.toLowerCase()}${e.className && e.getAttribute("class") ? "." + e.getAttribute("class").split(" ").join(".") : ""}> ${(e.innerText || e.value || e.getAttribute("aria-label") || "").trim().slice(0, 40)}`;
  const clipped = (e) => Boolean(e.closest(".visually-hidden")) || /inset\(50%/.test(getComputedStyle(e).clipPath);

  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  function rgba(text) {
    if (!known.has(text)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(text, [r, g, b, a / 255]);
    }
    return known.get(text);
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  function luminance([r, g, b]) {
    const line = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * line(r) + 0.7152 * line(g) + 0.0722 * line(b);
  }
  function ratio(one, other) {
    const [low, high] = [luminance(one), luminance(other)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  }
  function ground(e) {
    const layers = [];
    for (let up = e; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      layers.push(rgba(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    const canvas = rgba(getComputedStyle(document.documentElement).colorScheme.startsWith("dark") ? "#121212" : "#ffffff");
    return layers.reduceRight((below, layer) => over(layer, below), canvas);
  }
  function faded(e) {
    let whole = 1;
    for (let up = e; up; up = up.parentElement) whole *= Number(getComputedStyle(up).opacity);
    return whole;
  }

  function texts(least) {
    const found = new Map();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const e = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || e.closest("svg, script, style, option") || !seen(e) || clipped(e)) continue;
      const below = ground(e);
      const [r, g, b, a] = rgba(getComputedStyle(e).color);
      const got = ratio(over([r, g, b, a * faded(e)], below), below);
      if (got < least) found.set(e, `contrast ${got.toFixed(2)} < ${least}: ${named(e)}`);
    }
    for (const e of document.querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select")) {
      const got = ratio(rgba(getComputedStyle(e).color), ground(e));
      if (seen(e) && got < least) found.set(e, `contrast ${got.toFixed(2)} < ${least} of what is typed: ${named(e)}`);
    }
    return [...found.values()];
  }

  // An edge is needed where nothing else shows where a control is.
  function edges(least) {
    const found = [];
    for (const e of document.querySelectorAll(".choice, .button:not(.button-link), input:not([type=radio], [type=checkbox], [type=hidden]), textarea, select")) {
      if (!seen(e)) continue;
      const style = getComputedStyle(e);
      const outside = ground(e.parentElement);
      const edge = parseFloat(style.borderTopWidth) >= 1 ? ratio(over(rgba(style.borderTopColor), ground(e)), outside) : 0;
      const got = Math.max(edge, ratio(ground(e), outside));
      if (got < least) found.push(`edge ${got.toFixed(2)} < ${least}: ${named(e)}`);
    }
    return found;
  }

  const SENTENCE = "p, li, dd, dt, td, label, h1, h2, h3, figcaption, blockquote";
  function insideText(e) {
    if (e.tagName !== "A" || getComputedStyle(e).display !== "inline") return false;
    const block = e.closest(SENTENCE);
    return Boolean(block) && block.textContent.trim().length > e.textContent.trim().length + 3;
  }
  function area(e) {
    const label = e.closest("label");
    const box = (label && label.matches(".choice") ? label : e).getBoundingClientRect();
    const more = getComputedStyle(e, "::after");
    if (more.content !== "none" && more.position === "absolute" && more.inset === "0px") {
      let holder = e;
      while (holder && getComputedStyle(holder).position === "static") holder = holder.parentElement;
      return (holder || e).getBoundingClientRect();
    }
    return box;
  }
  function targets(least) {
    const found = [];
    for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, audio")) {
      if (!e.checkVisibility() || e.matches(".skip-link:not(:focus)") || insideText(e)) continue;
      const box = area(e);
      if (Math.min(box.width, box.height) < least - 0.1) found.push(`target ${box.width.toFixed(0)} x ${box.height.toFixed(0)}: ${named(e)}`);
    }
    return found;
  }

  function wide() {
    const root = document.documentElement;
    const over = root.scrollWidth - root.clientWidth;
    if (over <= 0) return [];
    const first = [...document.querySelectorAll("body *")].filter((e) => seen(e) && !e.closest(".table-wrap")).find((e) => {
      const box = e.getBoundingClientRect();
      return box.width > 1 && (box.left < -1 || box.right > root.clientWidth + 1);
    });
    return [`${over} px too wide: ${first ? named(first) : "?"}`];
  }

  // The order in which a keyboard goes through the page is the order in which it is read.
  function order() {
    const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, audio")]
      .filter((e) => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && !e.matches(".skip-link"))
      .map((e) => [e, (e.closest("label.choice") ?? e).getBoundingClientRect()]);
    const back = document.documentElement.dir === "rtl" ? (one, next) => next.left >= one.right - 1 : (one, next) => next.right <= one.left + 1;
    const found = [...document.querySelectorAll("[tabindex]")].filter((e) => e.tabIndex > 0).map((e) => `tabindex: ${named(e)}`);
    for (let n = 1; n < stops.length; n += 1) {
      const [[, one], [e, next]] = [stops[n - 1], stops[n]];
      const beside = Math.min(one.bottom, next.bottom) - Math.max(one.top, next.top) > Math.min(one.height, next.height) / 2;
      if (beside ? back(one, next) : next.bottom <= one.top + 1) found.push(`comes after what it stands before: ${named(e)}`);
    }
    return found;
  }

  // Text that its own box cuts off.
  function cut() {
    return [...document.querySelectorAll("body *")]
      .filter((e) => seen(e) && !clipped(e) && e.innerText && /hidden|clip/.test(getComputedStyle(e).overflow + getComputedStyle(e).overflowY))
      .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
      .map((e) => `cut off: ${named(e)}`);
  }

  // A choice must not look the same when it is chosen.
  function alike() {
    const look = (label) => {
      const style = getComputedStyle(label);
      const figure = getComputedStyle(label.querySelector(".figure") ?? label);
      return [style.outlineStyle, style.outlineWidth, figure.backgroundColor, figure.color].join();
    };
    return [...document.querySelectorAll("main .choice")].filter((label) => {
      const box = label.querySelector("input");
      const was = box.checked;
      box.checked = false;
      const before = look(label);
      box.checked = true;
      const after = look(label);
      box.checked = was;
      return before === after;
    }).map((label) => `looks the same when chosen: ${named(label)}`);
  }

  function moving() {
    const lasts = (e) => [getComputedStyle(e).transitionDuration, getComputedStyle(e).animationDuration].join().split(",").some((time) => parseFloat(time) > 0);
    return [...document.querySelectorAll("*")].filter(lasts).map((e) => `moves: ${named(e)}`);
  }

  // What has the focus now: whether it is drawn as having it, is on the screen, and is not covered.
  function focus() {
    const e = document.activeElement;
    if (!e || e === document.body) return { what: "", wrong: [] };
    const marked = [e, e.closest("label")].filter(Boolean).some((one) => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const box = (e.closest("label.choice") ?? e).getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + Math.min(box.height / 2, innerHeight / 3), 1), innerHeight - 1);
    const above = document.elementFromPoint(x, y);
    const wrong = [];
    if (!marked && e.id !== "main") wrong.push(`focus is not drawn: ${named(e)}`);
    if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) wrong.push(`focus is off the screen: ${named(e)}`);
    else if (above && !e.contains(above) && !above.contains(e) && !above.closest("label")?.contains(e)) wrong.push(`focus is covered by ${named(above)}: ${named(e)}`);
    const all = [...document.querySelectorAll("*")];
    return { what: `${all.indexOf(e)}`, kind: e.tagName, type: e.type ?? "", name: e.name ?? "", value: e.value ?? "", wrong };
  }

  window.measure = { alike, order, cut, moving, focus, texts, edges, targets, wide, ratio, rgba, ground, named, seen };
})();
