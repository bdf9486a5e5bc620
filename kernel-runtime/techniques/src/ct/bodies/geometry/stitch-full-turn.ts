import { runStrips, type StitchTask } from '@daisy-lab/compute';
import { DaisyError, ndarray, sharedArray, type NdArray } from '@daisy-lab/core';
import { inTurns, type Turns } from '../in-turns.js';
import { shared, type Threaded } from '../strips.js';

type Stack = NdArray<'float32', readonly ['angle', 'row', 'column']>;

export interface Stitched {
  readonly stitched: Stack;
  readonly stitchedAnglesRad: NdArray<'float64', readonly ['angle']>;
  readonly stitchedAxisPx: number;
}

/** Where the columns of a stitched projection come from. */
interface Columns {
  readonly width: number;
  readonly axisPx: number;
  /** Place of each column on the detector, and of its mirror image; outside 0 .. columns - 1 the view does not see it. */
  readonly here: Float64Array;
  readonly mirrored: Float64Array;
  /** Share of the direct view. */
  readonly share: Float64Array;
}

/** How the views of a full turn are joined. */
interface Plan {
  readonly pairs: readonly (readonly [number, number])[];
  readonly place: Columns;
}

export interface StitchInputs {
  readonly lineIntegrals: Stack;
  readonly anglesRad: NdArray<'float64', readonly ['angle']>;
  readonly axisPx: number;
}

/** In worker threads, pairs apart: 1 pair the views -> 2 place the columns -> 3 join each pair. */
export async function stitchInThreads(
  inputs: StitchInputs,
  overlap: 'blend' | 'nearer',
  { threads, signal, progress }: Threaded,
  output: (shape: readonly number[]) => Stack,
): Promise<Stitched> {
  const { pairs, place } = planOf(inputs, overlap);
  const [, rows, columns] = inputs.lineIntegrals.shape as [number, number, number];
  const stitched = output([pairs.length, rows, place.width]);
  const task: StitchTask = {
    ...{ values: shared(inputs.lineIntegrals.data), rows, columns, pairs: Int32Array.from(pairs.flat()) },
    ...{ here: Int32Array.from(place.here), mirrored: place.mirrored, share: place.share, out: stitched.data },
  };
  await runStrips('stitch', task, pairs.length, { threads, signal, progress });
  return stitchedAs(stitched, inputs, { pairs, place });
}

/** The same on the calling thread, line by line. */
export async function stitchViews(inputs: StitchInputs, overlap: 'blend' | 'nearer', turns: Turns): Promise<Stitched> {
  const { lineIntegrals } = inputs;
  const { pairs, place } = planOf(inputs, overlap);
  const [, rows, columns] = lineIntegrals.shape as [number, number, number];
  const stitched = sharedArray('float32', [pairs.length, rows, place.width], ['angle', 'row', 'column']);
  await inTurns(pairs.length, turns, angle => {
    const [first, second] = pairs[angle]!;
    for (let row = 0; row < rows; row++) {
      const to = (angle * rows + row) * place.width;
      const line = (view: number): Float32Array => {
        const start = (view * rows + row) * columns;
        return lineIntegrals.data.subarray(start, start + columns);
      };
      joinLine(line(first), line(second), place, stitched.data.subarray(to, to + place.width));
    }
  });
  return stitchedAs(stitched, inputs, { pairs, place });
}

function planOf({ lineIntegrals, anglesRad, axisPx }: StitchInputs, overlap: 'blend' | 'nearer'): Plan {
  const columns = lineIntegrals.shape[2]!;
  if (!(axisPx >= 0 && axisPx <= columns - 1)) {
    throw new DaisyError('Input', {
      message: `An axis at column ${axisPx} is not on the detector, which has columns 0 to ${columns - 1}.`,
      action: 'Find the axis by the method "overlap", or give a column of the detector.',
    });
  }
  return { pairs: pairViews(anglesRad.data), place: placeColumns(columns, axisPx, overlap) };
}

function stitchedAs(stitched: Stack, { anglesRad }: StitchInputs, { pairs, place }: Plan): Stitched {
  const angles = Float64Array.from(pairs, ([view]) => anglesRad.data[view]!);
  return {
    stitched,
    stitchedAnglesRad: ndarray(angles, [angles.length], ['angle'], 'rad'),
    stitchedAxisPx: place.axisPx,
  };
}

/** Each view of the first half turn with the nearest one half a turn later. */
function pairViews(anglesRad: Float64Array): (readonly [number, number])[] {
  const order = Array.from(anglesRad, (_, index) => index).sort((a, b) => anglesRad[a]! - anglesRad[b]!);
  const start = anglesRad[order[0]!]!;
  const covered = anglesRad[order.at(-1)!]! - start;
  const step = covered / Math.max(1, order.length - 1);
  if (!(covered + 1.5 * step >= 2 * Math.PI)) {
    throw new DaisyError('Data', {
      message: `The projections cover ${((covered * 180) / Math.PI).toFixed(1)} degrees, but stitching needs a full turn.`,
      action: 'Reconstruct without stitching, or choose a scan over 360 degrees.',
    });
  }
  const firstHalf = order.filter(index => anglesRad[index]! - start < Math.PI - step / 2);
  const later = order.filter(index => anglesRad[index]! - start >= Math.PI - step / 2);
  return firstHalf.map(index => {
    const wanted = anglesRad[index]! + Math.PI;
    const off = (other: number): number => Math.abs(anglesRad[other]! - wanted);
    return [index, later.reduce((best, other) => (off(other) < off(best) ? other : best))];
  });
}

function placeColumns(columns: number, axisPx: number, overlap: 'blend' | 'nearer'): Columns {
  const last = columns - 1;
  const reach = Math.max(axisPx, last - axisPx);
  // the direct view keeps whole columns: the result is the detector, continued on the side of the axis
  const left = axisPx < last - axisPx ? Math.floor(reach - axisPx) : 0;
  const right = axisPx < last - axisPx ? 0 : Math.floor(reach - (last - axisPx));
  const width = columns + left + right;
  const here = Float64Array.from({ length: width }, (_, x) => x - left);
  const mirrored = here.map(x => 2 * axisPx - x);
  const inside = (x: number): boolean => x >= 0 && x <= last;
  const share = here.map((x, i) => {
    if (!inside(mirrored[i]!)) return 1;
    if (!inside(x)) return 0;
    const [own, other] = [Math.min(x, last - x) + 0.5, Math.min(mirrored[i]!, last - mirrored[i]!) + 0.5];
    if (overlap === 'nearer') return own >= other ? 1 : 0;
    return own / (own + other);
  });
  return { width, axisPx: axisPx + left, here, mirrored, share };
}

function joinLine(view: Float32Array, opposite: Float32Array, place: Columns, out: Float32Array): void {
  const last = view.length - 1;
  for (let x = 0; x < out.length; x++) {
    const share = place.share[x]!;
    let value = share > 0 ? share * view[place.here[x]!]! : 0;
    if (share < 1) {
      const at = Math.max(0, Math.min(last, place.mirrored[x]!));
      const left = Math.floor(at);
      const right = Math.min(last, left + 1);
      value += (1 - share) * (opposite[left]! + (at - left) * (opposite[right]! - opposite[left]!));
    }
    out[x] = value;
  }
}
