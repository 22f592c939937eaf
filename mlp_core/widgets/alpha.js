// ==== The alpha slider ==============================================================

const LANDMARKS = [[-1, "|z|"], [0, "ReLU"], [1, "linear"]];
const STEP = 0.05; // the slider rests at its multiples
const FAR = 4; // an alpha beyond is drawn at the edge
const VARIANTS = ["shared: one for each layer", "channel-wise: one for each unit"];

function nameOf(alpha) {
  if (alpha === -1) return "the absolute value |z|";
  if (alpha === 0) return "ReLU";
  if (alpha === 1) return "linear, f(z) = z";
  if (alpha < -1) return "beyond |z|";
  if (alpha < 0) return "between |z| and ReLU";
  return alpha < 1 ? "between ReLU and linear" : "beyond linear";
}

// Where the slider rests: at all multiples of STEP and at all that is trained.
function stops(starts) {
  return sorted([...starts, ...multiples([starts[0], starts.at(-1)], STEP)]);
}

// [start][layer][epoch] -> n values, from values in the order start, epoch, layer, n.
function pathsOf(values, nStarts, nLayers, n) {
  const nEpochs = values.length / nStarts / nLayers / n;
  const from = (s, e, layer) => ((s * nEpochs + e) * nLayers + layer) * n;
  return range(nStarts).map((s) =>
    range(nLayers).map((layer) =>
      range(nEpochs).map((e) => values.slice(from(s, e, layer), from(s, e, layer) + n)),
    ),
  );
}

// ---- The function and its derivatives, from alpha alone ------------------------------

const Z = [-2, 2];
const zTicks = [[-2, "z = \u22122"], [-1, ""], [0, 0], [1, ""], [2, 2]];

// The multiples of a step between two numbers.
function multiples([low, high], step) {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  return range(last - first + 1).map((i) => rounded(step * (first + i), 6));
}

// The line through some points; between them f and its derivatives are straight.
function pieces({ x, y }, points, kind) {
  return polygon(points.map(([u, v]) => `${x(u)} ${y(v)}`), kind);
}

function drawFunction(box, alpha, [low, high]) {
  const ys = [Math.min(-2, -2 * high), Math.max(2, -2 * low)];
  const label = `f(z) is ${minus(alpha)} z for z up to 0, and z above`;
  const title = "f(z) = prelu(z, \u03b1)";
  const frame = { title, label, height: 190, xs: Z, xTicks: zTicks, ys };
  const { draw, ...scales } = panel(box, { ...frame, yTicks: multiples(ys, 2) });
  const { x, y } = scales;
  const landmarks = LANDMARKS.map(([at, name]) => {
    const place = y(-2 * at) + (at > 0 ? 14 : -5);
    const words = text(LEFT + 4, place, at === alpha ? "note here" : "note", name);
    return pieces(scales, [[-2, -2 * at], [0, 0]], "landmark") + words;
  });
  draw(landmarks.join("") + pieces(scales, [[-2, -2 * alpha], [0, 0], [2, 2]], "median"));
}

function drawDerivatives(box, alpha, [low, high]) {
  const ys = [Math.min(-2, low), Math.max(1, high)];
  const label =
    `df/dz is ${minus(alpha)} for z up to 0, and 1 above; ` +
    "df/dalpha is z for z up to 0, and 0 above";
  const title = "its derivatives";
  const frame = { title, label, height: 190, xs: Z, xTicks: zTicks, ys };
  const { draw, ...scales } = panel(box, { ...frame, yTicks: multiples(ys, 1) });
  const { x, y } = scales;
  draw(
    pieces(scales, [[-2, -2], [0, 0], [2, 0]], "by-alpha") +
      text(x(2), y(0) - 6, "value", "\u2202f/\u2202\u03b1") +
      pieces(scales, [[-2, alpha], [0, alpha]], "median") +
      pieces(scales, [[0, 1], [2, 1]], "median") +
      text(x(2), y(1) - 6, "value by-z", "\u2202f/\u2202z") +
      dot(x(0), y(1), 4, "open") +
      dot(x(0), y(alpha), 4, "chosen"),
  );
}

