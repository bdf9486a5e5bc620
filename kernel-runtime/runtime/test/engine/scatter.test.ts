import { describe, expect, test } from '@jest/globals';
import { tableFromArrays, type Table } from 'apache-arrow';
import { algorithm, Engine, FolderResults, ndarray, p, port, workflow, type NdArray } from '@daisy-lab/runtime';
import { freshFolder } from '../support/worlds.ts';

const row = port.array('float32', ['x']);
const number = port.number();
let calls: number[] = [];

const twice = algorithm('test.twice', {
  version: '1.0.0',
  title: 'Twice',
  inputs: { row },
  params: { takesMs: p.number({ default: 0 }) },
  outputs: { row },
}).implement('plain', {
  run: ({ inputs, params, output }) => {
    calls.push(inputs.row.data[0]!);
    if (inputs.row.data[0]! < 0) throw new Error('dark');
    const end = performance.now() + params.takesMs;
    while (performance.now() < end);
    const made = output('row', inputs.row.shape);
    inputs.row.data.forEach((value, at) => (made.data[at] = 2 * value));
    return { row: made };
  },
});
const rows = (values: readonly number[]) => values.map(value => ndarray(Float32Array.of(value, 1), [2], ['x']));
const list = { version: '1.0.0', title: 'Lists', inputs: { rows: port.list(row) } };
const first = (made: readonly NdArray[]): number[] => made.map(({ data }) => Number(data[0]));

describe('E7: a scatter', () => {
  const nested = workflow('test.nested', { version: '1.0.0', title: 'Nested', inputs: { row } }, (w, given) =>
    w.step(twice, w.step(twice, given, {}, 'one'), {}, 'two'),
  );
  const many = workflow('test.many', list, (w, given) => ({ rows: w.scatter(nested, 'row', { row: given.rows }).row }));

  test('of a workflow within a scattered workflow keeps the order of both lists; an empty list gives an empty list', async () => {
    const grid = workflow(
      'test.grid',
      { version: '1.0.0', title: 'Grid', inputs: { grid: port.list(port.list(row)) } },
      (w, given) => ({ grid: w.scatter(many, 'rows', { rows: given.grid }).rows }),
    );
    const run = async (grid_: number[][]) =>
      (await Engine.local({ results: null, threads: 2 }).run(grid, { grid: grid_.map(rows) })).grid.map(first);
    expect(await run([[1, 2], [], [3]])).toEqual([[4, 8], [], [12]]);
    expect(await run([])).toEqual([]);
  });

  test('R3: lists of arrays come whole from the cache, those of cached steps and in shared memory too', async () => {
    const results = new FolderResults(freshFolder());
    const run = async (values: number[]) => {
      calls = [];
      const { rows: made } = await Engine.local({ results: new FolderResults(results.root) }).run(many, {
        rows: rows(values),
      });
      return first(made);
    };
    expect(await run([1, 2])).toEqual([4, 8]);
    expect(await run([1, 3])).toEqual([4, 12]);
    expect(calls).toEqual([3, 6]);
    expect(await run([1, 3])).toEqual([4, 12]);
    expect(calls).toEqual([]);
  });

  test('R6: an entry that takes long is kept by itself: another list computes only what is new in it', async () => {
    const slow = workflow('test.slow', list, (w, given) => ({
      rows: w.scatter(twice, 'row', { row: given.rows }, { takesMs: 10 }).row,
    }));
    const results = new FolderResults(freshFolder());
    const run = async (values: number[]) => {
      calls = [];
      return first((await Engine.local({ results, threads: 1 }).run(slow, { rows: rows(values) })).rows);
    };
    await expect(run([5, -1, 7])).rejects.toThrow('Twice: 1 of 3 entries failed; entry 1: Twice: dark');
    expect(await run([7, 6, 5])).toEqual([14, 12, 10]);
    expect(calls).toEqual([6]);
  });
});

test('E9: what needs a step that a condition left out is left out too; first and optional inputs go on', async () => {
  const maybe = algorithm('test.maybe', {
    version: '1.0.0',
    title: 'Maybe',
    inputs: { x: port.optional(number) },
    outputs: { there: port.boolean() },
  }).implement('plain', { run: ({ inputs: { x } }) => ({ there: x !== undefined }) });
  const add = algorithm('test.add', {
    version: '1.0.0',
    title: 'Add',
    inputs: { x: number },
    outputs: { x: number },
  }).implement('plain', { run: ({ inputs: { x } }) => ({ x: x + 1 }) });
  const flow = workflow(
    'test.flow',
    { version: '1.0.0', title: 'Flow', inputs: { x: number, yes: port.boolean() } },
    (w, { x, yes }) => {
      const branch = w.when(yes, add, { x }, {}, 'branch');
      expect(() => w.step(add, { x: branch.x as never }, {}, 'refused')).toThrow('The value may be missing');
      const after = w.step(add, { x: w.first(branch.x) }, {}, 'after');
      return {
        there: w.step(maybe, { x: branch.x }).there,
        either: w.first(after.x, x),
      };
    },
  );
  const engine = Engine.local({ results: null });
  expect(await engine.run(flow, { x: 1, yes: true })).toEqual({ there: true, either: 3 });
  const run = engine.run(flow, { x: 1, yes: false });
  const states = new Map<string, string>();
  for await (const { node, state } of run) states.set(node, state);
  expect(await run).toEqual({ there: false, either: 1 });
  expect([states.get('branch'), states.get('after'), states.get('maybe')]).toEqual(['skipped', 'skipped', 'done']);
});

test('R3: Arrow tables, alone and in lists, come from the cache as tables', async () => {
  let made = 0;
  const table = algorithm('test.table', {
    version: '1.0.0',
    title: 'Table',
    inputs: {},
    outputs: { one: port.table(['x']), all: port.any() },
  }).implement('plain', {
    run: () => {
      made++;
      const arrow = tableFromArrays({ x: Float64Array.of(1, 2), name: ['a', 'b'] });
      return { one: arrow as never, all: [arrow, 3] };
    },
  });
  const results = new FolderResults(freshFolder());
  for (let round = 0; round < 2; round++) {
    const { one, all } = await Engine.local({ results }).run(table, {});
    for (const arrow of [one, (all as unknown[])[0]] as unknown as Table[]) {
      expect([...arrow.getChild('x')!, ...arrow.getChild('name')!]).toEqual([1, 2, 'a', 'b']);
    }
  }
  expect(made).toBe(1);
});
