"""The names that courses, notebooks and other programs may rely on, written out."""

import doctest
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import fivesigma

PUBLIC = {
    "bench.baseline": "baseline_submission",
    "bench.evaluation": (
        "SignalResult TaskResult approximate_median_significance evaluate_submission"
    ),
    "bench.events": "HeldOut events_sha256 held_out task_table",
    "bench.results": (
        "ResultCheck ResultEntry Results evaluate_folder load_results results_table save_results "
        "verify_folder"
    ),
    "bench.submission": (
        "Submission levels_of load_submission make_submission save_submission score_levels"
    ),
    "bench.tasks": "Task TaskBook load_tasks parse_tasks",
    "core.errors": "DataError DownloadError FiveSigmaError",
    "core.level": "Level",
    "core.measured": "Measured",
    "core.seed": "check_seed",
    "core.settings": "Settings",
    "core.units": "expected_events",
    "data.atomic": "make_folder read_text replace_atomically sha256_of write_bytes write_new",
    "data.catalogue": "Catalogue Column Dataset Process load_catalogue parse_catalogue",
    "data.card": "card_of_dataset card_of_table encode_card",
    "data.columns": "DescribedColumn described_columns",
    "data.columnar": "decode_columnar encode_columnar",
    "data.export": "export_table side_card",
    "data.fetch": (
        "Fetchable FileCheck cached_path fetch_dataset is_cached missing_files verify_dataset"
    ),
    "data.releases.files": "File PublishedFile RemoteFile",
    "data.releases.filesets": "FileSet FileSets Record load_filesets",
    "data.history": "CutFlowRow Step",
    "data.json_record": "from_json to_json",
    "data.known_answer": "Interval KnownAnswer",
    "data.levels": "embedded_levels",
    "data.read": "read_process",
    "data.results": "load_result save_result",
    "data.own.guess": "guess_spec",
    "data.own.spec": "OwnColumn OwnLabel OwnSpec parse_spec read_spec safe_name word_of",
    "data.trees.root": "import_uproot read_tree tree_columns tree_pieces",
    "data.releases.samples": "Sample atlas_2020_sample atlas_2020_samples",
    "data.truth_file": "TruthFile embedded_truth_file load_truth_file save_truth_file",
    "data.table": (
        "EventFile EventTable arrow_table embedded_table facts_of load_event_file load_table "
        "save_event_file save_table save_table_parts"
    ),
    "data.table_facts": (
        "TableColumn TableFacts TableProcess check_column decode_facts encode_facts "
        "facts_of_dataset first_impossible"
    ),
    "inference.likelihood.binning": "score_edges",
    "inference.control_region": "four_regions transfer_factor transferred_background",
    "inference.counting": "CountingResult count",
    "inference.likelihood.descent": (
        "Constraints Problem ProfileFit descend fit_problem information_of nominal_constraints "
        "solve"
    ),
    "inference.likelihood.fit": "FitResult Impact Pull fit_signal_strength",
    "inference.groups": (
        "GroupedEvents best_on_the_others candidates first_best grouped_events sums_above"
    ),
    "inference.likelihood.interpolation": (
        "NormInterpolation factor_and_slope norm_interpolation shape_weights"
    ),
    "inference.likelihood.interval": "profile_interval",
    "inference.judged": "check_events judged_weights",
    "inference.likelihood.limit": "Limit upper_limit",
    "inference.likelihood.model": (
        "Expectation FitModel Parameters expectation fit_model nominal_parameters"
    ),
    "inference.likelihood.profile": (
        "Uncertainties asimov_data profile_fit profile_significance uncertainties"
    ),
    "inference.likelihood.poisson": "poisson_count poisson_interval",
    "inference.likelihood.pseudo_data": (
        "Draws HiddenExperiment background_only_z experiment_seed hidden_experiment"
    ),
    "inference.likelihood.pseudo": (
        "PseudoExperiments coverage false_alarms fraction pseudo_experiments"
    ),
    "inference.likelihood.reference": "ReferenceFit reference_fit",
    "inference.significance": (
        "check_relative_uncertainty discovery_significance region_significance "
        "region_significances signal_over_root_background"
    ),
    "inference.single_cut": "SingleCut best_single_cut",
    "inference.likelihood.systematics": "Systematic background_normalisations normalisation",
    "inference.likelihood.templates": "Templates counting_templates score_templates",
    "inference.threshold": (
        "SignificanceScan ThresholdChoice choose_threshold cross_chosen_region significance_scan"
    ),
    "inference.likelihood.workspace": "build_workspace check_model check_observed",
    "inference.yields": "Histogram Yield Yields cut_flow weighted_histogram yield_of",
    "learning.estimators.binary": "BinaryClassifier check_binary checked_weight two_columns",
    "learning.judging.bootstrap": "bootstrap_auc",
    "learning.judging.calibration": "Calibration calibration_curve corrected_score",
    "learning.estimators.classifier": "NetworkClassifier",
    "learning.judging.confusion": "Confusion confusion_at",
    "learning.cells": "Cells cell_of cell_ratio fill_cells is_trusted quantile_edges",
    "learning.correlation": "Correlation correlation",
    "learning.curve": "LearningCurve learning_curve",
    "learning.evaluate": "Evaluation evaluate",
    "learning.estimators.grown_trees": "BoostedTreesClassifier QuestionTreeClassifier",
    "learning.estimators.questions": (
        "QuestionTree TreeLimits bins_of grow_tree quantile_edges"
    ),
    "learning.exchange.document": "Part is_name parse_document",
    "learning.exchange.network_file": (
        "Folds StoredNetwork TrainingFacts decode_network encode_network network_code network_link "
        "seen_folds"
    ),
    "learning.explain": (
        "Importance importance_of_training permutation_importance shap_values shuffled_orders"
    ),
    "learning.history": "History history_of",
    "learning.estimators.lda": "WeightedLDA",
    "learning.impurity": "gini_impurity impurities_of_cuts",
    "learning.models": "ModelEntry find_model make_model",
    "learning.estimators.frameworks": "KerasClassifier TorchClassifier keras_model torch_module",
    "learning.network": (
        "Network initial_network layer_outputs loss_and_gradient predict_probability sigmoid"
    ),
    "learning.exchange.onnx_export": "export_onnx",
    "learning.optimisers": "Adam Optimiser Sgd random_batches train_epoch",
    "learning.random": "Random RandomRows",
    "learning.regularisation": "Dropout EarlyStop Penalty add_penalty_slope penalty_of",
    "learning.estimators.scaling": "WeightedScaler",
    "learning.scan": "ScannedNetwork all_designs scan_networks",
    "learning.estimators.prepared": "PreparedClassifier",
    "learning.split": (
        "Split check_split hash_fold hash_k_fold hash_split in_folds shuffle_split "
        "stratified_k_fold"
    ),
    "learning.exchange.stored": "stored_classifier stored_network",
    "learning.surface": "DecisionSurface decision_surface",
    "learning.estimators.svm": "KernelSVM",
    "learning.train": "Training cross_score train",
    "learning.judging.paired": "auc_difference mean_component",
    "learning.judging.overtraining": (
        "Density Overtraining kolmogorov_probability kolmogorov_smirnov overtraining_check"
    ),
    "learning.judging.roc": (
        "RocCurve ThresholdScan area_of_sums class_sums component_variance roc_curve "
        "structural_components thinned threshold_scan"
    ),
    "learning.weights": "Weighting balanced_weights rescaled_weights training_weights",
    "physics.features": (
        "Feature compute_features delta_phi_ll_met delta_r_ll fractional_pt_difference lead_lep_pt "
        "met met_over_ht mll n_bjets sublead_lep_pt sum_lep_charge"
    ),
    "physics.kinematics": (
        "azimuth cartesian delta_phi delta_r invariant_mass pseudorapidity"
    ),
    "physics.objects": "DileptonEvents",
    "physics.selection": "Cut is_kept is_preselected parse_cut",
    "plots.agreement": "ShapeComparison draw_agreement",
    "plots.counts": "draw_expected draw_measured",
    "plots.fit": "draw_impacts draw_pulls",
    "plots.judged": "draw_calibration draw_confusion",
    "plots.limit": "draw_limits mark_limits",
    "plots.menu": "PlotEntry entry_of kinds_for plot",
    "plots.notebook": "close picture_of use_house_style",
    "plots.palette": (
        "BACKGROUND BLUE BROWN GREY Ink ORANGE PURPLE RED SIGNAL TEAL process_inks"
    ),
    "plots.roc": "draw_roc",
    "plots.scores": "draw_scores",
    "plots.sheet": (
        "Origin Sheet new_sheet origin_of origin_of_facts place_legend place_legend_below sign "
        "styled"
    ),
    "plots.significance": "draw_significance_scan",
    "plots.stack": "draw_stack",
    "plots.surface": "draw_decision_surface",
    "plots.training": "draw_designs draw_history draw_learning_curve",
    "plots.variables": "draw_correlation draw_importance",
    "plots.wording": (
        "axis_label feature_of process_title short_label typeset unit_of with_uncertainty"
    ),
    "simulation.detector": "DetectorSettings Draws Observation draw observe",
    "simulation.examples": "muon_pairs",
    "simulation.extraction": "truth_of_batch",
    "simulation.generator": "GeneratorRun generate",
    "simulation.jets": (
        "JetDraws JetResponse SeenJets draw_for_jets poisson_quantile see_jets"
    ),
    "simulation.leptons": "LeptonDraws LeptonResponse SeenLeptons draw_for_leptons see_leptons",
    "simulation.levels": "settings_at",
    "simulation.processes": "GeneratedProcess TruthFilter",
    "simulation.sampling": "one_try_each shorten thin_out",
    "simulation.tries": "draws_of",
    "simulation.truth": "TruthEvents join_truth",
    "simulation.truth_filter": "HardParticle may_pass_selection pythia_hook",
    "simulation.variations": "DetectorVariation NormalisationVariation detector_variations",
    "teaching.made_up": "Ring made_up_ring",
    "teaching.base": "BuiltWidget PageWidget built_page checked_cuts order_on_the_page",
    "teaching.blind": (
        "BlindSearch Lock background_sources blind_search cell_templates lock"
    ),
    "teaching.checks.compare": "",
    "teaching.checks.functions": "function",
    "teaching.checks.reading": "is_unanswered read_array read_mask read_number",
    "teaching.checks.values": "Mistake array choice mask number",
    "teaching.checks.verdict": "Verdict not_answered right wrong",
    "teaching.courses.cells": "Cell read_cells without_marks without_solution",
    "teaching.courses.copies": "OwnCopy export_course own_copies set_aside",
    "teaching.courses.notebooks": "notebook_of",
    "teaching.courses.record": "Answer Difficulty Lesson Question read_lesson",
    "teaching.courses.shelf": (
        "all_lessons courses_folder edition_of installed_edition lesson_named lessons_of"
    ),
    "teaching.cross_filter": "CrossFilter cut_texts",
    "teaching.drawing": "NetworkDrawing",
    "teaching.facts": "facts_of feature_facts",
    "teaching.four_leptons": "atlas_collisions atlas_files cms_collisions cms_signal",
    "teaching.lesson": "begin load_events page_view show",
    "teaching.project": (
        "Assignment ProjectReport assignment control_bins expected_limit fit_counts "
        "hidden_strengths limits_without_model load_report mediators project_report read_reports "
        "save_report search_of yields_of"
    ),
    "teaching.project_example": "conclusion worked_example",
    "teaching.project_figures": (
        "limits_figure pseudo_data_of search_figure show_model show_search"
    ),
    "teaching.trainer": "Trainer",
    "workflow.again": "is_imputed parameters_of with_models",
    "workflow.beside": "data_beside",
    "workflow.datasets": (
        "build_table open_dataset provenance_of row_keys table_from_files table_path"
    ),
    "workflow.events": (
        "collisions default_cuts default_signal feature_matrix noted refuse_missing "
        "refuse_unlearnable varying_features with_cuts with_features with_rows with_signal"
    ),
    "workflow.files": "read read_as save",
    "workflow.fit": "fit_scores score_histogram",
    "workflow.networks": "trained_networks",
    "workflow.own": "Imported import_table",
    "workflow.records": "EvaluationResult InferenceResult SplitEvents TrainedEvents counted",
    "workflow.region": "Region region_above region_of suggested_threshold",
    "workflow.run": "RunOptions RunSummary StoryRun run_story save_run summary_of",
    "workflow.schemes": "Scheme split_of",
    "workflow.scored": "scored_by",
    "workflow.shifts": (
        "Shift detector_shifts normalisation_shifts relative_change total_shift"
    ),
    "workflow.story": "evaluate features infer load select split train",
    "workflow.truth_record": (
        "TruthRecord embedded_truth expected_rows fold_key observe_again record_of try_numbers"
    ),
}  # fmt: skip