// The slider's own axis: a tick at every trained start, a longer one at the start shown.
function drawRuler(box, starts, start) {
  const width = Math.max(box.clientWidth, 160);
  const x = scale([starts[0], starts.at(-1)], [LEFT, width - RIGHT]);
  const marks = starts.map((start) => line(x(start), 0, x(start), 5, "tick"));
  const marker = line(x(start), 0, x(start), 9, "marker");
  const whole = multiples([starts[0], starts.at(-1)], 1);
  const numbers = whole.map((n) => text(x(n), 20, "x", n));
  const names = LANDMARKS.map(([at, name]) => text(x(at), 34, "x", name));
  const size = { width, height: 40, viewBox: `0 0 ${width} 40`, "aria-hidden": true };
  box.innerHTML = tag("svg", size, [...marks, marker, ...numbers, ...names].join(""));
}

// ---- The paths of the learned alphas --------------------------------------------------

// Heights of labels, moved down until none covers another, and all up if the last is low.
function apart(heights, gap, lowest) {
  const order = range(heights.length).sort((a, b) => heights[a] - heights[b]);
  const placed = [...heights];
  order.slice(1).forEach((i, k) => {
    placed[i] = Math.max(placed[i], placed[order[k]] + gap);
  });
  const over = Math.max(0, placed[order.at(-1)] - lowest);
  return placed.map((height) => height - over);
}

function drawPaths(box, layers, { title, single, start, ys, step }) {
  const n = layers[0].length - 1;
  const [xs, xTicks, yTicks] = [[0, n], epochTicks(0, n), multiples(ys, step)];
  const frame = { title, height: 230, xs, xTicks, ys, yTicks, right: 56 };
  const { x, y, end, floor, draw } = panel(box, frame);
  const drawn = layers.map((epochs, i) => {
    const colour = `m${1 + (i % (COLOURS - 1))}`;
    // A path ends where most runs diverge.
    const spreads = epochs.map(spread).filter(({ mid }) => Number.isFinite(mid));
    const es = range(spreads.length);
    const one = (k) => {
      const lasting = es.filter((e) => Number.isFinite(epochs[e][k]));
      return pieces({ x, y }, lasting.map((e) => [e, epochs[e][k]]), `one ${colour}`);
    };
    const around = single
      ? range(epochs[0].length).map(one).join("")
      : band(es, spreads, x, y, `band ${colour}`);
    const last = [x(es.length - 1), y(spreads.at(-1).mid)];
    return { colour, around, line: through(es, spreads, x, y, `median ${colour}`), last };
  });
  const heights = apart(drawn.map(({ last }) => last[1] + 4), 15, floor);
  const ends = drawn.map(({ colour, last }, i) =>
    dot(...last, 4, `chosen ${colour}`) +
      text(end + 8, heights[i], `note ${colour}`, `layer ${i + 1}`),
  );
  const parts = ["around", "line"].flatMap((part) => drawn.map((layer) => layer[part]));
  draw(line(LEFT, y(start), end, y(start), "chance") + parts.join("") + ends.join(""));
}

// One picture, or two where the alphas of units hardly leave their start.
function drawAlphas(find, layers, { shared, start, ys, reach }) {
  const frame = { single: shared, start };
  const title = shared ? "the alpha of each layer" : "the alphas of each layer";
  find(".closer").hidden = shared; // first: it leaves or takes half of the width
  drawPaths(find(".paths"), layers, { ...frame, title, ys, step: 1 });
  if (shared) return find(".closer").replaceChildren();
  const near = { title: "the same, closer", ys: [start - reach, start + reach], step: 0.1 };
  drawPaths(find(".closer"), layers, { ...frame, ...near });
}

// The range of all alphas, and how far the units' alphas move from their start.
function rangesOf(runs) {
  const all = runs.flatMap(({ paths }) => paths.flat(3)).filter((a) => Math.abs(a) < FAR);
  const { starts, paths } = runs[1];
  const moved = paths.flatMap((layers, i) =>
    layers.flat(2).map((a) => Math.abs(a - starts[i])),
  );
  const reach = Math.max(0.1, ...moved.filter((distance) => distance < FAR));
  return [[Math.min(...all), Math.max(...all)], reach];
}

function endsOf(layers, shared) {
  const ends = layers.map((epochs, i) => {
    const { mid } = spread(epochs.at(-1));
    const number = Number.isFinite(mid) ? minus(mid.toFixed(2)) : "no number";
    return `${number} (layer ${i + 1})`;
  });
  return `${shared ? "Its alphas" : "Its middle alphas"} end at ${ends.join(", ")}.`;
}

