// Starts the Dash island of a document: on the reader's tap, or by itself once the page is idle and the line is known
// to be good. The drawing stays until the island's first plot exists; if it never does, the drawing simply remains.
(() => {
  "use strict";
  const island = document.getElementById("island");
  if (!island) return;
  const ask = island.querySelector("[data-ask]");
  const button = ask.querySelector("button");
  const says = island.querySelector("[role=status]");
  const entry = document.getElementById("react-entry-point");
  const figure = island.closest("figure");
  const drawing = figure.querySelector(island.dataset.replaces);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const scheme = () => (dark.matches ? "dark" : "light");
  const PATIENCE = 20000; // ms from the last script until a reader is told that nothing came
  let state = "waiting";
  let asked = false;

  const load = (name, attributes) =>
    new Promise((done, failed) => {
      const element = Object.assign(document.createElement(name), attributes, { onload: done, onerror: failed });
      document.head.append(element);
    });

  const fail = () => {
    if (state === "alive") return;
    state = "failed";
    entry.hidden = true;
    ask.hidden = true;
    says.textContent = island.dataset.failed;
  };

  // The colours are chosen on the server, so the layout is told the scheme before its first callback runs.
  const tellScheme = (node) => {
    if (!node || typeof node !== "object") return;
    if (node.props && node.props.id === island.dataset.scheme) node.props.data = scheme();
    Object.values(node.props || node).forEach(tellScheme);
  };

  const appear = () => {
    if (!asked && drawing.contains(document.activeElement)) {
      drawing.addEventListener("focusout", () => setTimeout(appear), { once: true });
      return;
    }
    state = "alive";
    entry.hidden = false;
    figure.classList.add("explored");
    entry.setAttribute("role", "region");
    entry.setAttribute("aria-label", island.dataset.title);
    entry.tabIndex = -1;
    ask.hidden = true;
    says.textContent = asked ? island.dataset.ready : "";
    window.dispatchEvent(new Event("resize"));
    if (asked) entry.focus({ preventScroll: true });
  };

  const watch = () => {
    const watcher = new MutationObserver(() => {
      if (entry.querySelector(".js-plotly-plot .cartesianlayer .trace")) {
        watcher.disconnect();
        appear();
      } else if (entry.querySelector("._dash-error")) {
        watcher.disconnect();
        fail();
      }
    });
    watcher.observe(entry, { childList: true, subtree: true });
    setTimeout(fail, PATIENCE);
  };

  const start = async () => {
    if (state !== "waiting") return;
    state = "loading";
    button.disabled = true;
    if (asked) says.textContent = island.dataset.loading;
    try {
      const scripts = JSON.parse(island.dataset.scripts);
      await Promise.all([
        load("link", { rel: "stylesheet", href: island.dataset.style }),
        ...scripts.map((src) => load("script", { src, async: false })),
      ]);
      watch();
      new window.DashRenderer({ layout_post: tellScheme });
      dark.addEventListener("change", () =>
        window.dash_clientside.set_props(island.dataset.scheme, { data: scheme() }),
      );
    } catch {
      fail();
    }
  };

  // A browser that says nothing of its line is not started unasked.
  const goodLine = () => {
    const line = navigator.connection;
    return Boolean(line) && line.effectiveType === "4g" && !line.saveData && line.downlink >= 5 && line.rtt <= 200;
  };
  const whenIdle = () => {
    if (goodLine()) window.requestIdleCallback(start, { timeout: 10000 });
  };

  button.addEventListener("click", () => {
    asked = true;
    start();
  });
  ask.hidden = false;
  if (document.readyState === "complete") whenIdle();
  else window.addEventListener("load", whenIdle);
})();
