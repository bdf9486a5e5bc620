import { describe, expect, test } from '@jest/globals';
import { algorithm, Engine, ndarray, p, port, workflow, type AnyAlgorithm, type NdArray } from '@daisy-lab/runtime';

const stack = port.array('float32', ['row', 'column']);
type Stack = NdArray<'float32', readonly ['row', 'column']>;

/** How much each body has got at once, in rows. */
let calls: { readonly id: string; readonly rows: number; readonly from: number | undefined }[] = [];

const rowsOf = (array: Stack): number => array.shape[0]!;
const each = (array: Stack, change: (value: number, index: number) => number): Stack =>
  ndarray(Float32Array.from(array.data, change), array.shape, ['row', 'column']);

const add = algorithm('test.add', {
  version: '1.0.0',
  title: 'Add',
  split: { over: 'row' },
  cheap: true,
  inputs: { stack },
  params: { by: p.number({ default: 1 }) },
  outputs: { stack },
}).implement('plain', {
  run: ({ inputs, params, piece }) => {
    calls.push({ id: 'add', rows: rowsOf(inputs.stack), from: piece?.start });
    return { stack: each(inputs.stack, value => Math.fround(value + params.by)) };
  },
});

const smooth = algorithm('test.smooth', {
  version: '1.0.0',
  title: 'Smooth',
  split: { over: 'row', pad: ({ reach }: { reach: number }) => reach, combine: { most: 'max', rows: 'sum' } },
  inputs: { stack },
  params: { reach: p.integer({ default: 2 }) },
  outputs: { stack, most: port.number(), rows: port.integer() },
}).implement('plain', {
  run: ({ inputs, params, piece }) => {
    const { data, shape } = inputs.stack;
    const [rows, columns] = shape as [number, number];
    calls.push({ id: 'smooth', rows, from: piece?.start });
    const out = new Float32Array(data.length);
    for (let row = 0; row < rows; row++)
      for (let near = Math.max(0, row - params.reach); near <= Math.min(rows - 1, row + params.reach); near++)
        for (let column = 0; column < columns; column++)
          out[row * columns + column]! += data[near * columns + column]! * (1 + near - row);
    return { stack: ndarray(out, shape, ['row', 'column']), most: Math.max(...data), rows: 1 };
  },
});

const make = algorithm('test.make', {
  version: '1.0.0',
  title: 'Make',
  split: { over: 'row', prefer: 4, combine: { columns: 'first' } },
  extent: (_, { rows }) => rows,
  cheap: true,
  inputs: {},
  params: { rows: p.integer({ default: 50 }) },
  outputs: { stack, columns: port.integer() },
}).implement('plain', {
  run: ({ params: { rows }, piece = { start: 0, end: rows } }) => {
    calls.push({ id: 'make', rows: piece.end - piece.start, from: piece.start });
    const shape = [piece.end - piece.start, 16];
    const data = Float32Array.from(
      { length: shape[0]! * 16 },
      (_, index) => ((index + piece.start * 16) * 7919) % 1001,
    );
    return { stack: ndarray(data, shape, ['row', 'column']), columns: 16 };
  },
});

const chain = workflow(
  'test.chain',
  { version: '1.0.0', title: 'Chain', inputs: {}, params: { rows: p.integer({ default: 50 }) } },
  (w, _, { rows }) => {
    const made = w.step(make, {}, { rows });
    const added = w.step(add, { stack: made.stack }, { by: 3 });
    const smoothed = w.step(smooth, added);
    const again = w.step(smooth, { stack: smoothed.stack }, { reach: 3 });
    return { stack: w.step(add, { stack: again.stack }).stack, columns: made.columns, most: again.most };
  },
);

async function outcome(of: AnyAlgorithm, memoryBytes: number, params = {}): Promise<Record<string, unknown>> {
  calls = [];
  const { stack: made, ...numbers } = (await Engine.local({ memoryBytes, results: null }).run(of, {}, { params })) as {
    stack: Stack;
  };
  return { values: [...made.data], shape: made.shape, ...numbers };
}

