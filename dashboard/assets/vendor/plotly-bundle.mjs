// Makes plotly-lean-VERSION.min.js: plotly.js with the traces and components that the tracker draws with, and no more.
// README.md beside this file says how to run it. The same versions give the same bytes.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { version } = require("plotly.js/package.json");
// Registered by plotly.js for every bundle, and never used here: it does without those that nobody registers.
const UNUSED = ["annotations3d", "selections", "images", "updatemenus", "sliders", "rangeslider", "rangeselector", "grid"];

const trimmed = {
  name: "trimmed",
  setup: ({ onLoad }) =>
    onLoad({ filter: /plotly\.js[/\\]src[/\\].*\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      if (/[/\\]src[/\\]core\.js$/.test(path)) {
        for (const name of UNUSED) {
          const line = `    require('./components/${name}'),\n`;
          if (!contents.includes(line)) throw new Error(`src/core.js does not register ${name} any more`);
          contents = contents.replace(line, "");
        }
      }
      // The descriptions of attributes are documentation; plotly's own bundles go without them too.
      return { contents: contents.replace(/\bdescription: (?=\S)/g, "description: void 0 && "), loader: "js" };
    }),
};

await build({
  stdin: {
    contents: "module.exports = require('plotly.js/lib/core'); module.exports.register([require('plotly.js/lib/bar')]);",
    resolveDir: ".",
  },
  outfile: `plotly-lean-${version}.min.js`,
  banner: { js: `/**\n* plotly.js (scatter and bar alone - minified) v${version}\n* Copyright 2012-2026, Plotly, Inc.\n* All rights reserved.\n* Licensed under the MIT license\n*/` },
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2020",
  legalComments: "none",
  define: { global: "window" },
  plugins: [trimmed],
});
