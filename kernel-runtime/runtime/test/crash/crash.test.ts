import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deserialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { algorithm, Engine, port } from '@daisy-lab/runtime';
import { bodyThreads } from '../../lib/engine/threads/body-threads.js';
import { freshFolder } from '../support/worlds.ts';

const folder = resolve('kernel-runtime/runtime/test/crash');
const child = join(folder, 'child.mjs');
/** The engine in one file: it starts quicker. */
const engine = join(freshFolder(), 'engine.mjs');

interface Ended {
  readonly operations: number;
  readonly made: number[];
  readonly scaled: number[];
  readonly sum: number;
  readonly logs: string[];
}

/** Runs the process; null when it was killed. */
function start(options: object): Promise<Ended | null> {
  return new Promise((done, failed) =>
    execFile(
      process.execPath,
      [child, JSON.stringify({ engine: pathToFileURL(engine), ...options })],
      (error, stdout, stderr) => {
        if (error?.signal === 'SIGKILL') done(null);
        else if (error) failed(new Error(`${error.message}\n${stderr}`));
        else done(JSON.parse(stdout) as Ended);
      },
    ),
  );
}

interface Call {
  readonly node: string;
  readonly start: number;
  readonly end: number;
}

let reference: Ended;
/** The step of each key. */
const nodes = new Map<string, string>();

beforeAll(async () => {
  expect(spawnSync(process.execPath, [join(folder, 'bundle-engine.mjs'), engine]).stderr.toString()).toBe('');
  const root = freshFolder();
  reference = (await start({ root, calls: join(root, 'calls') }))!;
  for (const { key, node } of visible(root)) nodes.set(key, node);
  expect([...nodes.values()].sort()).toEqual(['make', 'scale', 'total']);
});
afterAll(() => bodyThreads().close());

/** All results that can be found; each has to be whole. */
function visible(root: string): readonly { readonly key: string; readonly node: string }[] {
  return names(join(root, 'results')).flatMap(first =>
    names(join(root, 'results', first)).map(key => {
      const folder = join(root, 'results', first, key);
      const record = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as {
        key: string;
        header: { node: string };
        arrays: Record<string, { shape: number[]; crc32: number }>;
        valuesCrc32: number;
      };
      expect(record.key).toBe(key);
      expect(crc32(readFileSync(join(folder, 'values.bin')))).toBe(record.valuesCrc32);
      for (const [output, { shape, crc32: sum }] of Object.entries(record.arrays)) {
        const bytes = readFileSync(join(folder, `${output}.bin`));
        expect([bytes.length, crc32(bytes)]).toEqual([4 * shape.reduce((a, b) => a * b), sum]);
      }
      return { key, node: record.header.node };
    }),
  );
}

/** Entries that a killed run has finished, by step. */
function finishedPieces(root: string): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  for (const key of names(join(root, 'partial'))) {
    const path = join(root, 'partial', key, 'pieces.jsonl');
    if (!existsSync(path)) continue;
    const entries = new Set<number>();
    for (const line of readFileSync(path, 'utf8').split('\n').slice(1, -1)) {
      const { piece } = deserialize(Buffer.from(line, 'base64')) as { piece?: { start: number; end: number } };
      if (piece) for (let at = piece.start; at < piece.end; at++) entries.add(at);
    }
    found.set(nodes.get(key)!, entries);
  }
  return found;
}

/** What must not be computed any more: steps with a result, and entries that all steps at work have finished. */
function finished(root: string): { readonly steps: readonly string[]; readonly entries: ReadonlySet<number> } {
  const steps = visible(root).map(({ node }) => node);
  const pieces = finishedPieces(root);
  const open = ['make', 'scale'].filter(node => !steps.includes(node));
  const all = Array.from({ length: 12 }, (_, at) => at);
  const entries = open.length === 0 ? [] : all.filter(at => open.every(node => pieces.get(node)?.has(at)));
  return { steps, entries: new Set(entries) };
}

