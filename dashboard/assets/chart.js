// Reads a drawing aloud to pointer and keyboard: the quarter nearest to the pointer, arrow keys from one to the next.
// The words are those of each mark's <title>; without this script the drawings and the table say the same.
"use strict";
(() => {
  const box = document.querySelector(".pictures");
  if (!box) return;
  const readout = document.createElement("p");
  readout.className = "readout soft";
  readout.setAttribute("aria-live", "polite");
  readout.textContent = box.dataset.readout;
  box.append(readout);

  for (const svg of box.querySelectorAll("svg.chart")) {
    const marks = [...svg.querySelectorAll("[data-quarter]")];
    if (!marks.length) continue;
    const middles = marks.map((mark) => { const b = mark.getBBox(); return b.x + b.width / 2; });
    const cursor = document.createElementNS(svg.namespaceURI, "path");
    cursor.setAttribute("class", "cursor");
    svg.append(cursor);
    let at = -1;

    const show = (index) => {
      at = Math.max(0, Math.min(marks.length - 1, index));
      const foot = svg.querySelector(".base").getBBox().y;
      const b = marks[at].getBBox();
      const x = b.x + b.width / 2;
      cursor.setAttribute("d", `M${x} ${Math.min(b.y, foot)}V${foot}`);
      readout.textContent = marks[at].querySelector("title").textContent;
    };
    const measured = () => { if (!middles.some(Boolean)) marks.forEach((mark, i) => { const b = mark.getBBox(); middles[i] = b.x + b.width / 2; }); };
    const nearest = (x) => { measured(); return middles.reduce((best, m, i) => (Math.abs(m - x) < Math.abs(middles[best] - x) ? i : best), 0); };

    svg.addEventListener("pointermove", (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      show(nearest(point.x));
    });
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -marks.length, End: marks.length }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      show(at < 0 ? marks.length - 1 : at + step);
    });
  }
})();
