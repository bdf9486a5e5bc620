/** The product's own views as a script for a page: `window.daisyViews` mounts images and curves of given sizes and tells their frames. */
import { build } from 'esbuild';
import { root } from '../../../scripts/setup/paths.mjs';

const entry = `
  import { createElement, useState } from 'react';
  import { createRoot } from 'react-dom/client';
  import { ImageView } from './apps/lib/kit/image-view/image-view.js';
  import { ViewerSource } from './apps/lib/kit/image-view/viewer-source.js';
  import { CurveView } from './apps/lib/kit/curves/curve-view.js';

  /** The views of one stack: one crosshair frame and one camera for all. */
  function Linked({ sources, width, height }) {
    const [frame, setFrame] = useState(0);
    const [camera, setCamera] = useState(null);
    const [quality, setQuality] = useState('exact');
    window.daisyViews.setFrame = (wanted, how = 'exact') => { setFrame(wanted); setQuality(how); };
    return sources.map((source, key) => createElement('div', { key, style: { width, height, overflow: 'hidden', display: 'flex', flexDirection: 'column' } },
      createElement(ImageView, { source, frame, quality, label: 'view ' + key, testId: 'bench-view-' + key, camera, onCamera: setCamera })));
  }

  function host(columns) {
    document.getElementById('bench-host')?.remove();
    const element = document.createElement('div');
    element.id = 'bench-host';
    element.className = 'daisy-App';
    element.style.cssText = 'position:fixed;inset:0;z-index:10000;background:#111;display:grid;gap:2px;grid-template-columns:repeat(' + columns + ',max-content)';
    document.body.append(element);
    return element;
  }

  let root;
  window.daisyViews = {
    async images(link, addresses, { width, height, columns }) {
      const sources = [];
      for (const source of addresses) sources.push(new ViewerSource(link, (await link.request('viewer.open', { source })).result));
      window.daisyViews.close();
      root = createRoot(host(columns));
      root.render(createElement(Linked, { sources, width, height }));
    },
    curve(x, y, height) {
      window.daisyViews.close();
      const element = host(1);
      root = createRoot(element);
      element.style.gridTemplateColumns = '800px';
      root.render(createElement(CurveView, { x, y, xLabel: 'x', yLabel: 'y', height, testId: 'bench-curve' }));
    },
    close() {
      root?.unmount();
      root = undefined;
      document.getElementById('bench-host')?.remove();
    },
  };
`;

/** @returns {Promise<string>} */
export async function pageViews() {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"', process: '{"env":{}}' },
    loader: { '.css': 'empty', '.svg': 'text' },
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}
