import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { algorithm, Engine, ndarray, p, port, workflow, type NdArray, type RunEvent } from '@daisy-lab/runtime';
import { FolderResults } from '../../lib/store/results/folder-results.js';
import { freshFolder } from '../support/worlds.ts';

const stack = port.array('float32', ['angle', 'row', 'column']);
let calls: string[] = [];

const make = algorithm('test.make', {
  version: '1.0.0',
  title: 'Make',
  split: { over: 'row', prefer: 2 },
  extent: (_, { rows }) => rows,
  inputs: {},
  params: { rows: p.integer({ default: 12 }), stopAt: p.integer({ default: 1e9 }) },
  outputs: { stack },
}).implement('plain', {
  run: ({ params: { rows, stopAt }, piece = { start: 0, end: rows } }) => {
    calls.push(`make ${piece.start}-${piece.end}`);
    if (piece.end > stopAt) throw new Error('The lamp went out.');
    const [height, width] = [piece.end - piece.start, 8];
    const data = new Float32Array(3 * height * width);
    for (let angle = 0; angle < 3; angle++)
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          data[(angle * height + row) * width + column] = angle * 1e4 + (piece.start + row) * 100 + column;
    return { stack: ndarray(data, [3, height, width], ['angle', 'row', 'column']) };
  },
});
const scale = algorithm('test.scale', {
  version: '1.0.0',
  title: 'Scale',
  inputs: { stack },
  params: { by: p.number({ default: 2 }) },
  outputs: { stack, sum: port.number() },
}).implement('plain', {
  run: ({ inputs, params }) => {
    calls.push('scale');
    const data = inputs.stack.data.map(value => value * params.by);
    const sum = data.reduce((a, b) => a + b, 0);
    return { stack: ndarray(data, inputs.stack.shape, ['angle', 'row', 'column']), sum };
  },
});
const both = workflow(
  'test.both',
  { version: '1.0.0', title: 'Both', inputs: {}, params: { by: p.number({ default: 2 }) } },
  (w, _, { by }) => w.step(scale, w.step(make, {}), { by }),
);

async function statesOf(run: AsyncIterable<RunEvent>): Promise<Record<string, string>> {
  const states: Record<string, string> = {};
  for await (const event of run) states[event.node] = event.state;
  return states;
}

/** Runs as a new process would: nothing is trusted that another one has written. */
async function again(root: string, by = 2, options = {}): Promise<{ values: number[]; sum: number; states: object }> {
  calls = [];
  const run = Engine.local({ results: new FolderResults(root) }).run(both, {}, { params: { by }, ...options });
  const states = await statesOf(run);
  const { stack: made, sum } = await run;
  return { values: [...(made as NdArray).data] as number[], sum, states };
}

const resultFolders = (root: string): string[] =>
  readdirSync(join(root, 'results')).flatMap(first =>
    readdirSync(join(root, 'results', first)).map(key => join(root, 'results', first, key)),
  );

describe('finished results', () => {
  test('are taken when nothing has changed, and only what depends on a change is computed', async () => {
    const root = freshFolder();
    const first = await again(root);
    expect(calls).toEqual(['make 0-2', 'make 2-12', 'scale']);
    const second = await again(root);
    expect(calls).toEqual([]);
    expect(second).toMatchObject({ values: first.values, sum: first.sum });
    expect(second.states).toMatchObject({ scale: 'cached', '': 'done' });
    await again(root, 3);
    expect(calls).toEqual(['scale']);
    await again(root, 3, { cache: 'renew' });
    expect(calls).toContain('scale');
    await again(root, 3, { from: 'scale' });
    expect(calls).toEqual(['scale']);
    calls = [];
    await Engine.local({ results: null }).run(both, {}, { to: 'make' });
    expect(calls).toEqual(['make 0-2', 'make 2-12']);
    await again(root, 3, { only: 'make' }).catch(() => undefined);
    expect(calls).toContain('make 0-2');
  });

  test('"only" says what is missing', async () => {
    const run = Engine.local({ results: new FolderResults(freshFolder()) }).run(both, {}, { only: 'scale' });
    await expect(run).rejects.toThrow('Step "scale" cannot run alone: the result of "make" is not there.');
    await expect(Engine.local().run(both, {}, { from: 'nothing' })).rejects.toThrow('There is no step "nothing".');
  });

  test.each([
    ['a changed byte', (folder: string, name: string) => flip(join(folder, name))],
    ['a missing end', (folder: string, name: string) => truncateSync(join(folder, name), 7)],
    ['a missing file', (folder: string, name: string) => rmSync(join(folder, name))],
    ['foreign content', (folder: string, name: string) => writeFileSync(join(folder, name), '{"format":1}')],
  ])('with %s are computed again, never served', async (_, damage) => {
    const root = freshFolder();
    const sound = await again(root);
    const files = resultFolders(root).flatMap(folder => readdirSync(folder).map(name => [folder, name] as const));
    expect(files.length).toBe(6);
    for (const [folder, name] of files) {
      damage(folder, name);
      expect(await again(root)).toMatchObject({ values: sound.values, sum: sound.sum });
    }
  });

  test('pieces that were finished before a failure are not computed again', async () => {
    const root = freshFolder();
    const attempt = (stopAt: number) => {
      calls = [];
      return Engine.local({ results: new FolderResults(root), memoryBytes: 2000 }).run(
        make,
        {},
        { params: { stopAt } },
      );
    };
    const run = attempt(1e9);
    for await (const event of run) if (event.progress > 0.3) run.cancel();
    await expect(run).rejects.toMatchObject({ tag: 'Cancelled' });
    const before = calls.length;
    expect(before).toBeGreaterThan(1);
    const { stack: made } = await attempt(1e9);
    expect(calls.length).toBeGreaterThan(0);
    expect(calls[0]).not.toMatch(/^make 0-/);
    expect(made.data[made.data.length - 1]).toBe(21107);
    expect(made.data[8]).toBe(100);
    expect(readdirSync(join(root, 'partial'))).toEqual([]);
  });

  test('arrays that do not fit into the budget lie on disk, and are read when they are needed', async () => {
    const engine = Engine.local({ memoryBytes: 4000 });
    const { stack: made } = await engine.run(make, {}, { params: { rows: 40 } });
    expect('readPart' in made).toBe(true);
    expect(made.shape).toEqual([3, 40, 8]);
    expect(made.data[8 * 39 + 7]).toBe(3907);
  });
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(path, bytes);
}
