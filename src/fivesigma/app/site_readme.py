"""What a site says to whoever finds the folder: how to publish it, and whose data are in it."""

from fivesigma.app.facts import DatasetFacts, Facts

_TEXT = """\
# fivesigma {version}: the hunt as a folder of files

The whole web app: everything is computed in the visitor's browser, and nothing a visitor does is
sent anywhere. Written by `fivesigma site`.

## One file, for a double click

`fivesigma.html` ({megabytes:.1f} MB) holds the page and its data. It opens from a disk or a USB
stick, without a network and without anything installed. Hand on this one file alone if you like.

## A web site

Put all files of this folder, as they are, on any web host; they work in any folder of it. The page
is `index.html`; it needs an address that starts with http: or https:.

- **To look at it here**: `python -m http.server` in this folder, then open http://localhost:8000/
- **GitHub Pages**: commit the files to a repository, then Settings, Pages, "Deploy from a branch".
  The empty file `.nojekyll` belongs to it.
- **Any other host** (a school's web space, Apache, nginx, an object store): copy the folder.

Nothing has to be set up. Three things make it better where the host lets you:

- The files that end in `.br` and `.gz` are the same files compressed. nginx hands them out with
  `brotli_static on; gzip_static on;`. A host that compresses by itself does not need them, and you
  may leave them out when you copy.
- Names below `assets/` and `data/` change with their content: they may be cached for ever.
  `index.html`, `sw.js`, `facts.json` and `status.json` should be asked for again each time
  (`Cache-Control: no-cache`).
- Over https (or on localhost) a browser keeps the page, so that after the first visit it opens
  without a network.

To replace this folder by a newer one: `fivesigma site FOLDER --force`. It replaces what it wrote,
and refuses if other files are in the way.

## Licences

The program is BSD-3-Clause, its texts and pictures are CC BY 4.0.

{datasets}
This project is not part of ATLAS or CERN.
"""


def readme(facts: Facts, *, n_bytes: int) -> str:
    """The README.md of a site; `n_bytes`: size of the page that is one file."""
    datasets = "".join(_about(dataset) for dataset in facts.datasets)
    return _TEXT.format(version=facts.version, megabytes=n_bytes / 1e6, datasets=datasets)


def _about(dataset: DatasetFacts) -> str:
    n_events = sum(process.n_events for process in dataset.processes)
    record = f" {dataset.record_url}" if dataset.record_url else ""
    doi = f" (doi:{dataset.doi})" if dataset.doi else ""
    about = f"{dataset.description} {n_events:,} events, licence {dataset.licence}.{record}{doi}"
    return f"- **{dataset.title}** (`{dataset.id}`): {about}\n"
