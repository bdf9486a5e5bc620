import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { algorithm, expectedMs, machine, port, recordRate } from '@daisy-lab/runtime';
import { chooseImplementation } from '../../lib/engine/choose-implementation.js';
import { parseGpus } from '../../lib/machine/gpu.js';
import { cpuQuota, memoryFacts } from '../../lib/machine/memory.js';
import { flushRates, ratesFile } from '../../lib/machine/rates.js';
import { freshFolder } from '../support/worlds.ts';

beforeEach(() => {
  process.env['DAISY_CACHE'] = freshFolder();
});

/** A `/proc` and a `/sys/fs/cgroup` with these files. */
function system(files: Readonly<Record<string, string>>): { proc: string; cgroup: string } {
  const root = freshFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return { proc: join(root, 'proc'), cgroup: join(root, 'cgroup') };
}

const gigabyte = 1024 ** 3;
const meminfo = `MemTotal: ${16 * 1024 * 1024} kB\nMemAvailable: ${12 * 1024 * 1024} kB`;

describe('the memory', () => {
  test('of a container under control groups v2: the tightest limit counts, cached files do not', () => {
    const roots = system({
      'proc/meminfo': meminfo,
      'proc/self/cgroup': '0::/pod/main',
      'cgroup/pod/main/memory.max': 'max',
      'cgroup/pod/memory.max': String(4 * gigabyte),
      'cgroup/pod/memory.current': String(3 * gigabyte),
      'cgroup/pod/memory.stat': `anon 5\ninactive_file ${gigabyte}`,
      'cgroup/pod/cpu.max': '150000 100000',
    });
    expect(memoryFacts(roots)).toEqual({
      totalBytes: 16 * gigabyte,
      limitBytes: 4 * gigabyte,
      limitedBy: 'cgroup v2',
      availableBytes: 2 * gigabyte,
    });
    expect(cpuQuota(roots)).toBe(1.5);
  });

  test('of a container under control groups v1, whose path is that of the host', () => {
    const roots = system({
      'proc/meminfo': meminfo,
      'proc/self/cgroup': '5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc',
      'cgroup/memory/memory.limit_in_bytes': String(2 * gigabyte),
      'cgroup/memory/memory.usage_in_bytes': String(gigabyte),
      'cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1',
      'cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
    });
    expect(memoryFacts(roots)).toMatchObject({
      limitBytes: 2 * gigabyte,
      limitedBy: 'cgroup v1',
      availableBytes: gigabyte,
    });
    expect(cpuQuota(roots)).toBeNull();
  });

  test('without a container is that of the machine', () => {
    const roots = system({ 'proc/meminfo': meminfo, 'proc/self/cgroup': '0::/' });
    expect(memoryFacts(roots)).toMatchObject({ limitBytes: null, limitedBy: null, availableBytes: 12 * gigabyte });
  });
});

test('GPUs are read from what the driver says', () => {
  expect(parseGpus('NVIDIA H100 80GB HBM3, 550.54.15, 81559\n')).toEqual([
    { name: 'NVIDIA H100 80GB HBM3', driver: '550.54.15', memoryBytes: 81559 * 1024 * 1024 },
  ]);
});

test('the facts of this machine hold together', async () => {
  const { cpu, memory, tensors, gpu, python, pythonPackages } = await machine({
    packages: ['json', 'no_such_module_x'],
  });
  expect(cpu.usableCores).toBeGreaterThanOrEqual(1);
  expect(cpu.usableCores).toBeLessThanOrEqual(cpu.cores);
  expect(cpu.wasmSimd.simd128).toBe(true);
  expect(memory.availableBytes).toBeLessThanOrEqual(memory.totalBytes);
  expect(tensors.map(({ name }) => name)).toEqual(['node-gpu', 'wasm', 'cpu']);
  expect(tensors.every(({ note }) => note.length > 0)).toBe(true);
  expect(gpu.gpus.length > 0).toBe(gpu.reason === null);
  if (python) {
    expect(pythonPackages['json']).not.toBeNull();
    expect(pythonPackages['no_such_module_x']).toBeNull();
  } else process.stdout.write('skipped in part: there is no Python\n');
}, 30000);

