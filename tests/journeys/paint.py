"""When a page is first seen and whether anything on it moves, on a slow network and a slow phone, with nothing kept."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

PHONE = {"width": 360, "height": 740}
KBIT_S, LATENCY_MS, TIMES_SLOWER = 400, 400, 4
SEEN = 0.001
"""Layout shift is given to three digits: less is a word that was drawn before the rest of its line had arrived."""
WATCH = """
window.watched = { first: 0, moved: [] };
new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName("first-contentful-paint")) watched.first = entry.startTime;
}).observe({ type: "paint", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.value < SEEN) continue;
    const what = entry.sources.map((source) => source.node?.nodeName + "." + (source.node?.className ?? ""));
    watched.moved.push(`moved by ${entry.value.toFixed(4)}: ${what.join(", ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
""".replace("SEEN", str(SEEN))
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(watched.moved), 0)))"


def moved(page: Page) -> list[str]:
    """Every layout shift since the page was opened, one that followed a tap too. The page must be watched."""
    return page.evaluate(SETTLED)


def first_seen(browser: Browser, address: str, path: str, language: str) -> tuple[float, list[str]]:
    """Seconds until the first contentful paint of a first visit, and what moved until everything was there."""
    context = browser.new_context(
        base_url=address, viewport=PHONE, device_scale_factor=2, extra_http_headers={"Accept-Language": language}
    )
    try:
        page = context.new_page()
        slow_down(page)
        page.add_init_script(WATCH)
        page.goto(path, wait_until="load")
        page.wait_for_function("() => watched.first > 0")
        return page.evaluate("() => watched.first") / 1000, moved(page)
    finally:
        context.close()


def slow_down(page: Page) -> None:
    """The network of a bad corner and the processor of a cheap phone."""
    switch = page.context.new_cdp_session(page)
    switch.send("Network.enable")
    bytes_s = KBIT_S * 1000 / 8
    switch.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": LATENCY_MS, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s},
    )
    switch.send("Emulation.setCPUThrottlingRate", {"rate": TIMES_SLOWER})
