"""Templates: what each process contributes to each bin of a score, and how well that is known."""

from dataclasses import dataclass

from fivesigma.inference.yields import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """Expected events of each process in each bin, with their simulation variance.

    `edges`: (n_bins + 1,), ascending. `names`, `is_signal`: one a process. `sum`, `sum_squares`:
    (n_processes, n_bins), sum w and sum w^2.
    """

    edges: FloatArray
    names: tuple[str, ...]
    is_signal: tuple[bool, ...]
    sum: FloatArray
    sum_squares: FloatArray
