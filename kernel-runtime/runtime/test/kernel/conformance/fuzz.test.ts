/** K-90: whoever can reach the ports may send anything; without the key nothing is answered, and nothing stops the kernel. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { streamed, type Channel, type Client } from './client.ts';
import { Kernel } from './kernel.ts';
import { daisy } from './kernelspec.ts';
import { malformed, odd, seeded } from './malformed.ts';

const count = 10_000;
const seed = 20261121;

describe('malformed messages', () => {
  let kernel: Kernel;
  let client: Client;
  beforeAll(async () => {
    kernel = await Kernel.start(daisy);
    client = await kernel.connect();
  });
  afterAll(() => kernel.stop());

  test(`K-90 ${count} malformed messages on shell, control and stdin (seed ${seed}) are not answered and stop nothing`, async () => {
    const random = seeded(seed);
    const attacker = await kernel.connect();
    const before = { shell: attacker.received.shell.length, iopub: client.received.iopub.length };
    const channels: readonly Channel[] = ['shell', 'control', 'stdin'];
    for (let n = 0; n < count; n++) {
      const { frames } = malformed(random, kernel.connection.key, n);
      if (frames.length > 0) await attacker.sockets[channels[n % 3]!].send(frames);
    }
    for (const channel of ['shell', 'control'] as const) await attacker.request('kernel_info_request', {}, channel);
    expect(attacker.received.shell.length - before.shell).toBe(1);
    expect([...attacker.received.control, ...attacker.received.stdin]).toHaveLength(1);
    const forged = client.received.iopub.slice(before.iopub).filter(({ parent }) => parent['session'] === 'fuzz');
    expect(forged).toEqual([]);
    expect(streamed((await client.execute('console.log("alive")')).published)).toBe('alive\n');
    expect(await client.beat('alive')).toBe('alive');
    expect(kernel.log.split('\n').length).toBeLessThan(100);
  });

  test('K-91 signed requests with odd contents are all answered', async () => {
    const random = seeded(seed);
    for (let n = 0; n < 150; n++) {
      const { type, content } = odd(random, n);
      const { reply } = await client.request(type, content);
      expect(['ok', 'error', 'complete', 'incomplete', 'invalid', 'unknown']).toContain(reply.content['status']);
    }
    expect(streamed((await client.execute('console.log("still")')).published)).toBe('still\n');
  });
});
