"""Whether an assignment's checks can be trusted, found out by grading what its author knows the answer to.

References must get full marks, wrong solutions must fail exactly what they say, and mutants of the references (each
with one mistake of the kind that the product is about) should not pass. :func:`validate` grades them all.
"""

from checks.validation.mutants import Mutant, mutants_of
from checks.validation.result import Problem, Row, Validation
from checks.validation.validating import validate

__all__ = ["Mutant", "Problem", "Row", "Validation", "mutants_of", "validate"]
