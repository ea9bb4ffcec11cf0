"""The HTTP application: the page, the facts, the datasets and how far they are."""

import functools
from collections.abc import Mapping

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

import fivesigma
from fivesigma.app.datasets import DatasetLibrary, Status
from fivesigma.app.facts import Facts, build_facts, encode_facts
from fivesigma.app.offline import build_of, stamp_page
from fivesigma.app.resource import REVALIDATE, Resource, ResourceResponse, make_resource
from fivesigma.app.security import HeadRequests, SecurityHeaders, TrustedHosts

_NOT_FOUND_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Not found</title>
<h1>There is nothing at this address</h1>
<p><a href="{home}">Go to the start page</a></p>
</html>
"""


def create_app(
    library: DatasetLibrary,
    page: Mapping[str, Resource],
    *,
    trusted_hosts: frozenset[str] | None = None,
) -> ASGIApp:
    """The whole application, behind its host check and its security headers.

    `page`: the built files by path, as `static.load_page` gives them. `trusted_hosts`: the host
    names answered to; None answers to all.
    """
    return SecurityHeaders(
        TrustedHosts(HeadRequests(_routes(library, page)), hosts=trusted_hosts),
    )


def _routes(library: DatasetLibrary, page: Mapping[str, Resource]) -> FastAPI:
    build = build_of(page)
    # No documentation pages: they load scripts from another site, which the policy forbids.
    api = FastAPI(
        title="fivesigma",
        description="Facts, datasets and their state. It keeps nothing about a visitor.",
        version=fivesigma.__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )

    @functools.cache  # one entry for each dataset that has been the default
    def facts_resource(default_dataset: str) -> Resource:
        facts = build_facts(
            library.catalogue,
            default_dataset=default_dataset,
            n_events=library.n_events(),
            levels=library.levels(),
            build=build,
            own=library.own(),
        )
        return make_resource(
            encode_facts(facts), media_type="application/json", cache_control=REVALIDATE
        )

    @api.get("/facts.json", response_model=Facts)
    async def facts() -> Response:
        """Everything the page knows that is not an event."""
        return ResourceResponse(facts_resource(library.default_dataset()))

    @api.get("/status.json")
    async def status(response: Response) -> Status:
        """Which datasets are ready, which are on their way, which cannot be had and why."""
        response.headers["cache-control"] = "no-store"
        return library.status(build)

    @api.get(
        "/data/{name}",
        response_class=Response,
        responses={200: {"content": {"application/octet-stream": {}}}, 404: {}},
    )
    async def data(name: str) -> Response:
        """A dataset as columns (format fivesigma-columnar 1); its address is in status.json."""
        resource = library.resource(name)
        if resource is None:
            detail = "No dataset has this address. The current ones are in status.json."
            return JSONResponse({"detail": detail}, status_code=404)
        return ResourceResponse(resource)

    # After all others: it takes every path that is left.
    api.router.routes.append(
        Route("/{path:path}", _Page(stamp_page(page, build)), include_in_schema=False)
    )
    return api


class _Page:
    """Serves the built files; a class, because a route takes any object that speaks ASGI."""

    def __init__(self, page: Mapping[str, Resource]) -> None:
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self._respond(Request(scope))
        await response(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        if request.method != "GET":
            detail = "This server only hands out files: use GET or HEAD."
            return JSONResponse({"detail": detail}, status_code=405, headers={"allow": "GET, HEAD"})
        path: str = request.path_params["path"]
        resource = self._page.get(path)
        if resource is not None:
            return ResourceResponse(resource)
        if "text/html" in request.headers.get("accept", ""):
            home = "../" * path.count("/") or "./"
            return HTMLResponse(_NOT_FOUND_PAGE.format(home=home), status_code=404)
        return JSONResponse({"detail": "There is nothing at this address."}, status_code=404)
