import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  algorithm,
  Contracts,
  fromDocument,
  p,
  port,
  toDocument,
  toTypeScript,
  workflow,
  type AnyAlgorithm,
  type DaisyDocument,
} from '@daisy-lab/core';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { add, catalogue, randomWorkflow, saying, total } from './worlds.ts';

jest.setTimeout(120_000);

const contracts = Contracts.of(catalogue);
const seeds = Array.from({ length: 60 }, (_, seed) => seed);
const options = { from: '../fixtures/lab.ts' };
const require = createRequire(import.meta.url);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(process.cwd(), 'kernel-runtime/core/test/document/generated-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes generated code and gives the workflow that it exports. */
async function built(name: string, document: DaisyDocument): Promise<AnyAlgorithm> {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, toTypeScript(document, contracts, options));
  const module = (await import(file)) as Readonly<Record<string, AnyAlgorithm>>;
  return Object.entries(module).find(([key]) => key !== 'values')![1];
}

/** Messages of a compiler for all files written so far. */
function problemsOf(ts: typeof import('typescript'), files: readonly string[]): string[] {
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: 2 as never,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    ...{ ignoreDeprecations: '5.0' },
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ messageText, file, start }) =>
        `${file?.fileName}:${start} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
}

describe('code from documents', () => {
  test('DOC-14: code -> document -> code builds the same graph, for 60 random workflows', async () => {
    for (const seed of seeds) {
      const made = randomWorkflow(seed);
      const again = await built(`flow${seed}`, toDocument(made, { params: { scale: 3 } }));
      expect(saying(again)).toEqual(saying(made));
    }
  });

  test.each([
    ['TypeScript 5.9', 'typescript'],
    ['TypeScript 5.0.4', '@tslab/typescript-for-tslab'],
  ])('DOC-14: the code compiles with %s', (_, compiler) => {
    const files = seeds.map(seed => join(folder, `flow${seed}.ts`));
    expect(problemsOf(require(compiler) as typeof import('typescript'), files)).toEqual([]);
  });

  test('DOC-14: all parameters and ports come back', async () => {
    const all = workflow(
      'test.all',
      {
        version: '1.0.0',
        title: 'It’s "all"',
        inputs: {
          image: { ...port.array('uint16|float32', ['row', 'column'], 'count'), title: 'Image' },
          table: port.table(['x', 'y']),
          file: port.file('nexus'),
          scan: port.dataset<object>('ct.scan'),
          anything: port.optional(port.any()),
          'a name': port.number('eV'),
        },
        params: {
          number: p.number({
            default: 2,
            min: 0,
            max: 5,
            unit: 'pixel',
            title: 'N',
            help: "It's one.",
            advanced: true,
          }),
          integer: p.integer({ optional: true, min: 1 }),
          flag: p.bool({ default: true }),
          text: p.string({ default: 'a\nb' }),
          choice: p.choice(['a', 'b'], { default: 'b' }),
          range: p.range({ default: [0, 1], min: 0, unit: 'eV' }),
          list: p.array(p.number({ default: 1 }), { default: [1, 2] }),
          group: p.group({ a: p.integer({ default: 3 }), b: p.bool({ default: false }) }, { title: 'Group' }),
        },
      },
      (w, inputs) => ({ image: inputs.image, sum: w.step(add, { a: inputs['a name'], b: 1 }).sum }),
    );
    expect(saying(await built('all', toDocument(all)))).toEqual(saying(all));
    expect(problemsOf(require('typescript') as typeof import('typescript'), [join(folder, 'all.ts')])).toEqual([]);
  });

  test('what only the engine allows is written with a cast, so that it compiles', () => {
    const wide = algorithm('math.wide', {
      version: '1.0.0',
      title: 'Wide',
      inputs: { image: port.array('float32', ['row']) },
      outputs: { image: port.array('float32', ['row']) },
    });
    const narrow = workflow(
      'test.narrow',
      { version: '1.0.0', title: 'Narrow', inputs: { image: port.array('uint16', ['row']) } },
      (w, { image }) => w.step(wide, { image: image as never }),
    );
    expect(toTypeScript(toDocument(narrow), Contracts.of([wide]))).toContain('{ image: inputs.image as never }');
  });

  test('readable code for a small workflow', () => {
    const sum = workflow('test.sum', { version: '1.0.0', title: 'Sum', inputs: { x: port.number() } }, (w, { x }) => {
      const { sum: first } = w.step(add, { a: x, b: 2 }, { scale: 3 });
      return { total: w.step(total, { values: [1, 2] }, {}, { retries: 1 }).total, sum: first };
    });
    expect(toTypeScript(toDocument(sum, { inputs: { x: 4 } }), contracts, { from: '@daisy-lab/runtime' })).toBe(
      `import { math, port, workflow } from '@daisy-lab/runtime';

export const sum = workflow(
  'test.sum',
  {
    version: '1.0.0',
    title: 'Sum',
    inputs: {
      x: port.number(),
    },
  },
  (w, inputs) => {
    const add = w.step(math.add, { a: inputs.x, b: 2 }, { scale: 3 });
    const total = w.step(math.total, { values: [1, 2] }, {}, { retries: 1 });
    return { total: total.total, sum: add.sum };
  },
);

/** What sum is run with. */
export const values = { inputs: { x: 4 } };
`,
    );
  });

  test('a document with errors, or with rules that the builder has no call for, is refused', () => {
    const document = toDocument(randomWorkflow(3));
    expect(() => toTypeScript(document, new Contracts([]))).toThrow('is not installed');
    const both = toDocument(
      workflow('test.both', { version: '1.0.0', title: 'Both', inputs: { on: port.boolean() } }, (w, { on }) =>
        w.when(on, add, { a: 1, b: 2 }),
      ),
    );
    const [node] = both.workflow.nodes;
    const scattered = { ...node!, inputs: { a: { value: [1] }, b: { value: 1 } }, scatter: ['a'] };
    const strange = { ...both, workflow: { ...both.workflow, nodes: [scattered], outputs: {} } };
    expect(fromDocument(strange, catalogue).problems).toEqual([]);
    expect(() => toTypeScript(strange, contracts)).toThrow('The builder has no call for the rules of step "add".');
  });
});
