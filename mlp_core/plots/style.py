"""One look for all figures."""

import matplotlib.pyplot as plt

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")  # told apart by all eyes


def use_style():
    """Let all figures of a chapter look alike, and be sharp at any zoom (SVG).

    Source: the colours are those of Okabe and Ito (2008), which colour-blind readers
    tell apart too.
    """
    plt.rcParams.update(
        {
            "axes.grid": True,
            "axes.prop_cycle": plt.cycler(color=COLOURS),
            "axes.spines.right": False,
            "axes.spines.top": False,
            "figure.figsize": (6.4, 3.4),
            "figure.constrained_layout.use": True,
            "font.size": 11,
            "grid.alpha": 0.3,
            "lines.linewidth": 2,
            "svg.hashsalt": "mlp_core",
        }
    )
    try:
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:  # not in a notebook: the formats are the caller's choice
        return
    set_matplotlib_formats("svg")
