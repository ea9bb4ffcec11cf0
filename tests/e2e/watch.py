"""What a page must never do unseen: complain in the console, break, or talk to somebody else."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# The policy's violations reach the console as errors, but only of some browsers' versions.
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`forbidden by the policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
# Said where a test's context blocks them (conftest.py), and by no browser of a visitor.
_OF_OUR_OWN_MAKING = "Service Worker registration blocked by Playwright"
_OF_THE_BROWSER = frozenset({"data", "blob", "about", "chrome-error"})


@dataclass  # without slots: Playwright keeps its wrappers on the object that listens
class Watch:
    """Collects the problems of all pages of a context; `expect` names those a test provokes."""

    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)

    def attach(self, context: BrowserContext, address: str) -> None:
        """Watch a context that may only speak with `address`."""
        self.origins.add(_origin(address))
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)

    def expect(self, pattern: str) -> None:
        """Problems that contain this regular expression are what the test is about."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        """Problems that no test asked for."""
        return [p for p in self.problems if not any(re.search(e, p) for e in self.expected)]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.text != _OF_OUR_OWN_MAKING:
            where = message.location["url"]
            self.problems.append(f"console {message.type}: {message.text} ({where})")

    def _on_error(self, problem: WebError) -> None:
        self.problems.append(f"uncaught error: {problem.error}")

    def _on_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in _OF_THE_BROWSER:
            return
        if _origin(request.url) not in self.origins:
            self.problems.append(f"request to somebody else: {request.url}")


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
