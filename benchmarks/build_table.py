"""Claim: a table is built from a ROOT file in a small multiple of the time that unpacking it takes.

    python benchmarks/build_table.py [--json]

A file like NanoAOD is made first: 1,000,000 collisions of 78 branches, with lists of electrons,
muons, jets and photons, compressed with zlib. They are 100,000 made-up ones ten times, each with an
event number of its own. Four leptons are built from 14 of its branches. Each measurement is a new
process; CPU seconds without imports, so that neither a busy machine nor its number of cores
decides. Peers: uproot reading all branches, and the bare decompression of those 14. Memory is the
largest of the process, at 1 and at 5 million collisions.
"""

import json
import resource
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import awkward as ak
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import uproot

from claims import Claim, report
from fivesigma.data.trees.schemas import CMS_NANOAOD
from fivesigma.physics.analyses.menu import analysis_of, reader_of
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.normalise import weight_needs
from fivesigma.workflow.building.record import Normalisation, Source

N_MILLION, N_BLOCK, N_ROUNDS = 1_000_000, 100_000, 3
MIN_TIMES_FASTER, MAX_TIMES_UNPACKING, MAX_MEMORY_MB = 3.5, 1.5, 350.0
ANALYSIS = "four-lepton"
BOOLS = (False, True)
FLOATS = ("dxy", "dxyErr", "dz", "dzErr", "ip3d", "sip3d", "energyErr", "area", "mva")
LISTS = {  # of each kind: mean number, plain float branches, own branches and their choices
    "Muon": (1.6, 7, {"charge": (-1, 1), "looseId": BOOLS, "tightId": BOOLS, "jetIdx": (0, 1, 2)}),
    "Electron": (1.6, 7, {"charge": (-1, 1), "cutBased": (0, 2, 4), "convVeto": BOOLS}),
    "Jet": (4.0, 9, {"jetId": (2, 6), "nConstituents": tuple(range(5, 40)), "puId": (0, 4, 7)}),
    "Photon": (0.7, 5, {"cutBased": (0, 1, 2, 3), "electronVeto": BOOLS}),
}
N_FLAGS = 12


def made_up_block(rng: np.random.Generator, n_events: int) -> dict[str, Any]:
    """Collisions in the form of NanoAOD, in GeV; about one in a hundred is kept."""
    block: dict[str, Any] = {
        "run": np.ones(n_events, "u4"),
        "event": np.arange(n_events, dtype="u8"),
        "genWeight": rng.normal(1.0, 0.3, n_events).astype("f4"),
        **{f"MET_{name}": rng.exponential(40.0, n_events).astype("f4") for name in ("pt", "sumEt")},
        "MET_phi": rng.uniform(-np.pi, np.pi, n_events).astype("f4"),
        **{f"HLT_path{i}": rng.random(n_events) < 0.1 for i in range(N_FLAGS)},
    }
    for kind, (mean, n_floats, own) in LISTS.items():
        counts = rng.poisson(mean, n_events)
        n = int(counts.sum())
        columns = {
            "pt": in_order(counts, (5.0 + rng.exponential(25.0, n)).astype("f4")),
            "eta": rng.normal(0.0, 1.2, n).astype("f4"),
            "phi": rng.uniform(-np.pi, np.pi, n).astype("f4"),
            "mass": rng.exponential(1.0, n).astype("f4"),
            "pfRelIso04_all": rng.exponential(0.1, n).astype("f4"),
            **{name: rng.normal(size=n).astype("f4") for name in FLOATS[:n_floats]},
            **{name: rng.choice(values, n) for name, values in own.items()},
        }
        for name, values in columns.items():
            narrow = values.astype("i4") if values.dtype == np.int64 else values
            block[f"{kind}_{name}"] = ak.unflatten(narrow, counts)
    return block


