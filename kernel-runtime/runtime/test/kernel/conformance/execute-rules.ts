import { expect } from '@jest/globals';
import { execution, ofType, streamed, type Client } from './client.ts';
import { rule, type Rule } from './rules.ts';

const types = (messages: readonly { readonly header: { readonly msg_type: string } }[]): string[] =>
  messages.map(({ header }) => header.msg_type);

const count = async (client: Client): Promise<number> =>
  (await client.execute('0')).reply.content['execution_count'] as number;

export const executeRules: readonly Rule[] = [
  rule('K-20', 'A cell is busy, input, output, result, idle', async ({ client, say }) => {
    const code = `${say.print('out')}\n6 * 7`;
    const { reply, published } = await client.execute(code);
    expect(types(published)).toEqual(['status', 'execute_input', 'stream', 'execute_result', 'status']);
    const execution_count = reply.content['execution_count'];
    expect(published[1]!.content).toEqual({ code, execution_count });
    expect(published[3]!.content).toMatchObject({ execution_count, data: { 'text/plain': '42' }, metadata: {} });
    expect(reply.content).toMatchObject({ status: 'ok', payload: [], user_expressions: {} });
  }),
  rule('K-21', 'Cells are counted when they are stored', async ({ client }) => {
    const first = await count(client);
    await client.execute('1', { store_history: false });
    await client.execute('1', { silent: true });
    expect(await count(client)).toBe(first + 1);
  }),
  rule('K-22', 'A silent cell shows no input and no result', async ({ client }) => {
    const { reply, published } = await client.execute('6 * 7', { silent: true });
    expect(reply.content['status']).toBe('ok');
    expect(types(published)).toEqual(['status', 'status']);
  }),
  rule(
    'K-23',
    'An error is told on iopub and in the reply with ename, evalue and traceback',
    async ({ client, say }) => {
      const { reply, published } = await client.execute(say.fail('too far'));
      const [error] = ofType(published, 'error');
      expect(error).toMatchObject({ ename: expect.stringMatching(/Error$/), evalue: 'too far' });
      expect((error!['traceback'] as string[]).join('\n')).toContain('too far');
      const { ename, evalue, traceback } = reply.content;
      expect({ ename, evalue, traceback, status: reply.content['status'] }).toEqual({ ...error, status: 'error' });
    },
  ),
  rule('K-24', 'An error aborts the cells that wait, each with its reply', async ({ client, say }) => {
    const code = `${say.sleep(100)}\n${say.fail('stop')}`;
    const failing = client.execute(code);
    const waiting = [client.execute(say.print('one')), client.execute(say.print('two'))];
    expect((await failing).reply.content['status']).toBe('error');
    for (const { id, reply, published } of await Promise.all(waiting)) {
      expect(reply.content['status']).toBe('aborted');
      expect(types(published)).toEqual(['status', 'status']);
      expect(client.states(id)).toEqual(['busy', 'idle']);
    }
    expect(streamed((await client.execute(say.print('on'))).published)).toBe('on\n');
  }),
  rule('K-25', 'Without stop_on_error the cells that wait run', async ({ client, say }) => {
    const failing = client.execute(`${say.sleep(100)}\n${say.fail('go on')}`, { stop_on_error: false });
    const waiting = client.execute(say.print('still'));
    expect((await failing).reply.content['status']).toBe('error');
    expect(streamed((await waiting).published)).toBe('still\n');
  }),
  rule('K-26', 'User expressions are evaluated after the cell, each for itself', async ({ client, say }) => {
    const { reply } = await client.execute(say.assign('seven', 7), {
      user_expressions: { product: 'seven * 6', wrong: 'noSuchName + 1' },
    });
    expect(reply.content['user_expressions']).toMatchObject({
      product: { status: 'ok', data: { 'text/plain': '42' }, metadata: {} },
      wrong: { status: 'error', ename: expect.any(String), evalue: expect.stringContaining('noSuchName') },
    });
  }),
  rule('K-27', 'An empty cell is done and not counted', async ({ client }) => {
    const first = await count(client);
    expect((await client.execute(' \n')).reply.content['status']).toBe('ok');
    expect(await count(client)).toBe(first + 1);
  }),
  rule('K-28', 'Streams keep their order among themselves and with displays', async ({ client, say }) => {
    const code = [say.print('1'), say.printError('2'), say.show('three', 'order'), say.print('4')].join('\n');
    const { published } = await client.execute(code);
    const shown = published.filter(({ header }) => ['stream', 'display_data'].includes(header.msg_type));
    const names = shown.map(({ content }) => content['name'] ?? 'display'); // a stream may come in several pieces
    const runs = names.filter((name, i) => name !== names[i - 1]);
    expect(runs).toEqual(['stdout', 'stderr', 'display', 'stdout']);
  }),
  rule('K-29', 'A display is updated in place, also from a later cell', async ({ client, say }) => {
    const first = await client.execute(say.show('before', 'place'));
    expect(ofType(first.published, 'display_data')).toMatchObject([
      { data: { 'text/plain': "'before'" }, transient: { display_id: 'place' } },
    ]);
    const { published } = await client.execute(say.update('after', 'place'));
    expect(ofType(published, 'update_display_data')).toMatchObject([
      { data: { 'text/plain': "'after'" }, transient: { display_id: 'place' } },
    ]);
  }),
  rule('K-30', 'A cell clears its output, in order', async ({ client, say }) => {
    const { published } = await client.execute([say.print('old'), say.clear, say.print('new')].join('\n'));
    const order = types(published).filter(type => ['stream', 'clear_output'].includes(type));
    expect(order).toEqual(['stream', 'clear_output', 'stream']);
    expect(ofType(published, 'clear_output')).toEqual([{ wait: true }]);
  }),
  rule('K-31', 'Output between cells keeps the cell that it belongs to', async ({ client, say }) => {
    const both = await Promise.all([client.execute(say.print('a')), client.execute(say.print('b'))]);
    expect(both.map(({ published }) => streamed(published))).toEqual(['a\n', 'b\n']);
  }),
  rule('K-32', 'The state stays busy while a cell computes, whatever else is answered', async ({ client, say }) => {
    const id = await client.send({ type: 'execute_request', content: execution(say.sleep(400)) });
    await client.until(() => client.states(id).includes('busy'));
    for (let i = 0; i < 3; i++) await client.request('kernel_info_request', {}, 'control');
    await client.answer(id);
    const states = client.received.iopub.filter(({ header }) => header.msg_type === 'status');
    const ofCell = states.flatMap(({ parent }, index) => (parent.msg_id === id ? [index] : []));
    const during = states.slice(ofCell[0], ofCell.at(-1)).map(({ content }) => content['execution_state']);
    const afterIdle = during.filter((_, index) => during[index - 1] === 'idle');
    expect(afterIdle).toEqual(afterIdle.map(() => 'busy'));
    expect(during.at(-1)).toBe('busy');
    expect(states[ofCell.at(-1)!]!.content).toEqual({ execution_state: 'idle' });
  }),
];
