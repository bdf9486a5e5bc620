import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { freshFolder } from '../support/worlds.ts';

const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');

function daisy(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, NODE_OPTIONS: '', DAISY_CACHE: freshFolder() };
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env, timeout: 60000 });
}

test('daisy info tells what the machine offers, as text and as JSON', () => {
  const { stdout, stderr, status } = daisy('info');
  expect([status, stderr]).toEqual([0, '']);
  for (const title of ['Processor', 'Memory', 'GPU', 'Python', 'Tensors', 'Cache']) expect(stdout).toContain(title);
  const facts = JSON.parse(daisy('info', '--json', '--python', 'json').stdout) as Record<string, { cores?: number }>;
  expect(facts['cpu']!.cores).toBeGreaterThan(0);
  expect(daisy('info', '--colour').status).toBe(2);
}, 60000);

test('daisy verify prints a table and tells by its exit code', () => {
  const { stdout, status } = daisy('verify', 'ct.recon');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^wasm +reference/m);
  expect(stdout).toMatch(/^reference +agrees/m);
  const apart = daisy('verify', 'ct.recon', '--filter', 'hann', '--json');
  expect(JSON.parse(apart.stdout)).toMatchObject({ algorithm: 'ct.recon', agrees: true });
  const workflow = daisy('verify', 'ct.full');
  expect([workflow.status, workflow.stderr.trim()]).toEqual([
    2,
    'ct.full is a workflow: it has no bodies of its own. Verify its steps: ct.findAxis, ct.read, ct.flatLog, ct.recon.',
  ]);
  expect(daisy('verify').status).toBe(2);
}, 60000);

test('a reader that has seen enough ends the command without a word', () => {
  const shell = `"${process.execPath}" "${program}" describe ct.full | true; "${process.execPath}" "${program}" --help | head -n 1`;
  const env = { ...process.env, NODE_OPTIONS: '', DAISY_CACHE: freshFolder() };
  const { stdout, stderr } = spawnSync('sh', ['-c', shell], { encoding: 'utf8', env, timeout: 60000 });
  expect([stdout, stderr]).toEqual(['daisy: analyses of synchrotron data\n', '']);
}, 60000);