def in_order(counts: npt.NDArray[Any], pt: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The momenta of each collision in falling order, as files have them."""
    event = np.repeat(np.arange(len(counts)), counts)
    return pt[np.lexsort((-pt, event))]


def packing_once() -> uproot.ZLIB:
    """A zlib that packs the same bytes only once: a block is written many times."""
    zlib = uproot.ZLIB(1)
    packed = cache(zlib.compress)
    zlib.compress = lambda data: packed(bytes(data))
    return zlib


def make_file(path: Path, n_events: int) -> None:
    """The same block again and again, with event numbers that go on."""
    block = made_up_block(np.random.default_rng(1), N_BLOCK)
    types = {name: type_of(values) for name, values in block.items()}
    with uproot.recreate(path, compression=packing_once()) as file:
        tree = file.mktree("Events", types)
        for first in range(0, n_events, N_BLOCK):
            block["event"] = np.arange(first, first + N_BLOCK, dtype="u8")
            tree.extend(block)


def type_of(values: Any) -> Any:
    """What uproot writes a branch as."""
    is_list = not isinstance(values, np.ndarray)
    return f"var * {values.type.content.content.primitive}" if is_list else values.dtype


def needed() -> list[str]:
    """Branches that the analysis reads of such a file."""
    reader = reader_of(analysis_of(ANALYSIS), CMS_NANOAOD.name)
    weight = weight_needs(CMS_NANOAOD, reader, tuple(CMS_NANOAOD.branches))
    names = dict.fromkeys((*reader.needs, *weight))
    return [CMS_NANOAOD.branches[name].source for name in names]


def read_all(path: Path) -> None:
    """The peer: every branch, as uproot does."""
    for _ in uproot.open(path)["Events"].iterate(step_size=N_BLOCK, library="ak"):
        pass


def unpack(path: Path) -> None:
    """The floor: the bytes of the needed branches, decompressed and not looked at."""
    tree = uproot.open(path)["Events"]
    for name in needed():
        branch = tree[name]
        for number in range(branch.num_baskets):
            _ = branch.basket(number).data


def build(path: Path) -> None:
    """Ours, on one core."""
    request = Request(
        analysis=ANALYSIS,
        sources=(Source(path=str(path)),),
        output=path.with_suffix(".parquet"),
        normalisation=Normalisation(luminosity_ifb=1.0, cross_section_pb=1.0, sum_of_weights=1e6),
    )
    build_table(request)


def make(path: Path) -> None:
    """The file of as many million collisions as its name says.

    In a process of its own: a child's largest memory begins with that of the process it came from.
    """
    make_file(path, int(path.stem) * N_MILLION)


WORK = {"make": make, "all": read_all, "unpack": unpack, "build": build}
PEERS = ("all", "unpack", "build")


def one_process(what: str, path: Path) -> dict[str, float]:
    """CPU seconds of the work and memory of the process (MB), imports not counted."""
    if what != "make":
        uproot.open(path).close()
    pa.array(np.zeros(1))  # loads pandas, where it is installed
    start = time.process_time()
    WORK[what](path)
    seconds = time.process_time() - start
    return {"s": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measured(what: str, path: Path) -> dict[str, float]:
    """The same in a new process."""
    command = [sys.executable, __file__, "--one", what, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    result: dict[str, float] = json.loads(done.stdout)
    return result


def measure() -> list[Claim]:
    """The fastest of some rounds of each, in turn; memory once at five times the size."""
    with TemporaryDirectory() as folder:
        path, large = Path(folder) / "1.root", Path(folder) / "5.root"
        measured("make", path)
        rounds = [{what: measured(what, path) for what in PEERS} for _ in range(N_ROUNDS)]
        measured("make", large)
        memory_5 = measured("build", large)["mb"]
    best = {what: min(one[what]["s"] for one in rounds) for what in PEERS}
    memory_1 = max(one["build"]["mb"] for one in rounds)
    return [
        Claim(
            name="1 M collisions to a table, CPU",
            value=best["build"],
            unit="s",
            budget=best["all"] / MIN_TIMES_FASTER,
            peer=best["all"],
            peer_name="uproot, all 78 branches",
        ),
        Claim(
            name="beside unpacking alone",
            value=best["build"],
            unit="s",
            budget=best["unpack"] * MAX_TIMES_UNPACKING,
            peer=best["unpack"],
            peer_name="decompression of the needed branches",
        ),
        Claim(name="memory, 1 M", value=memory_1, unit="MB", budget=MAX_MEMORY_MB),
        Claim(name="memory, 5 M", value=memory_5, unit="MB", budget=MAX_MEMORY_MB),
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one_process(sys.argv[2], Path(sys.argv[3]))))
    else:
        report(__doc__.splitlines()[0], measure())
