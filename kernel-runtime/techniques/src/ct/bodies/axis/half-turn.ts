import { DaisyError } from '@daisy-lab/core';

/** One detector row over 180 degrees: [angle][column], angles rising in equal steps. */
export interface HalfTurn {
  readonly sinogram: Float64Array;
  readonly angles: number;
  readonly columns: number;
}

/** More angles than this tell the axis no better; they are averaged in groups. */
const enoughAngles = 360;

/**
 * The first 180 degrees of a sinogram [angle][column], in the order of the angles.
 * @throws DaisyError `Data` when the angles cover less than that.
 */
export function takeHalfTurn(sinogram: Float32Array, anglesRad: Float64Array, columns: number): HalfTurn {
  const chosen = firstHalfTurn(anglesRad);
  const group = Math.max(1, Math.floor(chosen.length / enoughAngles));
  const angles = Math.floor(chosen.length / group);
  const taken = new Float64Array(angles * columns);
  chosen.slice(0, angles * group).forEach((source, index) => {
    const row = Math.floor(index / group) * columns;
    for (let x = 0; x < columns; x++) taken[row + x]! += sinogram[source * columns + x]! / group;
  });
  return { sinogram: taken, angles, columns };
}

/** Indices of the projections in [first angle, first angle + pi), by angle. */
function firstHalfTurn(anglesRad: Float64Array): number[] {
  const order = Array.from(anglesRad, (_, index) => index).sort((a, b) => anglesRad[a]! - anglesRad[b]!);
  const from = (index: number): number => anglesRad[index]! - anglesRad[order[0]!]!;
  const covered = order.length === 0 ? 0 : from(order.at(-1)!);
  const stepRad = covered / Math.max(1, order.length - 1);
  // the last projection stands for the step that follows it
  if (!(covered + stepRad >= Math.PI - Math.max(stepRad, Math.PI / 180)) || order.length < 8) {
    const degrees = ((covered * 180) / Math.PI).toFixed(1);
    throw new DaisyError('Data', {
      message: `The ${order.length} projections cover ${degrees} degrees, but finding the rotation axis needs 180.`,
      action: 'Give the axis yourself, or choose a scan over 180 degrees or more.',
      coveredRad: covered,
    });
  }
  return order.filter(index => from(index) < Math.PI - stepRad / 2);
}
