/** Half the pixels of the row that a pixel is compared with. */
const reach = 15;

/** Pixels [row][column] whose beam is none, or differs from the median of those about it in the row by more than a factor: 1, else 0. */
export function faultyPixels(beam: Float64Array, columns: number, tolerance: number): Uint8Array {
  const faulty = new Uint8Array(beam.length);
  const near = new Float64Array(2 * reach + 1);
  for (let start = 0; start < beam.length; start += columns) {
    const line = beam.subarray(start, start + columns);
    // a median lies between the extremes: most rows need none
    const [low, high] = extremes(line);
    for (let at = 0; at < columns; at++) {
      const value = line[at]!;
      if (!isBeam(value)) faulty[start + at] = 1;
      else if (value > low * tolerance || value * tolerance < high) {
        const median = medianAbout(line, at, near);
        if (value > median * tolerance || value * tolerance < median) faulty[start + at] = 1;
      }
    }
  }
  return faulty;
}

function isBeam(value: number): boolean {
  return value > 0 && value < Infinity;
}

function extremes(line: Float64Array): readonly [number, number] {
  let [low, high] = [Infinity, 0];
  for (let at = 0; at < line.length; at++) {
    const value = line[at]!;
    if (!isBeam(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function medianAbout(line: Float64Array, at: number, near: Float64Array): number {
  let count = 0;
  for (let x = Math.max(0, at - reach); x <= Math.min(line.length - 1, at + reach); x++) {
    const value = line[x]!;
    if (!isBeam(value)) continue;
    let place = count++;
    for (; place > 0 && near[place - 1]! > value; place--) near[place] = near[place - 1]!;
    near[place] = value;
  }
  return (near[(count - 1) >> 1]! + near[count >> 1]!) / 2;
}
