import { closePool, reconstructFourier } from '@daisy-lab/compute';
import { describe, expect, test } from '@jest/globals';
import { totalmem } from 'node:os';
import { layoutOf, polarLengthOf, sizesOf } from '../lib/fourier/sizes.js';
import { PoolJob } from '../lib/pool/pool-job.js';
import { WorkspaceShelf } from '../lib/pool/workspace-shelf.js';
import { bodyJob, evenAngles, stack } from './phantoms.ts';

const geometry = (columns: number) =>
  ({ columns, anglesRad: evenAngles(4), quality: 'fast', polarLength: 2 * columns }) as const;
const bytesOf = (columns: number): number => shelfOf(Infinity).shelf.take(geometry(columns), 1).workspace.layout.bytes;

function shelfOf(limitBytes: number) {
  const dropped: number[] = [];
  return {
    shelf: new WorkspaceShelf(
      () => limitBytes,
      id => dropped.push(id),
    ),
    dropped,
  };
}

describe('workspaces that wait for the next batch', () => {
  test('are given to one batch at a time, and again when they are back', () => {
    const { shelf, dropped } = shelfOf(1e9);
    const [first, second] = [shelf.take(geometry(32), 1), shelf.take(geometry(32), 1)];
    expect(second.workspace).not.toBe(first.workspace);
    expect(second.id).not.toBe(first.id);
    shelf.giveBack(second);
    expect(shelf.take(geometry(64), 1).workspace).not.toBe(second.workspace);
    expect(shelf.take(geometry(32), 1)).toBe(second);
    expect(dropped).toEqual([]);
  });

  test('go to a team that fits them, where there is one', () => {
    const { shelf } = shelfOf(1e9);
    const [small, large] = [shelf.take(geometry(32), 1), shelf.take(geometry(32), 4)];
    shelf.giveBack(small);
    shelf.giveBack(large);
    expect(shelf.take(geometry(32), 3)).toBe(large);
    expect(shelf.take(geometry(32), 3)).toBe(small);
  });

  test('leave, the longest unused first, when they are more than may be kept, and the threads are told', () => {
    const { shelf, dropped } = shelfOf(2.5 * bytesOf(32));
    const three = [1, 2, 3].map(() => shelf.take(geometry(32), 1));
    for (const one of three) shelf.giveBack(one);
    expect(dropped).toEqual([three[0]!.id]);
    expect(shelf.take(geometry(32), 1)).toBe(three[1]);
  });

  test('make room for another geometry', () => {
    const { shelf, dropped } = shelfOf(2.5 * bytesOf(32));
    const two = [1, 2].map(() => shelf.take(geometry(32), 1));
    for (const one of two) shelf.giveBack(one);
    shelf.take(geometry(64), 1);
    expect(dropped).toEqual([two[0]!.id]);
    shelf.trim(0);
    expect(dropped).toEqual(two.map(({ id }) => id));
  });
});

test('jobs of one geometry make no more memory than batches run at once', async () => {
  const { Memory } = WebAssembly;
  let made = 0;
  WebAssembly.Memory = new Proxy(Memory, {
    construct: (target, [size]: ConstructorParameters<typeof Memory>) => (made++, new target(size)),
  });
  try {
    const one = bodyJob(40, 30);
    const job = { ...one, slices: 32, sinograms: stack(one.sinograms, one.sinograms, one.sinograms, one.sinograms) };
    const volume = { ...job, sinograms: stack(...Array.from({ length: 8 }, () => job.sinograms)) };
    for (let turn = 0; turn < 3; turn++) await reconstructFourier(volume, { threads: 2 });
    expect(made).toBe(2);
  } finally {
    WebAssembly.Memory = Memory;
    await closePool();
  }
});

test('a job on many threads has no more batches in flight than half of the memory holds', () => {
  const columns = 4096;
  const wide = { columns, anglesRad: evenAngles(3000), quality: 'fast', polarLength: polarLengthOf(columns) } as const;
  const batches = Array.from({ length: 1000 }, () => ({ slots: [], sources: [], lanes: [] }));
  const work = {
    geometry: wide,
    batches,
    result: new Float32Array(0),
    taskOf: (): never => {
      throw new Error('nothing is computed');
    },
  };
  const { batchLimit, canStart } = new PoolJob(
    work,
    {},
    1000,
    () => undefined,
    () => undefined,
  );
  expect(canStart).toBe(true);
  expect((batchLimit - 1) * layoutOf(sizesOf(wide), 1).bytes).toBeLessThan(totalmem() / 2);
});
