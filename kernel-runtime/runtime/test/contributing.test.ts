import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from '@jest/globals';
import { describe as describeContract, Engine, ndarray, type AnyAlgorithm, type NdArray } from '@daisy-lab/runtime';

const ts = createRequire(import.meta.url)('typescript') as typeof import('typescript');
const folder = mkdtempSync(join(process.cwd(), 'kernel-runtime/runtime/recipe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The code of the section "Add an algorithm", as a module that a contributor would have written. */
function recipe(): string {
  const text = readFileSync('CONTRIBUTING.md', 'utf8').split('## Add an algorithm')[1]!.split('\n## ')[0]!;
  const blocks = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(match => match[1]!);
  return `import { algorithm, ndarray, p, port } from '@daisy-lab/core';\n${blocks.join('\n')}`;
}

test('the recipe "Add an algorithm" compiles, runs, and runs in pieces', async () => {
  const source = join(folder, 'scale.ts');
  writeFileSync(source, recipe());
  const program = ts.createProgram([source], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: ['node'],
    skipLibCheck: true,
  });
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(problems).toEqual([]);
  const module = ts.transpileModule(recipe(), {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const file = join(folder, 'scale.mjs');
  writeFileSync(file, module.outputText);
  const { scale } = (await import(pathToFileURL(file).href)) as { scale: AnyAlgorithm };
  expect(describeContract(scale)).toMatchObject({ id: 'ct.scale', implementations: ['reference'] });
  const data = Float32Array.from({ length: 60 }, (_, index) => index);
  const lineIntegrals = ndarray(data, [3, 10, 2], ['angle', 'row', 'column']);
  for (const memoryBytes of [1e9, 300]) {
    const run = Engine.local({ memoryBytes, results: null }).run(scale, { lineIntegrals }, { params: { factor: 3 } });
    const { scaled } = (await run) as { scaled: NdArray };
    expect([...scaled.data]).toEqual([...data].map(value => 3 * value));
  }
});
