import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { execution, ofType, streamed } from './client.ts';
import { rule, type Rule } from './rules.ts';

export const lifeRules: readonly Rule[] = [
  rule('K-60', 'A comm for an unknown target is closed again', async ({ client }) => {
    const comm_id = randomUUID();
    const id = await client.send({ type: 'comm_open', content: { comm_id, target_name: 'nobody.v1', data: {} } });
    await client.until(() => client.states(id).includes('idle'));
    expect(ofType(client.published(id), 'comm_close')).toMatchObject([{ comm_id, data: {} }]);
    const { reply } = await client.request('comm_info_request', { target_name: 'nobody.v1' });
    expect(reply.content).toMatchObject({ status: 'ok', comms: {} });
  }),
  rule('K-61', 'A message to an unknown comm harms nobody', async ({ client, say }) => {
    const comm_id = randomUUID();
    for (const type of ['comm_msg', 'comm_close']) {
      const id = await client.send({ type, content: { comm_id, data: { x: 1 } }, buffers: [Buffer.from([1, 2])] });
      await client.until(() => client.states(id).includes('idle'));
    }
    expect(streamed((await client.execute(say.print('well'))).published)).toBe('well\n');
  }),
  rule('K-70', 'An interrupt request stops the cell, which ends with an error', async ({ client, say }) => {
    const id = await client.send({ type: 'execute_request', content: execution(`${say.print('begun')}\n${say.spin}`) });
    await client.until(() => streamed(client.published(id)) === 'begun\n');
    const { reply } = await client.request('interrupt_request', {}, 'control');
    expect(reply.content['status']).toBe('ok');
    expect((await client.answer(id)).reply.content).toMatchObject({ status: 'error', ename: say.interrupted });
  }),
  rule(
    'K-71',
    'A shutdown is confirmed to the client, told to the others, and ends the process with code 0',
    async ({ start }) => {
      const kernel = await start();
      const [client, other] = [await kernel.connect(), await kernel.connect()];
      const { content } = await client.reply(
        await client.send({ type: 'shutdown_request', content: { restart: true } }, 'control'),
        'control',
      );
      expect(content).toMatchObject({ status: 'ok', restart: true });
      await other.until(() => ofType(other.received.iopub, 'shutdown_reply').length === 1);
      expect(await kernel.ended).toBe(0);
    },
  ),
  rule('K-72', 'Replies go to the client that asked, iopub goes to all', async ({ kernel, client, say }) => {
    const other = await kernel.connect();
    const { id } = await client.execute(say.print('to all'));
    await other.until(() => other.states(id).includes('idle'));
    expect(streamed(other.published(id))).toBe('to all\n');
    expect(other.received.shell.filter(({ parent }) => parent.msg_id === id)).toEqual([]);
  }),
  rule('K-73', 'A client that leaves before its reply harms nobody', async ({ kernel, client, say }) => {
    const leaver = await kernel.connect();
    const id = await leaver.send({ type: 'execute_request', content: execution(say.sleep(150)) });
    await client.until(() => client.states(id).includes('busy'));
    leaver.close();
    await client.until(() => client.states(id).includes('idle'));
    expect(streamed((await client.execute(say.print('stay'))).published)).toBe('stay\n');
  }),
  rule('K-74', 'A connection that comes back under its old identity takes its place', async ({ kernel, say }) => {
    const identity = randomUUID();
    const lost = await kernel.connect(identity);
    await lost.execute(say.assign('kept', 5));
    const back = await kernel.connect(identity);
    expect(ofType((await back.execute('kept + 1')).published, 'execute_result')).toMatchObject([
      { data: { 'text/plain': '6' } },
    ]);
  }),
  rule('K-75', 'Requests of several connections at once are all answered, each to its own', async ({ kernel }) => {
    const clients = await Promise.all([1, 2, 3].map(() => kernel.connect()));
    const answers = await Promise.all(
      clients.map(async client =>
        Promise.all(
          Array.from({ length: 20 }, (_, i) => client.request(i % 2 ? 'kernel_info_request' : 'comm_info_request')),
        ),
      ),
    );
    for (const [i, own] of answers.entries())
      expect(own.every(({ reply }) => reply.parent['session'] === clients[i]!.session)).toBe(true);
  }),
];
