"""The figures that several chapters draw, each on an `ax` of your own or a new one.

Needs matplotlib; the rest of the package does not, and nothing in it imports this.
"""

from mlp_core.plots.alphas import show_alphas
from mlp_core.plots.confusion import show_confusion
from mlp_core.plots.digits import show_digits, show_weights
from mlp_core.plots.history import show_history
from mlp_core.plots.network import show_network
from mlp_core.plots.plane import decision_boundary
from mlp_core.plots.rates import show_rates
from mlp_core.plots.shapes import show_shapes
from mlp_core.plots.style import COLOURS, use_style

__all__ = [
    "COLOURS",
    "decision_boundary",
    "show_alphas",
    "show_confusion",
    "show_digits",
    "show_history",
    "show_network",
    "show_rates",
    "show_shapes",
    "show_weights",
    "use_style",
]
