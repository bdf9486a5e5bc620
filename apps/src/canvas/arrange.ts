import type { DaisyDocument } from '@daisy-lab/core';
import { kindOf, placesOf, type Place } from './places.js';
import { wiresOf } from './wires.js';

/** Size of a card that was not measured yet, pixels. */
const card = { width: 200, height: 110 };
/** Room for what a run hangs below a step: a picture and its shape. */
const trayPx = 120;

/** Places of all steps by a layered layout from left to right. The layout engine is large and loads with the first use. */
export async function arrange(
  document: DaisyDocument,
  sizes: ReadonlyMap<string, { readonly width?: number; readonly height?: number }> = new Map(),
): Promise<Readonly<Record<string, Place>>> {
  const { default: Elk } = await import('elkjs/lib/elk.bundled.js');
  const wires = wiresOf(document);
  const laid = await new Elk().layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'RIGHT',
      'elk.layered.spacing.nodeNodeBetweenLayers': '60',
      'elk.spacing.nodeNode': '40',
    },
    children: [...placesOf(document).keys()].map(id => {
      const { width, height } = { ...card, ...sizes.get(id) };
      return { id, width, height: kindOf(id) === 'step' ? height + trayPx : height };
    }),
    edges: wires.map(({ id, from, to }) => ({ id, sources: [from.item], targets: [to.item] })),
  });
  const places = (laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, [x, y] as const]);
  return Object.fromEntries(places) as Record<string, Place>;
}