test('importing the runtime loads no TensorFlow.js', () => {
  const code = `await import(${JSON.stringify(resolve('kernel-runtime/runtime/lib/index.js'))});
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter(path => path.includes('@tensorflow'));
    process.stdout.write(String(loaded.length));`;
  const env = { ...process.env, NODE_OPTIONS: '' };
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', env });
  expect(ended.stdout).toBe('0');
}, 30000);

describe('needs', () => {
  const subject = (needs: object) =>
    algorithm('test.needs', { version: '1.0.0', title: 'Needs', inputs: {}, outputs: { x: port.number() } }).implement(
      'body',
      { needs, run: () => ({ x: 1 }) },
    );

  test.each([
    [{ gpu: true }, 'body needs a GPU'],
    [{ memoryBytes: 1e18 }, 'GB of memory ('],
    [{ command: 'no-such-program-x' }, 'the program "no-such-program-x", which is not on the PATH'],
    [{ file: '/no/such/file' }, 'the file /no/such/file'],
    [{ package: 'npm:no-such-package-x' }, 'the npm package no-such-package-x, which is not installed'],
    [{ package: 'no_such_module_x' }, 'the Python package no_such_module_x'],
  ])('%j is looked up and named', (needs, words) => {
    expect(() => chooseImplementation(subject(needs), undefined, { gpu: false })).toThrow(words);
  });

  test('met needs do not stand in the way; costlier bodies are not asked for theirs', () => {
    const met = subject({ memoryBytes: 1, file: process.execPath, package: 'npm:typescript' });
    expect(chooseImplementation(met, undefined, {}).reason).toBe('the only implementation');
    met.implement('second', { cost: 9, needs: { command: 'no-such-program-x' }, run: () => ({ x: 1 }) });
    expect(chooseImplementation(met, undefined, {}).reason).toBe('cheapest that can run here; second costs more');
  });
});

describe('rates', () => {
  const work = { algorithm: 'test.rate', version: '1.0.0', implementation: 'wasm', bytes: 1e6 };

  test('are kept by size but for the first run, told for sizes near by, and survive the process', () => {
    recordRate(work, 900);
    expect(expectedMs(work)).toBeNull();
    recordRate(work, 100);
    recordRate(work, 200);
    expect(expectedMs(work)).toBeCloseTo(130);
    expect(expectedMs({ ...work, bytes: 4e6 })).toBeCloseTo(520);
    expect(expectedMs({ ...work, bytes: 1e9 })).toBeNull();
    expect(expectedMs({ ...work, version: '2.0.0' })).toBeNull();
    flushRates();
    expect(readdirSync(process.env['DAISY_CACHE']!)).toHaveLength(1);
    expect(readFileSync(ratesFile(), 'utf8')).toContain('test.rate@1.0.0 wasm');
  });

  test('a damaged file is ignored and replaced; rates of other processes are kept; the file stays small', () => {
    writeFileSync(ratesFile(), '{"format": 1, "rates": {');
    expect(expectedMs(work)).toBeNull();
    recordRate(work, 1);
    flushRates();
    const others = JSON.parse(readFileSync(ratesFile(), 'utf8')) as { rates: Record<string, unknown> };
    others.rates['other@1.0.0 wasm 2^3'] = { msPerByte: 1, runs: 1, usedMs: Date.now() };
    others.rates['broken'] = { msPerByte: 'much' };
    writeFileSync(ratesFile(), JSON.stringify(others));
    for (let bytes = 0; bytes < 2100; bytes++) recordRate({ ...work, algorithm: `test.many${bytes}` }, 5000);
    flushRates();
    const kept = Object.keys((JSON.parse(readFileSync(ratesFile(), 'utf8')) as typeof others).rates);
    expect(kept).toHaveLength(2000);
    expect(kept).not.toContain('broken');
  });

  test('a cache folder that takes no files costs the rates, no more', () => {
    process.env['DAISY_CACHE'] = join(process.execPath, 'inside-a-file');
    recordRate(work, 1);
    expect(() => flushRates()).not.toThrow();
  });
});
