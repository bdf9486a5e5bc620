import type { JSX } from 'react';
import { useTranslate } from '../i18n/translate.js';
import { curveSvg, type DrawnCurves } from './curve-svg.js';
import { curveVega } from './curve-vega.js';
import { saveAs } from './save-as.js';

interface ExportProps {
  /** The curves as they are now. */
  drawn(): DrawnCurves;
  /** The picture on the screen. */
  canvas(): HTMLCanvasElement | null;
}

/** Saves curves for print, as a picture, as a chart that can be changed, or as a page that shows it anywhere. */
export function CurveExport({ drawn, canvas }: ExportProps): JSX.Element {
  const trans = useTranslate();
  const save = async (kind: string): Promise<void> => {
    const curves = drawn();
    const name = curves.yLabel.replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^-|-$/g, '') || 'curve';
    if (kind === 'svg') saveAs(`${name}.svg`, new Blob([curveSvg(curves)], { type: 'image/svg+xml' }));
    else if (kind === 'vega')
      saveAs(`${name}.vl.json`, new Blob([JSON.stringify(curveVega(curves), null, 2)], { type: 'application/json' }));
    else if (kind === 'page')
      saveAs(
        `${name}.html`,
        new Blob([await (await import('./curve-page.js')).curvePage(curves)], { type: 'text/html' }),
      );
    else savePng(`${name}.png`, canvas());
  };
  return (
    <select
      className="daisy-Input daisy-CurveView-export"
      aria-label={trans.__('Save the curve')}
      title={trans.__('Save the curve')}
      data-testid="curve-export"
      value=""
      onChange={event => void save(event.target.value)}
    >
      <option value="">⤓</option>
      <option value="svg">SVG</option>
      <option value="png">PNG</option>
      <option value="vega">Vega-Lite</option>
      <option value="page">HTML</option>
    </select>
  );
}

/** What is on the screen, on the colour that lies behind it there. */
function savePng(name: string, canvas: HTMLCanvasElement | null): void {
  if (!canvas) return;
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext('2d');
  if (!context) return;
  context.fillStyle = getComputedStyle(canvas).getPropertyValue('--jp-layout-color0').trim() || '#fff';
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(canvas, 0, 0);
  copy.toBlob(blob => blob && saveAs(name, blob), 'image/png');
}
