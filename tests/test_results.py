"""What the text says of the rebuilt systems is what their results files say."""

import json
from pathlib import Path

BOOK = Path(__file__).resolve().parent.parent / "book"


def test_s1_is_rebuilt_to_the_published_digits():
    result = json.loads((BOOK / "results" / "s1.json").read_text())
    sigmoid, relu = result["runs"]
    for run, published in ((sigmoid, 0.9413), (relu, 0.9609)):
        assert run["published_test_accuracy"] == published
        assert run["test_accuracy"] == published


def test_untrained_s1_as_the_forward_pass_tells_it():
    sigmoid = json.loads((BOOK / "results" / "s1.json").read_text())["runs"][0]
    text = (BOOK / "1-sigmoid" / "forward-pass.ipynb").read_text()
    assert f"an MSE of {sigmoid['untrained_valid_loss']:.3f}," in text
    assert f"an accuracy of {100 * sigmoid['untrained_valid_accuracy']:.1f} %" in text
    assert f"an MSE of {sigmoid['untrained_valid_loss']:.1f} and" in text


def test_rotated_s1_as_the_chapter_tells_it():
    sigmoid = json.loads((BOOK / "results" / "s1.json").read_text())["runs"][0]
    text = (BOOK / "1-sigmoid" / "training-and-judging.ipynb").read_text()
    assert f"score {100 * sigmoid['rotated_test_accuracy']:.1f} %" in text
    assert f"{100 * sigmoid['rotated_ones_called_4']:.0f} % of the lying ones" in text
