/** A box of elements: its first element and its lengths along each axis. */
export interface Box {
  readonly first: readonly number[];
  readonly lengths: readonly number[];
}

/** The part that two boxes have in common; null when they have none. */
export function overlapOf(a: Box, b: Box): Box | null {
  const first = a.first.map((start, axis) => Math.max(start, b.first[axis]!));
  const lengths = first.map(
    (start, axis) => Math.min(a.first[axis]! + a.lengths[axis]!, b.first[axis]! + b.lengths[axis]!) - start,
  );
  return lengths.every(length => length > 0) ? { first, lengths } : null;
}

/** Number of the first element of `part` within `whole`, and of the one behind its last. */
export function spanOf(part: Box, whole: Box): readonly [first: number, end: number] {
  let first = 0;
  let last = 0;
  part.first.forEach((start, axis) => {
    const length = whole.lengths[axis]!;
    const at = start - whole.first[axis]!;
    first = first * length + at;
    last = last * length + at + part.lengths[axis]! - 1;
  });
  return [first, last + 1];
}

/** Calls `run` for each stretch of elements of `part` that is contiguous in both boxes, with its first element in each. */
export function eachRun(
  part: Box,
  from: Box,
  to: Box,
  run: (from: number, to: number, elements: number) => void,
): void {
  const { lengths } = part;
  let inner = lengths.length;
  let elements = 1;
  // an axis joins the run when all axes within it are whole in both boxes
  while (inner > 0) {
    inner -= 1;
    elements *= lengths[inner]!;
    if (lengths[inner] !== from.lengths[inner] || lengths[inner] !== to.lengths[inner]) break;
  }
  const stride = (box: Box): number[] => {
    const strides = box.lengths.map(() => 1);
    for (let axis = strides.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * box.lengths[axis + 1]!;
    return strides;
  };
  const [fromStrides, toStrides] = [stride(from), stride(to)];
  const start = (box: Box, strides: readonly number[]): number =>
    part.first.reduce((at, value, axis) => at + (value - box.first[axis]!) * strides[axis]!, 0);
  let fromAt = start(from, fromStrides);
  let toAt = start(to, toStrides);
  const index = new Array<number>(inner).fill(0);
  for (;;) {
    run(fromAt, toAt, elements);
    let axis = inner - 1;
    for (; axis >= 0; axis--) {
      fromAt += fromStrides[axis]!;
      toAt += toStrides[axis]!;
      if (++index[axis]! < lengths[axis]!) break;
      fromAt -= fromStrides[axis]! * lengths[axis]!;
      toAt -= toStrides[axis]! * lengths[axis]!;
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
