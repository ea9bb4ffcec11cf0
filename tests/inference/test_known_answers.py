"""Numbers of the ATLAS dark-matter set that can be signed: recomputed from the real files."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.inference.counting import count
from fivesigma.inference.significance import region_significance, signal_over_root_background
from fivesigma.inference.single_cut import best_single_cut
from fivesigma.inference.yields import FloatArray, Yield, yield_of

BACKGROUNDS = ("Non-resonant_ll", "Z+jets", "WZ", "ZZ")
LEAD_LEP_PT = 2  # column of the files


def rows_of(mirror: Path, *names: str) -> FloatArray:
    """Rows of these processes, one after the other; the first column is the weight."""
    paths = [mirror / f"{name}.csv" for name in names]
    return np.concatenate([np.loadtxt(path, delimiter=",", skiprows=1) for path in paths])


def yields(mirror: Path, signal: str, lowest_pt: float = 0.0) -> tuple[Yield, Yield]:
    """Signal and background with the leading lepton above `lowest_pt` (GeV)."""
    tables = rows_of(mirror, signal), rows_of(mirror, *BACKGROUNDS)
    kept = [rows[rows[:, LEAD_LEP_PT] > lowest_pt, 0] for rows in tables]
    return yield_of(kept[0]), yield_of(kept[1])


@pytest.mark.parametrize(
    ("name", "total", "effective"),
    [
        ("Non-resonant_ll", 80.7, 815),
        ("Z+jets", 49.4, 168),
        ("WZ", 33.9, 2051),
        ("ZZ", 83.9, 2075),
        ("DM_200", 50.4, 333),
    ],
)
def test_yields_and_effective_counts(
    mirror: Path, name: str, total: float, effective: float
) -> None:
    found = yield_of(rows_of(mirror, name)[:, 0])
    assert found.sum == pytest.approx(total, abs=0.06)
    assert found.effective_count == pytest.approx(effective, abs=1)


def test_dm_200_without_a_cut(mirror: Path) -> None:
    signal, background = yields(mirror, "DM_200")
    assert (round(signal.sum, 1), round(signal.error, 1)) == (50.4, 2.8)
    assert (round(background.sum, 1), round(background.error, 1)) == (247.9, 5.1)
    assert round(signal_over_root_background(signal, background).value, 2) == 3.20
    known = region_significance(signal, background, relative_uncertainty=0.0)
    unsure = region_significance(signal, background, relative_uncertainty=0.1)
    assert (round(known.value, 2), round(unsure.value, 2)) == (3.10, 1.60)


@pytest.mark.parametrize(("lowest_pt", "expected"), [(0.0, 1.976), (100.0, 2.531)])
def test_dm_300_with_and_without_a_cut(mirror: Path, lowest_pt: float, expected: float) -> None:
    signal, background = yields(mirror, "DM_300", lowest_pt)
    found = signal_over_root_background(signal, background).value
    assert found == pytest.approx(expected, abs=0.0006)


def opposite_sign(mirror: Path) -> tuple[FloatArray, npt.NDArray[np.int64], FloatArray]:
    """Features after the charge, label and weight of DM_200 and its backgrounds."""
    signal, background = rows_of(mirror, "DM_200"), rows_of(mirror, *BACKGROUNDS)
    rows = np.concatenate([signal, background])
    label = np.repeat([1, 0], [len(signal), len(background)])
    kept = rows[:, 1] == 0
    return rows[kept, 2:], label[kept], rows[kept, 0]


def test_dm_200_with_opposite_charges_as_the_storyboard_has_it(mirror: Path) -> None:
    features, label, weight = opposite_sign(mirror)
    part = np.arange(label.size) % 5
    found = count(features[:, 2], label, weight, part, relative_uncertainty=0.1)
    assert (round(found.signal.sum, 1), round(found.background.sum, 1)) == (50.3, 247.2)
    assert round(found.z_cut_and_count.value, 2) == 3.10
    assert round(found.z_cut_and_count_with_uncertainty.value, 2) == 1.60


@pytest.mark.parametrize(("relative", "low", "high"), [(0.0, 3.5, 3.8), (0.1, 2.6, 2.9)])
def test_the_best_single_cut_of_dm_200(
    mirror: Path, relative: float, low: float, high: float
) -> None:
    columns, label, weight = opposite_sign(mirror)
    features = {f"feature {i}": columns[:, i] for i in range(columns.shape[1])}
    found = best_single_cut(
        features, label, weight, np.arange(label.size) % 5, relative_uncertainty=relative
    )
    assert low < found.z_best.value < high
    assert low - 0.4 < found.z.value < found.z_best.value
