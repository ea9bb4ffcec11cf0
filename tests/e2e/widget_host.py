"""A notebook in miniature: one widget of Python in a real browser, with nothing in between.

The page holds what anywidget's front end gives to a widget (get, set, on, save_changes); what it
saves goes to the Python object, and what that sends arrives in the page when `deliver` is called.
"""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

import comm
from playwright.sync_api import Page

ADDRESS = "http://notebook.invalid/"
HOST = """
<!doctype html><html lang="en"><head><title>A notebook</title></head>
<body style="font: 13px serif; margin: 0"><main><h1>A notebook</h1><div id="cell"></div></main>
<script type="module">
const bytes = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
const text = (view) => {
  const all = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return btoa(Array.from(all, (byte) => String.fromCharCode(byte)).join(""));
};
class Model {
  constructor() { this.state = {}; this.listeners = {}; this.changed = new Set(); }
  get(key) { return this.state[key]; }
  set(key, value) {
    const isView = value instanceof DataView;
    if (!isView && JSON.stringify(value) === JSON.stringify(this.state[key])) return;
    this.state[key] = value; this.changed.add(key); this.tell("change:" + key);
  }
  save_changes() {
    const state = {}, binary = {};
    for (const key of this.changed) {
      const value = this.state[key];
      if (value instanceof DataView) binary[key] = text(value); else state[key] = value;
    }
    this.changed.clear();
    window.toPython(JSON.stringify({ state, binary }));
  }
  on(event, listener) { (this.listeners[event] ??= []).push(listener); }
  off(event, listener) {
    this.listeners[event] = (this.listeners[event] ?? []).filter((one) => one !== listener);
  }
  tell(event, message) { for (const listener of this.listeners[event] ?? []) listener(message); }
}
const model = new Model();
window.receive = ({ method, state, binary, content }) => {
  if (method === "custom") return model.tell("msg:custom", content);
  const news = { ...state };
  for (const [key, value] of Object.entries(binary)) news[key] = bytes(value);
  Object.assign(model.state, news);
  for (const key of Object.keys(news)) model.tell("change:" + key);
};
window.begin = async () => {
  const source = URL.createObjectURL(new Blob([model.get("_esm")], { type: "text/javascript" }));
  const widget = await (await import(source)).default();
  window.ends = [await widget.initialize({ model })];
  window.show = async () => {
    const el = document.createElement("div");
    document.getElementById("cell").append(el);
    window.ends.push(await widget.render({ model, el }));
  };
  await window.show();
};
</script></body></html>
"""


class FakeComm(comm.base_comm.BaseComm):
    """Keeps what a widget sends until somebody fetches it."""

    sent: list[dict[str, Any]]

    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,
        metadata: Any = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        """One message to the front end."""
        del msg_type, metadata, keys
        self.__dict__.setdefault("sent", []).append({**(data or {}), "buffers": buffers or []})


@dataclass(slots=True, kw_only=True)
class Hosted:
    """A widget in a page."""

    widget: Any
    page: Page
    problems: list[str] = field(default_factory=list)

    def deliver(self) -> None:
        """What Python has sent meanwhile arrives in the page."""
        sent = self.widget.comm.sent
        waiting, sent[:] = list(sent), []
        for message in waiting:
            if message.get("method") in {"update", "custom"}:
                self.page.evaluate("(message) => window.receive(message)", _plain(message))


def host(page: Page, widget: Any) -> Hosted:
    """Show `widget`, made while `comm.create_comm` was FakeComm, in an empty page of a notebook."""
    hosted = Hosted(widget=widget, page=page)
    page.route(ADDRESS, lambda route: route.fulfill(body=HOST, content_type="text/html"))
    page.on("pageerror", lambda error: hosted.problems.append(str(error)))
    page.expose_function("toPython", lambda saved: _to_python(widget, json.loads(saved)))
    page.goto(ADDRESS)
    opening = {**widget.comm.sent.pop(0), "method": "update"}
    page.evaluate("(message) => window.receive(message)", _plain(opening))
    page.evaluate("window.begin()")
    return hosted


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """A message as JSON: binary traits in base64, by their names."""
    names = [path[0] for path in message.get("buffer_paths", [])]
    binary = {
        name: base64.b64encode(bytes(content)).decode()
        for name, content in zip(names, message["buffers"], strict=True)
    }
    return {
        "method": message["method"],
        "state": message.get("state", {}),
        "binary": binary,
        "content": message.get("content"),
    }


def _to_python(widget: Any, saved: dict[str, Any]) -> None:
    names = list(saved["binary"])
    data = {"method": "update", "state": saved["state"], "buffer_paths": [[name] for name in names]}
    buffers = [memoryview(base64.b64decode(saved["binary"][name])) for name in names]
    widget._handle_msg({"content": {"data": data}, "buffers": buffers})  # noqa: SLF001
