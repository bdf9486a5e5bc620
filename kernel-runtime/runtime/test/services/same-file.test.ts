import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { createServices } from '../../lib/services/index.js';
import { expectSame } from '../support/same-file.ts';
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
