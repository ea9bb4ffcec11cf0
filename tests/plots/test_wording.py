"""Words on axes: those of FEATURES and of the catalogue, none of a figure's own."""

import pytest
from matplotlib.mathtext import MathTextParser

from fivesigma.core.measured import Measured
from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.features import FEATURES, Feature
from fivesigma.plots.wording import axis_label, process_title, typeset, unit_of, with_uncertainty


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_feature_is_labelled_with_its_symbol_and_unit(feature: Feature) -> None:
    label = axis_label(feature.name)
    assert label.startswith(typeset(feature.symbol))
    assert label.endswith(f" [{feature.unit}]") == bool(feature.unit)
    MathTextParser("path").parse(label)


def test_every_column_of_the_catalogue_has_its_unit_on_the_axis() -> None:
    for dataset in load_catalogue().datasets:
        for column in dataset.columns:
            assert unit_of(column.name) == ("" if column.unit == "1" else column.unit)


def test_a_name_nobody_knows_is_its_own_label() -> None:
    assert (axis_label("aplanarity_9"), process_title("Zprime")) == ("aplanarity_9", "Zprime")


@pytest.mark.parametrize(
    ("value", "uncertainty", "text"),
    [
        (0.78412, 0.0186, "0.784 ± 0.019"),
        (247.89, 5.1, "247.9 ± 5.1"),
        (1204.0, 35.0, "1204 ± 35"),
        (0.5, 0.0, "0.5"),
        (-0.04, 0.7, "-0.04 ± 0.70"),
    ],
)
def test_two_digits_of_the_uncertainty_settle_the_digits_of_the_value(
    value: float, uncertainty: float, text: str
) -> None:
    assert with_uncertainty(Measured(value=value, uncertainty=uncertainty)) == text