INNER = {
    "core.version": "`fivesigma.__version__` is the name to rely on",
    "data.checked": "how the catalogue and the tasks read TOML",
    "data.transport.download": "what `fetch_dataset` does for a file",
    "data.transport.host_slots": "how `fetch_dataset` asks a server for few files at a time",
    "data.trees.executors": "where the parts of `build_table` are made",
    "data.folder": "how `fivesigma site` leaves a folder whole or not there",
    "data.trees.parts": "how `build_table` keeps what is finished",
    "data.trees.schemas": "which branches `build_table` knows, file kind by file kind",
    "data.own.csv_file": "how `import_table` reads CSV",
    "data.own.file": "how `import_table` reads any file",
    "data.table_checks": "what an `EventTable` does with its columns when it is made",
    "data.transport.transfer": "what `fetch_dataset` does for its bytes",
    "data.transport.xrootd": "the same over root://",
    "data.trees.tree_file": "how `build_table` reads ROOT files",
    "learning.scan_kernels": "the compiled part of `scan_networks`",
    "physics.examples": "a collision for the documentation",
    "physics.analyses.decay_angles": "part of the four-lepton analysis",
    "physics.analyses.dilepton_met": "an analysis: `analysis_of` has it",
    "physics.analyses.dimuon": "an analysis: `analysis_of` has it",
    "physics.analyses.diphoton": "an analysis: `analysis_of` has it",
    "physics.analyses.four_lepton": "an analysis: `analysis_of` has it",
    "physics.analyses.objects": "which leptons, photons and jets the analyses take",
    "physics.analyses.three_hadrons": "an analysis: `analysis_of` has it",
    "plots.examples": "records for the documentation and the tests",
    "teaching.courses.frame": "the first and last cells of `notebook_of`",
    "workflow.own_header": "what `import_table` knows before it reads rows",
    "plots.held": "how `plot` finds the record to draw",
    "plots.order": "how `plot` hands on the options of each kind",
    "workflow.building.duplicates": "part of `build_table`",
    "workflow.building.facts": "part of `build_table`",
    "workflow.building.normalise": "part of `build_table`",
    "workflow.building.part": "part of `build_table`",
    "workflow.building.plan": "part of `build_table`",
    "workflow.building.sums": "part of `build_table`",
    "physics.analyses.menu": "analysis_of reader_of",
    "physics.analyses.record": (
        "Analysis Collisions Reader Selection Variable all_collisions next_cut"
    ),
    "physics.particles": "Particles hardest kept_particles of_events sum_per_event together",
    "physics.vectors": "at_rest_of eta_of four_vector mass_of pt_of",
    "physics.weights": "simulated_weight",
    "workflow.building.build": "Built Request build_table",
    "workflow.building.channels": "channels_of",
    "workflow.building.record": "CutCount CutFlow Normalisation Part PartRecord Source Task",
}
"""Modules whose names may change; the rooms that speak, `cli` and `app`, promise none either."""

