"""Open the page in the reader's browser, without ever standing in the way."""

import threading
import webbrowser

# These would take over the terminal in which the server speaks.
_TEXT_BROWSERS = frozenset({"elinks", "links", "lynx", "w3m", "www-browser"})


def open_in_background(address: str) -> None:
    """Ask for the page from a thread of its own; a machine without a browser just goes on."""
    threading.Thread(target=_open, args=(address,), name="open-browser", daemon=True).start()


def _open(address: str) -> None:
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return
    if getattr(browser, "name", "") not in _TEXT_BROWSERS:
        browser.open(address)
