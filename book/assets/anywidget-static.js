// Shows the moving figures of a page without a kernel: reads what the chapter's run
// left in the page, and hands each figure's own module a model that lives here alone.

(function () {
  const VIEW = 'script[type="application/vnd.jupyter.widget-view+json"]';
  const STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';

  function decode(base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new DataView(bytes.buffer);
  }

  // The part of a widget model that anywidget promises to modules.
  function makeModel({ state, buffers = [] }) {
    const data = { ...state };
    for (const { path, data: base64 } of buffers) {
      const parent = path.slice(0, -1).reduce((part, key) => part[key], data);
      parent[path.at(-1)] = decode(base64);
    }
    if ("live" in data) data.live = false; // no kernel here

    const handlers = new Map();
    const named = (event) => handlers.get(event) ?? [];
    const fire = (event, ...args) => named(event).forEach((f) => f(...args));
    return {
      get: (key) => data[key],
      set(key, value) {
        const changes = typeof key === "string" ? { [key]: value } : key;
        const changed = Object.keys(changes).filter((k) => data[k] !== changes[k]);
        Object.assign(data, changes);
        for (const k of changed) fire(`change:${k}`, null, data[k]);
        if (changed.length) fire("change");
      },
      on: (event, f) => handlers.set(event, [...named(event), f]),
      off: (event, f) => handlers.set(event, f ? named(event).filter((g) => g !== f) : []),
      save_changes() {},
      send() {},
    };
  }

  async function loadModule(source) {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    try {
      const { default: made } = await import(url);
      return typeof made === "function" ? await made() : made;
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  async function prepare(entry) {
    const model = makeModel(entry);
    const style = document.createElement("style");
    style.textContent = model.get("_css") ?? "";
    document.head.append(style);
    const figure = await loadModule(model.get("_esm"));
    await figure.initialize?.({ model });
    return { model, figure };
  }

  async function start() {
    const tag = document.querySelector(STATE);
    const { state } = tag ? JSON.parse(tag.textContent) : { state: {} };
    const prepared = {}; // one model for all its views
    for (const view of document.querySelectorAll(VIEW)) {
      const id = JSON.parse(view.textContent).model_id;
      if (state[id]?.model_module !== "anywidget") continue;
      const el = document.createElement("div");
      view.after(el);
      try {
        const { model, figure } = await (prepared[id] ??= prepare(state[id]));
        await figure.render({ model, el });
      } catch (error) {
        console.error(error);
        el.textContent = "This moving figure could not be shown.";
      }
    }
  }

  start(); // a deferred script: the page is parsed
})();
