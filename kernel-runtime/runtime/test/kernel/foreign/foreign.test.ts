/** K-95: clients that are not ours, `jupyter_client` and Jupyter's own kernel test suite, on the kernel as a kernelspec starts it. */
import { describe, expect, jest, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { daisy, isolated, python } from '../conformance/kernelspec.ts';

jest.setTimeout(120_000);

const behaviours = fileURLToPath(new URL('behaviours.py', import.meta.url));
const suite = fileURLToPath(new URL('kernel_test.py', import.meta.url));
const program = python();
const folder = mkdtempSync(join(tmpdir(), 'daisy-foreign-'));
const environment = { ...isolated(folder, daisy), KERNEL_ARGV: JSON.stringify(daisy.argv) };

interface Seen {
  readonly name: string;
  /** Why it did not hold. */
  readonly why: string | null;
}

/** What a Python program writes, line by line; it runs in `cwd`. */
function run(
  args: readonly string[],
  cwd: string,
  more: NodeJS.ProcessEnv = {},
): Promise<{ readonly out: string; readonly log: string }> {
  return new Promise(resolve => {
    const child = spawn(program!, args, { cwd, env: { ...environment, ...more } });
    let out = '';
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    child.on('close', () => resolve({ out, log }));
  });
}

const missing = (what: string): void =>
  console.log(`${what} is not installed: this is not checked. npm test installs it.`);

describe('foreign clients', () => {
  test('K-95 jupyter_client finds the 21 behaviours', async () => {
    if (program === undefined) return missing('A Python with jupyter_client');
    const { out, log } = await run([behaviours, ...daisy.argv], folder);
    const seen = out
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Seen);
    expect(seen.filter(({ why }) => why !== null)).toEqual([]);
    expect({ behaviours: seen.length, log }).toEqual({ behaviours: 21, log: expect.any(String) });
  });

  test("K-96 Jupyter's own kernel test suite passes", async () => {
    if (program === undefined) return missing('A Python with jupyter_client');
    if (spawnSync(program, ['-c', 'import jupyter_kernel_test'], { env: environment }).status !== 0)
      return missing('The package jupyter_kernel_test');
    const { log } = await run([suite], folder);
    expect(log).toMatch(/^OK/m);
    expect(log).not.toMatch(/^(FAIL|ERROR):/m);
  });

  test('K-97 nbconvert executes a notebook, started from the root of the disk', async () => {
    if (program === undefined) return missing('A Python with nbconvert');
    const spec = join(folder, 'kernels', daisy.name);
    mkdirSync(spec, { recursive: true });
    writeFileSync(join(spec, 'kernel.json'), JSON.stringify({ ...daisy, display_name: daisy.name }));
    const notebook = join(folder, 'notebook.ipynb');
    const cell = (source: string): object => ({
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source,
    });
    const kernelspec = { name: daisy.name, display_name: daisy.name, language: daisy.language };
    const cells = [cell('const n: number = 6'), cell("console.log('out'); n * 7")];
    writeFileSync(notebook, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 }));
    const args = ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--inplace', notebook];
    const { log } = await run(args, '/', { JUPYTER_PATH: folder });
    expect(log).not.toContain('Error');
    const executed = JSON.parse(readFileSync(notebook, 'utf8')) as { cells: { outputs: object[] }[] };
    expect(executed.cells[1]!.outputs).toMatchObject([
      { output_type: 'stream', text: ['out\n'] },
      { output_type: 'execute_result', data: { 'text/plain': ['42'] } },
    ]);
  });

  test('K-97 parameters of papermill become TypeScript, and their cell is read', async () => {
    if (program === undefined) return missing('A Python');
    const parameters = { x: 3, text: 'a "quoted" line\nand Ängström', list: [1, { deep: null }], on: true };
    const script = [
      'import json, sys',
      'from daisy_lab.parameters import TypeScriptTranslator as translator',
      'values = json.loads(sys.argv[1])',
      "print(translator.codify({**values, 'largest': float('inf')}))",
      `cell = {'source': "const x: number = 1; // rows\\nlet text = 'a';\\nx + 1"}`,
      'print(json.dumps([list(parameter) for parameter in translator.inspect(cell)]))',
    ].join('\n');
    const { out, log } = await run(['-c', script, JSON.stringify(parameters)], folder);
    const [code, read] = out.trimEnd().split('\n\n');
    expect({ code, log }).toEqual({ code: expect.stringMatching(/^\/\/ Parameters\nlet x: any = 3;\n/), log: '' });
    const given: unknown = Function(`${code!.replaceAll(': any', '')}; return { x, text, list, on, largest }`)();
    expect(given).toEqual({ ...parameters, largest: Infinity });
    expect(JSON.parse(read!)).toEqual([
      ['x', 'number', '1', 'rows'],
      ['text', 'None', "'a'", ''],
    ]);
  });

  test('K-83 the launcher starts in a folder with modules named like those of Python', () => {
    if (program === undefined) return missing('A Python');
    for (const name of ['re', 'shutil', 'subprocess', 'signal', 'selectors', 'json', 'typing'])
      writeFileSync(
        join(folder, `${name}.py`),
        'raise RuntimeError("the module of the notebook folder was imported")\n',
      );
    const { status, stderr } = spawnSync(program, ['-m', 'daisy_lab.kernel', folder, '--help'], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    expect(stderr).not.toContain('was imported');
    expect(stderr).toContain('main.mjs'); // Node was found and has started: this folder has no kernel
    expect(status).toBe(1);
    rmSync(folder, { recursive: true, force: true });
  });
});
