/** The page that a saved curve becomes: the chart library inside, a place for the chart. Screens fetch it when a curve is saved so. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from '../setup/paths.mjs';

const libraries = ['vega/build/vega.min.js', 'vega-lite/build/vega-lite.min.js', 'vega-embed/build/vega-embed.min.js'];
const inModules = name => inRoot('node_modules', name);

export const chartPage = {
  title: 'Page of a saved chart',
  inputs: [...libraries.map(inModules), inRoot('scripts/phases/chart-page.mjs')],
  outputs: [inRoot('apps/lib/kit/curves/chart-page.html')],
  run: () => {
    const [page] = chartPage.outputs;
    mkdirSync(dirname(page), { recursive: true });
    const scripts = libraries.map(name => readFileSync(inModules(name), 'utf8').replace(/<\/script/gi, '<\\/script'));
    const lines = [
      '<!doctype html>',
      '<html><head><meta charset="utf-8"><title>TITLE</title></head><body><div id="chart"></div>',
      ...scripts.map(text => `<script>${text}</script>`),
      `<script>vegaEmbed('#chart', CHART, { actions: { export: true, source: false, compiled: false, editor: false } });</script>`,
      '</body></html>',
      '',
    ];
    writeFileSync(page, lines.join('\n'));
  },
};
