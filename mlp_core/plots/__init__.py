"""The figures that several chapters draw, each on an `ax` of your own or a new one.

Needs matplotlib; the rest of the package does not, and nothing in it imports this.
"""

from mlp_core.plots.digits import show_digits
from mlp_core.plots.network import show_network
from mlp_core.plots.plane import decision_boundary
from mlp_core.plots.shapes import show_shapes
from mlp_core.plots.style import COLOURS, use_style

__all__ = [
    "COLOURS",
    "decision_boundary",
    "show_digits",
    "show_network",
    "show_shapes",
    "use_style",
]
