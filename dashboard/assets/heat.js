// Reads the plan's map aloud to pointer and keyboard: one stop for the whole map, arrow keys from cell to cell and from
// row to row, Enter to the row's page. The words are those of each cell's <title>; each row's name is a link anyway.
"use strict";
(() => {
  const map = document.querySelector(".heatmap");
  const strips = map ? [...map.querySelectorAll(".strip[data-row]")] : [];
  if (!strips.length) return;
  const readout = document.createElement("p");
  readout.className = "readout soft";
  readout.setAttribute("aria-live", "polite");
  readout.textContent = map.dataset.readout;
  map.append(readout);
  const rows = strips.map((strip) => [...strip.querySelectorAll("[data-quarter]")]);
  const link = (strip) => strip.parentElement.querySelector("a");
  let marked = null;
  let [row, column] = [0, rows[0].length - 1];

  const show = (cell, strip) => {
    marked?.classList.remove("at");
    marked = cell;
    cell.classList.add("at");
    readout.textContent = `${link(strip).textContent}. ${cell.querySelector("title").textContent}`;
  };
  const enter = (next) => {
    strips[row].tabIndex = -1;
    row = next;
    strips[row].tabIndex = 0;
  };

  strips.forEach((strip, index) => {
    strip.tabIndex = index === 0 ? 0 : -1;
    strip.addEventListener("pointermove", (event) => {
      const cell = event.target.closest("[data-quarter]");
      if (cell && cell !== marked) show(cell, strip);
    });
    strip.addEventListener("focus", () => {
      enter(index);
      show(rows[row][column], strip);
    });
    strip.addEventListener("keydown", (event) => {
      if (event.key === "Enter") link(strip).click();
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -1e6], End: [0, 1e6] }[event.key];
      if (!step) return;
      event.preventDefault();
      const within = (value, length) => Math.max(0, Math.min(length - 1, value));
      column = within(column + step[1], rows[row].length);
      enter(within(row + step[0], strips.length));
      if (document.activeElement === strips[row]) show(rows[row][column], strips[row]);
      else strips[row].focus();
    });
  });
})();
