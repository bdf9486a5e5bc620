import { algorithm } from '../../algorithm/algorithm.js';
import { p } from '../../algorithm/param.js';
import { port } from '../../algorithm/port.js';
import { canonicalJson } from '../planning/canonical.js';
import { workflow } from '../../workflow/workflow.js';
import type { Engine } from '../engine.js';
import type { RunEvent } from '../run.js';

/** One rule that every engine keeps, and a run that shows it. `check` throws where an engine departs from it. */
export interface EngineRule {
  /** Number in docs/spec/engine.md. */
  readonly rule: string;
  readonly title: string;
  check(engine: Engine): Promise<void>;
}

const number = port.number();
const double = algorithm('rule.double', {
  version: '1.0.0',
  title: 'Double',
  inputs: { x: number },
  params: { times: p.integer({ default: 1, min: 0 }) },
  outputs: { x: number },
})
  .implement('first', { cost: 1, run: ({ inputs, params }) => ({ x: inputs.x * 2 ** params.times }) })
  .implement('second', { cost: 9, run: ({ inputs, params }) => ({ x: inputs.x * 2 ** params.times + 0.5 }) });
const refuse = algorithm('rule.refuse', {
  version: '1.0.0',
  title: 'Refuse',
  inputs: { x: number },
  outputs: { x: number },
}).implement('plain', {
  run: ({ inputs: { x } }) => {
    if (x < 0) throw new Error(`${x} is negative`);
    return { x };
  },
});
const wait = algorithm('rule.wait', { version: '1.0.0', title: 'Wait', inputs: {}, outputs: {} }).implement('plain', {
  run: ({ signal }) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(new Error('stopped'));
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
    }),
});
const isLarge = algorithm('rule.isLarge', {
  version: '1.0.0',
  title: 'Large',
  inputs: { x: number },
  outputs: { yes: port.boolean() },
}).implement('plain', { run: ({ inputs: { x } }) => ({ yes: x > 10 }) });
const row = port.array('float32', ['x'], 'mm');
const count = algorithm('rule.count', {
  version: '1.0.0',
  title: 'Count',
  inputs: { length: number },
  outputs: { row },
}).implement('plain', {
  run: ({ inputs: { length }, output }) => {
    const made = output('row', [length]);
    for (let at = 0; at < length; at++) made.data[at] = at;
    return { row: made };
  },
});
const increase = algorithm('rule.increase', {
  version: '1.0.0',
  title: 'Increase',
  split: { over: 'x' },
  inputs: { row },
  outputs: { row },
}).implement('plain', {
  run: ({ inputs, output }) => {
    const made = output('row', inputs.row.shape);
    for (let at = 0; at < made.data.length; at++) made.data[at] = inputs.row.data[at]! + 1;
    return { row: made };
  },
});
const one = { version: '1.0.0', inputs: { x: number } };
const many = { version: '1.0.0', inputs: { xs: port.list(number) } };

