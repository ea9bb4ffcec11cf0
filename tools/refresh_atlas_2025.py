"""Compare the catalogue's files of ATLAS 2025 with what ATLAS' own service says; save its facts.

    python tools/refresh_atlas_2025.py [SAMPLES.csv]

Needs a network and the extra `atlas`. Says which files are new or gone, skim by skim, and ends
with 1 if there are any: then make the records file anew and run tools/make_filesets.py. SAMPLES.csv
gets cross-section, filter efficiency, k-factor and sums of weights of every sample. The package
does without it: the files of 2025 carry the same numbers themselves.
"""

import csv
import sys
from pathlib import Path
from typing import Any

import atlasopenmagic  # type: ignore[import-untyped]  # it ships no types

from fivesigma.data.releases.filesets import FileSet, load_filesets
from fivesigma.data.transport.xrootd import both_addresses

RELEASE = "2025e-13tev-beta"
FACTS = {
    "dsid": "dataset_number",
    "physics_short": "physics_short",
    "generated_cross_section_pb": "cross_section_pb",
    "filter_efficiency": "genFiltEff",
    "k_factor": "kFactor",
    "n_events": "nEvents",
    "sum_of_weights": "sumOfWeights",
    "sum_of_squared_weights": "sumOfWeightsSquared",
}


def released_samples() -> list[dict[str, Any]]:
    """What the service knows of each sample of the release, and of the measured data."""
    atlasopenmagic.set_release(RELEASE)
    by_key = atlasopenmagic.get_all_metadata()  # each under its number and under its name
    return [sample for key, sample in by_key.items() if key == str(sample["dataset_number"])]


def addresses_by_skim(samples: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Address over https of every file, skim by skim, in the catalogue's words for skims."""
    found: dict[str, set[str]] = {}
    for sample in samples:
        skims = [("noskim", sample.get("file_list") or [])]
        skims += [(skim["skim_type"], skim["file_list"]) for skim in sample.get("skims") or []]
        for skim, urls in skims:
            found.setdefault(skim.lower(), set()).update(both_addresses(url)[0] for url in urls)
    return found


def differences(fileset: FileSet, released: set[str]) -> list[str]:
    """A line for each file that only the catalogue or only the service has."""
    known = {file.urls[0] for file in fileset.files}
    gone = [f"{fileset.id}: gone {url}" for url in sorted(known - released)]
    return gone + [f"{fileset.id}: new {url}" for url in sorted(released - known)]


def save_samples(samples: list[dict[str, Any]], path: Path) -> int:
    """Write the facts of the simulated samples; how many there are."""
    simulated = [sample for sample in samples if str(sample["dataset_number"]).isdigit()]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(FACTS)
        for sample in sorted(simulated, key=lambda sample: int(sample["dataset_number"])):
            writer.writerow([sample.get(key, "") for key in FACTS.values()])
    return len(simulated)


def main() -> None:
    """Compare, say what differs, save."""
    samples = released_samples()
    released = addresses_by_skim(samples)
    lines: list[str] = []
    for fileset in load_filesets().filesets:
        if fileset.id.startswith("atlas-2025-"):
            lines += differences(
                fileset, released.pop(fileset.id.removeprefix("atlas-2025-"), set())
            )
    lines += [f"skim {skim}: not in the catalogue" for skim, urls in released.items() if urls]
    print("\n".join(lines) or f"the catalogue has every file of {RELEASE}")
    if sys.argv[1:]:
        path = Path(sys.argv[1])
        print(f"{path}: {save_samples(samples, path)} samples")
    raise SystemExit(bool(lines))


if __name__ == "__main__":
    main()
