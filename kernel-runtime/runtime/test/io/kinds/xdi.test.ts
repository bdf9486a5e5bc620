import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withSource } from '@daisy-lab/runtime';
import { measured } from '../../support/worlds.ts';

/** What each of the reference's bad files is refused for; null for those that the format allows, which are read. */
const reasons: readonly (RegExp | null)[] = [
  ...[
    null,
    /first line/,
    /Element\.edge/,
    /Element\.symbol/,
    /"Foo" is no edge/,
    /"Foo" is no element/,
    /no line "#---"/,
  ],
  ...[/no labels/, /too few/, /too many/, /not numbered one after/, /neither with "#"/, /Mono\.d_spacing/, /too few/],
  ...[
    /too many/,
    /nan/,
    /STRING/,
    /not a number/,
    /has no value/,
    /has no ":"/,
    /two ":"/,
    /has no "\."/,
    /two "\."/,
    null,
  ],
  ...[
    /family that begins with a number/,
    null,
    null,
    null,
    /no date and time/,
    /out of its range/,
    /no edge.*no element/,
  ],
  ...[/no number/, null, /temperature/, /energy/, /current/],
];

describe('XDI', () => {
  test('the reference files are read, the bad ones refused for their reason', async () => {
    const good = measured('xas/xdi/data');
    const bad = measured('xas/xdi/baddata');
    if (!good || !bad) return;
    for (const name of readdirSync(good)) {
      await withSource(join(good, name), source => expect(source.tree().length).toBeGreaterThan(1));
    }
    expect(reasons.length).toBe(36);
    for (const [number, reason] of reasons.entries()) {
      const opened = withSource(join(bad, `bad_${String(number).padStart(2, '0')}.xdi`), source =>
        source.attributes('/'),
      );
      if (reason) await expect(opened).rejects.toMatchObject({ tag: 'File', message: expect.stringMatching(reason) });
      else await opened;
    }
  });

  test('says what the format recommends and a file does not have', async () => {
    const bad = measured('xas/xdi/baddata/bad_32.xdi');
    if (bad)
      await withSource(bad, source =>
        expect(source.attributes('/')['warnings']).toContain('The recommended field Beamline.name is missing.'),
      );
  });

  test('the measured spectra of the library are read', async () => {
    const library = measured('xas/XASDataLibrary');
    if (!library) return;
    const refused: string[] = [];
    for (const name of readdirSync(library, { recursive: true, encoding: 'utf8' }).filter(file =>
      file.endsWith('.xdi'),
    )) {
      await withSource(join(library, name), source => source.tree()).catch((thrown: Error) =>
        refused.push(`${name}: ${thrown.message}`),
      );
    }
    expect(refused).toEqual([]);
  });
});
