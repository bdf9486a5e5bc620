import { curveVega } from '@daisy-lab/apps/kit/curves/vega';
import embed from 'vega-embed';

/** The score of the rotation axis as a Vega-Lite chart: the same that "Save the curve" writes, drawn by vega-embed. */
export async function drawChart(host: HTMLElement): Promise<void> {
  const x = Array.from({ length: 161 }, (_, i) => 112 + i / 4);
  const y = x.map(axis => 1 - 0.7 * Math.exp(-((axis - 131.4) ** 2) / 8) + 0.02 * Math.sin(3 * axis));
  const chart = curveVega({ x, curves: [{ label: 'score', y }], xLabel: 'Rotation axis (px)', yLabel: 'Score' });
  await embed(host, chart, { actions: { export: true, source: false, compiled: false, editor: false } });
}
