import { describe, expect, test } from '@jest/globals';
import { algorithm, Engine, p, port, workflow, type RunEvent } from '@daisy-lab/runtime';

let tries = 0;
const number = port.number();

const root = algorithm('test.root', {
  version: '1.0.0',
  title: 'Root',
  inputs: { x: number },
  params: { failures: p.integer({ default: 0 }) },
  outputs: { x: number },
}).implement('plain', {
  run: ({ inputs: { x }, params }) => {
    tries++;
    if (x < 0) throw new Error(`${x} has no square root`);
    if (tries <= params.failures) throw new Error('not yet');
    return { x: Math.sqrt(x) };
  },
});
const isLarge = algorithm('test.isLarge', {
  version: '1.0.0',
  title: 'Large',
  inputs: { x: number },
  outputs: { yes: port.boolean() },
}).implement('plain', { run: ({ inputs: { x } }) => ({ yes: x > 10 }) });
const total = algorithm('test.total', {
  version: '1.0.0',
  title: 'Sum',
  inputs: { values: port.list(number) },
  outputs: { total: number },
}).implement('plain', { run: ({ inputs: { values } }) => ({ total: values.reduce((a, b) => a + b, 0) }) });

const engine = Engine.local({ threads: 2 });

async function statesOf(run: AsyncIterable<RunEvent>): Promise<Record<string, string>> {
  const states: Record<string, string> = {};
  for await (const event of run) states[event.node] = event.state;
  return states;
}

describe('lists, conditions and ways around failures', () => {
  const list = { version: '1.0.0', title: 'Lists', inputs: { values: port.list(number) } };
  const rootsOf = (onError: 'fail' | 'skip') =>
    workflow('test.roots', list, (w, { values }) => {
      const { x } = w.scatter(root, 'x', { x: values }, {}, { onError });
      return { roots: x, total: w.step(total, { values: x }).total };
    });

  test('a scatter runs once for each entry, in order', async () => {
    const result = await engine.run(rootsOf('fail'), { values: [1, 4, 9, 16] });
    expect(result).toEqual({ roots: [1, 2, 3, 4], total: 10 });
    expect(await engine.run(rootsOf('fail'), { values: [] })).toEqual({ roots: [], total: 0 });
  });

  test('an entry that fails does not stop the others; then the run fails and names it', async () => {
    const before = tries;
    const run = engine.run(rootsOf('fail'), { values: [1, -4, 9, 16] });
    await expect(run).rejects.toMatchObject({
      message: 'Root: 1 of 4 entries failed; entry 1: Root: -4 has no square root',
    });
    expect(tries - before).toBe(4);
  });

  test('or the entry is left out', async () => {
    const run = engine.run(rootsOf('skip'), { values: [1, -4, 9] });
    const states = await statesOf(run);
    expect(await run).toEqual({ roots: [1, 3], total: 4 });
    expect(states).toMatchObject({ 'root[1]': 'failed', root: 'done', '': 'done' });
  });

  test('lists of different length are refused', async () => {
    const pair = algorithm('test.pair', {
      version: '1.0.0',
      title: 'Pair',
      inputs: { a: number, b: number },
      outputs: { x: number },
    }).implement('plain', { run: ({ inputs: { a, b } }) => ({ x: a * b }) });
    const pairs = workflow('test.pairs', list, (w, { values }) =>
      w.scatter(pair, ['a', 'b'], { a: values, b: [1, 2] }),
    );
    expect(await engine.run(pairs, { values: [3, 4] })).toEqual({ x: [3, 8] });
    await expect(engine.run(pairs, { values: [3] })).rejects.toThrow(/lists a, b have 1, 2 entries/);
  });

  test('a scattered workflow runs as a whole for each entry', async () => {
    const twice = workflow('test.twice', { version: '1.0.0', title: 'Twice', inputs: { x: number } }, (w, { x }) =>
      w.step(root, w.step(root, { x })),
    );
    const many = workflow('test.many', list, (w, { values }) => w.scatter(twice, 'x', { x: values }));
    expect(await engine.run(many, { values: [16, 81] })).toEqual({ x: [2, 3] });
  });

  test('a condition decides which branch runs; first joins them', async () => {
    const careful = workflow(
      'test.careful',
      { version: '1.0.0', title: 'Careful', inputs: { x: number } },
      (w, { x }) => {
        const { yes } = w.step(isLarge, { x });
        const small = w.when(yes, root, { x }, {}, 'small');
        return { x: w.first(small.x, x), maybe: small.x };
      },
    );
    const [large, little] = [engine.run(careful, { x: 16 }), engine.run(careful, { x: 4 })];
    expect(await large).toEqual({ x: 4, maybe: 4 });
    expect((await statesOf(little))['small']).toBe('skipped');
    expect(await little).toEqual({ x: 4 });
  });

  test('an attempt may fail; what needs it is left out, first takes the way around', async () => {
    const safe = workflow('test.safe', { version: '1.0.0', title: 'Safe', inputs: { x: number } }, (w, { x }) => {
      const tried = w.attempt(root, { x }, {}, 'tried');
      const plain = w.step(isLarge, { x });
      return { x: w.first(tried.x, x), yes: plain.yes };
    });
    const run = engine.run(safe, { x: -4 });
    expect(await statesOf(run)).toMatchObject({ tried: 'failed', '': 'done' });
    expect(await run).toEqual({ x: -4, yes: false });
  });

  test('a step is tried again as often as the graph says', async () => {
    const patient = (retries: number) =>
      workflow('test.patient', { version: '1.0.0', title: 'Patient', inputs: { x: number } }, (w, { x }) =>
        w.step(root, { x }, { failures: 2 }, { retries }),
      );
    tries = 0;
    expect(await engine.run(patient(2), { x: 9 })).toEqual({ x: 3 });
    tries = 0;
    await expect(engine.run(patient(1), { x: 9 })).rejects.toThrow(/not yet/);
  });
});
