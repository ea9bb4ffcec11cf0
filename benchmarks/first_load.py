"""Claim: the page with its dataset weighs less than 1 MB and can be used within 1.5 s.

    python benchmarks/first_load.py [--json]

A new browser context each time, so that nothing is cached. Bytes are those that leave the server,
headers included, until the service worker has stored the page for a time without a network. Usable:
the two events of the first stop are drawn; with a link to Explore, the histograms are. The peers'
figures are those of ml-visual-dashboard (Dash) and DM Histogram Analyser (Panel), which begin with
histograms, measured once on a machine of two shared cores, not in this run.
"""

from playwright.sync_api import Browser

from claims import Claim, percentile, report
from in_browser import chromium, serving
from on_the_wire import counted

N_LOADS = 7
LANGUAGES = ("de", "es", "fr", "it")
PEER, PEER_MEGABYTES, PEER_SECONDS = "lighter of two peers", 5.5, 3.1
# A school's shared Wi-Fi, as seen by one of many.
WIFI = {
    "offline": False,
    "latency": 40,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 2e6 / 8,
}

# A link, and what is there as soon as one can begin.
COLLIDE = ("", ".event-drawing .shaft")
EXPLORE = ("#stop=explore", ".histogram path.layer")

# The time of the first frame in which it is there.
WATCH = """
window.usableAtMs = new Promise((resolve) => {
  const seen = new MutationObserver(() => {
    if (document.querySelector("SELECTOR") === null) return;
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

# Whether everything that an offline page needs is in the browser's store.
IS_KEPT = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const names = await caches.keys();
  const counts = await Promise.all(
    names.filter((name) => name.includes("data")).map(async (name) =>
      (await (await caches.open(name)).keys()).length),
  );
  return active?.state === "activated" && counts.some((count) => count > 0);
}"""


def seconds_until_usable(
    browser: Browser, address: str, start: tuple[str, str], *, slowly: bool = False
) -> float:
    """From the request for the page to the frame with what `start` waits for."""
    link, selector = start
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH.replace("SELECTOR", selector))
    page = context.new_page()
    if slowly:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", WIFI)
    page.goto(address + link)
    seconds = float(page.evaluate("window.usableAtMs")) / 1e3
    context.close()
    return seconds


def megabytes(browser: Browser, address: str, language: str) -> float:
    """What the server sends to a first visit, until the page could do without it."""
    with counted(address) as wire:
        page = browser.new_context(locale=language).new_page()
        page.goto(wire.address)
        page.wait_for_function(IS_KEPT)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        page.context.close()
        return wire.n_bytes / 1e6


def measure() -> list[Claim]:
    """Several first visits, quick and through a school's Wi-Fi."""
    with serving() as server, chromium() as browser:
        address = server.address

        def median(n: int, start: tuple[str, str], *, slowly: bool = False) -> float:
            loads = [seconds_until_usable(browser, address, start, slowly=slowly) for _ in range(n)]
            return percentile(loads, 50)

        weight = max(megabytes(browser, address, "en") for _ in range(2))
        heaviest = max(megabytes(browser, address, language) for language in LANGUAGES)
        usable = {start: median(N_LOADS, start) for start in (COLLIDE, EXPLORE)}
        slow = median(3, COLLIDE, slowly=True)
    which = "ATLAS set" if server.mirror else "embedded set"
    return [
        Claim(
            name=f"first load with the {which}, all that leaves the server",
            value=weight,
            unit="MB",
            budget=1.0,
            peer=PEER_MEGABYTES,
            peer_name=PEER,
        ),
        Claim(
            name="the same in the heaviest of the other languages",
            value=heaviest,
            unit="MB",
            budget=1.0,
        ),
        Claim(
            name=f"until the first stop can be used, median of {N_LOADS}",
            value=usable[COLLIDE],
            unit="s",
            budget=1.5,
        ),
        Claim(
            name=f"until the histograms of Explore are drawn, median of {N_LOADS}",
            value=usable[EXPLORE],
            unit="s",
            budget=1.5,
            peer=PEER_SECONDS,
            peer_name=PEER,
        ),
        Claim(name="the first stop at 10 Mbit/s and 40 ms", value=slow, unit="s"),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
