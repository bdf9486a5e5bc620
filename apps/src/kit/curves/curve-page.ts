import type { DrawnCurves } from './curve-svg.js';
import { curveVega } from './curve-vega.js';

/** Curves as a web page of its own: it needs neither JupyterLab nor a network. Wheel and drag move the chart, its menu saves pictures. */
export async function curvePage(curves: DrawnCurves): Promise<string> {
  // the chart library is in the page, 0.8 MB, and comes when it is asked for
  const reply = await fetch(new URL('./chart-page.html', import.meta.url));
  if (!reply.ok) throw new Error(`${reply.status} ${reply.statusText}`);
  return filledPage(await reply.text(), curves);
}

/** @param page a page with the words CHART and TITLE where the chart and its name go; what a name holds stays text */
export function filledPage(page: string, curves: DrawnCurves): string {
  const chart = JSON.stringify(curveVega(curves)).replace(/</g, '\\u003c');
  const title = curves.yLabel.replace(/[&<>]/g, mark => `&#${mark.charCodeAt(0)};`);
  return page
    .replace('<title>TITLE<', () => `<title>${title}<`)
    .replace(`'#chart', CHART,`, () => `'#chart', ${chart},`);
}
