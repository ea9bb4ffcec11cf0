"""The parametric detector: a perfect one shows the truth, a real one loses and smears."""

from dataclasses import fields, replace

import numpy as np
import pytest

from fivesigma.physics.features import compute_features
from fivesigma.simulation.detector import DetectorSettings, Observation, draw, observe
from fivesigma.simulation.truth import BOTTOM, ELECTRON, MUON, TruthEvents


def seen(truth: TruthEvents, settings: DetectorSettings, seed: int = 1) -> Observation:
    return observe(truth, draw(np.random.default_rng(seed), truth.n_events), settings)


def with_jet(
    truth: TruthEvents, *, pt: float, eta: float, phi: float = np.pi, flavour: int = 0
) -> TruthEvents:
    """The truth with one jet in each collision, taken out of what is invisible."""
    columns = {name: getattr(truth, name).copy() for name in ("jet_pt", "jet_eta", "jet_phi")}
    columns["jet_flavour"] = truth.jet_flavour.copy()
    for name, value in (("pt", pt), ("eta", eta), ("phi", phi), ("flavour", flavour)):
        columns[f"jet_{name}"][:, 0] = value
    return replace(
        truth,
        **columns,
        jet_charged_px=columns["jet_pt"] * np.cos(columns["jet_phi"]) * 0.6,
        invisible_px=truth.invisible_px - pt * np.cos(phi),
    )


