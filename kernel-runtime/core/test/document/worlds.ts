import { algorithm, canonicalJson, p, port, workflow, type AnyAlgorithm, type Ports, type Ref } from '@daisy-lab/core';

/** Random numbers 0..1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(random: () => number, choices: readonly T[]): T =>
  choices[Math.floor(random() * choices.length)]!;

export const add = algorithm('math.add', {
  version: '1.0.0',
  title: 'Add',
  help: 'a + b.',
  inputs: { a: port.number(), b: port.number() },
  params: { scale: p.number({ default: 1, min: 0, title: 'Scale' }), round: p.bool({ default: false }) },
  outputs: { sum: port.number() },
}).implement('plain', {
  run: ({ inputs, params }) => ({
    sum: (params.round ? Math.round(inputs.a + inputs.b) : inputs.a + inputs.b) * params.scale,
  }),
});

export const maybe = algorithm('math.maybe', {
  version: '2.1.0',
  title: 'Add what is there',
  inputs: { a: port.number(), b: port.optional(port.number()) },
  params: { mode: p.choice(['add', 'keep'], { default: 'add' }) },
  outputs: { value: port.number(), isLarge: port.boolean() },
}).implement('plain', {
  run: ({ inputs, params }) => {
    const value = params.mode === 'add' ? inputs.a + (inputs.b ?? 0) : inputs.a;
    return { value, isLarge: value > 10 };
  },
});

export const total = algorithm('math.total', {
  version: '1.0.0',
  title: 'Sum of a list',
  inputs: { values: port.list(port.number()) },
  outputs: { total: port.number() },
}).implement('plain', { run: ({ inputs }) => ({ total: inputs.values.reduce((sum, value) => sum + value, 0) }) });

export const catalogue: readonly AnyAlgorithm[] = [add, maybe, total];

/** A workflow with steps, scatters, conditions, attempts and nested workflows at random; the same for the same seed. */
export function randomWorkflow(seed: number, depth = 0): AnyAlgorithm {
  const random = randomOf(seed);
  const nested = depth < 2 && random() < 0.4 ? randomWorkflow(seed * 31 + 7, depth + 1) : null;
  const made = workflow(
    `test.flow${seed % 1000}${'abc'[depth]!}`,
    {
      version: `1.${seed % 7}.0`,
      title: pick(random, ['Flow', 'Ablauf “A”', 'A \\ "B"', '流程']),
      ...(random() < 0.5 ? { help: 'Line one.\nLine two.' } : {}),
      inputs: { x: port.number(), list: port.list(port.number()) },
      params: {
        scale: p.number({ default: 2, min: 0, title: 'Scale' }),
        mode: p.choice(['add', 'keep'], { default: 'add' }),
        limit: p.integer({ optional: true, unit: 'pixel', min: 1, max: 9 }),
      },
    },
    (w, { x, list }, { scale, mode }) => {
      const numbers: Ref<number>[] = [x];
      const lists: Ref<readonly number[]>[] = [list];
      const gates: Ref<boolean>[] = [];
      const number = (): Ref<number> => pick(random, numbers);
      const value = (): Ref<number> | number => (random() < 0.3 ? Math.round(random() * 100) / 8 : number());
      const count = 1 + Math.floor(random() * 8);
      for (let at = 0; at < count; at++) {
        const what = Math.floor(random() * 8);
        const name = random() < 0.4 ? { name: `step ${at}` } : {};
        const tries = random() < 0.3 ? { retries: 2, ...name } : name;
        if (what === 0) numbers.push(w.step(add, { a: value(), b: value() }, {}, tries).sum);
        if (what === 1) numbers.push(w.step(add, { a: value(), b: value() }, { scale, round: true }, tries).sum);
        if (what === 2) {
          const { value: got, isLarge } = w.step(maybe, { a: number() }, { mode }, tries);
          numbers.push(got);
          gates.push(isLarge);
        }
        if (what === 3) {
          const failing = random() < 0.5 ? ({ onError: 'skip' } as const) : {};
          lists.push(
            w.scatter(add, 'a', { a: pick(random, lists), b: value() }, { scale: 3 }, { ...tries, ...failing }).sum,
          );
        }
        if (what === 4) numbers.push(w.step(total, { values: pick(random, lists) }, {}, tries).total);
        if (what === 5 && gates.length > 0) {
          const { sum } = w.when(pick(random, gates), add, { a: number(), b: value() }, {}, tries);
          numbers.push(w.step(maybe, { a: number(), b: sum }).value, w.first(sum, number()));
        }
        if (what === 6) numbers.push(w.first(w.attempt(add, { a: value(), b: number() }, {}, tries).sum, number()));
        if (what === 7 && nested) {
          const outputs = w.step(nested as typeof add, { x: number(), list: pick(random, lists) } as never, {}, tries);
          numbers.push((outputs as unknown as { result: Ref<number> }).result);
        }
      }
      return { result: numbers.at(-1)!, all: lists.at(-1)! };
    },
  );
  return made as AnyAlgorithm;
}

/** What a workflow says, without bodies and identities. */
export function saying(algorithm: AnyAlgorithm): unknown {
  const { id, version, title, help, params, inputs, outputs, graph } = algorithm;
  const types = (ports: Ports): unknown => Object.entries(ports).map(([name, { type }]) => [name, type]);
  const nodes = graph?.nodes.map(node => ({ ...node, algorithm: saying(node.algorithm) }));
  return JSON.parse(
    canonicalJson({
      ...{ id, version, title, help, params, inputs: types(inputs), outputs: types(outputs) },
      graph: graph ? { nodes, outputs: graph.outputs } : null,
    }),
  );
}
