from pathlib import Path

from fivesigma.core.settings import Settings


def test_the_environment_names_cache_and_mirror() -> None:
    settings = Settings.from_environment(
        {"FIVESIGMA_CACHE_DIR": "/data/cache", "FIVESIGMA_MIRROR": "https://school.example/dm"}
    )
    assert settings == Settings(cache_dir=Path("/data/cache"), mirror="https://school.example/dm")


def test_an_empty_variable_counts_as_unset() -> None:
    settings = Settings.from_environment({"FIVESIGMA_CACHE_DIR": " ", "FIVESIGMA_MIRROR": ""})
    assert settings == Settings.from_environment({})
    assert settings.mirror is None
    assert settings.cache_dir.name == "fivesigma"


def test_a_tilde_is_the_home_folder() -> None:
    settings = Settings.from_environment({"FIVESIGMA_CACHE_DIR": "~/lhc"})
    assert settings.cache_dir == Path.home() / "lhc"
