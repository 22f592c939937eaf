"""Is a gradient right, and if not, what does the mistake look like?

numerical.py   the derivative by moving every entry: needs no derivation
compare.py     a gradient beside the numerical one: right, or wrong and where
diagnosis.py   one wrong gradient compared with what usual slips would give
slips/         those slips, a table of tiny functions
steps.py       a network's backward pass, step by step, from its forward pass
explain.py     which slips, at which steps, would leave the observed gradients
in_place.py    who writes into an array that is still needed
network.py     all of it for a whole network
check.py       the two functions that a reader calls
"""

from mlp_core.gradcheck.check import check_gradient, check_network
from mlp_core.gradcheck.compare import GradientReport
from mlp_core.gradcheck.diagnosis import diagnose_gradient
from mlp_core.gradcheck.explain import Finding
from mlp_core.gradcheck.network import NetworkReport, diagnose_network
from mlp_core.gradcheck.numerical import numerical_gradient, relative_error
from mlp_core.gradcheck.slips import slips_for

__all__ = [
    "Finding",
    "GradientReport",
    "NetworkReport",
    "check_gradient",
    "check_network",
    "diagnose_gradient",
    "diagnose_network",
    "numerical_gradient",
    "relative_error",
    "slips_for",
]
