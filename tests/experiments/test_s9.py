"""S9 and the best plain network: their parts, and what their results files promise."""

import json

import best_plain_mlp as best
import deep_nets
import numpy as np
import pytest
import results
import s9_own_recipe as own
import s9_prelu_six_layers as s9

from mlp_core import SGD, check_network, relative_error, softmax_cross_entropy

TINY, N = (6, *6 * [5], 4), 40
VARIANTS = deep_nets.KINDS[1:]
QUICK = {"epochs": 2, "batch_size": 10, "lr": 0.05, "momentum": 0.9, "l2": 0.0}


def problem(n=N, dtype=np.float64):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, TINY[0])).astype(dtype), rng.integers(0, TINY[-1], n)


def network(kind, **how):
    how = {"alpha": 0.25, "dtype": np.float64, **how}
    return deep_nets.build(np.random.default_rng(1), TINY, kind, **how)


@pytest.mark.parametrize("kind", deep_nets.KINDS)
def test_six_hidden_layers_and_their_gradient(kind):
    net = network(kind)
    sizes = [layer.alpha.size for layer in deep_nets.alpha_layers(net)]
    assert sizes == {"relu": [], "shared": 6 * [1], "channel-wise": 6 * [5]}[kind]
    assert [layer.W.shape for layer in net.layers[::2]][1:-1] == 5 * [(5, 5)]
    check_network(net, *problem(9), softmax_cross_entropy)


def test_kinds_start_from_the_same_weights_up_to_the_factor_of_he():
    relu, prelu = network("relu"), network("shared", alpha=2.0)
    np.testing.assert_array_equal(relu.layers[0].W, prelu.layers[0].W)
    for i in (2, 12):
        np.testing.assert_allclose(relu.layers[i].W, 5**0.5 * prelu.layers[i].W)


def test_build_knows_its_kinds_and_where_dropout_goes():
    with pytest.raises(ValueError, match="channel-wise"):
        network("leaky")
    names = [repr(layer) for layer in network("relu", dropout=(0.1, 0.2)).layers]
    assert names[:4] == ["Dropout(0.1)", "Dense(6, 5)", "ReLU()", "Dropout(0.2)"]


@pytest.mark.parametrize("kind", VARIANTS)
@pytest.mark.parametrize("chunk", [7, 20])
def test_the_full_batch_in_chunks_is_the_whole(kind, chunk):
    net, (X, y) = network(kind, alpha=own.START, std=own.STD), problem()
    whole = net.loss_and_grad(X, y, softmax_cross_entropy)[1].copy()
    net.grad[:] = np.nan
    own.full_batch_gradient(net, X, y, chunk)
    assert relative_error(net.grad, whole) < 1e-12


@pytest.mark.parametrize("kind", VARIANTS)
def test_a_full_batch_step_is_plain_descent(kind):
    X, y = problem()
    net, steps, size = own.prepare(X, y, kind, "full batch", widths=TINY)
    for _ in range(2):  # momentum would show in the second
        before = net.theta.copy()
        _, grad = net.loss_and_grad(X, y, softmax_cross_entropy)
        expected = before - np.float32(own.LR) * grad
        next(steps)
        np.testing.assert_allclose(net.theta, expected, rtol=1e-5, atol=1e-8)
    assert size == N
    alphas = [layer.alpha for layer in deep_nets.alpha_layers(net)]
    assert len(alphas) == 6
    assert (np.concatenate(alphas) != np.float32(own.START)).any()


def test_minibatch_steps_end_with_their_epochs():
    net, (X, y) = network("shared"), problem()
    how = net, X, y, SGD(net, 0.1), 15, np.random.default_rng(0)
    assert len(list(own.minibatch_steps(*how, epochs=2))) == 6
    endless = own.minibatch_steps(*how)
    for _ in range(10):
        next(endless)


@pytest.mark.parametrize("training", own.TRAININGS)
def test_own_recipe_keeps_to_its_time_and_records_it(training):
    X, y = problem(dtype=np.float32)
    found = own.run([(X, y), (X, y)], "channel-wise", training, 0.15 / 60, widths=TINY)
    curve = found["curve"]
    assert {len(column) for column in curve.values()} == {len(curve["step"])}
    assert curve["step"][0] == 0
    assert curve["step"][-1] == found["steps"] > 0
    assert np.shape(curve["alpha_max"]) == (len(curve["step"]), 6)
    assert curve["alpha"][0] == pytest.approx(6 * [found["alpha_start"]])
    assert found["seconds"] < 2.0


@pytest.mark.parametrize("kind", VARIANTS)
@pytest.mark.parametrize("alpha", [0.25, -2.0])
def test_the_mirrored_network_is_the_same_function(kind, alpha):
    net, (X, _) = network(kind, alpha=alpha), problem()
    net.layers[0].b[:] = 0.3
    twin = s9.mirrored(net)
    np.testing.assert_allclose(twin.forward(X), net.forward(X), rtol=1e-10)
    np.testing.assert_allclose(twin.layers[1].alpha, 1 / alpha)
    np.testing.assert_array_equal(net.layers[1].alpha, alpha)
    twin.layers[1].alpha[:] = alpha
    assert relative_error(twin.forward(X), net.forward(X)) > 0.01


