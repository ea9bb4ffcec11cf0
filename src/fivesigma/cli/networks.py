"""`fivesigma export | import`: networks on their way to the page, to ONNX, and back."""

from pathlib import Path

import click

from fivesigma.cli import options
from fivesigma.cli.output import beside, checked_output, output_option
from fivesigma.cli.report import as_json, print_json, quoted, say, written
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.atomic import read_text, write_bytes
from fivesigma.data.table import EventTable

PAGE = "http://127.0.0.1:8765/"


@click.command("export")
@options.file_argument
@click.option("--part", type=int, default=0, show_default=True, help="Of the split, from 0.")
@click.option("--link", is_flag=True, help="Print a link, too, that opens it on the page.")
@output_option("FILE-network.json, beside FILE; .onnx also")
@as_json
def export_network(
    *, file: Path, part: int, link: bool, output: Path | None, as_json: bool
) -> None:
    """Take a trained network along, to the page or to ONNX.

    FILE is what `fivesigma train` wrote, with the model network, mlp or linear. Split with
    `--scheme hash`, so that the page knows which events are left to judge it by.
    """
    from fivesigma.learning.exchange.network_file import encode_network, network_link
    from fivesigma.learning.exchange.onnx_export import export_onnx
    from fivesigma.workflow import files
    from fivesigma.workflow.again import with_models
    from fivesigma.workflow.networks import trained_networks
    from fivesigma.workflow.records import TrainedEvents

    path = checked_output(output, beside(file, f"{file.stem}-network.json"), file)
    if path.suffix not in {".json", ".onnx"}:
        msg = f"a network file ends in .json or .onnx, not in {path.suffix!r}: {path}"
        raise FiveSigmaError(msg)
    trained = files.read_as(TrainedEvents, file)
    say(f"Training {trained.training.model} again: a file holds scores, not models")
    networks = trained_networks(with_models(trained))
    if not 0 <= part < len(networks):
        msg = f"there is no part {part}; the split has parts 0 to {len(networks) - 1}."
        raise FiveSigmaError(msg)
    stored = networks[part]
    content = encode_network(stored).encode() if path.suffix == ".json" else export_onnx(stored)
    write_bytes(content, path)
    address = network_link(stored, PAGE)
    if as_json:
        print_json({"path": str(path), "bytes": len(content), "part": part, "link": address})
        return
    click.echo(f"Exported the network of part {part} {written(path)}")
    if link:
        click.echo(address)
    click.echo("Next: fivesigma, and there: Open network")


@click.command("import")
@click.argument("network", metavar="NETWORK", type=click.Path(path_type=Path))
@options.file_argument
@output_option("NETWORK.parquet, beside FILE")
@as_json
def import_network(*, network: Path, file: Path, output: Path | None, as_json: bool) -> None:
    """Judge a network that was trained on the page.

    NETWORK is what the page or `fivesigma export` saved, FILE what `fivesigma select` wrote. The
    events of the folds that the network has seen do not judge it.
    """
    from fivesigma.learning.exchange.network_file import decode_network
    from fivesigma.workflow import files
    from fivesigma.workflow.scored import scored_by

    path = checked_output(output, beside(file, f"{network.stem}.parquet"), file)
    table = files.read_as(EventTable, file)
    trained = scored_by(table, decode_network(read_text(network), known=tuple(table.features)))
    files.save(trained, path)
    n_judging = int(trained.split.judged.sum())
    if as_json:
        size = path.stat().st_size
        print_json({"path": str(path), "bytes": size, "n_judging": n_judging})
        return
    click.echo(f"Scored {table.n_events:,} events, {n_judging:,} of them unseen {written(path)}")
    click.echo(f"Next: fivesigma evaluate {quoted(path)}")