function expectNothingTwice(before: ReturnType<typeof finished>, calls: readonly Call[]): void {
  for (const { node, start: first, end } of calls) {
    expect(before.steps).not.toContain(node);
    if (node === 'total') continue;
    for (let at = first; at < end; at++) expect(before.entries.has(at)).toBe(false);
  }
}

/** Kills processes on one folder at seeded file operations, then lets one come to its end. Returns how many were killed. */
async function series(random: () => number): Promise<number> {
  const root = freshFolder();
  let kills = 0;
  for (let attempt = 0; ; attempt++) {
    const before = finished(root);
    const calls = join(root, `calls-${attempt}`);
    // fewer operations are left each time
    const killAt = attempt < 6 ? 1 + Math.floor(random() * reference.operations * 0.7 ** attempt) : 0;
    const ended = await start({ root, calls, killAt });
    expectNothingTwice(before, callsIn(calls));
    if (ended) {
      expect({ ...ended, operations: 0 }).toEqual({ ...reference, operations: 0 });
      expect(names(join(root, 'partial')).filter(name => nodes.has(name))).toEqual([]);
      return kills;
    }
    kills++;
  }
}

describe('CACHE-8: a run that is killed at any moment', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'leaves nothing half-written, and redoes nothing that was finished: 25 kills, seed %i',
    async seed => {
      const random = seeded(seed);
      let kills = 0;
      const lane = async (): Promise<void> => {
        while (kills < 25) {
          const more = await series(random); // before the sum is read: the other lane adds to it as well
          kills += more;
        }
      };
      await Promise.all([lane(), lane()]);
      expect(kills).toBeGreaterThanOrEqual(25);
    },
    120_000,
  );
});

describe('CACHE-9: two processes on one folder', () => {
  test('both come to the same end, also when one of them is killed', async () => {
    for (const killAt of [0, 20, 45, 70]) {
      const root = freshFolder();
      const [one, other] = await Promise.all([
        start({ root, calls: join(root, 'calls-1') }),
        start({ root, calls: join(root, 'calls-2'), killAt }),
      ]);
      expect(one).toMatchObject({ made: reference.made, scaled: reference.scaled, sum: reference.sum });
      if (other) expect(other).toMatchObject({ scaled: reference.scaled, sum: reference.sum });
      const kept = visible(root).length;
      // what the other one was keeping when it was killed, nobody else kept at that moment
      expect(kept).toBeGreaterThanOrEqual(other ? 3 : 2);
      const last = await start({ root, calls: join(root, 'calls-3') });
      expect(last).toMatchObject({ made: reference.made, sum: reference.sum });
      if (kept === 3) expect(callsIn(join(root, 'calls-3'))).toEqual([]);
      expect(visible(root).length).toBe(3);
    }
  }, 60_000);
});

