import { expect } from '@jest/globals';
import type { Client } from './client.ts';
import { rule, type Rule } from './rules.ts';

type Recalled = [session: number, line: number, input: string | [string, string | null]];

async function recall(client: Client, content: object): Promise<Recalled[]> {
  const { reply } = await client.request('history_request', { raw: true, output: false, ...content });
  expect(reply.content['status']).toBe('ok');
  return reply.content['history'] as Recalled[];
}

const inputs = (entries: readonly Recalled[]): unknown[] => entries.map(([, , input]) => input);

/** Runs cells. @returns the line of the first */
async function ran(client: Client, ...cells: string[]): Promise<number> {
  let first = 0;
  for (const cell of cells) {
    const { content } = (await client.execute(cell)).reply;
    if (first === 0) first = content['execution_count'] as number;
  }
  return first;
}

export const historyRules: readonly Rule[] = [
  rule('K-50', 'The history has a tail, ranges of lines, and outputs on request', async ({ client, say }) => {
    const start = await ran(client, '1 + 1', say.print('x'), '2 + 2', '3 + 3');
    const range = (stop: number, more: object = {}): Promise<Recalled[]> =>
      recall(client, { hist_access_type: 'range', session: 0, start, stop, ...more });
    expect(inputs(await recall(client, { hist_access_type: 'tail', n: 3 }))).toContain('2 + 2');
    expect(inputs(await range(start + 2))).toEqual(['1 + 1', say.print('x')]);
    expect((await range(start + 1)).map(([, line]) => line)).toEqual([start]);
    const [withOutput] = inputs(await range(start + 1, { output: true }));
    expect(withOutput).toEqual(['1 + 1', expect.anything()]);
  }),
  rule('K-51', 'The history is searched with * and ?, newest last, each input once on request', async ({ client }) => {
    await ran(client, '511 + 1', '522 + 2', '511 + 1', '511 + 4', '0');
    const search = (content: object): Promise<Recalled[]> => recall(client, { hist_access_type: 'search', ...content });
    expect(inputs(await search({ pattern: '511*', n: 10 }))).toEqual(['511 + 1', '511 + 1', '511 + 4']);
    expect(inputs(await search({ pattern: '5?? + 1', n: 1 }))).toEqual(['511 + 1']);
    expect(inputs(await search({ pattern: '5*+*', unique: true })).sort()).toEqual(['511 + 1', '511 + 4', '522 + 2']);
    expect(await search({ pattern: 'absent*' })).toEqual([]);
  }),
  rule('K-52', 'The history outlives the kernel', async ({ start }) => {
    const first = await start();
    const before = await first.connect();
    await before.execute('123 + 321');
    await before.request('shutdown_request', { restart: true }, 'control');
    await first.ended;
    const client = await (await start({ folder: first.folder })).connect();
    await client.execute('5');
    expect(inputs(await recall(client, { hist_access_type: 'range', session: -1 }))).toEqual(['123 + 321']);
    const [found] = await recall(client, { hist_access_type: 'search', pattern: '123*' });
    const [own] = (await recall(client, { hist_access_type: 'tail', n: 5 })).slice(-1);
    expect(found![2]).toBe('123 + 321');
    expect(found![0]).toBeLessThanOrEqual(own![0]);
  }),
  rule('K-53', 'What is not stored is not recalled', async ({ client }) => {
    const start = await ran(client, '1001');
    await client.execute('1002', { store_history: false });
    await client.execute('1003', { silent: true });
    await client.execute('1004');
    expect(inputs(await recall(client, { hist_access_type: 'range', session: 0, start }))).toEqual(['1001', '1004']);
  }),
];
