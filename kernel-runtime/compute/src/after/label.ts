/** Connected regions of a volume. */
export interface Regions {
  /** [row][y][x]: 0 outside, 1 .. count in the order of first voxels. */
  readonly labels: Uint32Array;
  readonly count: number;
}

/** Labels voxels of `inside` (not 0) that touch by faces, by joining the runs that a scan meets. */
export function labelRegions(inside: Uint8Array, rows: number, height: number, width: number): Regions {
  const labels = new Uint32Array(inside.length);
  const parents: number[] = [0];
  const rootOf = (label: number): number => {
    let root = label;
    while (parents[root] !== root) root = parents[root]!;
    for (let at = label; at !== root;) [at, parents[at]] = [parents[at]!, root];
    return root;
  };
  for (let row = 0, i = 0; row < rows; row++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        if (!inside[i]) continue;
        let label = 0;
        const meet = (near: number): void => {
          if (near === 0) return;
          const root = rootOf(near);
          if (label === 0) label = root;
          else if (root !== label) {
            const least = Math.min(label, root);
            parents[Math.max(label, root)] = least;
            label = least;
          }
        };
        if (x > 0) meet(labels[i - 1]!);
        if (y > 0) meet(labels[i - width]!);
        if (row > 0) meet(labels[i - height * width]!);
        if (label === 0) {
          label = parents.length;
          parents.push(label);
        }
        labels[i] = label;
      }
    }
  }
  const numbers = new Uint32Array(parents.length);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 0) continue;
    const root = rootOf(labels[i]!);
    labels[i] = numbers[root] ||= ++count;
  }
  return { labels, count };
}
