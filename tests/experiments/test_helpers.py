"""What the experiments share: parts of MNIST, mean and spread, the results file."""

import json

import numpy as np
import results


def test_parts_are_the_first_and_the_last_of_the_training_file(monkeypatch):
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (6, 28, 28)), np.arange(6, dtype=np.uint8)
    arrays = images, labels, images[:2], labels[:2]
    monkeypatch.setattr(results, "mnist_arrays", lambda: arrays)
    train, valid, test = results.mnist_parts(3, 2)
    assert [y.tolist() for _, y in (train, valid, test)] == [[0, 1, 2], [4, 5], [0, 1]]
    np.testing.assert_array_equal(valid[0] * 255, images[4:].reshape(2, -1))
    assert len(results.mnist_parts(6)) == 2


def test_mean_and_spread():
    found = results.mean_and_spread([1.0, 2.0, 3.0])
    assert found == {"mean": 2.0, "std": 1.0, "runs": 3}
    assert results.mean_and_spread([1.0])["std"] is None


def test_results_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    results.write("s0", {"what": "nothing"}, [{"seed": 0}], summary=1)
    found = json.loads((tmp_path / "results" / "s0.json").read_text())
    assert found["summary"] == 1
    assert found["runs"] == [{"seed": 0}]
    assert found["versions"]["numpy"] == np.__version__