@pytest.mark.parametrize("kind", deep_nets.KINDS)
def test_runs_on_tiny_data(kind):
    part = problem(dtype=np.float32)
    found = s9.run([part, part], kind, 0, widths=TINY, recipe=QUICK)
    assert found["train_accuracy"] == found["test_accuracy"]
    assert len(found["final_alphas"]) == (0 if kind == "relu" else 6)
    again = s9.run([part, part], kind, 0, widths=TINY, recipe=QUICK)
    assert again | {"seconds": 0} == found | {"seconds": 0}
    curves = s9.run_curves([part, part], kind, widths=TINY, recipe=QUICK)
    assert np.shape(curves["gradient_norms"]) == (2, 7)
    if kind == "shared":
        assert np.shape(found["alpha_path"]) == (6, 3)
        assert [path[-1] for path in found["alpha_path"]] == found["final_alphas"]
    if kind == "channel-wise":
        assert np.shape(curves["alpha_quantiles"]) == (6, 3, 5)
        assert [sum(h["counts"]) for h in found["alpha_histograms"]] == 6 * [5]


def test_side_studies_on_tiny_data():
    sets = 2 * [problem(dtype=np.float32)]
    X = np.zeros((N, 784), np.float32)
    X[:, : TINY[0]] = sets[0][0]
    sets = 2 * [(X, sets[0][1])]
    found = s9.run_start(sets, "channel-wise", 2, -0.5, 0, epochs=1, width=5)
    assert len(found["final_alphas"]) == 2
    found = s9.run_one_layer(sets, "plain, rate 0.1", 0.25, 0, epochs=2, width=5)
    last = found["alpha_path"][-1]
    assert len(found["alpha_path"]) == 3
    assert found["mirrored_alpha"] == pytest.approx(1 / last, rel=1e-3)
    assert found["mirrored_differs_by"] < 1e-4


def test_paired_difference():
    right = {"relu": 5 * [0.98], "shared": [0.98, 0.981, 0.982, 0.981, 0.98]}
    runs = [
        {"kind": kind, "seed": seed, "test_accuracy": accuracy}
        for kind, each in right.items()
        for seed, accuracy in enumerate(each)
    ]
    found = s9.difference(runs, "shared")
    assert found["each"] == [0.0, 0.001, 0.002, 0.001, 0.0]
    assert found["mean"] == pytest.approx(8e-4)
    assert found["standard_error"] == pytest.approx(8.3666e-4 / 5**0.5, rel=1e-4)
    assert found["t"] == pytest.approx(2.14, abs=0.005)
    assert not found["beyond_noise"]  # 2.14 < 2.78
    runs[5]["test_accuracy"] = 0.981
    assert s9.difference(runs, "shared")["beyond_noise"]


def test_best_is_chosen_by_validation_alone(monkeypatch):
    monkeypatch.setitem(best.CANDIDATES, "tiny", (TINY, "shared", (0.1, 0.1)))
    part = problem(400, np.float32)
    probed = best.probe([part, part], "tiny", 1)
    assert best.best_of([{**probed, "valid_accuracy": -1, "settings": 0}, probed]) == (
        "tiny"
    )
    found = best.run([part, part], "tiny", 0, 1)
    assert found["wrong"] == round(400 * (1 - found["test_accuracy"]))
    assert len(found["final_alphas"]) == 6


def test_keep_runs_once(tmp_path):
    calls = []

    def run(sets, *settings):
        calls.append(settings)
        return {"sets": sets, "settings": settings}

    for folder, expected in ((None, 2), (tmp_path / "kept", 1)):
        calls.clear()
        keep = deep_nets.Keep(folder, "x")
        assert keep(run, 5, "a b", 1)["sets"] == keep(run, 5, "a b", 1)["sets"] == 5
        assert len(calls) == expected


def test_rounded():
    found = deep_nets.rounded([[1.23456, np.nan], [np.inf, -0.000123456]], 3)
    assert found == [[1.23, None], [None, -0.000123]]
    json.dumps(found, allow_nan=False)


def result(name):
    return json.loads((results.FOLDER / f"{name}.json").read_text())


@pytest.mark.parametrize("kind", VARIANTS)
def test_s9_reaches_what_it_promises(kind):
    found = result("s9")
    accuracies = [r["test_accuracy"] for r in found["runs"] if r["kind"] == kind]
    assert len(accuracies) >= 5
    assert np.mean(accuracies) >= 0.982
    summary = found["summary"][kind]["test_accuracy"]
    assert summary == results.mean_and_spread(accuracies)
    assert found["against_relu"][kind] == s9.difference(found["runs"], kind)


def test_the_same_function_is_found_in_the_results():
    for run in result("s9")["one_hidden_layer"]:
        if run["stopped"] == "finished":
            assert run["mirrored_differs_by"] < 1e-4 * run["largest_output"]


def test_best_reaches_what_it_promises():
    found = result("best")
    assert found["summary"]["test_accuracy"]["mean"] >= 0.986
    assert best.best_of(found["probes"]) == found["recipe"]["settings"]


def test_own_recipe_is_far_behind_minibatches():
    found = result("s9_own_recipe")
    same = found["summary"]["shared"]["minibatches, same rate"]["test_accuracy"]
    for kind in VARIANTS:
        full, good = (found["summary"][kind][t] for t in own.TRAININGS[::2])
        assert good["seconds"] < full["seconds"] * 1.2
        assert full["test_accuracy"] < same < good["test_accuracy"]
