/** How the kernel starts, says what is wrong, and ends. */
import { describe, expect, test } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from './envelope.ts';
import { Kernel } from './kernel.ts';
import { daisy, node } from './kernelspec.ts';

const [, ...nodeArgs] = daisy.argv.slice(0, -1);
const folder = mkdtempSync(join(tmpdir(), 'daisy-start-'));

const connection = {
  ip: '127.0.0.1',
  transport: 'tcp',
  key: 'k',
  signature_scheme: 'hmac-sha256',
  shell_port: 1,
  iopub_port: 2,
  stdin_port: 3,
  control_port: 4,
  hb_port: 5,
};

/** A port that nobody listens at. */
async function free(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
}

/** What a kernel says that cannot start. */
function refusal(file: string, ...options: string[]): string {
  const { status, stderr } = spawnSync(node, [...nodeArgs, ...options, file], { encoding: 'utf8', timeout: 20_000 });
  expect(status).toBeGreaterThan(0);
  return stderr.trim();
}

function written(content: string): string {
  const file = join(folder, 'connection.json');
  writeFileSync(file, content);
  return file;
}

describe('the start of the kernel', () => {
  test('K-80: a taken port ends the start with one sentence', async () => {
    const server = createServer();
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const ports = { shell_port: port, iopub_port: await free(), stdin_port: await free(), control_port: await free() };
    const text = refusal(written(JSON.stringify({ ...connection, ...ports, hb_port: await free() })));
    server.close();
    expect(text).toMatch(new RegExp(`^[^\\n]*The kernel cannot listen at tcp://127.0.0.1:${port}: [^\\n]*\\.$`));
  });

  test.each([
    ['no JSON', '{"ip": ', 'is no JSON object'],
    ['no object', '[]', 'is no JSON object'],
    ['no port', JSON.stringify({ ...connection, shell_port: undefined }), 'has no usable "shell_port"'],
    ['an impossible port', JSON.stringify({ ...connection, hb_port: 70_000 }), 'has no usable "hb_port"'],
    ['no address', JSON.stringify({ ...connection, ip: undefined }), 'names no "ip"'],
    [
      'another transport',
      JSON.stringify({ ...connection, transport: 'udp' }),
      'asks for the transport "udp": tcp or ipc',
    ],
    [
      'another signature',
      JSON.stringify({ ...connection, signature_scheme: 'rot13' }),
      'unknown signature scheme "rot13"',
    ],
  ])('K-80 a connection file with %s is refused in one sentence', (_, content, sentence) => {
    const text = refusal(written(content));
    expect(text).toContain(sentence);
    expect(text).toContain('connection.json');
    expect(text.split('\n')).toHaveLength(1);
  });

  test('K-80 a missing connection file and a wrong option are refused in one sentence', () => {
    expect(refusal(join(folder, 'absent.json'))).toMatch(/absent\.json cannot be read/);
    expect(refusal(written('{}'), '--log-level', 'loud')).toMatch(
      /no log level "loud": choose error, warn, info, debug/,
    );
    expect(refusal(written('{}'), '--engin', 'x')).toMatch(/There is no option --engin/);
  });

  test('K-81 the log goes to stderr, at the chosen level', async () => {
    const quiet = await Kernel.start(daisy, { env: { DAISY_LOG_LEVEL: 'error' } });
    const loud = await Kernel.start(daisy, { env: { DAISY_LOG_LEVEL: 'info' } });
    try {
      for (const kernel of [quiet, loud]) {
        const client = await kernel.connect();
        const { frames } = pack('another key', 's', { type: 'kernel_info_request', content: {} });
        await client.sockets.shell.send(frames);
        await client.request('teleport_request');
      }
      expect(quiet.log).toBe('');
      expect(loud.log).toMatch(/\[I [\d:.]+ daisy\] listening on tcp/);
      expect(loud.log).toMatch(/\[W [\d:.]+ daisy\] a message was refused: its signature is wrong/);
    } finally {
      await Promise.all([quiet.stop(), loud.stop()]);
    }
  });

  test('K-82 the kernel ends by itself when its server is gone', async () => {
    const file = written(JSON.stringify({ ...connection, transport: 'ipc', ip: join(folder, 'orphan') }));
    const args = JSON.stringify([...nodeArgs, file]);
    // A server that starts a kernel, says its process id, and is killed.
    const script = `const k = require('node:child_process').spawn(process.execPath, ${args}, { stdio: 'ignore' }); console.log(k.pid); setInterval(() => {}, 1e3)`;
    const server = spawn(node, ['-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DAISY_HISTORY: 'off' },
    });
    const pid = await new Promise<number>(resolve =>
      server.stdout.once('data', (text: Buffer) => resolve(Number(text))),
    );
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(isAlive(pid)).toBe(true);
    server.kill('SIGKILL');
    const patience = performance.now() + 10_000;
    while (isAlive(pid) && performance.now() < patience) await new Promise(resolve => setTimeout(resolve, 100));
    expect(isAlive(pid)).toBe(false);
    rmSync(folder, { recursive: true, force: true });
  });
});

/** False for a zombie too: in a container nobody may reap the orphan. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return (
    process.platform !== 'linux' ||
    !/^State:\s+Z/m.test(execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' }))
  );
}
