import { expect } from '@jest/globals';
import { execution, ofType, streamed, type Client } from './client.ts';
import type { Envelope } from './envelope.ts';
import { rule, type Rule } from './rules.ts';

/** Runs a cell that may ask, until it has asked. */
async function asked(client: Client, code: string): Promise<{ readonly id: string; readonly question: Envelope }> {
  const id = await client.send({ type: 'execute_request', content: execution(code, { allow_stdin: true }) });
  const question = (): Envelope | undefined => client.received.stdin.find(({ parent }) => parent.msg_id === id);
  await Promise.race([client.until(() => question() !== undefined), client.reply(id)]);
  if (!question()) throw new Error(`the cell did not ask: ${JSON.stringify((await client.reply(id)).content)}`);
  return { id, question: question()! };
}

const answer = (client: Client, question: Envelope, value: string): Promise<string> =>
  client.send({ type: 'input_reply', content: { status: 'ok', value }, parent: question.header }, 'stdin');

export const inputRules: readonly Rule[] = [
  rule('K-40', 'A cell asks the client that sent it, and goes on with the answer', async ({ kernel, client, say }) => {
    const other = await kernel.connect();
    const { id, question } = await asked(client, say.ask('Name: '));
    expect(question.header.msg_type).toBe('input_request');
    expect(question.content).toMatchObject({ prompt: 'Name: ', password: false });
    await answer(client, question, 'Ada Ü');
    const { reply, published } = await client.answer(id);
    expect(reply.content['status']).toBe('ok');
    expect(streamed(published)).toBe('[Ada Ü]\n');
    expect(other.received.stdin).toEqual([]);
  }),
  rule('K-41', 'A password is asked for as one', async ({ client, say }) => {
    const { id, question } = await asked(client, say.askSecretly('Key: '));
    expect(question.content).toMatchObject({ prompt: 'Key: ', password: true });
    await answer(client, question, 's3cret');
    expect(streamed((await client.answer(id)).published)).toBe('[s3cret]\n');
  }),
  rule('K-42', 'Where nobody can answer, the question fails at once', async ({ client, say }) => {
    const before = client.received.stdin.length;
    const { reply } = await client.execute(say.ask('Anyone? '));
    expect(reply.content).toMatchObject({ status: 'error', ename: 'StdinNotImplementedError' });
    expect(client.received.stdin).toHaveLength(before);
  }),
  rule('K-43', 'An interrupt ends a cell that waits for an answer', async ({ client, say }) => {
    const { id } = await asked(client, say.ask('Never: '));
    await client.request('interrupt_request', {}, 'control');
    const { reply } = await client.answer(id);
    expect(reply.content).toMatchObject({ status: 'error', ename: say.interrupted });
    expect(streamed((await client.execute(say.print('on'))).published)).toBe('on\n');
  }),
  rule(
    'K-44',
    'Output before a question is shown before it, and a second question follows the first',
    async ({ client, say }) => {
      const { id, question } = await asked(client, [say.print('first'), say.ask('1: '), say.ask('2: ')].join('\n'));
      await client.until(() => streamed(client.published(id)) === 'first\n');
      await answer(client, question, 'one');
      await client.until(() => client.received.stdin.filter(({ parent }) => parent.msg_id === id).length === 2);
      await answer(client, client.received.stdin.at(-1)!, 'two');
      expect(streamed((await client.answer(id)).published)).toBe('first\n[one]\n[two]\n');
    },
  ),
  rule('K-45', 'A late answer is not taken for the next question', async ({ client, say }) => {
    const { id: interrupted, question: old } = await asked(client, say.ask('old: '));
    await client.request('interrupt_request', {}, 'control');
    await client.answer(interrupted);
    await answer(client, old, 'too late');
    const { id, question } = await asked(client, say.ask('new: '));
    await answer(client, old, 'too late again');
    await answer(client, question, 'in time');
    const { published } = await client.answer(id);
    expect(streamed(published)).toBe('[in time]\n');
    expect(ofType(published, 'error')).toEqual([]);
  }),
];
