import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunRecord } from '@daisy-lab/runtime';
import { createServices } from '../../lib/services/index.js';
import { badScans, scanWithoutDarks, writeBadScans } from '../../../fixtures/bad-scans.mjs';
import { freshFolder } from '../support/worlds.ts';

const cwd = freshFolder();
const { services, close } = createServices({ cwd, emit: () => undefined });
const call = { signal: new AbortController().signal };
let before: readonly string[];
beforeAll(async () => {
  await writeBadScans(cwd);
  before = readdirSync(cwd);
});
afterAll(close);

const start = (scan: string, volume: string) =>
  services['run.start']!(
    { algorithm: 'ct.full', inputs: { scan }, params: { axisPx: 15 }, outputs: { volume } },
    call,
  ).then(({ result }) => result);

async function ended({ run }: RunRecord): Promise<RunRecord> {
  for (;;) {
    const { result } = await services['run.status']!({ run }, call);
    if (result.state !== 'queued' && result.state !== 'running') return result;
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

describe('bad scans in the services', () => {
  test.each(badScans)('$name is refused in a sentence', async ({ name, refusedAt, tag, sentence, action }) => {
    const words = { tag, message: expect.stringMatching(sentence), action: expect.stringMatching(action) };
    const opening = services['ct.open']!({ path: name }, call);
    if (refusedAt === 'open') await expect(opening).rejects.toMatchObject(words);
    else {
      const { scan } = (await opening).result;
      const wish = { scan, row: 4, axisPx: 15, params: {}, quality: 'exact' } as const;
      await expect(services['ct.slice']!(wish, call)).rejects.toMatchObject(words);
      await expect(services['ct.axis']!({ scan, row: 4, params: {} }, call)).rejects.toMatchObject(words);
    }
    expect(await ended(await start(name, 'refused.h5'))).toMatchObject({ state: 'failed', outputs: {}, error: words });
    expect(readdirSync(cwd)).toEqual(before);
  });

  test('damaged counts are holes in the pictures, and other rows are whole', async () => {
    const { scan, sinograms } = (await services['ct.open']!({ path: 'nan.h5' }, call)).result;
    const histogram = { handle: sinograms.handle, bins: 4 };
    expect((await services['viewer.histogram']!({ ...histogram, frame: 4 }, call)).result.invalid).toBe(1);
    expect((await services['viewer.histogram']!({ ...histogram, frame: 5 }, call)).result.invalid).toBe(0);
    const { result } = await services['ct.axis']!({ scan, row: 5, params: {} }, call);
    expect(Math.abs(result.axisPx - 15)).toBeLessThanOrEqual(0.5);
  });

  test('a scan without dark fields is reconstructed and says what was assumed', async () => {
    const { description } = (await services['ct.open']!({ path: scanWithoutDarks }, call)).result;
    expect(description.warnings.join()).toContain('no dark fields');
    expect(await ended(await start(scanWithoutDarks, join(freshFolder(), 'volume.h5')))).toMatchObject({
      state: 'done',
    });
  });

  test.each([
    ['text.h5/volume.h5', 'it is not a folder'],
    ['none/volume.h5', 'it does not exist'],
    ...(existsSync('/proc/self') ? [['/proc/volume.h5', 'it takes no new files']] : []),
  ])('a volume is not begun at %s: %s', async (volume, reason) => {
    await expect(start(scanWithoutDarks, volume!)).rejects.toMatchObject({
      tag: 'File',
      message: expect.stringContaining(reason!),
      action: expect.stringContaining('Choose a folder'),
    });
  });

  test('an existing file is left alone', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'volume.h5'), 'mine');
    await expect(start(scanWithoutDarks, join(folder, 'volume.h5'))).rejects.toMatchObject({ tag: 'File' });
    expect(readdirSync(folder)).toEqual(['volume.h5']);
  });
});
