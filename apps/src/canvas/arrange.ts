import { DaisyError, type DaisyDocument } from '@daisy-lab/core';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { kindOf, placesOf, type Place } from './places.js';
import { wiresOf } from './wires.js';

/** Size of a card that was not measured yet, pixels. */
const card = { width: 200, height: 110 };
/** Room for what a run hangs below a step: a picture and its shape. */
const trayPx = 120;

type Sizes = ReadonlyMap<string, { readonly width?: number; readonly height?: number }>;

/** Places of all steps by a layered layout from left to right, made in a worker that is loaded with the first use. */
export async function arrange(document: DaisyDocument, sizes: Sizes): Promise<Readonly<Record<string, Place>>> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  const worker = new Worker(new URL('./elk.worker.js', import.meta.url));
  const engine = new Elk({ workerFactory: () => worker });
  const broken = new Promise<never>((_, reject) => worker.addEventListener('error', () => reject(notLoaded())));
  const laid = await Promise.race([engine.layout(graphOf(document, sizes)), broken]).finally(() => worker.terminate());
  const places = (laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, [x, y] as const]);
  return Object.fromEntries(places) as Record<string, Place>;
}

const notLoaded = (): DaisyError =>
  new DaisyError('File', {
    message: 'The layout could not be loaded.',
    action: 'Reload the page: the server may have a newer version.',
  });

function graphOf(document: DaisyDocument, sizes: Sizes): ElkNode {
  return {
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
    edges: wiresOf(document).map(({ id, from, to }) => ({ id, sources: [from.item], targets: [to.item] })),
  };
}
