"""The page about taking a network along does what it says."""

import re
import runpy
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from fivesigma.cli.main import main
from fivesigma.learning.exchange.network_file import encode_network
from make_exchange_vectors import example
from pages import commands_of

PAGE = Path(__file__).parents[2] / "docs" / "do" / "take-a-network-along.md"


def test_every_line_of_python_on_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("onnxruntime")
    monkeypatch.chdir(tmp_path)
    Path("network-DM_200-9-8-1.json").write_text(encode_network(example("tanh", (3,), 2)))
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    Path("page.py").write_text("\n".join(blocks))
    after = runpy.run_path("page.py")
    assert after["probability"].shape == (after["table"].n_events,)
    assert after["is_unseen"].any()
    assert capsys.readouterr().out.startswith("http://127.0.0.1:8765/#stop=learn&network=")


def test_every_command_on_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("network-DM_200-9-8-1.json").write_text(encode_network(example("tanh", (3,), 2)))
    lines = [line for line, _ in commands_of(PAGE) if line.startswith("fivesigma ")]
    assert len(lines) == 7
    for line in lines:
        result = CliRunner().invoke(main, shlex.split(line)[1:], prog_name="fivesigma")
        assert result.exit_code == 0, (line, result.output)
