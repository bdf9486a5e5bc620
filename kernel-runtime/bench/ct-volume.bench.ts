import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ndarray, saveScan } from '@daisy-lab/runtime';
import type { Benchmark, BenchContext } from './bench.ts';

/** Rows of the full scan that the time is projected to. */
const fullRows = 2048;
/** Rows of the first piece, and of each that the storage is chosen by. */
const rowsAtOnce = 8;

interface Times {
  readonly seconds: number;
  readonly processor: number;
}

/** What the process prints: times until it has ended, and until the first slices are in the file. */
interface Measured {
  readonly all: Times;
  readonly first: Times;
  readonly peakBytes: number;
}

/**
 * From a raw scan in a file to the volume in a file, in a process of its own: some rows of a scan of 2048 x 2048 pixels and 1442 angles
 * (12 GB). Options: `rows`, `columns`, `angles`, `stripes` (titarenko, smoothing, sorting, none), `memory` in GB, `folder`, and `scan` to
 * keep the raw file or use it again.
 */
const benchmark: Benchmark = {
  group: 'ct',
  name: 'volume',
  async run({ options, record }: BenchContext): Promise<void> {
    const rows = Number(options['rows'] ?? 256);
    const columns = Number(options['columns'] ?? 2048);
    const angles = Number(options['angles'] ?? 1442);
    const stripes = options['stripes'] ?? 'titarenko';
    const folder = mkdtempSync(join(options['folder'] ?? tmpdir(), 'daisy-volume-'));
    try {
      const scan = options['scan'] ?? join(folder, 'scan.h5');
      if (!existsSync(scan)) await writeScan(scan, rows, columns, angles);
      const memoryBytes = Number(options['memory'] ?? 2.4) * 1e9;
      const child = fileURLToPath(new URL('../../kernel-runtime/bench/fixtures/ct-volume.mjs', import.meta.url));
      const command = [child, scan, join(folder, 'volume.h5'), stripes, String(memoryBytes)];
      const printed = execFileSync(process.execPath, command, { encoding: 'utf8' });
      const { all, first, peakBytes } = JSON.parse(printed) as Measured;
      const threads = availableParallelism();
      // the first rows are there when the clock of the others starts
      const later = rows - rowsAtOnce;
      const perRow = (part: keyof Times): number => (all[part] - first[part]) / later;
      const what = `${rows} rows of ${columns} columns, ${angles} angles, stripes: ${stripes}`;
      const note = (name: string, value: number, unit = 's'): void => record({ case: name, value, unit, threads });
      note(`${what}: raw file to volume file`, all.seconds);
      note('of these until the first slices are in the file', first.seconds);
      note('processor time of both cores', all.processor);
      note('the same for each further row', 1000 * perRow('processor'), 'ms');
      note(`projected to ${fullRows} rows`, first.seconds + perRow('seconds') * (fullRows - rowsAtOnce));
      note('largest memory of the process', peakBytes / 1e9, 'GB');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default benchmark;

/** Counts of a disc that grows from row to row, with stripes, flat and dark fields. */
async function writeScan(file: string, rows: number, columns: number, angles: number): Promise<void> {
  const projections = new Uint16Array(new SharedArrayBuffer(2 * angles * rows * columns));
  const line = new Float64Array(columns);
  for (let angle = 0; angle < angles; angle++) {
    const theta = (Math.PI * angle) / angles;
    for (let column = 0; column < columns; column++)
      line[column] = Math.exp(-attenuation(column / columns - 0.5, theta));
    for (let row = 0; row < rows; row++) {
      const [at, beam] = [(angle * rows + row) * columns, 30_000 + 20 * (row % 64)];
      for (let column = 0; column < columns; column++) {
        projections[at + column] =
          100 + beam * line[column]! * (1 + 0.01 * ((column * 7919) % 5)) + ((column * 31 + angle * 17) & 63);
      }
    }
  }
  const field = (kind: number): Uint16Array =>
    Uint16Array.from({ length: 2 * rows * columns }, (_, i) =>
      kind === 0 ? 100 : 30_130 + 20 * (Math.floor(i / columns) % 64),
    );
  await saveScan(file, {
    projections: ndarray(projections, [angles, rows, columns], ['angle', 'row', 'column'], 'count'),
    flats: ndarray(field(1), [2, rows, columns], ['frame', 'row', 'column'], 'count'),
    darks: ndarray(field(0), [2, rows, columns], ['frame', 'row', 'column'], 'count'),
    anglesRad: Float64Array.from({ length: angles }, (_, angle) => (Math.PI * angle) / angles),
  });
}

/** Line integral through a disc and a smaller, denser one beside its middle; `t` in parts of the width. */
function attenuation(t: number, theta: number): number {
  const chord = (x: number, radius: number): number => 2 * Math.sqrt(Math.max(0, radius * radius - x * x));
  return 2 * chord(t, 0.42) + 3 * chord(t - 0.2 * Math.cos(theta), 0.08);
}
