import { describe, expect, test } from '@jest/globals';
import { chooseStorage } from '@daisy-lab/runtime';
import { chunkShape } from '../../../lib/io/storage/chunk-shape.js';
import { seededRandom } from '../hdf5/hdf5-files.ts';

const random = seededRandom(3);
const noise = Uint16Array.from({ length: 200_000 }, () => random(65_536));
const counts = Uint16Array.from({ length: 200_000 }, () => 12_000 + random(256));
const labels = Uint16Array.from({ length: 200_000 }, (_, index) => Math.floor(index / 500) % 7);
const wish = { dtype: 'uint16', shape: [1800, 2048, 2048], access: 'frames' } as const;

describe('how data are stored', () => {
  test.each([
    ['noise is not compressed', noise, 'fast', 'none'],
    ['counts are compressed fast where plug-ins may be needed', counts, 'fast', 'bitshuffle-lz4'],
    ['counts stay as they are where every program is to read them', counts, 'portable', 'none'],
    ['labels shrink so far that deflate pays', labels, 'portable', 'deflate'],
    ['a codec that is asked for is taken', noise, 'lz4', 'lz4'],
  ] as const)('%s', (_, sample, codec, expected) => {
    const choice = chooseStorage({ ...wish, sample: [sample], codec });
    expect(choice.codec).toBe(expected);
    expect(choice.attributes).toMatchObject({ storage_access: 'frames', storage_codec: expected });
    const ratio = choice.attributes!['storage_ratio'] as number;
    if (expected === 'none')
      expect([ratio, choice.attributes!['storage_refused']]).toEqual([
        1,
        [expect.stringMatching(/^(bitshuffle-lz4|deflate) \d/)],
      ]);
    else expect(ratio).toBeGreaterThan(expected === 'lz4' ? 0.9 : 1.15);
  });

  test.each([
    ['frames', [1800, 2048, 2048], 2, [1, 1024, 2048]],
    ['frames', [Infinity, 512, 512], 4, [1, 512, 512]],
    ['rows', [1800, 2048, 2048], 2, [900, 1, 2048]],
    ['rows', [30, 40, 50], 2, [30, 20, 50]],
    ['cube', [1800, 2048, 2048], 2, [45, 22, 512]],
    ['cube', [40, 30, 20], 4, [40, 30, 20]],
    ['frames', [5000], 8, [5000]],
    ['frames', [1000, 4096], 8, [32, 4096]],
    ['frames', [Infinity, 1024], 8, [8, 1024]],
    ['cube', [5000, 5000], 4, [500, 500]],
    ['frames', [8, 9, 700, 800], 4, [1, 1, 700, 800]],
  ] as const)('chunks for %s of [%s] with %d bytes are whole parts of at most 4 MB', (access, shape, item, chunk) => {
    expect(chunkShape(shape, item, access)).toEqual(chunk);
  });
});