OF_A_LESSON = ("teaching.checks.undergraduate_", "teaching.checks.advanced_")
"""Checks have the names of a lesson's exercises and are there for its notebook alone."""

WITHOUT_EXAMPLE = {
    "learning.estimators.frameworks.keras_model": "needs Keras; tests/frameworks call it",
    "learning.estimators.frameworks.torch_module": "needs PyTorch; tests/frameworks call it",
    "simulation.extraction.truth_of_batch": "needs Pythia; tests/simulation call it",
    "simulation.generator.generate": "needs Pythia; tests/simulation call it",
    "simulation.truth_filter.pythia_hook": "needs Pythia; tests/simulation call it",
}

HEAVY = ("fastapi", "matplotlib", "pyarrow", "pydantic", "rich", "scipy", "sklearn", "uvicorn")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_module_offers_what_is_written_here_and_nothing_else(name: str) -> None:
    module = importlib.import_module(f"fivesigma.{name}")
    offered = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_") and getattr(value, "__module__", None) == module.__name__
    }
    assert offered == set(PUBLIC[name].split())


def test_every_module_is_public_or_says_why_not() -> None:
    package = Path(fivesigma.__file__).parent
    paths = [path.relative_to(package).with_suffix("").parts for path in package.rglob("*.py")]
    modules = {".".join(parts) for parts in paths if parts[-1] not in {"__init__", "__main__"}}
    speaking = {module for module in modules if module.startswith(("app.", "cli.", *OF_A_LESSON))}
    assert modules - speaking == {*PUBLIC, *INNER}


