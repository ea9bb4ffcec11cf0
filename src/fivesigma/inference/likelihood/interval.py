"""The interval of the signal strength, from the likelihood itself."""

from scipy.optimize import brentq

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.descent import ProfileFit
from fivesigma.inference.likelihood.model import FitModel
from fivesigma.inference.likelihood.profile import profile_fit
from fivesigma.inference.yields import FloatArray


def profile_interval(
    model: FitModel,
    observed: FloatArray,
    best: ProfileFit,
    *,
    step: float,
    n_sigma: float = 1.0,
) -> tuple[float, float]:
    """Lower and upper end: where the deviance lies n_sigma^2 above that of the `best` fit.

    `observed`: counts (n_bins,); `step`: a first guess of the distance, the uncertainty of mu. The
    interval ends where the expectation of a bin would fall below 0. FiveSigmaError unless step and
    n_sigma are positive, and where there is no upper end. S. S. Wilks, Ann. Math. Statist. 9
    (1938) 60.

    >>> import numpy as np
    >>> from fivesigma.inference.likelihood.model import fit_model
    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((10.0, 0.0), (1.0, 0.0))
    >>> model, observed = fit_model(templates, []), np.array([11.0])
    >>> low, high = profile_interval(model, observed, profile_fit(model, observed), step=0.33)
    >>> round(low, 2), round(high, 2)  # 11 events - 3.0 or + 3.7, less the background
    (0.7, 1.37)
    """
    if not (step > 0 and n_sigma > 0):
        msg = f"step and n_sigma must be positive, got {step} and {n_sigma}."
        raise FiveSigmaError(msg)

    def above(mu: float) -> float:
        """How far the deviance at `mu` is above the line; 1 where no fit is possible."""
        try:
            fit = profile_fit(model, observed, mu=mu, start=best.at)
        except FiveSigmaError:
            return 1.0
        return min(1.0, fit.deviance - best.deviance - n_sigma**2)

    ends = []
    for direction in (-1.0, 1.0):
        distance = n_sigma * step
        while above(best.at.mu + direction * distance) < 0:
            distance *= 2
            if distance > 1e6 * step:
                msg = "the likelihood does not tell mu from the sources: it has no interval."
                raise FiveSigmaError(msg)
        ends.append(brentq(above, best.at.mu, best.at.mu + direction * distance, rtol=1e-6))
    return float(ends[0]), float(ends[1])
