import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  createSink,
  ndarray,
  type LiveEvent,
  type LiveFrame,
  type LiveReport,
  type LiveSource,
} from '@daisy-lab/runtime';
import { freshFolder } from '../../support/worlds.ts';

export const [frames, rows, columns] = [20, 37, 50] as const;
const perFrame = rows * columns;

/** The value of a pixel of frame `number`; a stack that is shorter is played again from its beginning. */
export const pixel = (number: number, at: number): number => (((number % frames) * perFrame + at) * 7919) % 4093;

/** A TIFF file of 20 frames. */
export async function stackFile(): Promise<string> {
  const data = Uint16Array.from({ length: frames * perFrame }, (_, at) => pixel(0, at));
  const sink = await createSink(join(freshFolder(), 'stack.tif'));
  sink.write('/data', ndarray(data, [frames, rows, columns], ['frame', 'row', 'column']));
  await sink.finish();
  return sink.path;
}

/** How many pixels of a frame are not what they should be. */
export function wrongPixels({ number, image }: LiveFrame): number {
  let wrong = image.shape.join() === `${rows},${columns}` ? 0 : perFrame;
  for (let at = 0; at < perFrame; at++) if (Number(image.data[at]) !== pixel(number, at)) wrong++;
  return wrong;
}

/** What a live source gave, after every value was looked at. */
export interface Collected {
  readonly numbers: readonly number[];
  readonly kinds: string;
  readonly wrong: number;
  readonly report: LiveReport;
}

/** Takes all that a source gives. `slowly` is waited for after each frame. */
export async function collect(
  events: AsyncIterable<LiveEvent>,
  live: LiveSource,
  slowly: () => Promise<unknown> = async () => undefined,
): Promise<Collected> {
  const numbers: number[] = [];
  const kinds: string[] = [];
  let wrong = 0;
  for await (const event of events) {
    if (kinds.at(-1) !== event.kind) kinds.push(event.kind);
    if (event.kind !== 'frame') continue;
    numbers.push(event.number);
    wrong += wrongPixels(event);
    await slowly();
  }
  return { numbers, kinds: kinds.join(' '), wrong, report: live.report };
}

/** An address of this machine that nobody listens at. */
export async function freeAddress(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `tcp://127.0.0.1:${port}`;
}
