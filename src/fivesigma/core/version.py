"""The version of this package: written into every file that a step leaves."""

from typing import Final

__version__: Final = "0.1.0"
