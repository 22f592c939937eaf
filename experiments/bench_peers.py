"""An epoch of a given network: in the book, in PyTorch, in Keras; for `timed_in_turn`.

All draw minibatches of the same size in a new random order from arrays X, y, take the
softmax cross-entropy of labels, and step with SGD, on one thread.
"""

from mlp_core import SGD, softmax_cross_entropy, train


def book_epoch(net, X, y, *, lr, momentum, batch_size, rng):
    """`train` for one epoch, each minibatch's loss included."""
    how = {"loss": softmax_cross_entropy, "batch_size": batch_size, "rng": rng}
    how["optimizer"] = SGD(net, lr, momentum=momentum)
    return lambda: list(train(net, X, y, epochs=1, **how))


def torch_epoch(net, X, y, *, lr, momentum, batch_size):
    """Eager, on the CPU; minibatches by index_select from a random permutation."""
    import torch

    torch.set_num_threads(1)
    optimizer = torch.optim.SGD(net.parameters(), lr, momentum=momentum)
    X, y = torch.from_numpy(X), torch.from_numpy(y)

    def epoch():
        for i in torch.randperm(len(X)).split(batch_size):
            X_batch, y_batch = X.index_select(0, i), y.index_select(0, i)
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(net(X_batch), y_batch)
            loss.backward()
            optimizer.step()

    return epoch


def keras_epoch(layers, X, y, *, lr, momentum, batch_size):
    """`Model.fit` for one epoch, compiled as Keras does by default."""
    import keras

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    net = keras.Sequential([keras.Input(X.shape[1:]), *layers])
    net.compile(keras.optimizers.SGD(lr, momentum=momentum), loss)
    how = {"batch_size": batch_size, "epochs": 1, "verbose": 0}
    return lambda: net.fit(X, y, **how)


def add_installed(jobs, peers):
    """Add to jobs the epochs that the peers build, but for those not installed."""
    for name, build in peers.items():
        try:
            jobs[name] = build()
        except ImportError as error:
            print(f"{name}: not installed ({error})")
