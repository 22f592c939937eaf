"""Images of digits, and weights as images, side by side."""

import matplotlib.pyplot as plt
import numpy as np

SIDE = 28  # pixels along each side of a digit
GAP = 3  # pixels between two images
HEAD = 11  # pixels above an image for its caption


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
    ax = _draw(X, columns, captions, ax, background=X.min())
    ax.images[0].set(cmap="gray_r", clim=(X.min(), X.max()))
    return ax


def show_weights(W, *, columns=10, ax=None):
    """Draw the weights into each unit of a first layer as an image.

    Positive weights are orange, negative ones purple, 0 is white; one scale for all.

    Parameters
    ----------
    W : array (784, n_units).
    columns : units in a row of the picture.

    Returns
    -------
    The matplotlib axes.

    Raises
    ------
    ValueError : W is not (784, n_units).

    Explained in "Training and judging", section "What the hidden neurons look for".
    """
    W = np.asarray(W)
    if W.ndim != 2 or W.shape[0] != SIDE * SIDE or W.shape[1] == 0:
        raise ValueError(
            f"show_weights: W {W.shape} must be ({SIDE * SIDE}, n_units), the weights "
            "of the first layer of a network for digits."
        )
    limit = np.abs(W).max()
    ax = _draw(W.T, columns, None, ax, background=0.0)
    ax.images[0].set(cmap="PuOr_r", clim=(-limit, limit))
    return ax


def _draw(X, columns, captions, ax, background):
    """All images in one large one, drawn on ax, with the captions above them."""
    columns, head = min(columns, len(X)), 0 if captions is None else HEAD
    rows, across, down = -(-len(X) // columns), SIDE + GAP, SIDE + GAP + head
    picture = np.full((rows * down, columns * across), background, float)
    if ax is None:
        width = 0.62 * columns
        _, ax = plt.subplots(figsize=(width, width * rows * down / columns / across))
    for i, image in enumerate(X):
        y, x = i // columns * down + head, i % columns * across
        picture[y : y + SIDE, x : x + SIDE] = image.reshape(SIDE, SIDE)
        if captions is not None:
            ax.text(x + SIDE / 2, y - 2, captions[i], ha="center", fontsize=10)
    ax.imshow(picture)
    ax.axis("off")
    return ax
