"""The tests' own eyes: what a page does wrong is seen."""

import pytest
from playwright.sync_api import Browser

from e2e.running_app import RunningApp
from e2e.watch import Watch

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("mischief", "complaint"),
    [
        ("console.error('ouch')", "ouch"),
        ("setTimeout(() => { throw new Error('broken'); }, 0)", "broken"),
        ("fetch('https://example.org/').catch(() => 0)", "connect-src"),
        ("document.body.innerHTML = '<p style=\"color:red\">'", "style-src"),
        ("new Image().src = 'http://example.org/pixel.png'", "img-src"),
        ("location.href = 'http://127.0.0.1:9/'", "somebody else"),
    ],
)
def test_mischief_is_seen(browser: Browser, app: RunningApp, mischief: str, complaint: str) -> None:
    watch = Watch()
    context = browser.new_context()
    watch.attach(context, app.address)
    page = context.new_page()
    page.goto(app.address)
    page.evaluate(f"() => {{ {mischief}; }}")
    page.wait_for_timeout(200)
    context.close()
    assert any(complaint in problem for problem in watch.unexpected())
