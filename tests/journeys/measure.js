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

  window.measure = { texts, edges, targets, wide, ratio, rgba, ground, named, seen };
})();
