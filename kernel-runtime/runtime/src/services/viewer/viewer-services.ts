import { resolve } from 'node:path';
import { DaisyError, type ServiceReply, type Services, type TileRequest } from '@daisy-lab/core';
import { splitAddress } from '../../io/address.js';
import { correctedFrames } from './corrected-frames.js';
import { differenceFrames } from './difference-frames.js';
import { countFlaws, countsOf, marksOfTile } from './flaws.js';
import { profileOf } from './frame-statistics.js';
import { hdf5Frames } from './hdf5-frames.js';
import { histogramOf } from './histogram.js';
import { poolTile, type Tile } from './pool-tile.js';
import { projectedFrames } from './project-frames.js';
import { regionStatistics } from './region-statistics.js';
import { sampleCodes } from './sample-codes.js';
import { thumbnails } from './thumbnails.js';
import type { Viewers } from './viewers.js';

/** Images of any size, cut and pooled to what a screen shows. */
export function viewerServices(viewers: Viewers, cwd: string): Services {
  return {
    'viewer.open': async ({ source, image, flat = false, log = false }) => {
      const { file: name, dataset } = splitAddress(source);
      const file = resolve(cwd, name);
      const frames = await hdf5Frames(file, dataset, image);
      return { result: viewers.open(flat || log ? await correctedFrames(file, frames, log) : frames) };
    },
    'viewer.tile': async (request, { signal }) => {
      const { handle, frame, flaws = [] } = request;
      const info = viewers.info(handle);
      const parted = viewers.large(handle, frame);
      if (parted) {
        const { overview, ...tile } = await parted.large.tile(handle, parted.source, request, signal);
        const { result, ...rest } = replyOf(tile, null, request, info.version);
        return { result: { ...result, ...(overview && { overview }) }, ...rest };
      }
      const counts = await countsOf(viewers.source(handle), frame, flaws);
      const { tile, marks } = await viewers.look(handle, frame, signal, pixels => {
        const tile = poolTile(pixels, info.dtype, info.width, info.height, request);
        return { tile, marks: flaws.length > 0 ? marksOfTile({ pixels, counts }, info, tile, request, flaws) : null };
      });
      return replyOf(tile, marks, request, info.version);
    },
    'viewer.thumbnails': (params, { signal }) => thumbnails(viewers, params, signal),
    'viewer.value': async ({ handle, frame, x, y }) => {
      const { width, height } = viewers.info(handle);
      const inside = x >= 0 && x < width && y >= 0 && y < height;
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const parted = viewers.large(handle, frame);
      if (parted) {
        const value = inside ? await parted.large.value(parted.source, frame, column, row) : Number.NaN;
        return { result: { value } };
      }
      const at = row * width + column;
      const value = await viewers.look(handle, frame, undefined, pixels => (inside ? pixels[at]! : Number.NaN));
      return { result: { value } };
    },
    'viewer.histogram': async ({ handle, frame, bins, flaws = [] }, { signal }) => {
      if (!Number.isInteger(bins) || bins < 1 || bins > 65536) {
        throw new DaisyError('Input', {
          message: `A histogram of ${bins} bins cannot be made.`,
          action: 'Give 1 to 65536.',
        });
      }
      const parted = viewers.large(handle, frame);
      if (parted) return { result: await parted.large.histogram(handle, parted.source, { frame, bins }, signal) };
      const counts = await countsOf(viewers.source(handle), frame, flaws);
      const result = await viewers.look(handle, frame, signal, pixels => ({
        ...histogramOf(pixels, bins),
        ...(flaws.length > 0 ? { flaws: countFlaws({ pixels, counts }, flaws) } : {}),
      }));
      return { result };
    },
    'viewer.profile': async ({ handle, frame, ...line }) => {
      const { width, height } = viewers.info(handle);
      const parted = viewers.large(handle, frame);
      const values = parted
        ? await parted.large.profile(parted.source, { frame, ...line })
        : await viewers.look(handle, frame, undefined, pixels => profileOf(pixels, width, height, line));
      return {
        result: { length: values.length },
        arrays: { values: { dtype: 'float32', shape: [values.length], data: values } },
      };
    },
    'viewer.statistics': async ({ handle, frame, ...rectangle }, { signal }) => {
      const parted = viewers.large(handle, frame);
      if (parted) return { result: await parted.large.statistics(parted.source, { frame, ...rectangle }, signal) };
      const { width, height } = viewers.info(handle);
      const result = await viewers.look(handle, frame, signal, pixels =>
        regionStatistics(pixels, width, height, rectangle),
      );
      return { result };
    },
    'viewer.project': async ({ handle, first, end, how }) => ({
      result: viewers.open(projectedFrames(viewers.source(handle), first, end, how)),
    }),
    'viewer.difference': async ({ first, second }) => ({
      result: viewers.open(differenceFrames(viewers.source(first), viewers.source(second))),
    }),
    'viewer.close': async ({ handle }) => {
      viewers.close(handle);
      return { result: {} };
    },
  };
}

/** What is sent of a tile: its samples, in two bytes each where that was asked for and saves something. */
function replyOf(
  tile: Tile,
  marks: Uint8Array | null,
  request: TileRequest,
  version: number,
): ServiceReply<'viewer.tile'> {
  const { data, dtype, ...place } = tile;
  const result = { frame: request.frame, ...place, version };
  const shape = [place.height, place.width];
  if (!request.codes || data.BYTES_PER_ELEMENT <= 2) {
    const values = { data: { dtype, shape, data } };
    return { result, arrays: marks ? { ...values, marks: { dtype: 'uint8', shape, data: marks } } : values };
  }
  const { codes, scale } = sampleCodes(data, marks);
  return { result: { ...result, codes: scale }, arrays: { data: { dtype: 'uint16', shape, data: codes } } };
}
