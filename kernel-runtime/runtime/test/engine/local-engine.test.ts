import { describe, expect, test } from '@jest/globals';
import { algorithm, DaisyError, Engine, p, port, workflow, type RunEvent } from '@daisy-lab/runtime';

const add = algorithm('test.add', {
  version: '1.0.0',
  title: 'Add',
  inputs: { a: port.number(), b: port.number() },
  outputs: { sum: port.number() },
}).implement('plain', { cost: 2, run: ({ inputs: { a, b } }) => ({ sum: a + b }) });

const scale = algorithm('test.scale', {
  version: '1.0.0',
  title: 'Scale',
  inputs: { value: port.number() },
  params: { by: p.number({ default: 2, min: 0 }) },
  outputs: { scaled: port.number() },
})
  .implement('slow', { cost: 10, run: ({ inputs, params }) => ({ scaled: inputs.value * params.by }) })
  .implement('quick', { cost: 1, run: ({ inputs, params }) => ({ scaled: inputs.value * params.by }) })
  .implement('gpu', { cost: 0.1, needs: { gpu: true }, run: () => ({ scaled: Number.NaN }) });

const both = workflow(
  'test.both',
  { version: '1.0.0', title: 'Both', inputs: { a: port.number() }, params: { by: p.number({ default: 3 }) } },
  (w, { a }, { by }) => {
    const { sum } = w.step(add, { a, b: 1 });
    return { result: w.step(scale, { value: sum }, { by }).scaled };
  },
);

const waiting = algorithm('test.wait', { version: '1.0.0', title: 'Wait', inputs: {}, outputs: {} }).implement(
  'plain',
  {
    run: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
  },
);

async function failure(promise: PromiseLike<unknown>): Promise<DaisyError> {
  try {
    await promise;
  } catch (thrown) {
    return thrown as DaisyError;
  }
  throw new Error('nothing was thrown');
}

describe('the local engine', () => {
  test('runs a workflow, nested ones too', async () => {
    const twice = workflow(
      'test.twice',
      { version: '1.0.0', title: 'Twice', inputs: { a: port.number() } },
      (w, { a }) => {
        const { result } = w.step(both, { a });
        return { end: w.step(both, { a: result }).result };
      },
    );
    expect(await Engine.local().run(twice, { a: 1 })).toEqual({ end: 21 });
  });

  test('runs steps by their links, whatever order they stand in', async () => {
    const shuffled = { ...both, graph: { ...both.graph!, nodes: [...both.graph!.nodes].reverse() } };
    expect(await Engine.local().run(shuffled, { a: 1 })).toEqual({ result: 6 });
  });

  test('takes the cheapest implementation that can run here, and says why; a pin wins', async () => {
    const chosen = async (use: Record<string, string>): Promise<RunEvent> => {
      const run = Engine.local().run(scale, { value: 1 }, { use });
      for await (const event of run) if (event.implementation) return event;
      throw new Error('no event');
    };
    expect(await chosen({})).toMatchObject({
      implementation: 'quick',
      reason: expect.stringContaining('gpu needs a GPU'),
    });
    expect(await chosen({ 'test.scale': 'slow' })).toMatchObject({
      implementation: 'slow',
      reason: 'chosen by the user',
    });
    expect((await failure(Engine.local().run(scale, { value: 1 }, { use: { 'test.scale': 'none' } }))).tag).toBe(
      'Input',
    );
    expect((await failure(Engine.local().run(scale, { value: 1 }, { use: { 'test.scale': 'gpu' } }))).tag).toBe(
      'Resource',
    );
  });

  test('tells every listener the whole run, late ones how it ended', async () => {
    const run = Engine.local().run(both, { a: 1 });
    const listen = async (): Promise<string[]> => {
      const seen: string[] = [];
      for await (const event of run) seen.push(`${event.node}:${event.state}`);
      return seen;
    };
    const [first, second] = await Promise.all([listen(), listen()]);
    expect(first).toEqual(second);
    expect(first.at(-1)).toBe(':done');
    expect(first).toContain('scale:done');
    expect((await listen()).at(-1)).toBe(':done');
    expect(run.record()).toMatchObject({ state: 'done', progress: 1, remainingMs: 0, error: null });
  });

  test('a cancelled run ends as cancelled', async () => {
    const run = Engine.local().run(waiting, {});
    setTimeout(() => run.cancel(), 20);
    expect((await failure(run)).tag).toBe('Cancelled');
    expect(run.record().state).toBe('cancelled');
  });

  test('an error names its step, keeps its cause and what to do', async () => {
    const cause = new DaisyError('Data', { message: 'No signal.', action: 'Measure again.' });
    const failing = algorithm('test.fail', { version: '1.0.0', title: 'Fit', inputs: {}, outputs: {} }).implement(
      'plain',
      {
        run: () => {
          throw cause;
        },
      },
    );
    const outer = workflow('test.outer', { version: '1.0.0', title: 'Outer', inputs: {} }, w => {
      w.step(failing, {});
      return {};
    });
    const error = await failure(Engine.local().run(outer, {}));
    expect(error).toMatchObject({ tag: 'Data', message: 'Fit: No signal.', action: 'Measure again.', cause });
  });

  test.each([
    [{ value: 'one' }, {}, 'must be a number'],
    [{}, {}, 'is missing'],
    [{ value: 1 }, { by: -1 }, 'at least 0'],
    [{ value: 1 }, { times: 1 }, 'no parameter "times"'],
  ])('refuses %j with %j in one sentence', async (inputs, params, words) => {
    const error = await failure(Engine.local().run(scale, inputs as never, { params: params as never }));
    expect(error.tag).toBe('Input');
    expect(error.message).toContain(words);
  });
});
