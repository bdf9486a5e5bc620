import { median } from '../median.js';

/** A column this many times as rough as those around it is dead or fluctuates; edges of the sample give three. */
export const faultyColumn = 12;
/** Columns on either side that a column is compared with, and that its roughness is. */
const beside = 3;
const around = 12;
/** Angles that are looked at, evenly spread. */
const mostAngles = 100;

/**
 * How rough each column of a sinogram [angle][column] is, in units of those around it: the mean difference from the median of its
 * neighbours. Dead and fluctuating columns differ from them both ways, which no mean over the angles tells.
 */
export function columnRoughness(data: Float32Array, angles: number, columns: number): Float64Array {
  const count = Math.min(angles, mostAngles);
  const rough = new Float64Array(columns);
  const near = new Float64Array(2 * beside);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i * angles) / count) * columns;
    for (let x = beside; x + beside < columns; x++) {
      for (let k = 0; k < beside; k++) {
        near[k] = data[row + x - 1 - k]!;
        near[beside + k] = data[row + x + 1 + k]!;
      }
      near.sort();
      rough[x]! += Math.abs(data[row + x]! - (near[beside - 1]! + near[beside]!) / 2);
    }
  }
  const inner = (x: number): number => Math.max(beside, Math.min(columns - beside, x));
  // where nothing absorbs and no noise is, any edge would stand out
  const everywhere = median(rough.subarray(inner(0), inner(columns)));
  return rough.map((value, x) => {
    const scale = Math.max(median(rough.subarray(inner(x - around), inner(x + around + 1))), everywhere);
    return scale > 0 ? value / scale : 0;
  });
}

/** A sinogram whose dead and fluctuating columns are bridged from their neighbours; the same one where there are none. */
export function withoutFaultyColumns(data: Float32Array, angles: number, columns: number): Float32Array {
  const faulty = columnRoughness(data, angles, columns).map(rough => (rough > faultyColumn ? 1 : 0));
  return faulty.includes(1) ? bridgeColumns(data, columns, faulty) : data;
}

/** A sinogram whose columns marked as faulty lie on a line between the nearest sound ones. */
export function bridgeColumns(data: Float32Array, columns: number, faulty: ArrayLike<number>): Float32Array {
  const bridged = data.slice();
  for (let x = 0; x < columns; x++) {
    if (!faulty[x]) continue;
    let [left, right] = [x - 1, x + 1];
    while (left >= 0 && faulty[left]) left--;
    while (right < columns && faulty[right]) right++;
    if (left < 0 && right === columns) return bridged;
    const [from, to] = [left >= 0 ? left : right, right < columns ? right : left];
    const share = to > from ? (x - from) / (to - from) : 0;
    for (let row = 0; row < data.length; row += columns) {
      bridged[row + x] = data[row + from]! + share * (data[row + to]! - data[row + from]!);
    }
  }
  return bridged;
}