def test_a_perfect_detector_sees_every_z_boson_as_it_is(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    observation = seen(z_bosons, perfect_detector)
    assert observation.index.tolist() == list(range(z_bosons.n_events))
    features = compute_features(observation.events)
    assert features["mll"] == pytest.approx(np.full(z_bosons.n_events, 91.1876), rel=1e-5)
    assert features["met"] == pytest.approx(-z_bosons.invisible_px, rel=1e-5)
    assert features["delta_phi_ll_met"] == pytest.approx(np.full(z_bosons.n_events, np.pi))
    assert features["sum_lep_charge"].tolist() == [0.0] * z_bosons.n_events


def test_the_same_seed_shows_the_same_collisions(z_bosons: TruthEvents) -> None:
    one, two = (seen(z_bosons, DetectorSettings(), seed=7) for _ in range(2))
    assert one.index.tolist() == two.index.tolist()
    for field in fields(one.events):
        assert np.array_equal(getattr(one.events, field.name), getattr(two.events, field.name))


def test_another_seed_shows_others(z_bosons: TruthEvents) -> None:
    one, two = (seen(z_bosons, DetectorSettings(), seed=seed) for seed in (7, 8))
    assert one.index.tolist() != two.index.tolist()


def test_a_changed_setting_is_the_only_change(z_bosons: TruthEvents) -> None:
    before = seen(z_bosons, DetectorSettings())
    after = seen(z_bosons, replace(DetectorSettings(), soft_noise=20.0))
    assert before.index.tolist() == after.index.tolist()
    assert np.array_equal(before.events.lead_pt, after.events.lead_pt)
    assert not np.array_equal(before.events.met_px, after.events.met_px)


def test_no_momentum_is_negative_and_every_number_is_finite(z_bosons: TruthEvents) -> None:
    observation = seen(with_jet(z_bosons, pt=60.0, eta=1.0), DetectorSettings())
    for field in fields(observation.events):
        values = getattr(observation.events, field.name)
        assert np.isfinite(values).all(), field.name
        if field.name.endswith("_pt") or field.name == "jet_scalar_sum":
            assert (values >= 0).all(), field.name


def test_the_harder_lepton_leads(z_bosons: TruthEvents) -> None:
    events = seen(z_bosons, DetectorSettings()).events
    assert (events.lead_pt >= events.sublead_pt).all()


def test_about_as_many_pairs_are_found_as_two_efficiencies_say(z_bosons: TruthEvents) -> None:
    settings = DetectorSettings()
    found = len(seen(z_bosons, settings).index) / z_bosons.n_events
    assert found == pytest.approx(settings.leptons.muon_efficiency**2, abs=0.03)


def test_two_flavours_make_no_pair(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    mixed = z_bosons.lepton_pdg_id.copy()
    mixed[:, 0] = ELECTRON
    perfect = replace(
        perfect_detector,
        leptons=replace(perfect_detector.leptons, electron_efficiency=1.0),
    )
    assert len(seen(replace(z_bosons, lepton_pdg_id=mixed), perfect).index) == 0


def test_a_third_lepton_vetoes_the_collision(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    pdg_id, py = z_bosons.lepton_pdg_id.copy(), z_bosons.lepton_py.copy()
    pdg_id[:, 2], py[:, 2] = MUON, 10.0
    with_third = replace(z_bosons, lepton_pdg_id=pdg_id, lepton_py=py)
    assert len(seen(with_third, perfect_detector).index) == 0


def test_a_third_lepton_that_is_only_loose_vetoes_the_collision(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    pdg_id, py = z_bosons.lepton_pdg_id.copy(), z_bosons.lepton_py.copy()
    pdg_id[:, 2], py[:, 2] = MUON, 10.0
    with_third = replace(z_bosons, lepton_pdg_id=pdg_id, lepton_py=py)
    half_are_loose = replace(
        perfect_detector, leptons=replace(perfect_detector.leptons, muon_efficiency=0.5)
    )
    assert len(seen(with_third, half_are_loose).index) == 0


def test_charges_add_up(z_bosons: TruthEvents, perfect_detector: DetectorSettings) -> None:
    two_negative = replace(z_bosons, lepton_pdg_id=np.abs(z_bosons.lepton_pdg_id))
    charge = seen(two_negative, perfect_detector).events.sum_lep_charge
    assert charge.tolist() == [-2] * z_bosons.n_events


def test_an_electron_may_get_the_wrong_sign_and_a_muon_may_not(z_bosons: TruthEvents) -> None:
    settings = DetectorSettings()
    always = replace(settings, leptons=replace(settings.leptons, charge_flip_barrel=1.0))
    negative = (np.abs(z_bosons.lepton_pdg_id) > 0).astype(np.int8)
    for flavour, charge in ((ELECTRON, 2), (MUON, -2)):
        truth = replace(z_bosons, lepton_pdg_id=negative * np.int8(flavour))
        assert set(seen(truth, always).events.sum_lep_charge.tolist()) == {charge}


def test_a_lost_muon_leaves_missing_momentum(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    pdg_id, py = z_bosons.lepton_pdg_id.copy(), z_bosons.lepton_py.copy()
    pdg_id[:, 2], py[:, 2] = MUON, 6.0  # too soft to be seen
    hidden = seen(replace(z_bosons, lepton_pdg_id=pdg_id, lepton_py=py), perfect_detector)
    assert hidden.events.met_py == pytest.approx(np.zeros(z_bosons.n_events), abs=1e-4)


def test_a_jet_is_counted_and_taken_out_of_the_missing_momentum(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    events = seen(with_jet(z_bosons, pt=50.0, eta=1.0), perfect_detector).events
    assert events.jet_scalar_sum == pytest.approx(np.full(z_bosons.n_events, 50.0))
    assert events.met_px == pytest.approx(z_bosons.invisible_px + 50.0, rel=1e-5)


def test_a_forward_jet_balances_but_is_not_in_the_sum(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    events = seen(with_jet(z_bosons, pt=50.0, eta=3.0), perfect_detector).events
    assert events.jet_scalar_sum.tolist() == [0.0] * z_bosons.n_events
    assert events.met_px == pytest.approx(z_bosons.invisible_px + 50.0, rel=1e-5)


def test_only_central_jets_can_be_taken_for_pile_up(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    jets = replace(perfect_detector.jets, tagger_loss=1.0, tagger_width=1e9)
    strict = replace(perfect_detector, jets=jets)
    forward = seen(with_jet(z_bosons, pt=50.0, eta=3.0), strict).events
    central = seen(with_jet(z_bosons, pt=50.0, eta=1.0), strict).events
    assert forward.met_px == pytest.approx(z_bosons.invisible_px + 50.0, rel=1e-5)
    assert central.met_px == pytest.approx(z_bosons.invisible_px + 0.6 * 50.0, rel=1e-5)


def test_of_a_jet_below_threshold_only_the_tracks_are_seen(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    events = seen(with_jet(z_bosons, pt=15.0, eta=1.0), perfect_detector).events
    assert events.jet_scalar_sum.tolist() == [0.0] * z_bosons.n_events
    assert events.met_px == pytest.approx(z_bosons.invisible_px + 0.6 * 15.0, rel=1e-5)


def test_a_jet_on_top_of_a_lepton_is_that_lepton(
    z_bosons: TruthEvents, perfect_detector: DetectorSettings
) -> None:
    phi_of_lead = float(np.arctan2(z_bosons.lepton_py[-1, 0], z_bosons.lepton_px[-1, 0]))
    truth = with_jet(z_bosons, pt=50.0, eta=0.0, phi=phi_of_lead)
    assert seen(truth, perfect_detector).events.jet_scalar_sum[-1] == 0.0


def test_more_bottom_than_light_jets_are_tagged(z_bosons: TruthEvents) -> None:
    tagged = [
        seen(
            with_jet(z_bosons, pt=60.0, eta=0.5, flavour=flavour), DetectorSettings()
        ).events.n_bjets.mean()
        for flavour in (BOTTOM, 0)
    ]
    assert tagged[0] > 0.6
    assert tagged[1] < 0.06


def test_more_pile_up_never_removes_a_jet(z_bosons: TruthEvents) -> None:
    settings = DetectorSettings()
    more = replace(settings, jets=replace(settings.jets, pile_up_mean=0.7))
    few, many = (seen(z_bosons, s).events.jet_scalar_sum for s in (settings, more))
    assert (many >= few).all()
    assert many.sum() > few.sum()


def test_no_collisions_give_no_rows(z_bosons: TruthEvents) -> None:
    nothing = z_bosons.take(np.array([], dtype=np.int64))
    assert seen(nothing, DetectorSettings()).index.shape == (0,)
