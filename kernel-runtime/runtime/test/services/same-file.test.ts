import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { withSource, type Attributes } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { freshFolder, measured, smallScan } from '../support/worlds.ts';

const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
const cwd = freshFolder();
const { services, close } = createServices({ cwd, emit: () => undefined });
const call = { signal: new AbortController().signal };
afterAll(close);

/** What the CT screen asks for when "Reconstruct" is pressed: the form's parameters, and the axis as its field shows it. */
async function asTheApp(scan: string, params: Readonly<Record<string, unknown>>, volume: string): Promise<string> {
  const request = { algorithm: 'ct.full', inputs: { scan }, params, outputs: { volume }, overwrite: false };
  let { result: record } = await services['run.start']!(request, call);
  while (record.state === 'queued' || record.state === 'running') {
    await new Promise(done => setTimeout(done, 20));
    ({ result: record } = await services['run.status']!({ run: record.run }, call));
  }
  expect(record).toMatchObject({ state: 'done', error: null });
  return record.outputs['volume']!;
}

async function asTheCommand(scan: string, flags: readonly string[], volume: string): Promise<string> {
  const args = [program, 'run', 'ct.full', '--scan', scan, ...flags, '--out', volume, '--quiet'];
  await promisify(execFile)(process.execPath, args, { cwd, env: { ...process.env, NODE_OPTIONS: '' } });
  return join(cwd, volume);
}

interface Entry {
  readonly path: string;
  readonly kind: string;
  readonly shape?: readonly number[];
  readonly type?: string;
  readonly attributes: Attributes;
  readonly value: unknown;
}

/** Everything in a file: groups and datasets in order, their attributes, and the bytes of every array. */
function contentsOf(file: string): Promise<readonly Entry[]> {
  return withSource(file, source => [
    { path: '/', kind: 'group', attributes: source.attributes('/'), value: null },
    ...source.tree().map(({ path, kind }) => {
      const info = source.describe(path);
      const attributes = source.attributes(path);
      if (!info) return { path, kind, attributes, value: null };
      const { shape, typeName: type } = info;
      const array = info.dtype && shape.length > 0 ? source.read(path).data : null;
      const value = array
        ? Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('latin1')
        : source.readScalar(path);
      return { path, kind, shape, type, attributes, value };
    }),
  ]);
}

/** The one thing that may differ: when the file was written. */
function withoutTime(entries: readonly Entry[]): readonly Entry[] {
  return entries.map(entry => {
    if (entry.path !== '/') return entry;
    const { created, ...attributes } = entry.attributes;
    expect(created).toMatch(/^\d{4}-\d\d-\d\dT/);
    return { ...entry, attributes };
  });
}

async function expectSame(app: string, command: string): Promise<void> {
  const [one, other] = [withoutTime(await contentsOf(app)), withoutTime(await contentsOf(command))];
  expect(one.map(({ path }) => path)).toEqual(other.map(({ path }) => path));
  for (const [index, entry] of one.entries()) {
    const { value, ...outside } = entry;
    const { value: otherValue, ...otherOutside } = other[index]!;
    expect(outside).toEqual(otherOutside);
    // a comparison of megabytes must not print them
    expect([entry.path, value === otherValue]).toEqual([entry.path, true]);
  }
  expect(one.find(({ path }) => path === '/entry/volume/data')?.value).toEqual(expect.stringMatching(/[^\0]/));
}

test('app and command write the same groups, attributes and bytes, but for the time stamp', async () => {
  await smallScan(join(cwd, 'scan.h5'));
  const app = await asTheApp('scan.h5', { filter: 'hann', average: 'median', axisPx: 15.25 }, 'app.h5');
  const flags = ['--axis', '15.25', '--filter', 'hann', '--average', 'median'];
  await expectSame(app, await asTheCommand('scan.h5', flags, 'command.h5'));
}, 60_000);

test('app and command write the same file with the parameters that nobody touched', async () => {
  await smallScan(join(cwd, 'plain.h5'));
  const app = await asTheApp('plain.h5', { axisPx: 15 }, 'plain-app.h5');
  await expectSame(app, await asTheCommand('plain.h5', ['--axis', '15'], 'plain-command.h5'));
}, 60_000);

test('the tooth: app and command write the same file', async () => {
  const path = measured('ct/tooth.h5');
  if (!path) return;
  const app = await asTheApp(path, { axisPx: 296, filter: 'hann' }, 'tooth-app.h5');
  await expectSame(app, await asTheCommand(path, ['--axis', '296', '--filter', 'hann'], 'tooth-command.h5'));
}, 60_000);
