import { reconstructFourierSync, reconstructPixels, type FourierJob } from '@daisy-lab/compute';
import type { Benchmark, BenchContext } from './bench.ts';

const sizes = [
  [255, 402],
  [256, 402],
  [480, 754],
  [500, 786],
  [1001, 1000],
  [1024, 900],
  [2048, 1442],
] as const;

/** Error of the Fourier method against exact sums, and the ring means of a disc, at the widths that scans have. */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'accuracy',
  async run(context: BenchContext): Promise<void> {
    const largest = Number(context.options['largest'] ?? 2048);
    for (const [columns, angles] of sizes) if (columns <= largest) measure(context, columns, angles);
  },
};

export default benchmark;

function measure(context: BenchContext, columns: number, angles: number): void {
  const pixels = somePixels(columns, columns > 1500 ? 150 : 300);
  const job = discs(columns, angles);
  const exact = reconstructPixels(job, pixels);
  const size = `${columns} columns, ${angles} angles`;
  for (const quality of ['fast', 'standard', 'precise'] as const) {
    const image = reconstructFourierSync({ ...job, quality });
    let [difference, norm] = [0, 0];
    pixels.forEach(([x, y], i) => {
      difference += (image[y * columns + x]! - exact[i]!) ** 2;
      norm += exact[i]! ** 2;
    });
    context.record({
      case: `${size}: ${quality} against exact sums`,
      value: Math.sqrt(difference / norm),
      unit: 'rel. L2',
      threads: 1,
    });
    context.saveArray(`ct-accuracy-${quality}-${columns}`, image, [columns, columns]);
  }
  const radius = 0.465 * columns;
  const rings = ringMeans(reconstructFourierSync(sinogramOf(columns, angles, [[radius, 0, 0, 1]])), columns, radius);
  context.record({ case: `${size}: disc, smallest ring mean`, value: Math.min(...rings), unit: '', threads: 1 });
  context.record({ case: `${size}: disc, largest ring mean`, value: Math.max(...rings), unit: '', threads: 1 });
}

function discs(columns: number, angles: number): FourierJob {
  const parts = [
    [0.45, 0, 0, 1],
    [0.1, 0.15, -0.1, -0.5],
    [0.05, -0.2, 0.12, 1.5],
    [0.02, 0.05, 0.25, 2],
  ] as const;
  return sinogramOf(
    columns,
    angles,
    parts.map(([radius, x, y, value]) => [radius * columns, x * columns, y * columns, value]),
  );
}

function sinogramOf(columns: number, angles: number, parts: readonly (readonly number[])[]): FourierJob {
  const anglesRad = Float64Array.from({ length: angles }, (_, p) => (Math.PI * p) / angles);
  const axisPx = columns / 2 - 0.3;
  const sinograms = new Float32Array(angles * columns);
  for (let i = 0; i < sinograms.length; i++) {
    const angle = anglesRad[Math.floor(i / columns)]!;
    let sum = 0;
    for (const [radius = 0, x = 0, y = 0, value = 0] of parts) {
      const t = (i % columns) - axisPx - x * Math.cos(angle) - y * Math.sin(angle);
      sum += 2 * value * Math.sqrt(Math.max(0, radius * radius - t * t));
    }
    sinograms[i] = sum;
  }
  return { sinograms, slices: 1, anglesRad, columns, axisPx, filter: 'ramp' };
}

function somePixels(columns: number, count: number): (readonly [number, number])[] {
  let state = 9;
  const random = (): number => (state = (state * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: count }, () => {
    const radius = 0.485 * columns * Math.sqrt(random());
    const angle = 2 * Math.PI * random();
    const centre = columns >> 1;
    return [centre + Math.round(radius * Math.cos(angle)), centre + Math.round(radius * Math.sin(angle))] as const;
  });
}

/** Means of 19 rings to 0.95 of the radius. */
function ringMeans(image: Float32Array, side: number, radius: number): number[] {
  const sums = new Float64Array(19);
  const counts = new Float64Array(19);
  image.forEach((value, i) => {
    const ring = Math.floor((20 * Math.hypot((i % side) - (side >> 1), Math.floor(i / side) - (side >> 1))) / radius);
    if (ring >= 19) return;
    sums[ring]! += value;
    counts[ring]! += 1;
  });
  return [...sums].map((sum, ring) => sum / counts[ring]!);
}
