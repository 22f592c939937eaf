"""Moving figures, in Jupyter and on the book's website. Needs anywidget."""

from mlp_core.widgets.alpha import Alpha
from mlp_core.widgets.learning_rate import LearningRate

__all__ = ["Alpha", "LearningRate"]
