// The learning-rate slider, alike in Jupyter and on the website. What is shown follows
// from the model alone; its trait `live` says whether a kernel can train more rates.

const CHANCE = 0.1; // ten digits, equally often
const COLLAPSED = 0.15; // an accuracy below is chance, give or take its noise
const COLOURS = 4; // one for each momentum: m0, m1, ... in the CSS

// ---- Numbers ---------------------------------------------------------------------

const log = Math.log10;
const range = (n) => Array.from({ length: n }, (_, i) => i);
const rounded = (x, digits) => Number(x.toPrecision(digits));
const percent = (share) => (100 * share).toFixed(1);

function floats(view) {
  return range(view.byteLength / 4).map((i) => view.getFloat32(4 * i, true));
}

// What the seeds did; a loss that is no number counts as an infinite one.
function spread(values) {
  const all = values.map((v) => (Number.isNaN(v) ? Infinity : v)).sort((a, b) => a - b);
  const n = all.length;
  return { all, low: all[0], mid: (all[(n - 1) >> 1] + all[n >> 1]) / 2, high: all[n - 1] };
}

// [rate][epoch] -> spread over the seeds, from values in the order rate, seed, epoch.
function curves(values, nRates, nSeeds) {
  const nEpochs = values.length / nRates / nSeeds;
  const at = (r, s, e) => values[(r * nSeeds + s) * nEpochs + e];
  return range(nRates).map((r) =>
    range(nEpochs).map((e) => spread(range(nSeeds).map((s) => at(r, s, e)))),
  );
}

// Where the slider rests: at the trained rates and, with a kernel, between them.
function stops(rates, live) {
  const [low, high] = [rates[0], rates.at(-1)];
  const n = live ? Math.ceil(24 * log(high / low)) : 0;
  const between = range(n).map((i) => rounded(low * (high / low) ** (i / n), 2));
  const inside = between.filter((rate) => rate > low && rate < high);
  return [...new Set([...rates, ...inside])].sort((a, b) => a - b);
}

function nearest(rates, rate) {
  const far = rates.map((r) => Math.abs(log(r / rate)));
  return far.indexOf(Math.min(...far));
}

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
const text = (x, y, kind, content) => tag("text", { x, y, class: kind }, content);
const dot = (x, y, r, kind) => tag("circle", { cx: x, cy: y, r, class: kind });
const line = (x1, y1, x2, y2, kind) => tag("line", { x1, y1, x2, y2, class: kind });

// From numbers to pixels; what lies outside is drawn on the edge.
function scale([low, high], [start, end], by = (x) => x) {
  const part = (x) => (by(x) - by(low)) / (by(high) - by(low));
  const pixel = (x) => start + (end - start) * Math.min(1, Math.max(0, part(x)));
  return (x) => Number(pixel(x).toFixed(1));
}

// The points of one of low, mid and high.
const points = (xs, spreads, x, y, key) => spreads.map((s, i) => `${x(xs[i])} ${y(s[key])}`);

// A line through the medians.
function through(xs, spreads, x, y, kind = "median") {
  return tag("path", { class: kind, d: `M${points(xs, spreads, x, y, "mid").join("L")}` });
}

// The line with a band from the lowest to the highest.
function plot(xs, spreads, x, y) {
  const [high, low] = ["high", "low"].map((key) => points(xs, spreads, x, y, key));
  const band = [...high, ...low.reverse()].join("L");
  return tag("path", { class: "band", d: `M${band}Z` }) + through(xs, spreads, x, y);
}

