import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KernelClient } from './kernel-client.ts';

const script = fileURLToPath(new URL('../../scripts/stage-kernel.mjs', import.meta.url));
const repository = fileURLToPath(new URL('../../../..', import.meta.url));

describe('the staged kernel', () => {
  let folder: string;
  let kernel: KernelClient;
  beforeAll(async () => {
    const build = mkdtempSync(join(tmpdir(), 'daisy-stage-'));
    execFileSync(process.execPath, [script, build]);
    // Moved after staging: nothing may remember where it was.
    folder = `${build} moved`;
    renameSync(build, folder);
    kernel = await KernelClient.start({ program: join(folder, 'share/jupyter/kernels/daisy-typescript/main.mjs') });
  }, 120_000);
  afterAll(async () => {
    await kernel.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('type-checks and runs Node, HDF5, Arrow and Daisy imports from an empty folder', async () => {
    expect(await kernel.value("import { readFileSync } from 'fs'; Buffer.from(typeof readFileSync).length")).toBe('8');
    expect(await kernel.value("import * as h5wasm from 'h5wasm/node'; typeof h5wasm.File")).toBe("'function'");
    expect(
      await kernel.value(
        "import { DaisyError } from '@daisy-lab/core'; new DaisyError('Data', { message: 'a' }).sentence",
      ),
    ).toBe("'a'");
    const table = "import { tableFromArrays } from 'apache-arrow'; tableFromArrays({ a: [1, 2, 3] }).numRows";
    expect(await kernel.value(table)).toBe('3');
    const wrong = await kernel.execute(
      "import { DaisyError } from '@daisy-lab/core'; new DaisyError('NoTag', { message: 'a' })",
    );
    expect(wrong.reply.content).toMatchObject({ status: 'error', ename: 'TypeScriptError' });
  }, 60_000);

  test('carries a kernelspec and logos, addons of every platform, and no path of the machine', () => {
    const staged = join(folder, 'share/jupyter/kernels/daisy-typescript');
    const spec = JSON.parse(readFileSync(join(staged, 'kernel.json'), 'utf8')) as {
      argv: string[];
      interrupt_mode: string;
    };
    expect(spec).toMatchObject({
      interrupt_mode: 'message',
      language: 'typescript',
      display_name: 'TypeScript (Daisy)',
    });
    expect(spec.argv).toEqual(['python', '-m', 'daisy_lab.kernel', '{resource_dir}', '{connection_file}']);
    expect(readdirSync(staged)).toEqual(
      expect.arrayContaining(['logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg', 'main.mjs']),
    );
    const files = readdirSync(staged, { recursive: true }) as string[];
    expect(files.filter(file => file.endsWith('.node'))).toHaveLength(8);
    const ours = files.filter(
      file => /\.(m?js|json)$/.test(file) && (!file.includes('node_modules') || file.includes('@daisy-lab')),
    );
    expect(ours.filter(file => readFileSync(join(staged, file), 'utf8').includes(repository))).toEqual([]);
  });
});
