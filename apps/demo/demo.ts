import { CpuPainter, grey, translateWith, type Tile } from '@daisy-lab/apps/kit';
import { emptyCtState, mountCt } from '@daisy-lab/apps/ct';
import { zhCN } from '@daisy-lab/apps';
import type { KernelLink } from '@daisy-lab/core';
import { DemoLink } from './demo-link.js';

/** What the page shows: an app on a link without a kernel, or a chart as a report would hold it. */
type Shown = 'ct' | 'chart';

const query = new URLSearchParams(location.search);
const dark = query.get('theme') === 'dark';
document.body.dataset['jpThemeLight'] = String(!dark);
const link = new DemoLink();
const host = document.getElementById('app')!;
const shown: Shown = query.get('show') === 'chart' ? 'chart' : 'ct';
if (shown === 'chart') {
  void import('./chart.js').then(({ drawChart }) => drawChart(host));
} else {
  mountCt(host, {
    link: link as unknown as KernelLink,
    trans: translateWith(query.get('lang') === 'zh' ? zhCN : {}),
    state: emptyCtState,
    demonstration: '/data/beamtime/2026-11/phantom.h5',
    onState: state => Object.assign(window, { ctState: state }),
    restartKernel: () => link.setState('ready'),
  });
}

/** Paints a tile and gives back the pixels, for the checks. */
function painted(tile: Tile, width: number, height: number, look: { low: number; high: number }): number[] {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const camera = { x: 0, y: 0, stepX: tile.width / width, stepY: tile.height / height };
  new CpuPainter().paint(canvas, [tile], camera, { ...look, log: false, colours: grey, bad: 0xff7f5fd0 });
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  return Array.from(new Uint32Array(pixels.buffer));
}

Object.assign(window, { demo: { link, painted } });
