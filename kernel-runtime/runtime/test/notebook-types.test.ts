import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

// The second cell engine brings TypeScript 5.0.4 with `node10` resolution: the declarations must stay readable to it.
const ts = createRequire(import.meta.url)('@tslab/typescript-for-tslab') as typeof import('typescript');

jest.setTimeout(120_000);

const root = process.cwd();
const notebooks = join(root, 'binder/notebooks');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(root, 'kernel-runtime/runtime/notebook-types-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settings: import('typescript').CompilerOptions = {
  noEmit: true,
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: 2 as never,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
  types: ['node'],
  typeRoots: [join(root, 'node_modules/@types')],
};
const host = ts.createCompilerHost(settings);
const declarations = new Map<string, import('typescript').SourceFile | undefined>();
const readFile = host.getSourceFile.bind(host);
// Declarations are read once for all programs.
host.getSourceFile = (file, ...rest) => {
  if (!file.endsWith('.d.ts')) return readFile(file, ...rest);
  if (!declarations.has(file)) declarations.set(file, readFile(file, ...rest));
  return declarations.get(file);
};

/** A program of the old compiler around a text; declarations are read, and checked when that is asked for. */
function programOf(name: string, text: string, skipLibCheck = true): import('typescript').Program {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  return ts.createProgram([file], { ...settings, skipLibCheck }, host);
}

/** Problems in the text, and in our own declarations when they are checked; those of other packages are not ours. */
function problemsOf(name: string, text: string, skipLibCheck = true): string[] {
  const program = programOf(name, text, skipLibCheck);
  const ours = ts
    .getPreEmitDiagnostics(program)
    .filter(({ file: where }) => !where?.fileName.includes('/node_modules/'));
  return ours.map(({ messageText, file: where, start }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    return where ? `${where.fileName}:${where.getLineAndCharacterOfPosition(start!).line + 1} ${text}` : text;
  });
}

const codes = new Map(
  readdirSync(notebooks)
    .filter(file => file.endsWith('.ipynb'))
    .map(file => {
      const { cells } = JSON.parse(readFileSync(join(notebooks, file), 'utf8')) as {
        cells: { cell_type: string; source: string | string[] }[];
      };
      const code = cells.filter(cell => cell.cell_type === 'code').map(cell => [cell.source].flat().join(''));
      return [file, code.join('\n')];
    }),
);

test('the declarations that notebooks import compile with TypeScript 5.0', () => {
  const imported = [...codes.values()].flatMap(code => code.match(/'@daisy-lab\/[^']+'/g) ?? []);
  expect(imported).toContain("'@daisy-lab/runtime'");
  const imports = [...new Set(imported)].map(name => `import ${name};`);
  expect(problemsOf('declarations', imports.join('\n'), false)).toEqual([]);
});

test.each([...codes])('the cells of %s compile with TypeScript 5.0', (file, code) => {
  expect(problemsOf(file.replace(/\W/g, '-'), `${code}\nexport {};\n`)).toEqual([]);
});

test('the code of the guide to the framework compiles with TypeScript 5.0', () => {
  const guide = readFileSync(join(root, 'docs/guide/framework.md'), 'utf8');
  const code = [...guide.matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block).join('\n');
  expect(problemsOf('guide', `${code}\nexport {};\n`)).toEqual([]);
});

test('typed arrays stay typed, and wrong links, names and inputs are errors', () => {
  const problems = problemsOf(
    'mistakes',
    `import { algorithm, ct, Engine, p, port, workflow } from '@daisy-lab/runtime';
     const proj = port.array('float32', ['angle', 'row', 'column']);
     const double = algorithm('my.double', {
       version: '1.0.0', title: 'Double', inputs: { proj }, params: { factor: p.number({ default: 2 }) }, outputs: { proj },
     }).implement('plain', {
       run: ({ inputs, params }) => {
         const data: Float32Array = inputs.proj.data;
         // @ts-expect-error a Float32Array is no text
         const text: string = inputs.proj.data;
         return { proj: { ...inputs.proj, data: data.map(value => value * params.factor) } };
       },
     });
     export const mine = workflow('my.flow', { version: '1.0.0', title: 'Mine', inputs: { proj } }, (w, inputs) => {
       // @ts-expect-error an array is no axis position
       w.step(ct.recon, { lineIntegrals: inputs.proj, anglesRad: new Float64Array(1), axisPx: inputs.proj });
       // @ts-expect-error proj is missing
       w.step(double, {});
       return { twice: w.step(double, { proj: inputs.proj }).proj };
     });
     // @ts-expect-error there is no such filter
     Engine.local().run(ct.full, { scan: undefined as never }, { params: { filter: 'hamingway' } });
    `,
  );
  expect(problems).toEqual([]);
});

test('a hundred contracts in a cell cost the compiler little', () => {
  const contract = (index: number): string => `
    export const step${index} = algorithm('my.step${index}', {
      version: '1.0.0', title: 'Step',
      inputs: { proj: port.array('float32', ['angle', 'row', 'column']), mask: port.optional(port.array('uint8', ['row'])) },
      params: { filter: p.choice(['ramp', 'hann'], { default: 'ramp' }), reach: p.integer({ default: ${index}, min: 0 }) },
      outputs: { slices: port.array('float32', ['row', 'y', 'x']), found: port.number('pixel') },
    });`;
  const cell = Array.from({ length: 100 }, (_, index) => contract(index)).join('\n');
  const program = programOf('hundred', `import { algorithm, p, port } from '@daisy-lab/runtime';\n${cell}`);
  expect(program.getSemanticDiagnostics(program.getSourceFile(join(folder, 'hundred.ts')))).toEqual([]);
  expect((program as typeof program & { getInstantiationCount(): number }).getInstantiationCount()).toBeLessThan(
    10_000,
  );
});
