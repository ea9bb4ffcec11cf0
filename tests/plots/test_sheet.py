"""The sheet: whose events, in a style of its own that nobody else notices, saved as papers want."""

import io
import warnings
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.plots.examples import ROC, TEMPLATES
from fivesigma.plots.roc import draw_roc
from fivesigma.plots.sheet import COLUMN_IN, Origin, Sheet, new_sheet, origin_of
from fivesigma.plots.stack import draw_stack


def roc(**options: float) -> Figure:
    return draw_roc({"trees": ROC}, origin=Origin(), **options)  # type: ignore[arg-type]


def test_the_origin_names_kind_source_energy_and_luminosity() -> None:
    assert str(origin_of("atlas-dm")) == ("Simulated events\nATLAS open data, √s = 13 TeV, 10 fb⁻¹")


def test_every_dataset_of_the_catalogue_has_an_origin() -> None:
    from fivesigma.data.catalogue import load_catalogue

    for dataset in load_catalogue().datasets:
        assert origin_of(dataset.id).luminosity_ifb == dataset.luminosity_ifb


def test_a_dataset_nobody_knows_is_named_and_gets_no_energy() -> None:
    assert str(origin_of("mine")) == "Events\nmine"


def test_an_origin_nobody_told_says_so_on_the_figure() -> None:
    assert roc().get_suptitle() == "Simulated events\norigin not stated"


def test_drawing_and_saving_leave_the_readers_style_as_it_was() -> None:
    before = dict(mpl.rcParams)
    roc().savefig(io.BytesIO(), format="pdf")
    assert dict(mpl.rcParams) == before


def test_the_readers_style_does_not_change_a_figure() -> None:
    plain, strange = io.BytesIO(), io.BytesIO()
    roc().savefig(plain, format="png")
    with mpl.rc_context({"font.size": 30, "axes.grid": True, "lines.linewidth": 9}):
        roc().savefig(strange, format="png")
    assert plain.getvalue() == strange.getvalue()


def test_a_pdf_embeds_its_fonts_as_truetype() -> None:
    page = io.BytesIO()
    roc().savefig(page, format="pdf", metadata={"CreationDate": None})
    assert b"/FontFile2" in page.getvalue()
    assert b"/Type3" not in page.getvalue()


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_a_figure_is_saved_in_every_usual_format_without_a_warning(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"stack.{ending}"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw_stack(TEMPLATES, variable="met", origin=Origin()).savefig(path)
    assert path.stat().st_size > 1000


def test_a_notebook_shows_a_figure_as_a_picture() -> None:
    figure = roc()
    assert isinstance(figure, Sheet)
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_a_wider_sheet_is_flatter() -> None:
    one, two = (new_sheet(width).get_size_inches() for width in (COLUMN_IN, 2 * COLUMN_IN))
    assert one[1] < two[1] < 2 * one[1]


@pytest.mark.parametrize("width_in", [0.0, 1.0, 86.0, float("nan")])
def test_a_width_in_millimetres_or_too_small_is_refused(width_in: float) -> None:
    with pytest.raises(FiveSigmaError, match="2 to 40 inches"):
        roc(width_in=width_in)


def test_pyplot_is_never_asked() -> None:
    import subprocess
    import sys

    code = "import sys, fivesigma.plots.menu; print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
