"""The makers of the embedded data: seeds, files, and what they write into the card."""

from pathlib import Path

import numpy as np
import pytest

from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.selection import is_preselected
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.generator import GeneratorRun
from fivesigma.simulation.processes import GENERATED_PROCESSES
from fivesigma.simulation.truth import TruthEvents
from fivesigma.workflow.truth_record import fold_key, try_numbers
from make_embedded import RECIPES, Rows, draw_lots, rows_of, truth_of
from make_levels import lots_like
from make_truth import load_truth, planned_chunks, save_run
from make_truth_record import FAR_SHARE, Generated, chunks, covered, tries_that_pass


def test_no_two_chunks_share_a_seed_or_a_file() -> None:
    chunks = planned_chunks()
    assert len({chunk.seed for chunk in chunks}) == len(chunks)
    assert len({chunk.file_name for chunk in chunks}) == len(chunks)


def test_every_generated_process_is_planned_and_used_once() -> None:
    generated = sorted(process.name for process in GENERATED_PROCESSES)
    assert sorted({chunk.process.name for chunk in planned_chunks()}) == generated
    assert sorted(i.name for recipe in RECIPES for i in recipe.ingredients) == generated


def test_recipes_stand_in_the_order_of_the_catalogue() -> None:
    processes = load_catalogue().dataset("simulated-dm").processes
    assert [recipe.process for recipe in RECIPES] == [process.name for process in processes]


def test_truth_comes_back_from_its_file_as_it_was(z_bosons: TruthEvents, tmp_path: Path) -> None:
    run = GeneratorRun(truth=z_bosons, n_tried=9, cross_section_pb=1.0, cross_section_error_pb=0.1)
    path = tmp_path / "Z-000.npz"
    save_run(run, path, seed=3)
    back = load_truth(path)
    assert np.array_equal(back.lepton_px, z_bosons.lepton_px)
    assert back.jet_flavour.dtype == np.int8
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["Z-000.json", "Z-000.npz"]


def test_rows_are_preselected_and_tries_share_the_weight(z_bosons: TruthEvents) -> None:
    one, four = (rows_of(z_bosons, DetectorSettings(), n_replicas=n, seed=(1, 2)) for n in (1, 4))
    assert is_preselected(four).all()
    assert len(four["weight"]) > 3 * len(one["weight"])
    assert four["weight"].sum() == pytest.approx(one["weight"].sum(), rel=0.05)


def test_a_missing_chunk_is_named_with_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"lacks WZ-000\.npz.*run tools/make_truth\.py"):
        truth_of("WZ", tmp_path)


def test_a_fold_key_tells_processes_and_collisions_apart() -> None:
    keys = [fold_key("ZZ", 1), fold_key("ZZ", 11), fold_key("WZ", 1)]
    assert len(set(keys)) == len(keys)


def tries(*names: tuple[int, int]) -> Rows:
    """Tries by hand: (collision, replica)."""
    truth_id, replica = np.array(names, dtype=np.float64).T
    return {"truth_id": truth_id, "replica": replica, "weight": np.ones(len(names))}


def test_another_level_draws_the_lots_of_the_embedded_table_where_it_can() -> None:
    embedded, here = tries((0, 0), (0, 1), (2, 0)), tries((0, 1), (1, 0), (2, 0), (2, 1))
    theirs = draw_lots(RECIPES[0], embedded)
    ours = lots_like(here, embedded, RECIPES[0], np.random.default_rng(1))
    assert ours.chance[[0, 2]].tolist() == theirs.chance.tolist()
    # Ranks of three become numbers from 0 to 1, in the same order.
    assert np.floor(3 * ours.priority[[0, 2]]).tolist() == theirs.priority[[1, 2]].tolist()
    assert ((ours.priority > 0) & (ours.priority < 1)).all()


def test_a_new_collision_has_the_same_chance_at_every_level() -> None:
    embedded = tries((0, 0), (3, 0))
    one, two = (
        lots_like(tries((0, 0), (7, 0)), embedded, RECIPES[1], np.random.default_rng(seed))
        for seed in (1, 2)
    )
    assert one.chance.tolist() == two.chance.tolist()


def test_tries_are_listed_in_the_order_of_their_numbers(z_bosons: TruthEvents) -> None:
    n_replicas = np.where(np.arange(z_bosons.n_events) < 500, 3, 1)
    parts = list(chunks(Generated(truth=z_bosons, n_replicas=n_replicas)))
    row, replica = (np.concatenate(column) for column in zip(*parts, strict=True))
    assert len(row) == n_replicas.sum()
    assert np.bincount(row).tolist() == n_replicas.tolist()
    assert np.all(np.diff(try_numbers(np.zeros(len(row), dtype=np.int64), row, replica)) > 0)
    assert replica.max() == 2


def test_every_try_that_passes_with_some_detector_may_be_chosen(z_bosons: TruthEvents) -> None:
    few = z_bosons.take(np.arange(0, z_bosons.n_events, 10))
    made = Generated(truth=few, n_replicas=np.full(few.n_events, 2))
    found = tries_that_pass(made, code=0)
    assert set(np.unique(found.importance)) <= {FAR_SHARE, 1.0}
    # Two muons and what balances them: nearly all pass with no detector at all.
    assert len(found.row) > 350
    assert covered(made, found, code=0) > 0.99


def test_a_section_of_the_card_is_replaced_and_nothing_else() -> None:
    pytest.importorskip("matplotlib", reason="needs Matplotlib: install the group `plots`")
    from compare_embedded import BEGIN, END, with_section

    begin, end = BEGIN.format("tables"), END.format("tables")
    card = f"before\n{begin}\nold\n{end}\nafter\n"
    assert with_section(card, "tables", "new") == f"before\n{begin}\n\nnew\n\n{end}\nafter\n"
    with pytest.raises(SystemExit, match="put the markers back"):
        with_section("no markers", "tables", "new")
