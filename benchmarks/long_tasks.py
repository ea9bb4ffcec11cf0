"""Claim: nothing that a student does keeps the page's main thread for more than 50 ms at once.

    python benchmarks/long_tasks.py [--json]

Models are trained at Learn, the stops are walked through meanwhile, cuts come to rest at Explore,
the long judgements of Judge are worked out, and pseudo-data are unblinded at Discover; the click
that begins it counts too. Chromium's own trace has every task of the main thread with the CPU time
it took, so that a busy machine does not decide; the tasks that the browser would report as long by
the clock (PerformanceObserver) are given for information.
"""

import json
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from claims import Claim, report
from in_browser import chromium, new_page, serving

LONG_MS = 50.0

PRESS = "document.querySelector('{}').click();"
TRAIN = PRESS.format(".run-bar button")
REST = "await rest(5000);"
WALK = """
for (const stop of [4, 5, 1, 2, 3, 4]) {
  document.querySelectorAll(".stops button")[stop].click();
  await rest(1500);
}"""
MOVE_A_CUT = """
const handle = document.querySelector(".histogram .handle.low");
handle.focus();
for (let n = 0; n < 6; n++) {
  handle.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  await new Promise(requestAnimationFrame);
}
await rest(1500);"""
WORK = "document.querySelectorAll('.judge-part .work button').forEach((one) => one.click());"

TASKS = """async () => {
  let long = 0;
  const observer = new PerformanceObserver((list) => { long += list.getEntries().length; });
  observer.observe({ type: "longtask" });
  const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  DOING
  return long;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is done at a link, after `before`; `done`: what the page shows if it was done."""

    name: str
    link: str
    doing: str
    done: str
    before: str = ""


SCENES = (
    Scene(
        name="network (10, 10, 10), 5 s of training",
        link="#stop=learn&layers=10,10,10&batch=256",
        doing=TRAIN + REST,
        done=".loss-line.validation[d*=L]",
    ),
    Scene(
        name="500 boosted trees",
        link="#stop=learn&model=boosted-trees",
        doing=TRAIN + REST,
        done=".loss-line.validation[d*=L]",
    ),
    Scene(
        name="boosted trees of depth 6, 5 s of training",
        link="#stop=learn&model=boosted-trees&tree.depth=6",
        doing=TRAIN + REST,
        done=".loss-line.validation[d*=L]",
    ),
    Scene(
        name="the stops walked through while (10, 10, 10) trains",
        link="#stop=learn&layers=10,10,10&batch=256",
        doing=TRAIN + WALK,
        done=".judge-plots path",
    ),
    Scene(
        name="cuts that come to rest at Explore, all parts seen",
        link="#stop=explore",
        before=PRESS.format(".predict button")
        + "for (const y of [1000, 2000, 3000, 4000, 900]) { scrollTo(0, y); await rest(700); }",
        doing=MOVE_A_CUT,
        done=".ranking",
    ),
    Scene(
        name="importance and k-fold of (8) at Judge",
        link="#stop=judge&layers=8&epochs=20",
        before="document.querySelectorAll('.judge-part > summary').forEach((one) => one.click());",
        doing=WORK + REST,
        done=".judge-part .found",
    ),
    Scene(
        name="unblinding at Discover",
        link="#stop=decide&layers=8&epochs=20&experiment=11",
        before=PRESS.format(".write-down button.primary")
        + "location.hash = location.hash.replace('stop=decide', 'stop=discover');",
        doing=PRESS.format(".unblind button.primary") + REST,
        done=".reach table",
    ),
)


def main_thread_tasks_ms(trace: bytes) -> list[float]:
    """CPU milliseconds of each task of the page's main thread."""
    events = json.loads(trace)["traceEvents"]
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return [
        event["tdur"] / 1e3
        for event in events
        if event["name"].endswith("RunTask")
        and (event["pid"], event["tid"]) in threads
        and "tdur" in event
    ]


def do(page: Page, what: str) -> int:
    """Have the page do it; how many tasks were long by the clock."""
    return int(page.evaluate(TASKS.replace("DOING", what)))


def tasks_of(browser: Browser, address: str, scene: Scene) -> tuple[list[float], int]:
    """CPU milliseconds of each task of a scene; how many were long by the clock."""
    page = new_page(browser, address + scene.link)
    page.wait_for_timeout(3000)
    do(page, scene.before)
    page.wait_for_timeout(3000)
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    by_clock = do(page, scene.doing)
    tasks = main_thread_tasks_ms(browser.stop_tracing())
    is_done = page.locator(scene.done).count() > 0
    page.context.close()
    if not tasks or not is_done:
        msg = f"nothing was done or traced: {scene.name}"
        raise SystemExit(msg)
    return tasks, by_clock


def measure() -> list[Claim]:
    """Each scene."""
    claims = []
    with serving() as server, chromium() as browser:
        for scene in SCENES:
            tasks, by_clock = tasks_of(browser, server.address, scene)
            about = scene.name
            n_long = sum(task > LONG_MS for task in tasks)
            claims += [
                Claim(name=f"tasks > 50 ms of CPU, {about}", value=n_long, unit="tasks", budget=0),
                Claim(name=f"the longest task, {about}", value=max(tasks), unit="ms"),
                Claim(name=f"long by the clock, {about}", value=by_clock, unit="tasks"),
            ]
    return claims


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
