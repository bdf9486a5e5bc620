/** Boxes of whole chunks that a dataset is copied in. */
export interface BoxPlan {
  /** Lengths of a box; multiples of those of a chunk, or the whole axis. */
  readonly box: readonly number[];
  /** How often a stored chunk is read on average, 1 at best. */
  readonly reads: number;
}

/**
 * The boxes of whole new chunks, no larger than the limit, in which the fewest old chunks are read twice. A box is at least one new chunk.
 * @param from chunk of the source; entries of its first axis where it has none
 */
export function planBoxes(
  shape: readonly number[],
  from: readonly number[],
  to: readonly number[],
  mostValues: number,
): BoxPlan {
  let box = to.map((length, axis) => Math.min(length, shape[axis]!));
  for (;;) {
    const larger = box
      .flatMap((length, axis) => (length < shape[axis]! ? [grown(box, axis, shape, to)] : []))
      .filter(candidate => product(candidate) <= mostValues);
    if (larger.length === 0) return { box, reads: readsOf(box, from, shape) };
    // of equal ones the box that is longer along later axes: fewer and longer stretches
    box = larger.reduce((best, candidate) =>
      readsOf(candidate, from, shape) <= readsOf(best, from, shape) ? candidate : best,
    );
  }
}

function grown(box: readonly number[], axis: number, shape: readonly number[], to: readonly number[]): number[] {
  const chunks = Math.ceil(box[axis]! / to[axis]!) * 2;
  return box.map((length, index) => (index === axis ? Math.min(shape[axis]!, chunks * to[axis]!) : length));
}

/** Along each axis: chunks that a box touches, over those that it is long. */
function readsOf(box: readonly number[], from: readonly number[], shape: readonly number[]): number {
  return box.reduce((reads, length, axis) => {
    const chunk = Math.min(from[axis]!, shape[axis]!);
    if (length >= shape[axis]! || length % chunk === 0) return reads;
    const touched = chunk % length === 0 ? 1 : length / chunk + 1 - 1 / chunk;
    return (reads * touched * chunk) / length;
  }, 1);
}

const product = (lengths: readonly number[]): number => lengths.reduce((size, length) => size * length, 1);

/** The first elements and lengths of all boxes, the last axis first. */
export function* boxesOf(
  shape: readonly number[],
  box: readonly number[],
): Generator<readonly (readonly [number, number])[]> {
  const counts = shape.map((length, axis) => Math.ceil(length / box[axis]!));
  const total = product(counts);
  for (let number = 0; number < total; number++) {
    let left = number;
    const place = new Array<readonly [number, number]>(shape.length);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const first = (left % counts[axis]!) * box[axis]!;
      place[axis] = [first, Math.min(shape[axis]!, first + box[axis]!)];
      left = Math.floor(left / counts[axis]!);
    }
    yield place;
  }
}
