import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { badScans, scanWithoutDarks, writeBadScans } from '../../../fixtures/bad-scans.mjs';
import { freshFolder } from '../support/worlds.ts';
import { KernelClient } from './kernel-client.ts';

/** The compiler starts cold, on a machine that may be busy. */
/** A line of a traceback without its colours. */
const plain = (line = ''): string => line.replace(/\x1b\[\d+m/g, '');

/** A cell that does all a scan needs, as the tour notebook does. */
const reconstruct = (scan: string, volume: string): string => `
const run = Engine.local().run(ct.full, { scan: await openScan('${scan}') }, { params: { axisPx: 15 } });
const result = await run;
await saveVolume('${volume}', result, { provenance: run.provenance });`;

describe('bad input in cells', () => {
  const folder = freshFolder();
  let kernel: KernelClient;
  let before: readonly string[];
  beforeAll(async () => {
    await writeBadScans(folder);
    before = readdirSync(folder);
    kernel = await KernelClient.start({ cwd: folder });
    await kernel.value("import { ct, Engine, openScan, saveVolume } from '@daisy-lab/runtime'; 0");
  }, 60_000);
  afterAll(() => kernel.stop());

  async function refused(cell: string): Promise<{ ename: string; evalue: string; traceback: string[] }> {
    const { messages } = await kernel.execute(cell);
    const error = messages.find(({ type }) => type === 'error');
    return error!.content as { ename: string; evalue: string; traceback: string[] };
  }

  test.each(badScans)('$name: the sentence comes first', async ({ name, refusedAt, tag, sentence, action }) => {
    const { ename, evalue, traceback } = await refused(reconstruct(name, 'volume.h5'));
    expect(ename).toBe(`DaisyError (${tag})`);
    expect(evalue).toMatch(sentence);
    expect(evalue).toMatch(action);
    expect(plain(traceback[0]?.split('\n')[0])).toMatch(sentence);
    if (refusedAt === 'open') expect(traceback.slice(1).join('\n')).toMatch(/In\[\d+\]/);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a volume that cannot be written: the sentence comes first, and nothing is left', async () => {
    const { ename, evalue, traceback } = await refused(reconstruct(scanWithoutDarks, 'text.h5/volume.h5'));
    expect(ename).toBe('DaisyError (File)');
    expect(plain(traceback[0])).toMatch(/^volume\.h5 cannot be written into/);
    expect(evalue).toMatch(/volume\.h5 cannot be written into .*text\.h5: it is not a folder\. Choose a folder/);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a run that was cancelled says so', async () => {
    const { ename, evalue, traceback } = await refused(`
const abort = new AbortController();
const stopped = Engine.local().run(ct.full, { scan: await openScan('${scanWithoutDarks}') }, { signal: abort.signal });
abort.abort();
await saveVolume('stopped.h5', await stopped);`);
    expect([ename, evalue, plain(traceback[0])]).toEqual([
      'DaisyError (Cancelled)',
      'The run was cancelled.',
      'The run was cancelled.',
    ]);
    expect(readdirSync(folder)).toEqual(before);
  });
});
