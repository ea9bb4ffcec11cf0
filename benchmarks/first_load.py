"""Claim: the page with its dataset weighs less than 1 MB and can be used within 1.5 s.

    python benchmarks/first_load.py [--json]

A new browser context each time, so that nothing is cached. Bytes are those on the wire, headers
included. Usable: the histograms are drawn from the events. The peers' figures are
those of ml-visual-dashboard (Dash) and DM Histogram Analyser (Panel), measured once on a machine of
two shared cores, not in this run.
"""

from playwright.sync_api import Browser, Request

from claims import Claim, percentile, report
from in_browser import chromium, serving

N_LOADS = 7
PEER, PEER_MEGABYTES, PEER_SECONDS = "lighter of two peers", 5.5, 3.1
# A school's shared Wi-Fi, as seen by one of many.
WIFI = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 2e6 / 8,
}

# The time of the first frame in which the histograms are there.
WATCH = """
window.usableAtMs = new Promise((resolve) => {
  const seen = new MutationObserver(() => {
    if (document.querySelector(".histogram path.layer") === null) return;
    seen.disconnect();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(null);
    });
  });
  seen.observe(document, { childList: true, subtree: true });
});
"""


def load_once(browser: Browser, address: str, *, slowly: bool = False) -> tuple[float, float]:
    """Megabytes on the wire and seconds until the histograms are drawn."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    requests: list[Request] = []

    def keep(request: Request) -> None:
        requests.append(request)

    context.on("request", keep)
    page = context.new_page()
    if slowly:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", WIFI)
    page.goto(address)
    seconds = page.evaluate("window.usableAtMs") / 1e3
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in requests]
    n_bytes = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    context.close()
    return n_bytes / 1e6, seconds


def measure() -> list[Claim]:
    """Several first visits, quick and through a school's Wi-Fi."""
    with serving() as server, chromium() as browser:
        loads = [load_once(browser, server.address) for _ in range(N_LOADS)]
        slow = [load_once(browser, server.address, slowly=True) for _ in range(3)]
    which = "ATLAS set" if server.mirror else "embedded set"
    return [
        Claim(
            name=f"first load with the {which}, on the wire",
            value=max(megabytes for megabytes, _ in loads),
            unit="MB",
            budget=1.0,
            peer=PEER_MEGABYTES,
            peer_name=PEER,
        ),
        Claim(
            name=f"until it can be used, median of {N_LOADS}",
            value=percentile([seconds for _, seconds in loads], 50),
            unit="s",
            budget=1.5,
            peer=PEER_SECONDS,
            peer_name=PEER,
        ),
        Claim(
            name="the same at 10 Mbit/s and 40 ms",
            value=percentile([seconds for _, seconds in slow], 50),
            unit="s",
        ),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
