import type { OriginGraph, OriginNode } from '@daisy-lab/core';

export interface PlacedNode {
  readonly node: OriginNode;
  readonly x: number;
  readonly y: number;
}

export interface OriginDrawing {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly { readonly key: string; readonly from: PlacedNode; readonly to: PlacedNode }[];
  readonly width: number;
  readonly height: number;
}

export const boxPx = { width: 170, height: 44, gapX: 40, gapY: 14 } as const;

/** The graph in columns from left to right: each node behind all that it comes from. */
export function layOutOrigin({ nodes, links }: OriginGraph): OriginDrawing {
  const before = new Map<string, string[]>();
  for (const { from, to } of links) before.set(to, [...(before.get(to) ?? []), from]);
  const columns = new Map<string, number>();
  const columnOf = (id: string, above: ReadonlySet<string>): number => {
    const known = columns.get(id);
    if (known !== undefined || above.has(id)) return known ?? 0;
    const inside = new Set([...above, id]);
    const column = Math.max(-1, ...(before.get(id) ?? []).map(one => columnOf(one, inside))) + 1;
    columns.set(id, column);
    return column;
  };
  const filled = new Map<number, number>();
  const placed = nodes.map((node): PlacedNode => {
    const column = columnOf(node.id, new Set());
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    return { node, x: column * (boxPx.width + boxPx.gapX), y: row * (boxPx.height + boxPx.gapY) };
  });
  const byId = new Map(placed.map(one => [one.node.id, one]));
  const drawn = links.flatMap(({ from, to }) => {
    const [start, end] = [byId.get(from), byId.get(to)];
    return start && end ? [{ key: `${from} ${to}`, from: start, to: end }] : [];
  });
  const most = (of: (one: PlacedNode) => number): number => Math.max(0, ...placed.map(of));
  return {
    nodes: placed,
    links: drawn,
    width: most(({ x }) => x) + boxPx.width,
    height: most(({ y }) => y) + boxPx.height,
  };
}
