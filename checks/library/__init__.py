"""The checks that an instructor can use, one module each."""

from collections.abc import Callable, Mapping

from checks.assignment import CheckSpec
from checks.library import awaiting, concurrency, custom, response, signature
from checks.library.case import Case
from checks.library.verdict import Verdict

# In the order in which they are judged: each may ask for the verdicts of those above it.
CHECKS: Mapping[str, Callable[[CheckSpec, Case], Verdict]] = {
    "signature": signature.judge,
    "awaiting": awaiting.judge,
    "response": response.judge,
    "concurrency": concurrency.judge,
    "pytest": custom.judge,
}
