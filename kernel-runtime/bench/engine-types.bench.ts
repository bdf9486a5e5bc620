import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';
import type { Benchmark } from './bench.js';
import { timed } from './timing.js';

/** What a hundred contracts in a cell cost the compiler of the second cell engine, TypeScript 5.0.4, and the one of this repository. */
const benchmark: Benchmark = {
  group: 'engine',
  name: 'types',
  async run({ record }) {
    const require = createRequire(import.meta.url);
    for (const name of ['@tslab/typescript-for-tslab', 'typescript']) {
      const compiler = require(name) as typeof ts;
      // The first cell of a kernel is another one: it imports.
      await check(compiler, 1);
      const { milliseconds, instantiations, problems } = await check(compiler, 100);
      const bars = compiler.version.startsWith('5.0') ? [' (bar 1500 ms)', ' (bar 10000)'] : ['', ''];
      const label = `100 contracts in a cell, TypeScript ${compiler.version}`;
      record({ case: `${label}${bars[0]}`, value: milliseconds, unit: 'ms', threads: 1 });
      record({ case: `the same: instantiations${bars[1]}`, value: instantiations, unit: 'types', threads: 1 });
      record({ case: 'the same: problems (bar 0)', value: problems, unit: 'problems', threads: 1 });
    }
  },
};
export default benchmark;

interface Checked {
  readonly milliseconds: number;
  readonly instantiations: number;
  readonly problems: number;
}

/** Checks the cell alone; reading and binding the declarations of the packages comes before, as a kernel does it once. */
async function check(compiler: typeof ts, contracts: number): Promise<Checked> {
  const root = process.cwd();
  const folder = mkdtempSync(join(root, 'build/bench-types-'));
  const file = join(folder, 'cell.ts');
  try {
    writeFileSync(file, cell(contracts));
    const program = compiler.createProgram([file], {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      target: compiler.ScriptTarget.ES2022,
      module: compiler.ModuleKind.ESNext,
      moduleResolution: 2 as never,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    });
    const source = program.getSourceFile(file);
    let problems = program.getSyntacticDiagnostics(source).length;
    const milliseconds = await timed(() => {
      problems += program.getSemanticDiagnostics(source).length;
      return Promise.resolve();
    });
    const { getInstantiationCount } = program as ts.Program & { getInstantiationCount(): number };
    return { milliseconds, instantiations: getInstantiationCount.call(program), problems };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cell(count: number): string {
  const contract = (index: number): string => `
export const step${index} = algorithm('my.step${index}', {
  version: '1.0.0',
  title: 'Step',
  inputs: { proj: port.array('float32', ['angle', 'row', 'col']), mask: port.optional(port.array('uint8', ['row'])) },
  params: { filter: p.choice(['ramp', 'hann'], { default: 'ramp' }), reach: p.integer({ default: ${index}, min: 0 }) },
  outputs: { slices: port.array('float32', ['row', 'y', 'x']), found: port.number('pixel') },
});`;
  const contracts = Array.from({ length: count }, (_, index) => contract(index)).join('\n');
  return `import { algorithm, p, port } from '@daisy-lab/runtime';\n${contracts}\n`;
}
