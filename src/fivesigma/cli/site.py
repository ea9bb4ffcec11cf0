"""`fivesigma site`: the whole app as static files."""

from dataclasses import asdict
from pathlib import Path

import click

from fivesigma.app.site import Site, check_site_folder, write_site
from fivesigma.cli.fetching import events_of, mirror_option, settings_of
from fivesigma.cli.report import as_json, megabytes, print_json, print_rows, quoted, say
from fivesigma.core.level import Level
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.levels import embedded_levels


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--dataset",
    "datasets",
    multiple=True,
    metavar="NAME",
    help="Dataset to take along, besides the embedded one; may be repeated.",
)
@click.option("--force", is_flag=True, help="Replace a folder that this command wrote before.")
@mirror_option
@as_json
def site(
    folder: Path, *, datasets: tuple[str, ...], force: bool, mirror: str | None, as_json: bool
) -> None:
    """Write the web app as a folder of files.

    For any web host or a USB stick; FOLDER must be new or empty. What it holds works offline and
    from any sub-path, and as one file, too.
    """
    from fivesigma.app.datasets import DatasetLibrary
    from fivesigma.app.single_page import load_template
    from fivesigma.app.static import load_page

    check_site_folder(folder, force=force)
    catalogue = load_catalogue()
    for name in datasets:
        DatasetLibrary(catalogue, preferred=name)  # refuses what the page does not show
    page, template = load_page(), load_template()
    settings = settings_of(mirror)
    tables = {name: {Level.DETECTOR: events_of(name, settings)} for name in dict.fromkeys(datasets)}
    tables |= {dataset.id: embedded_levels() for dataset in catalogue.datasets if dataset.embedded}
    if not as_json:
        say("Writing the site")
    written = write_site(tables, folder, page=page, template=template, force=force)
    if as_json:
        print_json({**asdict(written), "folder": str(written.folder)})
    else:
        _tell(written)


def _tell(site: Site) -> None:
    what = f"fivesigma {site.version} as {site.n_files} files"
    click.echo(f"Wrote {what} -> {site.folder}  ({megabytes(site.n_bytes)})")
    print_rows(
        [
            (
                f"  {dataset.id}",
                f"{dataset.n_events:,} events",
                f"{megabytes(dataset.n_bytes)} compressed",
                dataset.licence,
            )
            for dataset in site.datasets
        ]
    )
    click.echo(f"  A first visit loads {megabytes(site.first_visit_bytes)}.")
    alone = quoted(site.folder / "fivesigma.html")
    click.echo(f"  {alone} is all of it in one file: {megabytes(site.single_page_bytes)}.")
    click.echo(f"Next: python -m http.server --directory {quoted(site.folder)}")
    click.echo(f"Then open http://localhost:8000/ ; {quoted(site.folder / 'README.md')} says how")
    click.echo("to put it on a web host or a USB stick.")
