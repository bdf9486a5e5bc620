/** A gap this many times as wide as the median one is a missing wedge, not a coarse step (golden-ratio steps differ by 2.6). */
const wedge = 4;
/** Directions closer than this share of a step are one direction. */
const sameDirection = 1e-3;

/**
 * Weight of each projection in the sum over angles, radian: the share of the half turn that is nearer to its direction than to any
 * other. Even angles over 180 or 360 degrees get pi / count; projections of the same direction share its weight. Beside a missing
 * wedge the weight ends half a median step after the last projection, so that the wedge stays empty instead of being smeared over.
 */
export function angularWeights(anglesRad: Float64Array): Float64Array {
  const count = anglesRad.length;
  const weights = new Float64Array(count).fill(Math.PI / count);
  const direction = anglesRad.map(angle => ((angle % Math.PI) + Math.PI) % Math.PI);
  const groups = groupDirections(direction, (sameDirection * Math.PI) / count);
  if (groups.length < 2) return weights;
  const at = groups.map(([first]) => direction[first!]!);
  const gaps = at.map((angle, i) => (i + 1 < at.length ? at[i + 1]! - angle : at[0]! + Math.PI - angle));
  const median = [...gaps].sort((a, b) => a - b)[gaps.length >> 1]!;
  const halfGap = (gap: number): number => (gap > wedge * median ? median : gap) / 2;
  groups.forEach((group, i) => {
    const share = halfGap(gaps[i]!) + halfGap(gaps[(i || gaps.length) - 1]!);
    for (const projection of group) weights[projection] = share / group.length;
  });
  const even = weights.every(weight => Math.abs((weight * count) / Math.PI - 1) < 1e-6);
  return even ? weights.fill(Math.PI / count) : weights;
}

/** Projections by direction; those within `near` of the first of a group belong to it, around the half turn as well. */
function groupDirections(direction: Float64Array, near: number): number[][] {
  const order = Array.from(direction, (_, index) => index).sort((a, b) => direction[a]! - direction[b]!);
  const groups: number[][] = [];
  for (const index of order) {
    const last = groups.at(-1);
    if (last && direction[index]! - direction[last[0]!]! < near) last.push(index);
    else groups.push([index]);
  }
  const [first, last] = [groups[0], groups.at(-1)];
  if (first && last && groups.length > 1 && direction[first[0]!]! + Math.PI - direction[last[0]!]! < near) {
    first.push(...groups.pop()!);
  }
  return groups;
}
