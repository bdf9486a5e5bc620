/** `npm start` as its user meets it: what it refuses, what it starts, and that nothing is left when it ends. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkDisk } from '../phases/preconditions.mjs';
import { inRoot } from '../setup/paths.mjs';
import { treeOf } from '../setup/process-tree.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'daisy-start-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const start = (args, env = {}) =>
  spawnSync(process.execPath, [inRoot('scripts/start.mjs'), '--no-browser', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 120_000,
  });

/** A program that answers like a Python of the given version. */
function pretendPython(version, hasVenv) {
  const path = join(scratch, `python-${version}-${hasVenv}`);
  writeFileSync(path, `#!/bin/sh\necho ${version.replaceAll('.', ' ')} ${hasVenv ? 'True' : 'False'}\n`);
  chmodSync(path, 0o755);
  return { DAISY_PYTHON: path };
}

/** @param {ReturnType<typeof start>} result */
function refuses(result, sentence) {
  assert.equal(result.status, 2, result.stdout + result.stderr);
  assert.match(result.stderr, sentence);
  assert.doesNotMatch(result.stderr, /\n\s+at /, 'no stack trace');
}

test('a Python that is too old is refused with what to install', () => {
  refuses(start([], pretendPython('3.9.2', true)), /Python 3\.9\.2 is too old: install Python 3\.10 or newer/);
});

test('a Python without venv is refused with the package to install', () => {
  refuses(start([], pretendPython('3.12.1', false)), /Python 3\.12 lacks its venv module: .*python3-venv/);
});

test('no Python at all is refused', () => {
  refuses(start([], { DAISY_PYTHON: join(scratch, 'absent') }), /is no Python: install Python 3\.10 or newer/);
});

test('a port in use is refused by its number', async () => {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs'), '--no-browser', '--port', String(port)]);
  let said = '';
  child.stderr.on('data', piece => (said += piece));
  const code = await new Promise(resolve => child.once('close', resolve));
  server.close();
  assert.equal(code, 2);
  assert.match(said, new RegExp(`Port ${port} is taken: choose another one with --port`));
});

test('options that make no sense are refused', () => {
  refuses(start(['--port', 'eight']), /--port eight is not a port/);
  refuses(start(['--dir', join(scratch, 'absent')]), /is not a folder/);
  refuses(start(['--unknown']), /--no-browser {4}print the address/);
});

test('a full disk is refused with the size that is needed', () => {
  assert.throws(() => checkDisk(scratch, 2 ** 60), /GB free and .* GB are needed: free some space/);
});

test('the second start needs seconds, and Ctrl-C ends the server and its kernels', { timeout: 120_000 }, async () => {
  const began = Date.now();
  const child = spawn(process.execPath, [inRoot('scripts/start.mjs'), '--no-browser', '--dir', scratch]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', piece => (said += piece));
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', () => said.match(/http:\S+/) && resolve(said.match(/http:\S+/)[0]));
    child.once('close', () => reject(new Error(said)));
  });
  assert.match(said, /npm packages: unchanged, skipped/);
  console.log(`second start: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  const { origin, searchParams } = new URL(address);
  const headers = { Authorization: `token ${searchParams.get('token')}` };
  const { kernelspecs } = await (await fetch(`${origin}/api/kernelspecs`, { headers })).json();
  const body = JSON.stringify({ name: 'daisy-typescript' in kernelspecs ? 'daisy-typescript' : 'python3' });
  const reply = await fetch(`${origin}/api/kernels`, { method: 'POST', headers, body });
  assert.equal(reply.status, 201);
  const tree = treeOf(child.pid);
  assert.ok(tree.length >= 3, 'start, server and kernel are running');
  child.kill('SIGINT');
  await new Promise(resolve => child.once('close', resolve));
  const alive = tree.filter(pid => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
  assert.deepEqual(alive, []);
});
