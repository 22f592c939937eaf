// ==== The learning-rate slider ======================================================

const CHANCE = 0.1; // ten digits, equally often

// Where the slider rests: at the trained rates and, with a kernel, between them.
function stops(rates, live) {
  const [low, high] = [rates[0], rates.at(-1)];
  const n = live ? Math.ceil(24 * log(high / low)) : 0;
  const between = range(n).map((i) => rounded(low * (high / low) ** (i / n), 2));
  return sorted([...rates, ...between.filter((rate) => rate > low && rate < high)]);
}

// The chosen momentum's trainings, of which `rate` is shown, before those of the others.
function drawOverview(box, runs, chosen, rate, trained) {
  const ends = runs.map(({ accuracy }) => accuracy.map((epochs) => epochs.at(-1)));
  const { rates, accuracy, added } = runs[chosen];
  const final = ends[chosen];
  const [xs, tens] = [[rates[0], rates.at(-1)], ticks(rates[0], rates.at(-1), [1])];
  const minor = ticks(...xs, [2, 3, 4, 5, 6, 7, 8, 9]).map((t) => [t, ""]);
  const xTicks = [...tens.map((t) => [t, t]), ...minor];
  const title = `validation accuracy after ${accuracy[0].length} epochs (%)`;
  const frame = { title, height: 200, xs, xTicks, xBy: log, ...ACCURACY };
  const { x, y, end, floor, draw } = panel(box, frame);
  const guessing =
    line(LEFT, y(CHANCE), end, y(CHANCE), "chance") +
    text(LEFT + 6, y(CHANCE) - 5, "note", "guessing");
  const others = runs.map((run, i) =>
    i === chosen ? "" : through(run.rates, ends[i], x, y, `other m${i % COLOURS}`),
  );
  const remaining = added.map((r) => dot(x(r), y(final[nearest(rates, r)].mid), 3.5, "added"));
  const at = final[nearest(rates, rate, log)];
  const seeds = at.all.map((share) => dot(x(rate), y(share), 2.5, "seed"));
  const marker = line(x(rate), TOP, x(rate), floor, "marker");
  const here = trained ? seeds.join("") + dot(x(rate), y(at.mid), 5.5, "chosen") : "";
  const lines = others.join("") + plot(rates, final, x, y);
  draw(guessing + lines + remaining.join("") + marker + here);
}

const PARTS = `
  <fieldset hidden><legend>momentum</legend></fieldset>
  <div class="overview"></div>
  <label>${SLIDER} learning rate <b aria-hidden="true"></b></label>
  <p class="says" aria-live="polite"></p>
  <div class="epochs">${CURVES}</div>
  <p class="key"></p>`;

function render({ model, el }) {
  const { root, find } = addFigure(el, "learning-rate", PARTS);
  const [input, number, says] = ["input[type=range]", "b", ".says"].map(find);
  const { wait, settle } = patience(model);
  const momenta = model.get("momenta");
  const buttons = momenta.map((m, i) => tag("i", { class: `m${i % COLOURS}` }) + m);
  const chooseMomentum = (i) => {
    model.set("momentum", momenta[i]);
    settle();
  };
  const radios = momenta.length ? addChoice(find("fieldset"), buttons, chooseMomentum) : [];
  let runs, ys;

  const chosen = () => Math.max(0, momenta.indexOf(model.get("momentum")));
  const places = () => stops(runs[chosen()].rates, model.get("live"));

  function read() {
    const nSeeds = model.get("n_seeds");
    runs = model.get("rates").map((rates, i) => {
      const of = (name) => curves(floats(model.get(name)[i]), rates.length, nSeeds);
      const [loss, accuracy] = ["train_loss", "valid_accuracy"].map(of);
      return { rates, loss, accuracy, added: model.get("added")[i] };
    });
    ys = lossRange(runs);
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
    const rate = all[nearest(all, model.get("lr"), log)];
    const shown = nearest(rates, rate, log);
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
    drawCurves(find, loss[shown], accuracy[shown], model.get("loss"), ys);
  }

  const choose = (rate) => {
    wait();
    model.set("lr", rate);
    input.value = log(rate);
  };
  onSlide(input, { places, by: log, chosen: () => model.get("lr"), choose, settle });
  read();
  const watched = { rates: read, lr: draw, momentum: draw, status: draw };
  const stop = follow(model, root, draw, watched);
  return () => {
    wait();
    stop();
  };
}

export default { render };
