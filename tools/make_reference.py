"""Write docs/reference/commands.md, python.md, datasets.md and docs/glossary.md from their sources.

    python tools/make_reference.py

A test compares the pages with what this makes, so that no option is without its line.
"""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

import fivesigma
from fivesigma.cli.datasets import facts_of as dataset_facts
from fivesigma.cli.filesets import facts_of as fileset_facts
from fivesigma.cli.main import main as program
from fivesigma.cli.report import megabytes
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.releases.filesets import load_filesets
from fivesigma.learning.models import MODELS
from fivesigma.learning.weights import WEIGHTINGS
from fivesigma.plots.menu import PLOTS
from fivesigma.workflow.schemes import SCHEMES

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
GLOSSARY = ROOT / "frontend" / "src" / "text" / "en" / "glossary.json"
MADE_BY = "<!-- Made by tools/make_reference.py; change the help texts and docstrings instead. -->"


def commands_page() -> str:
    """Every command with its options, and every name that an option takes."""
    lines = [
        "# Commands",
        MADE_BY,
        "",
        "Results go to stdout, progress to stderr. `--json` prints one JSON document, in which a",
        "number that is not finite is null. What one can repair is one line, and exit code 1.",
        "",
        "| environment variable | meaning |",
        "| --- | --- |",
        "| `FIVESIGMA_CACHE_DIR` | folder that holds downloads and tables |",
        "| `FIVESIGMA_MIRROR` | folder or http(s) address that takes the place of the sources |",
        "| `FIVESIGMA_COURSE_DATASET` | dataset of the courses; else the real one, if at hand |",
        "",
    ]
    for path, command in _commands("fivesigma", program):
        lines += _command_lines(path, command)
    lines += _table("Models", "model", [(m.name, f"{m.title}. {m.reason}") for m in MODELS])
    lines += _table("Weightings", "weighting", [(w.name, w.reason) for w in WEIGHTINGS])
    lines += _table("Schemes", "scheme", [(s.name, s.reason) for s in SCHEMES])
    lines += _table("Figures", "kind", [(p.kind, f"{p.title}. {p.meaning}") for p in PLOTS])
    return "\n".join(lines).rstrip() + "\n"


def python_page() -> str:
    """Every function of `import fivesigma as fs`, in story order."""
    lines = ["# Python", MADE_BY, "", "After `import fivesigma as fs`:", ""]
    for name in fivesigma.STORY:
        lines += _function_lines(name)
    return "\n".join(lines).rstrip() + "\n"


def datasets_page() -> str:
    """Every dataset and file set of the catalogue, with its facts."""
    made_by = "<!-- Made by tools/make_reference.py from the catalogue; change the facts there. -->"
    datasets, filesets = load_catalogue().datasets, load_filesets().filesets
    lines = [
        "# Datasets and file sets",
        made_by,
        "",
        "A dataset is a table with signal and background, ready to learn from. A file set is what",
        "tables are built from. `fivesigma data show NAME` tells more of each, file by file;",
        "[how to get them](../do/get-the-data.md).",
        "",
    ]
    rows = [f"| [`{d.id}`](#{d.id}) | {d.title} | {d.level}, {d.format} | " for d in datasets]
    sizes = [sum(file.bytes for file in dataset.files) for dataset in datasets]
    lines += ["| name | what | level | size |", "| --- | --- | --- | --- |"]
    lines += [
        f"{row}{megabytes(n) if n else 'in the package'} |"
        for row, n in zip(rows, sizes, strict=True)
    ]
    for each in filesets:
        size = megabytes(each.n_bytes) if each.files else "by hand"
        lines.append(
            f"| [`{each.id}`](#{each.id}) | {each.title} | {each.level}, {each.format} | {size} |"
        )
    lines.append("")
    for dataset in datasets:
        lines += _entry_lines(
            dataset.id, dataset.title, dataset.description, _dataset_facts(dataset)
        )
    for each in filesets:
        lines += _entry_lines(each.id, each.title, each.description, fileset_facts(each))
        lines += [f"- {answer}" for answer in each.known_answers]
        lines += [""] if each.known_answers else []
    return "\n".join(lines).rstrip() + "\n"


def _dataset_facts(dataset: Dataset) -> list[tuple[str, str]]:
    n_events, n_known = sum(file.rows for file in dataset.files), len(dataset.known_answers)
    return [
        *dataset_facts(dataset),
        ("processes", ", ".join(process.name for process in dataset.processes)),
        *([("events", f"{n_events:,}")] if n_events else []),
        *([("known answers", f"{n_known} numbers, compared by a test")] if n_known else []),
    ]


def _entry_lines(name: str, title: str, text: str, facts: list[tuple[str, str]]) -> list[str]:
    head = [f"## {name}", "", f"**{title}.** {text}", "", "| fact | |", "| --- | --- |"]
    return [*head, *(f"| {fact} | {_cell(value)} |" for fact, value in facts), ""]


def _commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(f"{path} {name}", child)


def _command_lines(path: str, command: click.Command) -> list[str]:
    words = [
        str(parameter.metavar or f"[{str(parameter.name).upper()}]")
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    text = inspect.cleandoc(command.help or "").replace("\n\n", "\0").replace("\n", " ")
    lines = [f"## {path}", "", f"`{' '.join([path, '[OPTIONS]', *words])}`", ""]
    lines += [text.replace("\0", "\n\n"), "", "| option | meaning |", "| --- | --- |"]
    lines += [_option_row(each) for each in command.params if isinstance(each, click.Option)]
    return [*lines, "| `--help` | Show the help and exit. |", ""]


def _option_row(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or str(option.name).upper()}"
    default = f" [default: {option.default}]" if option.show_default else ""
    return f"| `{', '.join(option.opts)}{value}` | {_cell((option.help or '') + default)} |"


def _table(title: str, first: str, rows: list[tuple[str, str]]) -> list[str]:
    lines = [f"## {title}", "", f"| {first} | meaning |", "| --- | --- |"]
    return [*lines, *(f"| `{name}` | {_cell(meaning)} |" for name, meaning in rows), ""]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _function_lines(name: str) -> list[str]:
    function = getattr(fivesigma, name)
    signature = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", str(inspect.signature(function)))
    text, prompt, example = (inspect.getdoc(function) or "").partition(">>>")
    lines = [f"## {name}", "", "```python", f"fs.{name}{signature}", "```", "", text.strip(), ""]
    return [*lines, "```pycon", f"{prompt}{example}".strip(), "```", ""] if example else lines


def glossary_page() -> str:
    """Every word that the app explains in place."""
    texts = json.loads(GLOSSARY.read_text(encoding="utf-8"))
    made_by = (
        "<!-- Made by tools/make_reference.py from the texts of the app; change them there. -->"
    )
    lines = ["# Glossary", made_by, "", "The words of the hunt, as the app explains them.", ""]
    names = {key.split(".")[1]: text for key, text in texts.items() if key.endswith(".name")}
    for word, name in sorted(names.items(), key=lambda item: item[1].casefold()):
        lines += [f"## {name}", "", texts[f"glossary.{word}.text"], ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write the pages."""
    for name, page in (
        ("commands.md", commands_page()),
        ("python.md", python_page()),
        ("datasets.md", datasets_page()),
        ("../glossary.md", glossary_page()),
    ):
        (FOLDER / name).write_text(page, encoding="utf-8")
        print(f"{FOLDER / name}: {len(page.splitlines())} lines")


if __name__ == "__main__":
    main()
