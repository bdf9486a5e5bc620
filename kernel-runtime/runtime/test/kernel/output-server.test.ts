import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node } from './kernel-client.ts';

interface Seen {
  readonly stdout: string;
  readonly stderr: string;
  readonly types: readonly string[];
  readonly idle: boolean;
  readonly status: string;
}

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The Python of the private environment, or the one that is named; it must have the Jupyter server. */
function pythonWithServer(): string | undefined {
  const candidates = [process.env['DAISY_PYTHON'], from('../../../../build/env/bin/python')];
  const hasServer = (python: string): boolean =>
    spawnSync(python, ['-c', 'import jupyter_server, tornado'], { stdio: 'ignore' }).status === 0;
  return candidates.find(python => python !== undefined && existsSync(python) && hasServer(python));
}

const python = pythonWithServer();
if (!python)
  console.warn('Not tested: output through a Jupyter server. No Python with jupyter_server was found (DAISY_PYTHON).');

jest.setTimeout(90_000);

(python ? describe : describe.skip)('output through a Jupyter server with its default limits', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'daisy-server-'));
    const kernel = join(folder, 'data/kernels/daisy-typescript');
    mkdirSync(kernel, { recursive: true });
    const flags = ['--no-force-async-hooks-checks', '--disable-warning=ExperimentalWarning'];
    const argv = [node, ...flags, from('../../lib/kernel/main.js'), '{connection_file}'];
    const spec = { argv, display_name: 'TypeScript (Daisy)', language: 'typescript', interrupt_mode: 'message' };
    writeFileSync(join(kernel, 'kernel.json'), JSON.stringify(spec));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('O10: 100,000 prints arrive whole; idle always does; what the server drops is told in the cell', async () => {
    const cells = [
      "for (let i = 0; i < 100_000; i++) console.log(i); 'result'",
      "for (let i = 0; i < 10_000; i++) console.log('x'.repeat(1023))",
      'for (let i = 0; i < 6000; i++) display(i)',
      "console.log('fine')",
    ];
    const run = spawnSync(python!, [from('./fixtures/default-server.py'), folder, String(await freePort())], {
      input: JSON.stringify(cells),
      maxBuffer: 2 ** 28,
    });
    const [prints, large, displays, after] = JSON.parse(run.stdout.toString()) as Seen[];
    expect(prints!.stdout).toBe(Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(''));
    expect(prints!.types).toContain('execute_result');
    expect(large!.stderr).toContain('IOPub data rate exceeded');
    expect(displays!.stderr).toContain('IOPub message rate exceeded');
    expect(after!.stdout).toBe('fine\n');
    for (const { idle, status } of [prints!, large!, displays!, after!]) expect([idle, status]).toEqual([true, 'ok']);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
