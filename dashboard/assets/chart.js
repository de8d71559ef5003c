// Reads drawings aloud to pointer and keyboard: the mark nearest to the pointer, arrow keys from one to the next. The
// words are those of each mark's <title>; without this script the drawings and the table say the same. Every box with
// data-readout has one line to read from, whose room the style sheet keeps from the start. (Maps of the plan: heat.js.)
"use strict";
(() => {
  const line = (box) => {
    const found = box.querySelector(":scope > .readout");
    if (found) return found;
    const readout = document.createElement("p");
    readout.className = "readout soft";
    readout.setAttribute("aria-live", "polite");
    readout.textContent = box.dataset.readout;
    box.append(readout);
    return readout;
  };

  const middle = (mark) => { const b = mark.getBBox(); return [b.x + b.width / 2, b.y + b.height / 2]; };
  // Marks along one axis are told apart by where they stand on it, those on a plane (maps, rows) by how far they are.
  const nearest = (svg, marks, along) => {
    const box = svg.querySelectorAll(".base").length === 1;
    return (x, y) => {
      const far = (mark) => { const [mx, my] = along(mark); return box ? Math.abs(mx - x) : Math.hypot(mx - x, my - y); };
      return marks.reduce((best, mark, i) => (far(mark) < far(marks[best]) ? i : best), 0);
    };
  };
  const outline = (svg, mark) => {
    const b = mark.getBBox();
    const feet = svg.querySelectorAll(".base");
    if (feet.length !== 1) return `M${b.x - 2} ${b.y - 2}h${b.width + 4}v${b.height + 4}h${-b.width - 4}z`;
    const foot = feet[0].getBBox().y;
    return `M${b.x + b.width / 2} ${Math.min(b.y, foot)}V${foot}`;
  };

  const answer = (svg, box) => {
    const marks = [...svg.querySelectorAll("[data-quarter]")].filter((mark) => mark.querySelector("title"));
    if (!marks.length) return;
    const cursor = document.createElementNS(svg.namespaceURI, "path");
    cursor.setAttribute("class", "cursor");
    svg.append(cursor);
    // A drawing that is not shown has no sizes yet: they are taken when it is first touched.
    const places = new Map();
    const along = (mark) => { if (!places.has(mark)) places.set(mark, middle(mark)); return places.get(mark); };
    const find = nearest(svg, marks, along);
    let at = -1;

    const show = (index) => {
      const next = Math.max(0, Math.min(marks.length - 1, index));
      if (next === at) return;
      at = next;
      cursor.setAttribute("d", outline(svg, marks[at]));
      line(box).textContent = marks[at].querySelector("title").textContent;
    };
    // The mark next to this one on its way up or down, where marks lie on a plane.
    const across = (way) => {
      const [x, y] = along(marks[at]);
      const ahead = marks.map((mark, i) => [i, ...along(mark)]).filter(([, , my]) => (my - y) * way > 1);
      const cost = ([, mx, my]) => Math.abs(mx - x) * 2 + Math.abs(my - y);
      return ahead.length ? ahead.reduce((best, each) => (cost(each) < cost(best) ? each : best))[0] : at;
    };

    svg.addEventListener("pointermove", (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      show(find(point.x, point.y));
    });
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -marks.length, End: marks.length }[event.key];
      const way = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined && (way === undefined || svg.querySelectorAll(".base").length === 1)) return;
      event.preventDefault();
      if (at < 0) show(marks.length - 1);
      else show(step === undefined ? across(way) : at + step);
    });
  };

  for (const svg of document.querySelectorAll("[data-readout] svg")) {
    if (!svg.closest(".heatmap")) answer(svg, svg.closest("[data-readout]"));
  }
  for (const box of document.querySelectorAll("[data-readout]")) {
    if (box.querySelector("svg .cursor")) line(box);
  }
})();
