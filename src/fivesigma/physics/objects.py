"""What the detector saw of collisions with two leptons: the record that the features read."""

from dataclasses import dataclass

from fivesigma.physics.kinematics import FloatArray, IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class DileptonEvents:
    """Collisions as columns of shape `(n_events,)`; momenta in GeV, angles in rad, charges in e.

    "lead" is the lepton with the larger transverse momentum. Jets are those that count: see
    `fivesigma.simulation.jets` for ours. `jet_px`, `jet_py` are their vector sum, `jet_scalar_sum`
    the sum of their transverse momenta.
    """

    lead_pt: FloatArray
    lead_eta: FloatArray
    lead_phi: FloatArray
    sublead_pt: FloatArray
    sublead_eta: FloatArray
    sublead_phi: FloatArray
    sum_lep_charge: IntArray
    met_px: FloatArray
    met_py: FloatArray
    jet_px: FloatArray
    jet_py: FloatArray
    jet_scalar_sum: FloatArray
    n_bjets: IntArray
