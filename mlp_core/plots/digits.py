"""Images of digits, side by side."""

import matplotlib.pyplot as plt
import numpy as np

SIDE = 28  # pixels along each side of a digit


def show_digits(X, captions=None, *, columns=10, ax=None):
    """Draw images side by side, ink black on white, with a caption above each.

    Parameters
    ----------
    X : array (N, 784), rows are images in whatever scale.
    captions : N things to write above the images, or None.
    columns : images in a row of the picture.

    Returns
    -------
    The matplotlib axes.

    Raises
    ------
    ValueError : X is not (N, 784), or there are not N captions.

    Explained in "Digits as data", section "What a digit is".
    """
    X = np.asarray(X)
    if X.ndim != 2 or X.shape[1] != SIDE * SIDE or len(X) == 0:
        raise ValueError(
            f"show_digits: X {X.shape} must be (N, {SIDE * SIDE}), one image a row. "
            "One image x is the batch x[None, :]."
        )
    if captions is not None and len(captions) != len(X):
        raise ValueError(
            f"show_digits: {len(X)} images but {len(captions)} captions; give one each."
        )
    rows, gap = -(-len(X) // columns), 3
    head = 0 if captions is None else 11
    step_x, step_y = SIDE + gap, SIDE + gap + head
    columns = min(columns, len(X))
    low, high = X.min(), X.max()
    picture = np.full((rows * step_y, columns * step_x), low, float)
    if ax is None:
        width = 0.62 * columns
        _, ax = plt.subplots(figsize=(width, width * rows * step_y / columns / step_x))
    for i, image in enumerate(X):
        y, x = i // columns * step_y + head, i % columns * step_x
        picture[y : y + SIDE, x : x + SIDE] = image.reshape(SIDE, SIDE)
        if captions is not None:
            ax.text(x + SIDE / 2, y - 2, captions[i], ha="center", fontsize=10)
    ax.imshow(picture, cmap="gray_r", vmin=low, vmax=high)
    ax.axis("off")
    return ax