function keyOf(shared, nSeeds) {
  const alphas = shared
    ? `thick lines are medians over ${nSeeds} seeds, thin lines the seeds.`
    : "lines are the middle units, bands hold 10 to 90 % of the units, in the median " +
      `of ${nSeeds} seeds.`;
  return (
    `Alphas: ${alphas} Loss and accuracy: median over the seeds, band from the ` +
    "lowest to the highest."
  );
}

// ---- The figure ----------------------------------------------------------------------

const PARTS = `
  <div class="shapes"><div class="function"></div><div class="derivatives"></div></div>
  <label>${SLIDER}<span class="ruler"></span>
    alpha <span aria-hidden="true"><b></b><span class="named"></span></span></label>
  <fieldset><legend>alpha is</legend></fieldset>
  <p class="says" aria-live="polite"></p>
  <div class="epochs">
    <div class="paths"></div><div class="closer"></div>${CURVES}
  </div>
  <p class="key"></p>`;

function render({ model, el }) {
  const { root, find } = addFigure(el, "prelu-alpha", PARTS);
  const parts = ["input[type=range]", "b", ".named", ".says"];
  const [input, number, named, says] = parts.map(find);
  const { wait, settle } = patience(model);
  const radios = addChoice(find("fieldset"), VARIANTS, (i) => {
    model.set("shared", i === 0);
    settle();
  });
  let runs, ys, alphas, reach;

  const places = () => stops(runs[model.get("shared") ? 0 : 1].starts);

  function read() {
    const [nSeeds, nLayers] = ["n_seeds", "n_layers"].map((name) => model.get(name));
    runs = model.get("starts").map((starts, i) => {
      const of = (name) => curves(floats(model.get(name)[i]), starts.length, nSeeds);
      const [loss, accuracy] = ["train_loss", "valid_accuracy"].map(of);
      const n = i === 0 ? nSeeds : 3; // of each seed, or quantiles of the units
      const paths = pathsOf(floats(model.get("paths")[i]), starts.length, nLayers, n);
      return { starts, loss, accuracy, paths };
    });
    ys = lossRange(runs);
    [alphas, reach] = rangesOf(runs);
    [input.min, input.max] = [runs[0].starts[0], runs[0].starts.at(-1)];
    draw();
  }

  function draw() {
    const traits = ["alpha", "shared", "n_seeds"];
    const [alpha, shared, nSeeds] = traits.map((name) => model.get(name));
    const { starts, loss, accuracy, paths } = runs[shared ? 0 : 1];
    const [shown, limits] = [nearest(starts, alpha), [starts[0], starts.at(-1)]];
    const start = starts[shown];
    const variant = shared ? "shared" : "channel-wise";
    const digits = minus(rounded(alpha, 3));
    input.value = alpha;
    input.setAttribute("aria-valuetext", `alpha ${digits}, ${nameOf(alpha)}`);
    number.textContent = digits;
    named.textContent = `, ${nameOf(alpha)}`;
    radios[shared ? 0 : 1].checked = true;
    root.classList.toggle("untrained", model.get("live") && start !== alpha);

    const result = sentence(
      `start ${minus(start)}, ${variant}`,
      loss[shown].at(-1), accuracy[shown].at(-1), loss[shown].length,
    );
    const yet = model.get("live") ? " yet" : "";
    const off = `No training starts at alpha ${digits}${yet}; the nearest is `;
    says.textContent =
      `${start === alpha ? "" : off}${result} ` +
      `${endsOf(paths[shown], shared)} ${model.get("status")}`;
    drawFunction(find(".function"), alpha, limits);
    drawDerivatives(find(".derivatives"), alpha, limits);
    drawRuler(find(".ruler"), starts, start);
    drawAlphas(find, paths[shown], { shared, start, ys: alphas, reach });
    drawCurves(find, loss[shown], accuracy[shown], "cross-entropy", ys);
    find(".key").textContent = keyOf(shared, nSeeds);
  }

  const choose = (alpha) => {
    wait();
    model.set("alpha", alpha);
    input.value = alpha;
  };
  onSlide(input, { places, chosen: () => model.get("alpha"), choose, settle });
  read();
  const watched = { starts: read, alpha: draw, shared: draw, status: draw };
  const stop = follow(model, root, draw, watched);
  return () => {
    wait();
    stop();
  };
}

export default { render };
