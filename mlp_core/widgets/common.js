// What the moving figures share, alike in Jupyter and on the website. One figure's own
// file follows in the same module. What is shown follows from the model alone; its trait
// `live` says whether a kernel can train more.

const COLLAPSED = 0.15; // an accuracy below is chance, give or take its noise
const COLOURS = 4; // m0, m1, ... in the CSS

// ---- Numbers ---------------------------------------------------------------------

const log = Math.log10;
const same = (x) => x;
const range = (n) => Array.from({ length: n }, (_, i) => i);
const rounded = (x, digits) => Number(x.toPrecision(digits));
const percent = (share) => (100 * share).toFixed(1);
// A minus where a hyphen would not be read out, and none before a zero.
const minus = (x) => String(x).replace(/^-(?=.*[1-9])/, "\u2212").replace(/^-/, "");

function floats(view) {
  return range(view.byteLength / 4).map((i) => view.getFloat32(4 * i, true));
}

// What the seeds did; a value that is no number counts as an infinite one.
function spread(values) {
  const all = values.map((v) => (Number.isNaN(v) ? Infinity : v)).sort((a, b) => a - b);
  const n = all.length;
  return { all, low: all[0], mid: (all[(n - 1) >> 1] + all[n >> 1]) / 2, high: all[n - 1] };
}

// [run][epoch] -> spread over the seeds, from values in the order run, seed, epoch.
function curves(values, nRuns, nSeeds) {
  const nEpochs = values.length / nRuns / nSeeds;
  const at = (r, s, e) => values[(r * nSeeds + s) * nEpochs + e];
  return range(nRuns).map((r) =>
    range(nEpochs).map((e) => spread(range(nSeeds).map((s) => at(r, s, e)))),
  );
}

// Where among all the values, seen through `by`, the nearest one is.
function nearest(all, value, by = same) {
  const far = all.map((x) => Math.abs(by(x) - by(value)));
  return far.indexOf(Math.min(...far));
}

const sorted = (values) => [...new Set(values)].sort((a, b) => a - b);

function sentence(name, loss, accuracy, epochs) {
  const n = accuracy.all.length;
  const collapsed = accuracy.all.filter((share) => share < COLLAPSED).length;
  const number = Number.isFinite(loss.mid) ? rounded(loss.mid, 2) : "no longer a number";
  const result =
    `${name}: after ${epochs} epochs the loss is ` +
    `${number}, accuracy ${percent(accuracy.mid)} % ` +
    `(${percent(accuracy.low)} to ${percent(accuracy.high)} over ${n} seeds)`;
  if (collapsed === n) return `${result}: collapsed, no better than guessing.`;
  return collapsed ? `${result}; ${collapsed} of ${n} collapsed.` : `${result}.`;
}

// ---- Drawing: strings of SVG, in pixels --------------------------------------------

const [LEFT, RIGHT, TOP, BOTTOM] = [40, 14, 30, 24]; // margins; LEFT, RIGHT: see the CSS

const tag = (name, attributes, content = "") =>
  `<${name} ${Object.entries(attributes).map(([k, v]) => `${k}="${v}"`).join(" ")}>` +
  `${content}</${name}>`;
const text = (x, y, kind, content) => tag("text", { x, y, class: kind }, minus(content));
const dot = (x, y, r, kind) => tag("circle", { cx: x, cy: y, r, class: kind });
const line = (x1, y1, x2, y2, kind) => tag("line", { x1, y1, x2, y2, class: kind });
const polygon = (points, kind, end = "") =>
  tag("path", { class: kind, d: `M${points.join("L")}${end}` });

// From numbers to pixels; what lies outside is drawn on the edge.
function scale([low, high], [start, end], by = same) {
  const part = (x) => (by(x) - by(low)) / (by(high) - by(low));
  const pixel = (x) => start + (end - start) * Math.min(1, Math.max(0, part(x)));
  return (x) => Number(pixel(x).toFixed(1));
}

// The points of one of low, mid and high.
const points = (xs, spreads, x, y, key) => spreads.map((s, i) => `${x(xs[i])} ${y(s[key])}`);

// A line through the medians.
function through(xs, spreads, x, y, kind = "median") {
  return polygon(points(xs, spreads, x, y, "mid"), kind);
}

// The area from the lowest to the highest.
function band(xs, spreads, x, y, kind = "band") {
  const [high, low] = ["high", "low"].map((key) => points(xs, spreads, x, y, key));
  return polygon([...high, ...low.reverse()], kind, "Z");
}

// The line with its band.
function plot(xs, spreads, x, y) {
  return band(xs, spreads, x, y) + through(xs, spreads, x, y);
}

// The frame of a picture with its scales; draw(...) fills it.
function panel(box, frame) {
  const { title, height, xs, xTicks, xBy, ys, yTicks, yBy, unit = "" } = frame;
  const { label = title, right = RIGHT } = frame;
  const width = Math.max(box.clientWidth, 160);
  const end = width - right;
  const x = scale(xs, [LEFT, end], xBy);
  const y = scale(ys, [height - BOTTOM, TOP], yBy);
  const floor = height - BOTTOM;
  const grid = yTicks.map(
    (t) =>
      line(LEFT, y(t), end, y(t), "grid") +
      text(LEFT - 5, y(t) + 4, "y", unit ? 100 * t : t),
  );
  const feet = xTicks.map(
    ([t, label]) =>
      line(x(t), floor, x(t), floor + (label === "" ? 3 : 6), "tick") +
      text(x(t), floor + 19, "x", label),
  );
  const axes = text(0, 14, "title", title) + grid.join("") + feet.join("") +
    line(LEFT, floor, end, floor, "tick");
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const draw = (content) => {
    const role = { role: "img", "aria-label": label };
    box.innerHTML = tag("svg", { ...size, ...role }, axes + content);
  };
  return { x, y, end, floor, draw };
}

