// The components of dashboard/islands/components.py and choice.py: the whole of what an island's layout is made of.
(() => {
  "use strict";
  const { createElement: make, useEffect, useRef, useState } = window.React;

  const Box = ({ children, name }) => make("div", { className: name || null }, children);

  const Words = ({ id, words }) => make("p", { id, className: "island-says", role: "status" }, words);

  // What is chosen stands in the page's address, so that a view can be sent to someone; what a control starts with is
  // left out. Nothing is added to the reader's history.
  const same = (one, other) => String(one) === String(other);
  const written = (value) => (Array.isArray(value) ? value.join(",") : value);
  const remember = ({ param, start }, value) => {
    if (!param) return;
    const address = new URL(window.location.href);
    if (same(value, start)) address.searchParams.delete(param);
    else address.searchParams.set(param, written(value));
    address.search = address.search.replaceAll("%2C", ",");
    window.history.replaceState(window.history.state, "", address);
  };
  const remembered = ({ param, start, options }) => {
    const found = new URLSearchParams(window.location.search).getAll(param);
    if (!found.length) return start;
    const value = Array.isArray(start) ? found.join(",").split(",").filter(Boolean) : found[0];
    const offered = options.map((option) => option.value);
    return [].concat(value).every((each) => offered.includes(each)) ? value : start;
  };

  const Buttons = ({ id, legend, options, value, choose }) => {
    const many = Array.isArray(value);
    const chosen = (option) => (many ? value.includes(option) : value === option);
    const change = (option, on) => {
      const next = options.map((each) => each.value).filter((each) => (each === option ? on : chosen(each)));
      choose(many ? next : option);
    };
    const label = (option) =>
      make(
        "label",
        { key: option.value },
        make("input", {
          type: many ? "checkbox" : "radio",
          name: id,
          value: option.value,
          checked: chosen(option.value),
          onChange: (event) => change(option.value, event.target.checked),
        }),
        option.label,
      );
    return make("fieldset", { id }, make("legend", null, legend), ...options.map(label));
  };

  const List = ({ id, legend, options, value, choose }) =>
    make(
      "p",
      { className: "choice" },
      make("label", { htmlFor: id }, legend),
      make(
        "select",
        { id, value, onChange: (event) => choose(event.target.value) },
        ...options.map((option) => make("option", { key: option.value, value: option.value }, option.label)),
      ),
    );

  // The words beside the slider follow the hand at once; what they stand for is asked for when the hand rests.
  const Slider = ({ id, legend, options, value, choose }) => {
    const at = options.findIndex((option) => option.value === value);
    const [held, hold] = useState(at);
    const waiting = useRef(0);
    useEffect(() => hold(at), [at]);
    const move = (event) => {
      const next = Number(event.target.value);
      hold(next);
      clearTimeout(waiting.current);
      waiting.current = setTimeout(() => choose(options[next].value), 120);
    };
    const said = options[held].label;
    return make(
      "p",
      { className: "choice slider" },
      make("label", { htmlFor: id }, legend),
      make("input", {
        id,
        type: "range",
        min: 0,
        max: options.length - 1,
        step: 1,
        value: held,
        "aria-valuetext": said,
        onChange: move,
      }),
      make("output", { htmlFor: id }, said),
    );
  };

  const KINDS = { select: List, slider: Slider };
  const Choice = (props) => {
    const choose = (value) => {
      remember(props, value);
      props.setProps({ value });
    };
    // Back and forward within the page (its headings have addresses) bring the choice that stood there.
    useEffect(() => {
      if (!props.param) return undefined;
      const follow = () => {
        const value = remembered(props);
        if (!same(value, props.value)) props.setProps({ value });
      };
      window.addEventListener("popstate", follow);
      return () => window.removeEventListener("popstate", follow);
    });
    return make(KINDS[props.kind] || Buttons, { ...props, choose });
  };

  // Plotly reads markup in every text. Ours has line breaks and bold print; all other is what a plan says, shown as it is.
  const unmarked = (text) => text.replace(/<(?!br>|\/?b>)/g, "&lt;");
  const spoken = (text) => text.replaceAll("<br>", ". ").replaceAll("&lt;", "<");

  // The colours of a figure are those of the light scheme; the dark ones are put in their place here.
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const painted = (figure, colours) => {
    const text = unmarked(JSON.stringify(figure));
    return JSON.parse(dark.matches ? text.replace(/#[0-9a-f]{6}(?=")/g, (colour) => colours[colour] || colour) : text);
  };
  const CONFIG = {
    responsive: true,
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    doubleClick: false,
  };

  const linkOf = ({ data, pointNumber }) => {
    const link = data.links && data.links[pointNumber];
    return link && /^\/(?!\/)/.test(link) ? link : "";
  };

  // A finger cannot hover: its first tap on a point says what it is, the second one follows its link.
  const follows = (place) => {
    let told = "";
    place.on("plotly_hover", ({ points: [point] }) => place.classList.toggle("leads", Boolean(linkOf(point))));
    place.on("plotly_unhover", () => place.classList.remove("leads"));
    place.on("plotly_click", ({ points: [point] }) => {
      const link = linkOf(point);
      const again = told === `${point.curveNumber} ${point.pointNumber}`;
      told = `${point.curveNumber} ${point.pointNumber}`;
      if (link && (again || window.matchMedia("(hover: hover)").matches)) window.location.assign(link);
    });
  };

  // Arrow keys go from point to point and from line to line, as they do in the drawing that stood here before.
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], Home: [-1e6, 0], End: [1e6, 0] };
  const points = (trace) =>
    Array.isArray(trace.text) ? [...trace.text.keys()].filter((i) => trace.text[i] && trace.y[i] !== null) : [];
  const stepped = (place, at, [along, across]) => {
    const lines = [...place.data.keys()].filter((line) => points(place.data[line]).length);
    if (!lines.length) return null;
    const first = Math.max(0, lines.findIndex((line) => place.data[line].meta === "marks"));
    const within = (index, length) => Math.max(0, Math.min(length - 1, index));
    const row = at ? within(lines.indexOf(at.curveNumber) + across, lines.length) : first;
    const here = points(place.data[lines[row]]);
    const before = at ? here.findIndex((i) => i >= at.pointNumber) : here.length - 1;
    const next = at ? (before < 0 ? here.length - 1 : before) + along : before;
    return { curveNumber: lines[row], pointNumber: here[within(next, here.length)] };
  };

  const Plot = ({ id, figure, label, height, dark: colours }) => {
    const place = useRef(null);
    const at = useRef(null);
    const [told, tell] = useState("");
    const [scheme, setScheme] = useState(dark.matches);
    useEffect(() => {
      const change = () => setScheme(dark.matches);
      dark.addEventListener("change", change);
      return () => dark.removeEventListener("change", change);
    }, []);
    useEffect(() => {
      let current = true;
      at.current = null;
      window.nap_tracker.plotly.then(async () => {
        if (!current) return;
        const fresh = !place.current.data;
        const { data, layout } = painted(figure, colours);
        await window.Plotly.react(place.current, data, layout, CONFIG);
        if (!fresh) return;
        follows(place.current);
        place.current.dispatchEvent(new Event("drawn", { bubbles: true }));
      });
      return () => {
        current = false;
      };
    }, [figure, scheme]);
    const press = (event) => {
      const gd = place.current;
      if (event.key === "Enter" && at.current) {
        const link = linkOf({ data: gd.data[at.current.curveNumber], pointNumber: at.current.pointNumber });
        if (link) window.location.assign(link);
      }
      if (!STEPS[event.key] || !gd.data) return;
      event.preventDefault();
      at.current = stepped(gd, at.current, STEPS[event.key]);
      if (!at.current) return;
      window.Plotly.Fx.hover(gd, [at.current]);
      tell(spoken(gd.data[at.current.curveNumber].text[at.current.pointNumber]));
    };
    return make(
      "div",
      { className: "plot" },
      make("div", { id, ref: place, role: "img", "aria-label": label, tabIndex: 0, style: { height }, onKeyDown: press }),
      make("p", { className: "unseen", "aria-live": "polite" }, told),
    );
  };

  const Links = ({ id, links }) => {
    const item = ({ address, words, after }) =>
      make("li", { key: address }, make("a", { href: address }, words), " · ", make("span", { className: "soft" }, after));
    return make("ul", { id, className: "plain island-links" }, ...links.map(item));
  };

  Object.assign(window.nap_tracker, { Box, Choice, Links, Plot, Words });
})();
