"""Words and symbols on axes: from FEATURES and the catalogue, typeset as papers do."""

from typing import Final

from fivesigma.core.measured import Measured
from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.features import FEATURES, Feature

_TYPESET: Final = (
    ("ETmiss", r"$E_{\mathrm{T}}^{\mathrm{miss}}$"),
    ("pT", r"$p_{\mathrm{T}}$"),
    ("HT", r"$H_{\mathrm{T}}$"),
    ("mℓℓ", r"$m_{\ell\ell}$"),
)


def typeset(symbol: str) -> str:
    r"""A symbol of FEATURES with its sub- and superscripts, in Matplotlib's mathematics.

    >>> typeset("pT(ℓ₁)")
    '$p_{\\mathrm{T}}$(ℓ₁)'
    """
    for plain, mathematics in _TYPESET:
        symbol = symbol.replace(plain, mathematics)
    return symbol


def feature_of(name: str) -> Feature | None:
    """The entry of FEATURES, or None for a column that is not ours.

    >>> met = feature_of("met")
    >>> met.unit, met.label, feature_of("score")
    ('GeV', 'Missing transverse momentum', None)
    """
    return next((feature for feature in FEATURES if feature.name == name), None)


def short_label(name: str) -> str:
    """Symbol of a feature; the name itself where it is not one of FEATURES.

    >>> short_label("n_bjets"), short_label("score")
    ('N(b-jets)', 'score')
    """
    feature = feature_of(name)
    return name if feature is None else typeset(feature.symbol)


def unit_of(name: str) -> str:
    """Unit of a feature, from FEATURES or else from the catalogue; "" where it has none.

    >>> unit_of("mll"), unit_of("n_bjets")
    ('GeV', '')
    """
    feature = feature_of(name)
    if feature is not None:
        return feature.unit
    columns = (column for dataset in load_catalogue().datasets for column in dataset.columns)
    unit = next((column.unit for column in columns if column.name == name), "")
    return "" if unit == "1" else unit


def axis_label(name: str) -> str:
    r"""Symbol and unit of a feature; the name itself where it is not one of FEATURES.

    >>> axis_label("delta_r_ll"), axis_label("mll")
    ('ΔR(ℓℓ)', '$m_{\\ell\\ell}$ [GeV]')
    """
    unit = unit_of(name)
    return short_label(name) + (f" [{unit}]" if unit else "")


def process_title(name: str) -> str:
    """How the catalogue calls a process; the name itself where it is not in it.

    >>> process_title("DM_200"), process_title("Other")
    ('Z + dark matter, mediator 200 GeV', 'Other')
    """
    for dataset in load_catalogue().datasets:
        for process in dataset.processes:
            if process.name == name:
                return process.title
    return name


def with_uncertainty(measured: Measured) -> str:
    """Value ± uncertainty, with as many digits as two digits of the uncertainty allow.

    >>> with_uncertainty(Measured(value=0.78412, uncertainty=0.0186))
    '0.784 ± 0.019'
    """
    if not measured.uncertainty > 0:
        return f"{measured.value:.3g}"
    digits = max(0, -int(f"{measured.uncertainty:.1e}".split("e")[1]) + 1)
    return f"{measured.value:.{digits}f} ± {measured.uncertainty:.{digits}f}"