// 1, 2 and 5 times, or some other digits times, the powers of ten between two numbers.
function ticks(low, high, digits = [1, 2, 5]) {
  const powers = range(Math.ceil(log(high / low)) + 2).map((k) => k + Math.floor(log(low)));
  const all = powers.flatMap((k) => digits.map((digit) => rounded(digit * 10 ** k, 1)));
  return all.filter((t) => t >= low && t <= high);
}

// Labels of an axis from bottom to top: few enough to be read.
function fewTicks(low, high) {
  const all = ticks(low, high);
  return all.length > 9 ? ticks(low, high, [1]) : all;
}

// Epochs from the first one on, up to n.
function epochTicks(first, n) {
  const step = [1, 2, 5, 10, 20, 50, 100].find((s) => n / s <= 5) ?? n;
  const epochs = [first, ...range(n + 1).filter((e) => e > first && e % step === 0)];
  return epochs.map((e) => [e, e === first ? `epoch ${e}` : e]);
}

const ACCURACY = { ys: [0, 1], yTicks: [0, 0.2, 0.4, 0.6, 0.8, 1], unit: "%" };

function drawEpochs(box, spreads, axis, label) {
  const n = spreads.length;
  const { x, y, floor, draw } = panel(box, {
    height: 190,
    xs: [1, Math.max(n, 2)],
    xTicks: epochTicks(1, n),
    ...axis,
  });
  // A curve ends where most runs diverge, be it before the first epoch is over.
  const drawn = spreads.filter(({ mid }) => Number.isFinite(mid));
  const end = drawn.length;
  if (!end) return draw("");
  const [endX, endY] = [x(end), y(drawn[end - 1].mid)];
  const below = endY < (TOP + floor) / 2;
  const value = text(endX, endY + (below ? 20 : -10), "value", label(drawn[end - 1].mid));
  const xs = drawn.map((_, i) => i + 1);
  draw(plot(xs, drawn, x, y) + dot(endX, endY, 4, "chosen") + value);
}

// One range for the losses of all runs, so that they can be compared.
function lossRange(runs) {
  const spreads = runs.flatMap(({ loss }) => loss.flat());
  const losses = spreads.flatMap((s) => s.all).filter(Number.isFinite);
  return [0.8 * Math.min(...losses), 1.2 * Math.max(...losses)];
}

// Loss and accuracy of one run by epochs.
function drawCurves(find, loss, accuracy, kind, ys) {
  const axis = { title: `training loss (${kind}, log scale)`, ys, yBy: log };
  const lossAxis = { ...axis, yTicks: fewTicks(...ys) };
  drawEpochs(find(".loss"), loss, lossAxis, (value) => rounded(value, 2));
  const title = "validation accuracy (%)";
  drawEpochs(find(".accuracy"), accuracy, { title, ...ACCURACY }, percent);
}

// ---- The figure --------------------------------------------------------------------

const SLIDER = `<input type="range" step="any" data-lm-suppress-shortcuts="true">`;
const CURVES = `<div class="loss"></div><div class="accuracy"></div>`;

const KEYS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1,
  PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity,
};

function addFigure(el, name, parts) {
  const root = document.createElement("div");
  root.className = `moving-figure ${name}`;
  root.innerHTML = parts;
  el.append(root);
  return { root, find: (selector) => root.querySelector(selector) };
}

// One button for each label, of which choose(i) hears.
function addChoice(fieldset, labels, choose) {
  const name = `choice-${Math.random()}`; // each view has a group of its own
  const radio = { type: "radio", name, "data-lm-suppress-shortcuts": true };
  fieldset.hidden = false;
  fieldset.innerHTML += labels
    .map((label) => tag("label", {}, tag("input", radio) + label))
    .join("");
  const radios = [...fieldset.querySelectorAll("input")];
  radios.forEach((r, i) => r.addEventListener("change", () => choose(i)));
  return radios;
}

// Follow the hand on the slider, which rests at places(), seen through `by`.
function onSlide(input, { places, by = same, chosen, choose, settle }) {
  input.addEventListener("input", () => {
    const all = places();
    choose(all[nearest(all.map(by), input.value)]);
  });
  input.addEventListener("change", settle);
  input.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const all = places();
    const i = nearest(all, chosen(), by) + step;
    choose(all[Math.min(all.length - 1, Math.max(0, i))]);
    settle();
  });
}

// The kernel hears of a choice once the hand rests: each one costs a training.
function patience(model) {
  let timer;
  const wait = () => clearTimeout(timer);
  const settle = () => {
    wait();
    timer = setTimeout(() => model.save_changes(), 600);
  };
  return { wait, settle };
}

// Draw whenever the width changes, and call watched[name] when the model's trait does;
// returns how to stop.
function follow(model, root, draw, watched) {
  const entries = Object.entries(watched);
  for (const [name, update] of entries) model.on(`change:${name}`, update);
  const resized = new ResizeObserver(draw);
  resized.observe(root);
  return () => {
    resized.disconnect();
    for (const [name, update] of entries) model.off(`change:${name}`, update);
  };
}