describe('data in pieces', () => {
  test('pieces within a small budget give what the whole gives, bit by bit', async () => {
    for (const rows of [1, 3, 50, 97]) {
      const whole = await outcome(chain, 1e9, { rows });
      const pieces = await outcome(chain, rows * 64 + 16_000, { rows });
      expect(pieces).toEqual(whole);
    }
    expect(calls.filter(call => call.id === 'make').length).toBeGreaterThan(3);
    const longest = Math.max(...calls.map(call => call.rows));
    expect(longest).toBeLessThan(60);
  });

  test('fused steps pass one piece on before they get the next', async () => {
    await outcome(chain, 97 * 64 + 16_000, { rows: 97 });
    const order = calls.map(call => call.id).join(' ');
    expect(order).toMatch(/^make add smooth smooth add make add smooth smooth add/);
  });

  test('random chains of splittable steps: the budget never changes a bit', async () => {
    let seed = 4;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let round = 0; round < 12; round++) {
      const kinds = Array.from({ length: 1 + random(5) }, () => random(2));
      const reaches = kinds.map(() => random(5));
      const made = workflow('test.randomChain', { version: '1.0.0', title: 'Random', inputs: {} }, w => {
        let last = w.step(make, {}, { rows: 60 }).stack;
        kinds.forEach((kind, index) => {
          last =
            kind === 0
              ? w.step(add, { stack: last }, { by: index }).stack
              : w.step(smooth, { stack: last }, { reach: reaches[index]! }).stack;
        });
        return { stack: last };
      });
      expect(await outcome(made, 60 * 64 + 20_000)).toEqual(await outcome(made, 1e9));
    }
  });

  test('S8: memory of the engine is used again between steps, and is the result itself at the end', async () => {
    const given = new Map<string, Set<ArrayBufferLike>>();
    const lent = (name: string, pad = 0) =>
      algorithm(`test.${name}`, {
        version: '1.0.0',
        title: name,
        split: { over: 'row', pad },
        cheap: true,
        inputs: { stack },
        outputs: { stack },
      }).implement('plain', {
        run: ({ inputs, output }) => {
          const made = output('stack', inputs.stack.shape);
          given.set(name, (given.get(name) ?? new Set()).add(made.data.buffer));
          const [width, { data }] = [made.shape[1]!, inputs.stack];
          const below = (at: number): number => (pad === 0 ? 0 : (data[at - width] ?? 0));
          for (let at = 0; at < data.length; at++) made.data[at] = Math.fround(data[at]! * 1.5 + below(at));
          return { stack: made };
        },
      });
    for (const pad of [0, 2]) {
      const [one, two, last] = [lent('one'), lent('two', pad), lent('last')];
      const flow = workflow('test.lent', { version: '1.0.0', title: 'Lent', inputs: {} }, w => {
        const made = w.step(make, {}, { rows: 97 });
        return w.step(last, w.step(two, w.step(one, { stack: made.stack })));
      });
      const whole = (await Engine.local({ memoryBytes: 1e9, results: null }).run(flow, {})).stack as Stack;
      given.clear();
      const pieces = await Engine.local({ memoryBytes: 97 * 64 + 16_000, results: null }).run(flow, {});
      expect([...pieces.stack.data]).toEqual([...whole.data]);
      expect(calls.length).toBeGreaterThan(6);
      // The first piece is small and tells how much memory an entry takes; padding makes inner pieces longer than the outer ones.
      expect(given.get('one')!.size).toBeLessThanOrEqual(3);
      expect([...given.get('last')!].at(-1)).toBe(pieces.stack.data.buffer);
    }
  });

  test('S8: memory is for array outputs of the contract only', async () => {
    const body = (use: (output: (name: string, shape: number[]) => unknown) => unknown) =>
      algorithm('test.wrong', {
        version: '1.0.0',
        title: 'Wrong',
        inputs: {},
        outputs: { stack, most: port.number() },
      }).implement('plain', { run: ({ output }) => use(output as never) as never });
    const message = (use: Parameters<typeof body>[0]) =>
      Engine.local({ results: null })
        .run(body(use), {})
        .then(
          () => '',
          (error: Error) => error.message,
        );
    expect(await message(output => output('most', [1]))).toBe('Wrong: test.wrong has no array output "most".');
    expect(await message(output => output('stack', [1]))).toBe(
      'Wrong: The output "stack" of test.wrong has the axes row, column, not 1.',
    );
  });

  test('a number without a rule to combine it is refused with what to do', async () => {
    const bad = algorithm('test.bad', {
      version: '1.0.0',
      title: 'Bad',
      split: { over: 'row' },
      inputs: { stack },
      outputs: { stack, mean: port.number() },
    }).implement('plain', { run: ({ inputs }) => ({ stack: inputs.stack, mean: 1 }) });
    const two = workflow('test.two', { version: '1.0.0', title: 'Two', inputs: {} }, w =>
      w.step(bad, { stack: w.step(make, {}).stack }),
    );
    await expect(outcome(two, 50 * 64 + 12_000)).rejects.toThrow(/does not say how its output "mean"/);
  });

  test('arrays of different length along the axis are refused in one sentence', async () => {
    const both = algorithm('test.both', {
      version: '1.0.0',
      title: 'Both',
      split: { over: 'row' },
      inputs: { a: stack, b: stack },
      outputs: { stack },
    }).implement('plain', { run: ({ inputs }) => ({ stack: inputs.a }) });
    const zeros = (rows: number): Stack => ndarray(new Float32Array(rows), [rows, 1], ['row', 'column']);
    await expect(Engine.local().run(both, { a: zeros(3), b: zeros(4) })).rejects.toThrow(
      /"b" of Both has 4 entries along "row", "a" of Both has 3/,
    );
  });

  test('a body that tells its memory is given the defaults of what the graph leaves out', async () => {
    const asked: unknown[] = [];
    const wide = algorithm('test.wide', {
      version: '1.0.0',
      title: 'Wide',
      split: { over: 'row' },
      inputs: { stack },
      params: { width: p.integer({ default: 7 }) },
      outputs: { stack },
    }).implement('plain', {
      memory: (_, { width }) => (asked.push(width), width * 1e3),
      run: ({ inputs }) => ({ stack: inputs.stack }),
    });
    const flow = workflow('test.flow', { version: '1.0.0', title: 'Flow', inputs: {} }, w =>
      w.step(wide, { stack: w.step(make, {}).stack }),
    );
    await outcome(flow, 1e9);
    expect(asked[0]).toBe(7);
  });

  test('runs of the same steps use the memory between them again, never that of a result', async () => {
    const places: unknown[] = [];
    const scale = algorithm('test.scale', {
      version: '1.0.0',
      title: 'Scale',
      split: { over: 'row' },
      cheap: true,
      inputs: { stack },
      params: { by: p.number({ default: 2 }) },
      outputs: { stack },
    }).implement('plain', {
      run: ({ inputs, params, output }) => {
        const out = output('stack', inputs.stack.shape);
        places.push(out.data.buffer);
        inputs.stack.data.forEach((value, index) => (out.data[index] = value * params.by));
        return { stack: out };
      },
    });
    const twice = workflow(
      'test.twice',
      { version: '1.0.0', title: 'Twice', inputs: { stack }, params: { by: p.number({ default: 2 }) } },
      (w, given, { by }) => w.step(scale, { stack: w.step(scale, given, { by }).stack }),
    );
    const given = ndarray(Float32Array.of(1, 2, 3, 4), [2, 2], ['row', 'column']);
    const engine = Engine.local({ results: null, memoryBytes: 1e9 });
    const first = await engine.run(twice, { stack: given }, { params: { by: 2 } });
    const second = await engine.run(twice, { stack: given }, { params: { by: 10 } });
    expect([...first.stack.data]).toEqual([4, 8, 12, 16]);
    expect([...second.stack.data]).toEqual([20, 40, 60, 80]);
    expect(new Set(places).size).toBeLessThan(places.length);
    expect(places).toContain(second.stack.data.buffer);
    expect(first.stack.data.buffer).not.toBe(second.stack.data.buffer);
  });

  test('a result that is the input of its step stays as it is when the steps run again', async () => {
    const fill = algorithm('test.fill', {
      version: '1.0.0',
      title: 'Fill',
      split: { over: 'row' },
      cheap: true,
      inputs: { stack },
      params: { by: p.number({ default: 2 }) },
      outputs: { stack },
    }).implement('plain', {
      run: ({ inputs, params, output }) => {
        const out = output('stack', inputs.stack.shape);
        out.data.fill(params.by);
        return { stack: out };
      },
    });
    const same = algorithm('test.same', {
      version: '1.0.0',
      title: 'Same',
      split: { over: 'row' },
      inputs: { stack },
      params: {},
      outputs: { stack },
    }).implement('plain', { run: ({ inputs }) => ({ stack: inputs.stack }) });
    const flow = workflow(
      'test.sameAgain',
      { version: '1.0.0', title: 'Same again', inputs: { stack }, params: { by: p.number({ default: 2 }) } },
      (w, given, { by }) => w.step(same, { stack: w.step(fill, given, { by }).stack }),
    );
    const given = ndarray(new Float32Array(4), [2, 2], ['row', 'column']);
    const engine = Engine.local({ results: null, memoryBytes: 1e9 });
    const first = await engine.run(flow, { stack: given }, { params: { by: 3 } });
    await engine.run(flow, { stack: given }, { params: { by: 4 } });
    expect([...first.stack.data]).toEqual([3, 3, 3, 3]);
  });

  test('a cancelled stream stops between two pieces', async () => {
    const run = Engine.local({ memoryBytes: 500_000 }).run(chain, {}, { params: { rows: 5000 } });
    for await (const event of run) if (event.state === 'running' && event.progress > 0) run.cancel();
    await expect(run).rejects.toMatchObject({ tag: 'Cancelled' });
    expect(run.record().state).toBe('cancelled');
  });
});
