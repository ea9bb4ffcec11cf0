"""Claim: in Chromium a cut moves with < 2 ms of computing and < 50 ms until it is painted (p95).

    python benchmarks/cut_moves.py [--json]

Computing: the page's own cross-filter on the page's own events (23,000 x 10 variables), each handle
drawn through its range and thrown to any place; all histograms, errors and yields are up to date
after each move. Painting: the handle of each continuous variable is dragged with the mouse on the
stop Cut; from the pointer's event until the main thread has handed over the frame with the new cut
(on average half a frame of that is waiting for the screen). The peer counts anew with NumPy, in the
same run, on the same events with the same cuts, without network and drawing.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, Route

from claims import Claim, percentile, report
from fivesigma.data.columnar import decode_columnar
from fivesigma.physics.features import FEATURES
from in_browser import RunningServer, chromium, new_page, serving
from in_node import bundle_model

N_PIXELS_DRAGGED = 120

COMPUTE = """async () => {
  const { decodeColumnar } = await import("/benchmark/columnar.js");
  const { CrossFilter } = await import("/benchmark/crossfilter.js");
  const facts = await (await fetch("./facts.json")).json();
  const { datasets } = await (await fetch("./status.json")).json();
  const address = datasets.find((d) => d.id === facts.default_dataset).data_url;
  const dataset = decodeColumnar(await (await fetch(address)).arrayBuffer());
  const filter = new CrossFilter(dataset, facts.features);
  const move = (index, low) => {
    const start = performance.now();
    filter.setInterval(index, { low, high: null });
    return performance.now() - start;
  };
  const through = (place) => facts.features.flatMap(({ low, high }, index) => {
    const times = Array.from({ length: 200 }, (_, n) => move(index, low + (high - low) * place(n)));
    // A loose cut stays behind, as when a student goes on to the next variable.
    filter.setInterval(index, { low: low + 0.1 * (high - low), high: null });
    return times;
  });
  const drag = through((n) => n / 200);
  const jump = through((n) => (n * 0.6180339887) % 1);
  return { drag, jump, nEvents: dataset.nEvents, address };
}"""

# For each pointer event: milliseconds until the frame with the new cut is out of our hands.
WATCH_PAINT = """() => {
  window.paintMs = [];
  const place = () => window.dragged.getAttribute("aria-valuenow");
  document.addEventListener("pointermove", (event) => {
    if (event.buttons === 0) return;
    const before = place();
    const look = (frames) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        if (place() !== before) window.paintMs.push(performance.now() - event.timeStamp);
        else if (frames > 0) look(frames - 1);
      };
      channel.port2.postMessage(null);
    });
    look(20);
  }, { capture: true });
}"""


def computing_ms(browser: Browser, server: RunningServer) -> dict[str, Any]:
    """Milliseconds of each move, in the browser, on the events the page shows."""
    with tempfile.TemporaryDirectory() as folder:
        bundle_model(["columnar", "crossfilter"], Path(folder))

        def serve(route: Route) -> None:
            name = route.request.url.rpartition("/")[2]
            route.fulfill(body=Path(folder, name).read_bytes(), content_type="text/javascript")

        page = new_page(browser, server.address)
        page.route("**/benchmark/*.js", serve)
        found: dict[str, Any] = page.evaluate(COMPUTE)
        file = page.context.request.get(server.address + found["address"]).body()
        _, found["columns"] = decode_columnar(file)
        page.context.close()
    return found


def painting_ms(browser: Browser, server: RunningServer) -> list[float]:
    """Milliseconds from each pointer event of a drag to the painted frame."""
    page = new_page(browser, server.address + "#stop=cut")
    page.evaluate(WATCH_PAINT)
    handles = page.locator(".histogram .handle.low").all()
    for feature, handle in zip(FEATURES, handles, strict=True):
        if feature.discrete:
            continue  # most of the way the handle of a whole number stays where it is
        handle.scroll_into_view_if_needed()
        handle.evaluate("(element) => { window.dragged = element; }")
        drag_one(page, handle.bounding_box() or {})
    times: list[float] = page.evaluate("window.paintMs")
    page.context.close()
    return times


def drag_one(page: Page, box: Any) -> None:
    """Drag a handle to the right, two pixels at a time."""
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(2, N_PIXELS_DRAGGED, 2):
        page.mouse.move(x + step, y)
    page.mouse.move(x, y)
    page.mouse.up()


def recount_ms(columns: dict[str, Any]) -> float:
    """Median milliseconds in which NumPy fills all histograms anew after such a move."""
    features = [columns[feature.name] for feature in FEATURES]
    process, weight = columns["process"].astype(np.int64), columns["weight"].astype(np.float64)
    lows = [-np.inf] * len(FEATURES)
    times = []
    for index, moved in enumerate(FEATURES):
        for share in (0.2, 0.4, 0.6, 0.8):
            lows[index] = moved.low + share * (moved.high - moved.low)
            start = time.perf_counter()
            passes = [values >= low for values, low in zip(features, lows, strict=True)]
            n_failed = np.sum([~kept for kept in passes], axis=0)
            for feature, values, kept in zip(FEATURES, features, passes, strict=True):
                others = (n_failed - ~kept) == 0
                share_of_axis = (values[others] - feature.low) / (feature.high - feature.low)
                bins = (share_of_axis * feature.n_bins).astype(np.int64)
                place = process[others] * feature.n_bins + bins.clip(0, feature.n_bins - 1)
                for filled in (weight[others], weight[others] ** 2):
                    np.bincount(place, filled)
            times.append(1e3 * (time.perf_counter() - start))
        lows[index] = moved.low + 0.1 * (moved.high - moved.low)
    return percentile(times, 50)


def measure() -> list[Claim]:
    """Computing, painting, and the peer."""
    with serving() as server, chromium() as browser:
        computing = computing_ms(browser, server)
        painting = painting_ms(browser, server)
    peer_ms = recount_ms(computing["columns"])
    events = f"{computing['nEvents']:,} events x {len(FEATURES)} variables"
    claims = [
        Claim(
            name=f"{kind}, {events}, computing, p95",
            value=percentile(computing[kind], 95),
            unit="ms",
            budget=2.0,
            peer=peer_ms,
            peer_name="NumPy counting anew, median",
        )
        for kind in ("drag", "jump")
    ]
    painted = Claim(
        name=f"drag in the page, until painted, p95 of {len(painting)}",
        value=percentile(painting, 95),
        unit="ms",
        budget=50.0,
        peer=248.0,
        peer_name="quicker of two peers, not in this run",
    )
    median = Claim(name="the same, median", value=percentile(painting, 50), unit="ms")
    return [*claims, painted, median]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