describe('CACHE-4: faults', () => {
  test('a disk that runs full at any byte: what is in memory is given, and nothing half-written is found', async () => {
    for (const fullAfter of [0, 100, 700, 1500]) {
      const root = freshFolder();
      const ended = await start({ root, calls: join(root, 'calls'), fullAfter, memoryBytes: 1e8 });
      expect(ended).toMatchObject({ made: reference.made, scaled: reference.scaled, sum: reference.sum });
      expect(ended!.logs.join()).toMatch('is not kept for later runs: There is no room on disk for a result.');
      visible(root);
      expect(await start({ root, calls: join(root, 'calls') })).toMatchObject({ sum: reference.sum });
    }
  }, 60_000);

  test('a small disk: the result comes, and a sentence instead of an entry', async () => {
    const root = freshFolder();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', root]);
    if (mounted.status !== 0) {
      process.stdout.write('skipped: no file system can be mounted here\n');
      return;
    }
    try {
      const ended = await start({ root, calls: join(freshFolder(), 'calls'), memoryBytes: 1e8 });
      expect(ended).toMatchObject({ sum: reference.sum });
      expect(ended!.logs.join()).toMatch('There is no room on disk for a result.');
    } finally {
      spawnSync('umount', [root]);
    }
  });

  test('entries that cannot be read, whatever they are, are computed again', async () => {
    const root = freshFolder();
    await start({ root, calls: join(root, 'calls') });
    for (const { key } of visible(root)) {
      const header = join(root, 'results', key.slice(0, 2), key, 'values.bin');
      spawnSync('rm', ['-f', header]);
      mkdirSync(header); // reading it fails for everybody, root included
    }
    expect(await start({ root, calls: join(root, 'calls-2') })).toMatchObject({ sum: reference.sum });
    expect(callsIn(join(root, 'calls-2')).length).toBeGreaterThan(0);
    expect(visible(root).length).toBe(3);
  });

  test('a list of pieces with a torn or foreign end is read as far as it is sound, and goes on from there', async () => {
    const root = freshFolder();
    expect(
      await start({ root, calls: join(root, 'calls'), killAt: Math.floor(reference.operations * 0.6) }),
    ).toBeNull();
    for (const key of names(join(root, 'partial'))) {
      const path = join(root, 'partial', key, 'pieces.jsonl');
      if (existsSync(path)) writeFileSync(path, `${readFileSync(path, 'utf8')}bm90IG91cnM=\ntorn`);
    }
    expect(await start({ root, calls: join(root, 'calls-2') })).toMatchObject({
      made: reference.made,
      sum: reference.sum,
    });
    expect(callsIn(join(root, 'calls-2'))[0]!.start).toBeGreaterThan(0);
  });

  test('pieces from before a restart of the machine are not trusted', async () => {
    const root = freshFolder();
    expect(
      await start({ root, calls: join(root, 'calls'), killAt: Math.floor(reference.operations * 0.6) }),
    ).toBeNull();
    for (const key of names(join(root, 'partial'))) {
      const path = join(root, 'partial', key, 'pieces.jsonl');
      if (!existsSync(path) || !statSync(path).isFile()) continue;
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^boot .*/, 'boot of long ago'));
    }
    expect(await start({ root, calls: join(root, 'calls-2') })).toMatchObject({
      made: reference.made,
      sum: reference.sum,
    });
    expect(callsIn(join(root, 'calls-2'))[0]).toEqual({ node: 'make', start: 0, end: 2 });
  });

  test('a thread that dies ends its run in a sentence, and the next run has a new one', async () => {
    const folder = freshFolder();
    const module = join(folder, 'body.mjs');
    const dying = () =>
      algorithm('crash.thread', {
        version: '1.0.0',
        title: 'Thread',
        inputs: { how: port.string() },
        outputs: { sum: port.number() },
      });
    writeFileSync(
      module,
      `const run = ({ inputs }) => (inputs.how === 'exit' ? process.exit(3) : inputs.how === 'throw' ? setTimeout(() => { throw new Error('late'); }) && new Promise(() => {}) : { sum: 1 });
       export const thread = { id: 'crash.thread', implementations: new Map([['plain', { run }]]) };`,
    );
    const body = dying().implement('plain', { module, run: () => ({ sum: 0 }) });
    for (const how of ['exit', 'throw']) {
      await expect(Engine.local({ results: null }).run(body, { how })).rejects.toMatchObject({
        message: expect.stringMatching(
          /^Thread: The thread that computed crash\.thread has ended/,
        ) as unknown as string,
      });
    }
    expect((await Engine.local({ results: null }).run(body, { how: 'well' })).sum).toBe(1);
  });
});

function callsIn(path: string): readonly Call[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map(line => {
    const [, node, first, end] = line.split(' ');
    return { node: node!, start: Number(first), end: Number(end) };
  });
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter(name => !name.endsWith('.lock')) : [];
}

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
