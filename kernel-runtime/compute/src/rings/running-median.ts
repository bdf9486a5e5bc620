/**
 * Median over a window that slides along a line (`line` to `out`), the line mirrored at its ends (`b a | a b`). Of an even window the
 * upper of the two middle values. The window is kept sorted; a step moves only what lies between the value that leaves and the
 * value that enters.
 */
export function runningMedian(line: Float32Array | Float64Array, size: number, out: Float32Array | Float64Array): void {
  const { length } = line;
  const half = size >> 1;
  const window = new Float64Array(size);
  for (let i = 0; i < size; i++) window[i] = line[mirrored(i - half, length)]!;
  window.sort();
  out[0] = window[half]!;
  for (let at = 1; at < length; at++) {
    const left = at - 1 - half;
    const right = at - half + size - 1;
    const leaves = line[left >= 0 ? left : mirrored(left, length)]!;
    const enters = line[right < length ? right : mirrored(right, length)]!;
    if (leaves !== enters) replace(window, size, leaves, enters);
    out[at] = window[half]!;
  }
}

function replace(window: Float64Array, size: number, leaves: number, enters: number): void {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (window[middle]! < leaves) low = middle + 1;
    else high = middle;
  }
  if (enters > leaves) {
    while (low + 1 < size && window[low + 1]! < enters) {
      window[low] = window[low + 1]!;
      low++;
    }
  } else {
    while (low > 0 && window[low - 1]! > enters) {
      window[low] = window[low - 1]!;
      low--;
    }
  }
  window[low] = enters;
}

/** Place of an index in a line that is continued by its mirror images. */
export function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const place = ((index % period) + period) % period;
  return place < length ? place : period - 1 - place;
}
