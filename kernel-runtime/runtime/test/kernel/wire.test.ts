/** Parts of the wire that need no kernel process. */
import { describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matchesGlob } from '../../lib/kernel/io/glob.js';
import { History } from '../../lib/kernel/io/history.js';
import { HistoryFile } from '../../lib/kernel/io/history-file.js';
import { KernelActivity } from '../../lib/kernel/io/kernel-activity.js';
import { Codec } from '../../lib/kernel/wire/codec.js';
import { pack, unpack } from './conformance/envelope.ts';

describe('messages', () => {
  test('K-1 buffers pass byte for byte in both directions, also views, empty ones and shared memory', () => {
    const codec = new Codec('key');
    const whole = randomBytes(1000);
    const shared = Buffer.from(new SharedArrayBuffer(8)).fill(7);
    const buffers = [whole.subarray(3, 500), Buffer.alloc(0), Buffer.from('<IDS|MSG>'), shared];
    const sent = codec.encode({ type: 'comm_msg', content: { ü: '😀' }, identities: [Buffer.from([0, 1])], buffers });
    const there = unpack('key', sent as Buffer[]);
    expect(there.buffers.map(buffer => buffer.toString('hex'))).toEqual(buffers.map(buffer => buffer.toString('hex')));
    const back = codec.decode(pack('key', 's', { type: 'comm_msg', content: {}, buffers }).frames);
    expect(back.buffers.map(buffer => Buffer.from(buffer).toString('hex'))).toEqual(
      buffers.map(buffer => buffer.toString('hex')),
    );
  });

  test.each(['sha1', 'sha512', 'md5'])('the signature of the connection file may be hmac-%s', hash => {
    const codec = new Codec('key', hash);
    const message = codec.decode(codec.encode({ type: 'x', content: { a: 1 } }));
    expect(message.content).toEqual({ a: 1 });
    expect(() => new Codec('other', hash).decode(codec.encode({ type: 'x', content: {} }))).toThrow('signature');
  });
});

describe('the history file', () => {
  test('K-50 kernels that start at the same moment have numbers of their own, also while both go on', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daisy-history-'));
    const path = join(folder, 'history.jsonl');
    const kernels = [1, 2, 3].map(() => new History(new HistoryFile(path)));
    for (const line of [1, 2]) {
      kernels.forEach((kernel, i) => kernel.add(line, `cell ${line} of ${i}`));
      await Promise.all(kernels.map(kernel => kernel.written()));
    }
    const next = new History(new HistoryFile(path));
    for (const session of [-1, -2, -3]) {
      const { history } = (await next.answer({ hist_access_type: 'range', session })) as { history: string[][] };
      const [, , first] = history[0]!;
      const [kernel] = /\d$/.exec(first!)!;
      expect(history.map(([, , input]) => input)).toEqual([`cell 1 of ${kernel}`, `cell 2 of ${kernel}`]);
    }
    const { history } = (await kernels[1]!.answer({ n: 10 })) as { history: number[][] };
    expect(new Set(history.map(([session]) => session)).size).toBe(3);
    expect(history).toHaveLength(6);
    rmSync(folder, { recursive: true });
  });

  test('K-52 is cut to its newest lines when it has grown, and leaves damaged lines out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daisy-history-'));
    const path = join(folder, 'state', 'history.jsonl');
    const file = new HistoryFile(path);
    await file.append({ session: 1, line: 1, input: 'first' });
    const line = `${JSON.stringify({ s: 1, n: 2, c: 'x'.repeat(1000) })}\n`;
    writeFileSync(path, `${line.repeat(5000)}{"s": 1, "n"\n`, { flag: 'a' });
    const next = new HistoryFile(path);
    await next.append({ session: 2, line: 1, input: 'newest' });
    const entries = await next.read();
    expect(statSync(path).size).toBeLessThan(2.1 * 2 ** 20);
    expect(entries.at(-1)).toEqual({ session: 2, line: 1, input: 'newest' });
    expect(entries.every(({ input }) => input !== 'first')).toBe(true);
    expect(readFileSync(path, 'utf8').split('\n').length).toBe(entries.length + 2); // the damaged line and the end
    rmSync(folder, { recursive: true });
  });
});

test.each([
  ['abc', 'a*c', true],
  ['abc', 'a?', false],
  ['', '*', true],
  ['a\nb', 'a*b', true],
  ['x'.repeat(5000), `${'*x'.repeat(50)}y`, false],
])('K-51 a glob matches the whole input', (text, pattern, matches) => {
  expect(matchesGlob(text, pattern)).toBe(matches);
});

test('K-32 a kernel that computes in silence says busy again', async () => {
  const said: unknown[] = [];
  const header = { msg_id: 'm', msg_type: 'execute_request', session: 's' };
  let computing: typeof header | undefined = header;
  const publisher = { publish: (type: string, content: object) => said.push([type, content]) };
  new KernelActivity(publisher as never, () => computing, 10);
  while (said.length < 2) await new Promise(resolve => setTimeout(resolve, 5));
  expect(said[0]).toEqual(['status', { execution_state: 'busy' }]);
  computing = undefined;
  const count = said.length;
  await new Promise(resolve => setTimeout(resolve, 40));
  expect(said).toHaveLength(count);
});
