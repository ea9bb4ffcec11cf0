"""The web app's server: it hands out files and keeps no state about anyone.

Comes in: the built page (`static/`), the facts of the catalogue, datasets as event tables.
Goes out: pre-compressed bytes over HTTP. Everything a student does happens in the browser.

Reading order: `resource` (one answer in its encodings), `static` (the page), `facts` (what the
page knows that is not an event), `datasets` (also while they arrive), `security` (headers and
hosts), `server` (all of it together), `listen` (the socket), `serve` (run until Ctrl-C).
"""
