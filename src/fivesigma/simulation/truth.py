"""A generated collision, reduced to what a detector needs: leptons, jets and three vector sums."""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from fivesigma.physics.kinematics import BoolArray

N_LEPTONS = 4
N_JETS = 10

ELECTRON, MUON = 11, 13
LIGHT, CHARM, BOTTOM, TAU = 0, 4, 5, 15


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthEvents:
    """Generated collisions as columns; momenta and energies in GeV, angles in rad.

    Leptons `(n_events, 4)` and jets `(n_events, 10)` are sorted by falling pT and padded with
    zeros: an empty place has `lepton_pdg_id` 0, or `jet_pt` 0. Jets are anti-kt with radius 0.4 of
    everything visible but the leptons; `jet_charged_*` is their charged part. `soft_*` is what is
    visible and in no jet, `soft_charged_*` its charged part, `invisible_*` neutrinos and dark
    matter. `cross_section_pb` `(n_events,)` is the share of the cross-section an event stands for.
    """

    lepton_px: npt.NDArray[np.float32]
    lepton_py: npt.NDArray[np.float32]
    lepton_pz: npt.NDArray[np.float32]
    lepton_energy: npt.NDArray[np.float32]
    lepton_pdg_id: npt.NDArray[np.int8]
    jet_pt: npt.NDArray[np.float32]
    jet_eta: npt.NDArray[np.float32]
    jet_phi: npt.NDArray[np.float32]
    jet_charged_px: npt.NDArray[np.float32]
    jet_charged_py: npt.NDArray[np.float32]
    jet_flavour: npt.NDArray[np.int8]
    invisible_px: npt.NDArray[np.float32]
    invisible_py: npt.NDArray[np.float32]
    soft_px: npt.NDArray[np.float32]
    soft_py: npt.NDArray[np.float32]
    soft_charged_px: npt.NDArray[np.float32]
    soft_charged_py: npt.NDArray[np.float32]
    cross_section_pb: npt.NDArray[np.float64]

    @property
    def n_events(self) -> int:
        """Number of collisions."""
        return len(self.cross_section_pb)

    def take(self, which: npt.NDArray[np.int64] | BoolArray) -> "TruthEvents":
        """The collisions of an index or a mask of shape `(n,)`; an index may repeat them."""
        return TruthEvents(**{f.name: getattr(self, f.name)[which] for f in fields(self)})


def join_truth(parts: list[TruthEvents]) -> TruthEvents:
    """Several runs of one process, one after the other; their cross-sections are not changed.

    >>> from fivesigma.simulation.examples import muon_pairs
    >>> runs = [muon_pairs(np.array([150.0])), muon_pairs(np.array([200.0, 250.0]))]
    >>> join_truth(runs).invisible_px.tolist()
    [-150.0, -200.0, -250.0]
    """
    return TruthEvents(
        **{
            f.name: np.concatenate([getattr(part, f.name) for part in parts])
            for f in fields(TruthEvents)
        }
    )
