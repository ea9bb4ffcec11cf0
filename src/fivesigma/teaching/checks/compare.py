"""What a lesson's checks are made of: one function for each kind of answer."""

from fivesigma.teaching.checks.functions import function
from fivesigma.teaching.checks.values import Mistake, array, choice, mask, number

__all__ = ["Mistake", "array", "choice", "function", "mask", "number"]
