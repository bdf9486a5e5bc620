import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { DaisyEvent, LogLine } from '@daisy-lab/core';
import { createServices } from '../../lib/services/index.js';
import { freshFolder, smallScan } from '../support/worlds.ts';

const cwd = freshFolder();
const topics: DaisyEvent['topic'][] = [];
const { services, close } = createServices({ cwd, emit: topic => topics.push(topic) });
const call = { signal: new AbortController().signal };
afterAll(close);

const linesAfter = async (after: number): Promise<readonly LogLine[]> =>
  (await services['log.list']!({ after }, call)).result.lines;

async function until(holds: (lines: readonly LogLine[]) => boolean): Promise<readonly LogLine[]> {
  for (;;) {
    const lines = await linesAfter(0);
    if (holds(lines)) return lines;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

test('the log tells what runs did, which bodies they took, and why they failed', async () => {
  await smallScan(join(cwd, 'scan.h5'));
  const text = JSON.stringify({
    daisy: 2,
    workflow: {
      ...{ id: 'my.workflow', version: '1.0.0', title: 'My workflow' },
      inputs: { scan: { type: { kind: 'dataset', dataset: 'ct.scan' } } },
      nodes: [{ name: 'read', algorithm: 'ct.read', version: '1.0.0', inputs: { scan: { input: 'scan' } } }],
      outputs: { proj: { from: { node: 'read', port: 'proj' } } },
    },
    values: { inputs: { scan: 'scan.h5' } },
  });
  const path = join(cwd, 'my.daisy');
  await services['graph.start']!({ path, text }, call);
  const lines = await until(now => now.some(({ step, text: said }) => step === '' && /^Done in/.test(said)));
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, at) => at + 1));
  const read = lines.filter(({ step }) => step === 'read').map(({ text: said }) => said);
  expect(read[0]).toMatch(/^Started Read scan, \w+: /);
  expect(read.at(-1)).toBe('Done: Read scan');
  expect(lines.every(({ title, level }) => title === 'My workflow' && level === 'info')).toBe(true);

  await services['graph.start']!({ path, text: text.replace('scan.h5', 'missing.h5') }, call);
  await until(now => now.some(({ level }) => level === 'error'));
  const failure = (await linesAfter(lines.length)).at(-1);
  expect(failure).toMatchObject({ level: 'error', text: expect.stringContaining('missing.h5') });
  expect(await linesAfter(lines.length + 10)).toEqual([]);
});
