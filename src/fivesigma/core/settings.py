"""What the reader may choose outside the program; the only reader of environment variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from platformdirs import user_cache_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where files are kept, and where they come from.

    `cache_dir`: folder that holds downloads and tables; made when it is first needed.
    `mirror`: folder or http(s) address that takes the place of the catalogue's addresses, or None.
    `course_dataset`: the dataset that the courses' lessons take, or None for the best there is.
    """

    cache_dir: Path
    mirror: str | None = None
    course_dataset: str | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Settings from FIVESIGMA_CACHE_DIR, FIVESIGMA_MIRROR and FIVESIGMA_COURSE_DATASET.

        An empty value counts as unset.

        >>> Settings.from_environment({"FIVESIGMA_MIRROR": "/media/usb"}).mirror
        '/media/usb'
        """
        cache_dir = environ.get("FIVESIGMA_CACHE_DIR", "").strip()
        return cls(
            cache_dir=Path(cache_dir).expanduser()
            if cache_dir
            else user_cache_path("fivesigma", appauthor=False),
            mirror=environ.get("FIVESIGMA_MIRROR", "").strip() or None,
            course_dataset=environ.get("FIVESIGMA_COURSE_DATASET", "").strip() or None,
        )