/** What every engine does, whatever it runs on: the local one, one of a cluster, one for tests. */
export const engineRules: readonly EngineRule[] = [
  {
    rule: 'E1',
    title: 'gives the outputs of a plain algorithm, with defaults for parameters that are left out',
    check: async (engine: Engine): Promise<void> => {
      equal(await engine.run(double, { x: 3 }), { x: 6 });
      equal(await engine.run(double, { x: 3 }, { params: { times: 3 } }), { x: 24 });
    },
  },
  {
    rule: 'E2',
    title: 'runs the steps of a workflow by their links; workflows nest',
    check: async (engine: Engine): Promise<void> => {
      const twice = workflow('rule.twice', { ...one, title: 'Twice' }, (w, { x }) =>
        w.step(double, w.step(double, { x })),
      );
      const nested = workflow('rule.nested', { ...one, title: 'Nested' }, (w, { x }) =>
        w.step(twice, w.step(twice, { x })),
      );
      equal(await engine.run(nested, { x: 1 }), { x: 16 });
    },
  },
  {
    rule: 'E3',
    title: 'takes the body that the user pins',
    check: async (engine: Engine): Promise<void> =>
      equal(await engine.run(double, { x: 1 }, { use: { 'rule.double': 'second' } }), { x: 2.5 }),
  },
  {
    rule: 'E4',
    title: 'refuses a parameter that the contract does not allow',
    check: async (engine: Engine): Promise<void> => {
      await fails(engine.run(double, { x: 1 }, { params: { times: -1 } }), /times/);
      await fails(engine.run(double, { x: 1 }, { params: { turns: 1 } as never }), /no parameter "turns"/);
    },
  },
  {
    rule: 'E5',
    title: 'a failure rejects the run with the words of the body, and is told as an event of its step',
    check: async (engine: Engine): Promise<void> => {
      const outer = workflow('rule.outer', { ...one, title: 'Outer' }, (w, { x }) =>
        w.step(refuse, w.step(double, { x })),
      );
      const run = engine.run(outer, { x: -1 });
      await fails(run, /-2 is negative/);
      const states = await lastStates(run);
      equal([states.get('refuse'), states.get('double'), states.get('')], ['failed', 'done', 'failed']);
      equal(run.record().state, 'failed');
    },
  },
  {
    rule: 'E6',
    title: 'a cancelled run ends as cancelled, by cancel() and by a signal',
    check: async (engine: Engine): Promise<void> => {
      const run = engine.run(wait, {});
      setTimeout(() => run.cancel(), 5);
      await fails(run, /./, 'Cancelled');
      equal(run.record().state, 'cancelled');
      await fails(engine.run(wait, {}, { signal: AbortSignal.abort() }), /./, 'Cancelled');
    },
  },
  {
    rule: 'E7',
    title: 'a scatter runs once for each entry and keeps their order; an empty list gives an empty list',
    check: async (engine: Engine): Promise<void> => {
      const each = workflow('rule.each', { ...many, title: 'Each' }, (w, { xs }) => w.scatter(double, 'x', { x: xs }));
      equal(await engine.run(each, { xs: [3, 1, 2] }), { x: [6, 2, 4] });
      equal(await engine.run(each, { xs: [] }), { x: [] });
    },
  },
  {
    rule: 'E8',
    title: 'an entry of a scatter that fails does not stop the others; with "skip" it is left out',
    check: async (engine: Engine): Promise<void> => {
      const each = (onError: 'fail' | 'skip') =>
        workflow('rule.each', { ...many, title: 'Each' }, (w, { xs }) =>
          w.scatter(refuse, 'x', { x: xs }, {}, { onError }),
        );
      equal(await engine.run(each('skip'), { xs: [1, -2, 3] }), { x: [1, 3] });
      await fails(engine.run(each('fail'), { xs: [1, -2, 3] }), /-2 is negative/);
    },
  },
  {
    rule: 'E9',
    title: 'a condition leaves a step out; first takes the value that is there',
    check: async (engine: Engine): Promise<void> => {
      const branch = workflow('rule.branch', { ...one, title: 'Branch' }, (w, { x }) => {
        const { yes } = w.step(isLarge, { x });
        const large = w.when(yes, double, { x });
        return { x: w.first(large.x, x) };
      });
      equal(await engine.run(branch, { x: 20 }), { x: 40 });
      const little = engine.run(branch, { x: 2 });
      equal(await little, { x: 2 });
      equal((await lastStates(little)).get('double'), 'skipped');
    },
  },
  {
    rule: 'E10',
    title: 'an attempt may fail; what needs it is left out, and the run goes on',
    check: async (engine: Engine): Promise<void> => {
      const safe = workflow('rule.safe', { ...one, title: 'Safe' }, (w, { x }) => {
        const tried = w.attempt(refuse, { x });
        return { x: w.first(tried.x, x) };
      });
      equal(await engine.run(safe, { x: -3 }), { x: -3 });
      equal(await engine.run(safe, { x: 3 }), { x: 3 });
    },
  },
  {
    rule: 'E11',
    title: 'a step is tried again as often as the graph says, and no more',
    check: async (engine: Engine): Promise<void> => {
      let calls = 0;
      const flaky = algorithm('rule.flaky', {
        version: '1.0.0',
        title: 'Flaky',
        inputs: { succeedAt: number },
        outputs: { calls: number },
      }).implement('plain', {
        run: ({ inputs }) => {
          if (++calls < inputs.succeedAt) throw new Error('not yet');
          return { calls };
        },
      });
      const patient = workflow('rule.patient', { ...one, title: 'Patient' }, (w, { x }) =>
        w.step(flaky, { succeedAt: x }, {}, { retries: 2 }),
      );
      equal(await engine.run(patient, { x: 3 }), { calls: 3 });
      calls = 0;
      await fails(engine.run(patient, { x: 9 }), /not yet/);
      equal(calls, 3);
    },
  },
  {
    rule: 'E12',
    title: 'the last event is that of the run, and a listener that comes late still gets it',
    check: async (engine: Engine): Promise<void> => {
      const run = engine.run(double, { x: 1 });
      await run;
      for (const events of [await eventsOf(run), await eventsOf(run)]) {
        equal([events.at(-1)?.node, events.at(-1)?.state], ['', 'done']);
      }
      equal([run.record().state, run.record().progress, run.record().remainingMs], ['done', 1, 0]);
    },
  },
  {
    rule: 'E13',
    title: 'a plan names every step before anything runs',
    check: async (engine: Engine): Promise<void> => {
      const twice = workflow('rule.twice', { ...one, title: 'Twice' }, (w, { x }) =>
        w.step(double, w.step(double, { x })),
      );
      const { steps } = await engine.plan(twice, { x: 1 });
      equal(
        steps.map(step => step.node),
        ['double', 'double2'],
      );
    },
  },
  {
    rule: 'E14',
    title:
      'a body that asks for the memory of an array output gets it, in the shape it asks for, and gives what it wrote',
    check: async (engine: Engine): Promise<void> => {
      const counts = workflow('rule.counts', { ...one, title: 'Counts' }, (w, { x }) =>
        w.step(increase, w.step(count, { length: x })),
      );
      const { row } = await engine.run(counts, { x: 3 });
      equal([row.dtype, row.shape, row.axes, row.unit ?? '', [...row.data]], ['float32', [3], ['x'], 'mm', [1, 2, 3]]);
    },
  },
];

async function eventsOf(run: AsyncIterable<RunEvent>): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

async function lastStates(run: AsyncIterable<RunEvent>): Promise<ReadonlyMap<string, string>> {
  return new Map((await eventsOf(run)).map(event => [event.node, event.state]));
}

function equal(actual: unknown, expected: unknown): void {
  const [got, wanted] = [canonicalJson(actual), canonicalJson(expected)];
  if (got !== wanted) throw new Error(`Expected ${wanted}, got ${got}.`);
}

async function fails(run: PromiseLike<unknown>, words: RegExp, tag?: string): Promise<void> {
  let thrown: unknown;
  try {
    await run;
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof Error)) throw new Error(`Expected a failure like ${words}.`);
  if (!words.test(thrown.message)) throw new Error(`Expected a failure like ${words}, got "${thrown.message}".`);
  if (tag && (thrown as Error & { tag?: string }).tag !== tag)
    throw new Error(`Expected ${tag}, got ${thrown.message}.`);
}
