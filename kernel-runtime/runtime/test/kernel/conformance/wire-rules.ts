import { expect } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { ofType, streamed } from './client.ts';
import { pack } from './envelope.ts';
import { rule, type Rule } from './rules.ts';

const standardRequests = [
  ['kernel_info_request', {}],
  ['complete_request', { code: 'a', cursor_pos: 1 }],
  ['inspect_request', { code: 'a', cursor_pos: 1, detail_level: 0 }],
  ['is_complete_request', { code: '1' }],
  ['history_request', { hist_access_type: 'tail', n: 1, raw: true, output: false }],
  ['comm_info_request', {}],
  ['connect_request', {}],
  ['execute_request', { code: '1', silent: false, store_history: false, user_expressions: {}, allow_stdin: false }],
] as const;

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export const wireRules: readonly Rule[] = [
  rule('K-1', 'Buffers are not signed: a request that carries some is answered', async ({ client }) => {
    const { reply } = await client.request('kernel_info_request', {}, 'shell', {
      buffers: [randomBytes(5), Buffer.alloc(0), randomBytes(1 << 20)],
    });
    expect(reply.content['status']).toBe('ok');
  }),
  rule('K-2', 'A message with a wrong signature gets no answer and no status', async ({ client }) => {
    const { id, frames } = pack('another key', client.session, { type: 'kernel_info_request', content: {} });
    await client.sockets.shell.send(frames);
    await client.request('kernel_info_request');
    await pause(50);
    expect([...client.received.shell, ...client.received.iopub].filter(({ parent }) => parent.msg_id === id)).toEqual(
      [],
    );
  }),
  rule('K-3', 'A reply carries all routing identities of its request', async ({ client }) => {
    const identities = [Buffer.from('first'), Buffer.from([0, 255, 1]), Buffer.from('third')];
    const id = await client.send({ type: 'kernel_info_request', content: {} }, 'shell', identities);
    expect((await client.reply(id)).identities).toEqual(identities);
  }),
  rule(
    'K-4',
    'Messages bear the session of the kernel and, as parent, the whole header of the request',
    async ({ client }) => {
      const extra = { msg_id: `own-${client.session}`, subject: { nested: [1, 'ü', null] } };
      await client.send({ type: 'kernel_info_request', content: {}, extra });
      const { reply, published } = await client.answer(extra.msg_id);
      expect(reply.parent).toMatchObject({ ...extra, session: client.session, username: 'conformance' });
      const sessions = new Set([reply, ...published].map(({ header }) => header.session));
      expect([...sessions]).toEqual([expect.not.stringMatching(client.session)]);
      expect(new Set([reply, ...published].map(({ header }) => header.msg_id)).size).toBe(1 + published.length);
      expect(reply.header).toMatchObject({ version: expect.stringMatching(/^5\.\d+$/), username: expect.any(String) });
      expect(Number.isNaN(Date.parse(String(reply.header['date'])))).toBe(false);
    },
  ),
  rule('K-5', 'Every standard request goes busy, one reply, idle', async ({ client }) => {
    for (const [type, content] of standardRequests) {
      const { id, reply } = await client.request(type, content);
      expect([type, reply.header.msg_type]).toEqual([type, type.replace('request', 'reply')]);
      expect([type, ...client.states(id)]).toEqual([type, 'busy', 'idle']);
    }
    const { id } = await client.request('kernel_info_request', {}, 'control');
    expect(client.states(id)).toEqual(['busy', 'idle']);
    const replies = client.received.shell.map(({ parent }) => parent.msg_id);
    expect(new Set(replies).size).toBe(replies.length);
  }),
  rule('K-6', 'The heartbeat echoes, also while a cell computes', async ({ client, say }) => {
    const cell = client.execute(say.sleep(200));
    expect(await client.beat('one')).toBe('one');
    expect(await client.beat('two')).toBe('two');
    await cell;
  }),
  rule('K-7', 'A kernel describes itself and its language', async ({ client }) => {
    const { reply } = await client.request('kernel_info_request');
    expect(reply.content).toMatchObject({
      status: 'ok',
      protocol_version: expect.stringMatching(/^5\.\d+$/),
      implementation: expect.any(String),
      implementation_version: expect.any(String),
      banner: expect.any(String),
      language_info: {
        name: expect.any(String),
        version: expect.any(String),
        mimetype: expect.any(String),
        file_extension: expect.stringMatching(/^\./),
      },
    });
  }),
  rule('K-8', 'A connect request is answered with the ports', async ({ kernel, client }) => {
    const { shell_port, iopub_port, hb_port, stdin_port, control_port } = kernel.connection;
    const { content } = (await client.request('connect_request')).reply;
    expect(content).toMatchObject({ shell_port, iopub_port, hb_port });
    expect([stdin_port, control_port, undefined]).toContain(content['stdin_port']);
  }),
  rule('K-9', 'A new subscription is welcomed on iopub', async ({ kernel }) => {
    const another = await kernel.connect();
    expect(ofType(another.received.iopub, 'iopub_welcome')).toEqual([{ subscription: '' }]);
  }),
  rule('K-10', 'A request of an unknown type is answered with an error', async ({ client }) => {
    for (const channel of ['shell', 'control'] as const) {
      const { id, reply } = await client.request('teleport_request', { to: 'Mars' }, channel);
      expect(reply.header.msg_type).toBe('teleport_reply');
      expect(reply.content).toMatchObject({ status: 'error', evalue: expect.stringContaining('teleport_request') });
      expect(client.states(id)).toEqual(['busy', 'idle']);
    }
  }),
  rule('K-11', 'Unknown messages show nothing to the user', async ({ client, say }) => {
    const before = client.received.iopub.length;
    await client.send({ type: 'teleport_request', content: {} });
    await client.send({ type: 'nonsense', content: {} });
    await client.send({ type: '', content: {} }, 'control');
    await client.execute(say.print('here'));
    const shown = client.received.iopub
      .slice(before)
      .filter(({ header }) => ['stream', 'error'].includes(header.msg_type));
    expect(streamed(shown)).toBe('here\n');
    expect(shown).toHaveLength(1);
  }),
  rule('K-12', 'The kernel speaks on ipc as on tcp', async ({ start, say }) => {
    const kernel = await start({ transport: 'ipc' });
    const client = await kernel.connect();
    const { published } = await client.execute(say.print('by file'));
    expect(streamed(published)).toBe('by file\n');
    expect(await client.beat('ipc')).toBe('ipc');
  }),
];
