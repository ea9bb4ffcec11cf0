"""The whole app as one file that works by a double click, from a disk, without a network.

The front end's build leaves the page with its script and style in it (`single-page.html.br`); here
the facts, the status and the events are put in, and the policy that fits a file: browsers know no
'self' for it, so its one script and its one style are named by their hashes.
"""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import brotli

from fivesigma.app.offline import BUILD_MARK
from fivesigma.app.static import STATIC_FOLDER, NotBuiltError

TEMPLATE = "single-page.html.br"
FILES_PLACE = "<!-- files -->"


def load_template(folder: Path = STATIC_FOLDER) -> str:
    """The page without data. FiveSigmaError where it was not built."""
    path = folder / TEMPLATE
    if not path.is_file():
        raise NotBuiltError(name=TEMPLATE)
    text: str = brotli.decompress(path.read_bytes()).decode()
    return text


def single_page(template: str, files: Mapping[str, bytes], *, build: str) -> bytes:
    """The page with `files` inside, by their address relative to the page."""
    holders = [_holder(name, content) for name, content in files.items()]
    page = (
        template.replace(BUILD_MARK.decode(), build)
        .replace('name="fivesigma-home" content="app"', 'name="fivesigma-home" content="file"')
        .replace(FILES_PLACE, "\n    ".join(holders))
    )
    return with_policy(page, _policy_of(page)).encode()


def with_policy(page: str, policy: str) -> str:
    """A page that says itself what it may do; before anything that the policy is about."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}" />'
    return page.replace("<head>", f"<head>\n    {meta}", 1)


def _holder(name: str, content: bytes) -> str:
    """An element that runs nothing and keeps a file."""
    text = base64.b64encode(content).decode()
    return f'<script type="text/plain" data-file="{name}">{text}</script>'


def _policy_of(page: str) -> str:
    script, style = _hash_of(page, "script"), _hash_of(page, "style")
    return (
        "default-src 'none'; "
        # As in security.py; the worker, made from text, lives by the page's policy.
        f"script-src '{script}' 'wasm-unsafe-eval'; "
        f"style-src '{style}'; "
        "img-src data:; "
        "worker-src blob:; "
        "base-uri 'none'; "
        "form-action 'none'"
    )


def _hash_of(page: str, element: str) -> str:
    """The hash by which a policy names the one element without attributes of that name."""
    _, _, rest = page.partition(f"<{element}>")
    content, _, _ = rest.partition(f"</{element}>")
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
