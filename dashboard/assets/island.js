// Starts the Dash island of a document: on the reader's tap, because the address names a view that the document has not
// drawn itself, or by itself once the page is idle and the line is known to be good. The drawing stays until the island's
// first plot exists; if it never does, the drawing simply remains.
(() => {
  "use strict";
  const island = document.getElementById("island");
  if (!island) return;
  const { base, failed, lost, loading, params, ready, replaces, retry, title } = island.dataset;
  const ask = island.querySelector("[data-ask]");
  const button = ask.querySelector("button");
  const says = island.querySelector("[role=status]");
  const entry = document.getElementById("react-entry-point");
  const figure = island.closest("figure");
  const drawing = figure.querySelector(replaces);
  const PATIENCE = 20000; // ms from the last script until a reader is told that nothing came
  let state = "waiting";
  let asked = false;

  const load = (name, attributes) =>
    new Promise((done, missed) => {
      const element = Object.assign(document.createElement(name), attributes, { onload: done, onerror: missed });
      document.head.append(element);
    });

  const tell = (words, trouble) => {
    says.textContent = words;
    says.classList.toggle("trouble", Boolean(trouble));
  };

  // Once the renderer runs only a new page can begin anew; the address still says what was chosen.
  const offerAgain = (words) => {
    tell(words, true);
    button.textContent = retry;
    button.disabled = false;
    ask.hidden = false;
  };

  const fail = () => {
    if (state === "alive") return;
    state = "failed";
    entry.hidden = true;
    offerAgain(failed);
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
    entry.setAttribute("aria-label", title);
    entry.tabIndex = -1;
    ask.hidden = true;
    tell(asked ? ready : "");
    if (asked) entry.focus({ preventScroll: true });
  };

  // What the address says of this island's controls: the server answers with a layout that has it chosen and drawn.
  const wanted = () => {
    const given = new URLSearchParams(window.location.search);
    return new URLSearchParams([...given].filter(([name]) => params.split(" ").includes(name)));
  };

  // The renderer asks for layout and dependencies only once it runs: they are asked for with the scripts, and handed
  // over when it does. Of its later requests the reader is told those that fail.
  const plainFetch = window.fetch.bind(window);
  const early = new Map();
  const askEarly = (name, query) => {
    const asked = query ? `?${query}` : "";
    const answer = plainFetch(base + name + asked, { credentials: "same-origin" });
    early.set(base + name, answer);
    return answer.then((got) => (got.ok ? got : Promise.reject(new Error(String(got.status)))));
  };
  const watched = async (address, options) => {
    entry.setAttribute("aria-busy", "true");
    const answer = await plainFetch(address, options).catch(() => null);
    entry.removeAttribute("aria-busy");
    if (!answer || !answer.ok) offerAgain(lost);
    else if (says.classList.contains("trouble")) {
      tell("");
      ask.hidden = true;
    }
    return answer || Response.error();
  };
  const renderersFetch = (address, options) => {
    const held = early.get(address);
    if (!held) return String(address).startsWith(base) ? watched(address, options) : plainFetch(address, options);
    early.delete(address);
    return held;
  };

  const start = async () => {
    if (state !== "waiting" && state !== "failed") return;
    state = "loading";
    button.disabled = true;
    tell(loading);
    try {
      const plotly = load("script", { src: island.dataset.plotly });
      window.nap_tracker = { plotly };
      const answers = [askEarly("_dash-layout", String(wanted())), askEarly("_dash-dependencies", "")];
      const files = [
        load("link", { rel: "stylesheet", href: island.dataset.style }),
        load("script", { src: island.dataset.script }),
      ];
      const all = Promise.all([plotly, ...answers, ...files]);
      all.catch(fail);
      await Promise.all([...answers, ...files]);
      window.fetch = renderersFetch;
      entry.addEventListener("drawn", appear, { once: true });
      new window.DashRenderer({});
      await all;
      setTimeout(fail, PATIENCE);
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
    if (entry.hasChildNodes()) return window.location.reload();
    asked = true;
    return start();
  });
  ask.hidden = false;
  if ([...wanted()].length && !("drawn" in island.dataset)) start();
  else if (document.readyState === "complete") whenIdle();
  else window.addEventListener("load", whenIdle);
})();