// The frame of a picture with its scales; draw(...) fills it.
function panel(box, { title, height, xs, xTicks, xBy, ys, yTicks, yBy, unit = "" }) {
  const width = Math.max(box.clientWidth, 160);
  const x = scale(xs, [LEFT, width - RIGHT], xBy);
  const y = scale(ys, [height - BOTTOM, TOP], yBy);
  const floor = height - BOTTOM;
  const grid = yTicks.map(
    (t) =>
      line(LEFT, y(t), width - RIGHT, y(t), "grid") +
      text(LEFT - 5, y(t) + 4, "y", unit ? 100 * t : t),
  );
  const feet = xTicks.map(
    ([t, label]) =>
      line(x(t), floor, x(t), floor + (label ? 6 : 3), "tick") +
      text(x(t), floor + 19, "x", label),
  );
  const frame = text(0, 14, "title", title) + grid.join("") + feet.join("") +
    line(LEFT, floor, width - RIGHT, floor, "tick");
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const draw = (content) => {
    const label = { role: "img", "aria-label": title };
    box.innerHTML = tag("svg", { ...size, ...label }, frame + content);
  };
  return { x, y, width, floor, draw };
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

const ACCURACY = { ys: [0, 1], yTicks: [0, 0.2, 0.4, 0.6, 0.8, 1], unit: "%" };

// The chosen momentum's trainings, of which `rate` is shown, before those of the others.
function drawOverview(box, runs, chosen, rate, trained) {
  const ends = runs.map(({ accuracy }) => accuracy.map((epochs) => epochs.at(-1)));
  const { rates, accuracy, added } = runs[chosen];
  const final = ends[chosen];
  const [xs, tens] = [[rates[0], rates.at(-1)], ticks(rates[0], rates.at(-1), [1])];
  const minor = ticks(...xs, [2, 3, 4, 5, 6, 7, 8, 9]).map((t) => [t, ""]);
  const xTicks = [...tens.map((t) => [t, t]), ...minor];
  const title = `validation accuracy after ${accuracy[0].length} epochs (%)`;
  const { x, y, width, floor, draw } = panel(box, {
    title,
    height: 200,
    xs,
    xTicks,
    xBy: log,
    ...ACCURACY,
  });
  const guessing =
    line(LEFT, y(CHANCE), width - RIGHT, y(CHANCE), "chance") +
    text(LEFT + 6, y(CHANCE) - 5, "note", "guessing");
  const others = runs.map((run, i) =>
    i === chosen ? "" : through(run.rates, ends[i], x, y, `other m${i % COLOURS}`),
  );
  const remaining = added.map((r) => dot(x(r), y(final[nearest(rates, r)].mid), 3.5, "added"));
  const at = final[nearest(rates, rate)];
  const seeds = at.all.map((share) => dot(x(rate), y(share), 2.5, "seed"));
  const marker = line(x(rate), TOP, x(rate), floor, "marker");
  const here = trained ? seeds.join("") + dot(x(rate), y(at.mid), 5.5, "chosen") : "";
  const lines = others.join("") + plot(rates, final, x, y);
  draw(guessing + lines + remaining.join("") + marker + here);
}

function drawEpochs(box, spreads, axis, label) {
  const n = spreads.length;
  const step = [1, 2, 5, 10, 20, 50, 100].find((s) => n / s <= 5) ?? n;
  const epochs = [1, ...range(n + 1).filter((e) => e > 1 && e % step === 0)];
  const { x, y, floor, draw } = panel(box, {
    height: 190,
    xs: [1, Math.max(n, 2)],
    xTicks: epochs.map((e) => [e, e === 1 ? "epoch 1" : e]),
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

// ---- The figure --------------------------------------------------------------------

const PARTS = `
  <fieldset hidden><legend>momentum</legend></fieldset>
  <div class="overview"></div>
  <label>
    <input type="range" step="any" data-lm-suppress-shortcuts="true">
    learning rate <b aria-hidden="true"></b>
  </label>
  <p class="says" aria-live="polite"></p>
  <div class="epochs"><div class="loss"></div><div class="accuracy"></div></div>
  <p class="key"></p>`;

const KEYS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1,
  PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity,
};

// One button for each momentum, with a sample of its line.
function addChoice(fieldset, momenta) {
  const name = `momentum-${Math.random()}`; // each view has a group of its own
  const radio = { type: "radio", name, "data-lm-suppress-shortcuts": true };
  fieldset.hidden = false;
  const sample = (i) => tag("i", { class: `m${i % COLOURS}` });
  fieldset.innerHTML += momenta
    .map((value, i) => tag("label", {}, tag("input", radio) + sample(i) + value))
    .join("");
  return [...fieldset.querySelectorAll("input")];
}

function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "learning-rate";
  root.innerHTML = PARTS;
  el.append(root);
  const find = (selector) => root.querySelector(selector);
  const [input, number, says] = ["input[type=range]", "b", ".says"].map(find);
  const momenta = model.get("momenta");
  const radios = momenta.length ? addChoice(find("fieldset"), momenta) : [];
  let runs, ys, timer;

  const chosen = () => Math.max(0, momenta.indexOf(model.get("momentum")));
  const places = () => stops(runs[chosen()].rates, model.get("live"));

  function read() {
    const nSeeds = model.get("n_seeds");
    runs = model.get("rates").map((rates, i) => {
      const of = (name) => curves(floats(model.get(name)[i]), rates.length, nSeeds);
      const [loss, accuracy] = ["train_loss", "valid_accuracy"].map(of);
      return { rates, loss, accuracy, added: model.get("added")[i] };
    });
    const spreads = runs.flatMap(({ loss }) => loss.flat());
    const losses = spreads.flatMap((s) => s.all).filter(Number.isFinite);
    ys = [0.8 * Math.min(...losses), 1.2 * Math.max(...losses)];
    input.min = log(runs[0].rates[0]);
    input.max = log(runs[0].rates.at(-1));
    find(".key").textContent =
      `Line: median over ${nSeeds} seeds. Band: from the lowest to the highest.` +
      (radios.length ? " Thin lines: the other momenta." : "");
    draw();
  }

  function draw() {
    const { rates, loss, accuracy } = runs[chosen()];
    const all = places();
    const rate = all[nearest(all, model.get("lr"))];
    const shown = nearest(rates, rate);
    const trained = rates[shown] === rate;
    const digits = rounded(rate, 3);
    const momentum = radios.length ? `, momentum ${momenta[chosen()]}` : "";
    const name = `learning rate ${digits}${momentum}`;
    root.classList.toggle("untrained", !trained);
    if (radios.length) {
      radios[chosen()].checked = true;
      const colour = chosen() % COLOURS;
      range(COLOURS).forEach((k) => root.classList.toggle(`m${k}`, k === colour));
    }
    input.value = log(rate);
    input.setAttribute("aria-valuetext", `learning rate ${digits}`);
    number.textContent = digits;
    says.textContent = trained
      ? sentence(name, loss[shown].at(-1), accuracy[shown].at(-1), loss[shown].length)
      : `${name}: not trained yet; the curves are those of ${rates[shown]}.`;
    says.textContent += ` ${model.get("status")}`;
    drawOverview(find(".overview"), runs, chosen(), rate, trained);
    const kind = `training loss (${model.get("loss")}, log scale)`;
    const lossAxis = { title: kind, ys, yTicks: fewTicks(...ys), yBy: log };
    drawEpochs(find(".loss"), loss[shown], lossAxis, (value) => rounded(value, 2));
    const title = "validation accuracy (%)";
    drawEpochs(find(".accuracy"), accuracy[shown], { title, ...ACCURACY }, percent);
  }

  function choose(rate) {
    clearTimeout(timer);
    model.set("lr", rate);
    input.value = log(rate);
  }

  // The kernel hears of a choice once the hand rests: each one costs a training.
  function settle() {
    clearTimeout(timer);
    timer = setTimeout(() => model.save_changes(), 600);
  }

  input.addEventListener("input", () => {
    const all = places();
    choose(all[nearest(all, 10 ** input.value)]);
  });
  input.addEventListener("change", settle);
  input.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const all = places();
    const i = nearest(all, model.get("lr")) + step;
    choose(all[Math.min(all.length - 1, Math.max(0, i))]);
    settle();
  });
  radios.forEach((radio, i) =>
    radio.addEventListener("change", () => {
      model.set("momentum", momenta[i]);
      settle();
    }),
  );

  const watched = { rates: read, lr: draw, momentum: draw, status: draw };
  for (const [name, update] of Object.entries(watched)) model.on(`change:${name}`, update);
  read();
  const resized = new ResizeObserver(draw);
  resized.observe(root);

  return () => {
    clearTimeout(timer);
    resized.disconnect();
    for (const [name, update] of Object.entries(watched)) model.off(`change:${name}`, update);
  };
}

export default { render };
