"""`facts.json`: everything the page knows that is not an event.

Made from the catalogue, the table of features and the split, so that a fact has one home.
The records here are the contract with `frontend/src/model/types.ts`, and show in /openapi.json.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

import fivesigma
from fivesigma.data.catalogue import Catalogue, Dataset, Origin
from fivesigma.data.table_facts import Kind
from fivesigma.learning.split import N_FOLDS, TEST_FOLDS, TRAIN_FOLDS, VALIDATION_FOLDS
from fivesigma.physics.features import FEATURES, Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFacts:
    """One variable of a collision: what it is, its unit, and the range of its histogram."""

    name: str
    unit: str
    symbol: str
    label: str
    meaning: str
    discrete: bool
    low: float
    high: float
    n_bins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFacts:
    """One kind of collision in a dataset."""

    name: str
    title: str
    kind: Kind
    description: str
    n_events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a reader's own file is known by; `fingerprint`: a short hash of its content."""

    name: str
    bytes: int
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFacts:
    """Measured collisions among the rows: the page hides them until the choice is locked.

    `by`: the experiment, "" where the table does not say. `luminosity_ifb` (fb⁻¹): what was
    measured and what the simulation is weighted to, None where that is not known. `fingerprint`:
    hash of the measured rows; the same data beside another simulation are still the same data.
    """

    by: str
    luminosity_ifb: float | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetFacts:
    """A dataset: where it comes from, under which licence, and what is in it.

    `levels`: the levels of realism at which the same collisions can be had (`data.levels.Level`),
    empty where there is only one.
    """

    id: str
    title: str
    origin: Origin | Literal["own-table"]
    description: str
    record_url: str | None
    doi: str | None
    licence: str
    sqrt_s_tev: float
    luminosity_ifb: float
    processes: list[ProcessFacts]
    default_signal: str
    levels: list[int] = field(default_factory=list)
    features: list[FeatureFacts] | None = None
    """Its own variables, where they are not those of `Facts`."""
    file: FileFacts | None = None
    """The reader's own file, where the events come from one."""
    measured: MeasuredFacts | None = None
    """Where the rows of a process of the kind "measured" come from, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitFacts:
    """Which of the stored folds train, steer and judge."""

    n_folds: int
    train: list[int]
    validation: list[int]
    test: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The whole of facts.json."""

    version: str
    features: list[FeatureFacts]
    split: SplitFacts
    datasets: list[DatasetFacts]
    default_dataset: str
    build: str = ""
    """The page these facts belong to (`offline.build_of`); a browser mixes no two of them."""


def page_catalogue(catalogue: Catalogue) -> Catalogue:
    """The datasets that the page understands: those whose columns are the features it explains.

    FiveSigmaError (from the catalogue) where none is left.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> [dataset.id for dataset in page_catalogue(load_catalogue()).datasets]
    ['atlas-dm', 'simulated-dm']
    """
    names = tuple(feature.name for feature in FEATURES)
    shown = tuple(dataset for dataset in catalogue.datasets if dataset.feature_names == names)
    return Catalogue(datasets=shown)


def build_facts(  # noqa: PLR0913 - keywords, most with a default
    catalogue: Catalogue,
    *,
    default_dataset: str,
    n_events: Mapping[str, Mapping[str, int]],
    levels: Mapping[str, Sequence[int]] | None = None,
    build: str = "",
    own: Sequence[DatasetFacts] = (),
) -> Facts:
    """All facts; `default_dataset` is the one the page opens when its address names none.

    `n_events`: dataset id and process to rows, for datasets whose files the catalogue does not
    count because they ship with the package. `levels`: those of each dataset that has several.
    `own`: tables of the reader's own, shown first.
    """
    return Facts(
        version=fivesigma.__version__,
        features=[_feature_facts(feature) for feature in FEATURES],
        split=SplitFacts(
            n_folds=N_FOLDS,
            train=list(TRAIN_FOLDS),
            validation=list(VALIDATION_FOLDS),
            test=list(TEST_FOLDS),
        ),
        datasets=[
            *own,
            *(
                _dataset_facts(one, n_events.get(one.id, {}), levels=(levels or {}).get(one.id, ()))
                for one in catalogue.datasets
            ),
        ],
        default_dataset=default_dataset,
        build=build,
    )


def encode_facts(facts: Facts) -> bytes:
    """The facts as compact JSON in UTF-8; what only a table of one's own has is not elsewhere."""
    content = asdict(facts)
    for dataset in content["datasets"]:
        for name in ("features", "file", "measured"):
            if dataset[name] is None:
                del dataset[name]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _feature_facts(feature: Feature) -> FeatureFacts:
    return FeatureFacts(
        name=feature.name,
        unit=feature.unit,
        symbol=feature.symbol,
        label=feature.label,
        meaning=feature.meaning,
        discrete=feature.discrete,
        low=feature.low,
        high=feature.high,
        n_bins=feature.n_bins,
    )


def _dataset_facts(
    dataset: Dataset, n_events: Mapping[str, int], *, levels: Sequence[int]
) -> DatasetFacts:
    return DatasetFacts(
        id=dataset.id,
        title=dataset.title,
        origin=dataset.origin,
        description=dataset.description,
        record_url=dataset.record_url,
        doi=dataset.doi,
        licence=dataset.licence,
        sqrt_s_tev=dataset.sqrt_s_tev,
        luminosity_ifb=dataset.luminosity_ifb,
        processes=[
            ProcessFacts(
                name=process.name,
                title=process.title,
                kind=process.kind,
                description=process.description,
                n_events=process.file.rows if process.file else n_events[process.name],
            )
            for process in dataset.processes
        ],
        default_signal=dataset.default_signal,
        levels=list(levels),
    )
