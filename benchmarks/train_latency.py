"""Claim: less than 150 ms pass from the click on "Train" to the first point of the loss curve.

    python benchmarks/train_latency.py [--json]

A real mouse click on an untrained network, then the time until the frame in which the curve has a
point more has been handed over. That point is a whole epoch: all training events learned from once,
and the loss of training and validation computed; a network much wider than the page proposes takes
longer for it, and is given for information. The peer, ml-visual-dashboard, looks up one of 155
stored designs; its figure is not of this run.
"""

from playwright.sync_api import Browser

from claims import Claim, percentile, report
from in_browser import chromium, new_page, serving

N_CLICKS = 15
DESIGNS = ("8", "10,10,10")
WIDE = "32,32"
PEER_MS = 1033.0

# Milliseconds from the click to the frame in which the curve of the loss has grown.
WATCH = """() => {
  const curve = () => document.querySelector("path.loss-line.training").getAttribute("d") ?? "";
  window.firstPointMs = new Promise((resolve) => {
    document.addEventListener("click", (event) => {
      const before = curve();
      const look = () => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          if (curve() !== before) resolve(performance.now() - event.timeStamp);
          else look();
        };
        channel.port2.postMessage(null);
      });
      look();
    }, { capture: true, once: true });
  });
}"""


def clicks_ms(browser: Browser, address: str, layers: str) -> list[float]:
    """Milliseconds of each click, the network reset in between."""
    page = new_page(browser, f"{address}#stop=learn&layers={layers}")
    buttons = page.locator(".run-bar .buttons button")
    times = []
    for _ in range(N_CLICKS):
        page.evaluate(WATCH)
        buttons.first.click()
        times.append(page.evaluate("window.firstPointMs"))
        buttons.first.click()
        page.wait_for_timeout(100)
        buttons.last.click()
        page.wait_for_timeout(200)
    page.context.close()
    return times


def measure() -> list[Claim]:
    """The page's first network, the design of the training benchmark, and a wide one."""
    with serving() as server, chromium() as browser:
        times = {layers: clicks_ms(browser, server.address, layers) for layers in (*DESIGNS, WIDE)}
    claims = [
        Claim(
            name=f"click to first loss point, network ({layers}), p95 of {N_CLICKS}",
            value=percentile(times[layers], 95),
            unit="ms",
            budget=150.0,
            peer=PEER_MS,
            peer_name="peer, not in this run",
        )
        for layers in DESIGNS
    ]
    median = percentile(times[WIDE], 50)
    return [*claims, Claim(name=f"the same, network ({WIDE}), median", value=median, unit="ms")]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
