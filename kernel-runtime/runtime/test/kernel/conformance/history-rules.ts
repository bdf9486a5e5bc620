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

/** A fresh kernel that has run some cells. */
async function ran(start: () => Promise<{ connect(): Promise<Client> }>, ...cells: string[]): Promise<Client> {
  const client = await (await start()).connect();
  for (const cell of cells) await client.execute(cell);
  return client;
}

export const historyRules: readonly Rule[] = [
  rule('K-50', 'The history has a tail, ranges of lines, and outputs on request', async ({ start, say }) => {
    const client = await ran(start, '1 + 1', say.print('x'), '2 + 2', '3 + 3');
    expect(inputs(await recall(client, { hist_access_type: 'tail', n: 3 })).slice(-2, -1)).toEqual(['2 + 2']);
    expect(inputs(await recall(client, { hist_access_type: 'range', session: 0, start: 1, stop: 3 }))).toEqual([
      '1 + 1',
      say.print('x'),
    ]);
    expect(
      (await recall(client, { hist_access_type: 'range', session: 0, start: 3, stop: 4 })).map(([, line]) => line),
    ).toEqual([3]);
    const [[, , withOutput]] = (await recall(client, {
      hist_access_type: 'range',
      session: 0,
      start: 1,
      stop: 2,
      output: true,
    })) as [Recalled];
    expect(withOutput).toEqual(['1 + 1', expect.anything()]);
  }),
  rule('K-51', 'The history is searched with * and ?, newest last, each input once on request', async ({ start }) => {
    const client = await ran(start, '11 + 1', '22 + 2', '11 + 1', '11 + 4', '0');
    const search = (content: object): Promise<Recalled[]> => recall(client, { hist_access_type: 'search', ...content });
    expect(inputs(await search({ pattern: '11*', n: 10 }))).toEqual(['11 + 1', '11 + 1', '11 + 4']);
    expect(inputs(await search({ pattern: '?? + 1', n: 1 }))).toEqual(['11 + 1']);
    expect(inputs(await search({ pattern: '*+*', unique: true })).sort()).toEqual(['11 + 1', '11 + 4', '22 + 2']);
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
  rule('K-53', 'What is not stored is not recalled', async ({ start }) => {
    const client = await ran(start, '1001');
    await client.execute('1002', { store_history: false });
    await client.execute('1003', { silent: true });
    await client.execute('1004');
    expect(inputs(await recall(client, { hist_access_type: 'range', session: 0, start: 1 }))).toEqual(['1001', '1004']);
  }),
];