def _runs(example: doctest.Example) -> bool:
    return not example.options.get(doctest.SKIP)


def test_every_public_function_has_an_example_that_runs() -> None:
    without = set()
    for name, offered in PUBLIC.items():
        module = importlib.import_module(f"fivesigma.{name}")
        found = doctest.DocTestFinder().find(module)
        examples = {test.name for test in found if any(map(_runs, test.examples))}
        for key in offered.split():
            is_function = inspect.isfunction(inspect.unwrap(getattr(module, key)))
            if is_function and f"fivesigma.{name}.{key}" not in examples:
                without.add(f"{name}.{key}")
    assert without == set(WITHOUT_EXAMPLE)


def test_the_package_offers_the_story_by_name() -> None:
    names = ["load", "select", "features", "split", "train", "evaluate", "infer", "plot"]
    assert [*names, "save", "read"] == list(fivesigma.STORY)
    assert set(dir(fivesigma)) == {*fivesigma.STORY, "STORY", "__version__"}
    for name in fivesigma.STORY:
        assert getattr(fivesigma, name).__doc__
    with pytest.raises(AttributeError, match=r"no attribute 'trian'; it has .*train"):
        _ = fivesigma.trian  # type: ignore[attr-defined]  # wrong on purpose


def test_importing_the_package_takes_less_than_a_third_of_a_second() -> None:
    code = (
        "import time; start = time.process_time(); import fivesigma; "
        "print(time.process_time() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.3


def test_every_step_of_the_story_leads_to_a_module() -> None:
    steps = re.findall(r"`(fivesigma\.[a-z_.]+)`", fivesigma.__doc__ or "")
    assert len(steps) == 9
    for step in steps:
        assert importlib.import_module(step).__doc__


@pytest.mark.parametrize("module", ["fivesigma", "fivesigma.core.errors"])
def test_importing_the_package_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(HEAVY) & set(done.stdout.split()) == set()


def test_asking_for_the_version_does_not_wait_for_the_server() -> None:
    code = "import sys, fivesigma.cli.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"fastapi", "matplotlib", "pydantic", "uvicorn"} & set(done.stdout.split()) == set()
