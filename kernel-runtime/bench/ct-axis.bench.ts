import { ndarray } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { peerReport } from './ct-peer.ts';
import type { Benchmark, BenchContext } from './bench.ts';

/** Each method to find the axis: its time and its error, clean and with 2 % noise. */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'axis',
  async run(context: BenchContext): Promise<void> {
    const columns = Number(context.options['width'] ?? 2048);
    const angles = Number(context.options['angles'] ?? 1442);
    const axisPx = columns / 2 + 3.3;
    const size = `${columns} columns, ${angles} angles`;
    const anglesRad = Float64Array.from({ length: angles }, (_, i) => (i * Math.PI) / (angles - 1));
    const clean = ct.projectEllipses(partsFor(columns), anglesRad, columns, axisPx);
    const noisy = withNoise(clean, 0.02);
    context.saveArray(`ct-axis-sinogram-${columns}`, noisy, [angles, columns]);
    let vo = 0;
    for (const method of ct.axisMethods) {
      const search = (sinogram: Float32Array): number =>
        ct.axisEvidence(ndarray(sinogram, [angles, 1, columns], ['angle', 'row', 'column']), anglesRad, { method })
          .axisPx;
      search(clean);
      const start = performance.now();
      const found = search(clean);
      const time = performance.now() - start;
      if (method === 'vo') vo = time;
      context.record({ case: `${size}: ${method}`, value: time, unit: 'ms', threads: 1 });
      const row = { unit: 'px', threads: 1 };
      const [cleanBar, noisyBar] = method === 'vo' ? [{ bar: '<= 0.1' }, { bar: '<= 0.5' }] : [{}, {}];
      context.record({ ...row, case: `${size}: ${method}, error`, value: Math.abs(found - axisPx), ...cleanBar });
      const error = Math.abs(search(noisy) - axisPx);
      context.record({ ...row, case: `${size}: ${method}, error at 2 % noise`, value: error, ...noisyBar });
    }
    const peer = context.peers && (await peerReport(context.peers, 'algotom-axis', columns, angles));
    if (!peer) return;
    const row = { unit: 'ms', threads: 1, baseline: 'vo', ratio: peer / vo, bar: '>= 20 x' };
    context.record({ ...row, case: `${size}: algotom find_center_vo, 100 candidates`, value: peer });
  },
};

export default benchmark;

function partsFor(columns: number): ct.Ellipse[] {
  const unit = columns / 256;
  const parts = [
    [8, -5, 80, 62, 0.4, 0.01],
    [-30, 20, 14, 9, 1.1, 0.02],
    [41, 22, 6, 11, 0, 0.03],
    [5, -40, 3, 3, 0, 0.05],
  ] as const;
  return parts.map(([x, y, a, b, tiltRad, attenuation]) => ({
    ...{ xPx: x * unit, yPx: y * unit, semiAxesPx: [a * unit, b * unit] as const, tiltRad },
    attenuation: attenuation / unit,
  }));
}

function withNoise(sinogram: Float32Array, share: number): Float32Array {
  const top = sinogram.reduce((a, b) => Math.max(a, b), 0);
  let state = 11;
  const uniform = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return sinogram.map(value => value + share * top * normal());
}
