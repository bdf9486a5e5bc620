import { resolve } from 'node:path';
import { DaisyError, sizeOf, type TypedArray } from '@daisy-lab/core';
import type { DatasetInfo, DataSource } from '../data-source.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { storedAs } from '../entries/stored-entry.js';
import { lengthOf, type Range } from '../entries/ranges.js';
import { readPart } from '../read-part.js';
import { filesOf, isPattern, seriesOf, type Series } from './numbered-files.js';

/** Opens one file of a stack without waiting; null for names of no image format. */
export type OpenImage = (path: string) => DataSource;

const filesAtOnce = 4;

/**
 * Files of one size in a folder, or named by a pattern, as one dataset over [file, row, column]: `/data`, or one for each series of names.
 * Numbers that are missing stand in the attribute `missing`. The first file of a series is looked at now, the others when they are read.
 * @throws DaisyError `File` when the folder holds no images.
 */
export function openStack(where: string, isImage: (path: string) => boolean, open: OpenImage): DataSource {
  const path = resolve(where);
  const series = seriesOf(filesOf(path, isImage));
  if (series.length === 0) {
    throw new DaisyError('File', {
      message: isPattern(path) ? `No image matches ${path}.` : `There are no images in the folder ${path}.`,
      action: 'Choose a folder of TIFF, EDF, CBF, FITS or npy files.',
      path,
    });
  }
  const paths = uniquePaths(series);
  return entrySource({
    path,
    format: 'stack of files',
    entries: series.map((each, index) => seriesEntry(each, paths[index]!, open)),
    attributes: { files: series.reduce((sum, { files }) => sum + files.length, 0) },
  });
}

function uniquePaths(series: readonly Series[]): readonly string[] {
  if (series.length === 1) return ['/data'];
  const taken = new Set<string>();
  return series.map(({ name }) => {
    let path = `/${name}`;
    for (let number = 2; taken.has(path); number++) path = `/${name}-${number}`;
    taken.add(path);
    return path;
  });
}

function seriesEntry({ name, files, missing }: Series, path: string, open: OpenImage): Entry {
  const first = withImage(files[0]!, open, (source, info) => ({
    ...info,
    axes: source.read(
      info.path,
      info.shape.map(() => [0, 1] as const),
    ).axes,
  }));
  const dtype = first.dtype!;
  const each = (ranges: readonly Range[], into: TypedArray) => {
    const [entries, ...inner] = ranges as [Range, ...Range[]];
    const length = sizeOf(inner.map(lengthOf));
    return files.slice(...entries).map((file, index) => ({
      file,
      inner,
      into: into.subarray(index * length, (index + 1) * length),
    }));
  };
  return {
    info: {
      path,
      shape: [files.length, ...first.shape],
      dtype,
      typeName: dtype,
      attributes: { ...first.attributes, series: name, ...(missing.length > 0 ? { missing } : {}) },
      storage: storedAs('one file each', [1, ...first.shape], first.storage?.filters),
    },
    axes: ['file', ...first.axes],
    fill: (ranges, into) => {
      for (const piece of each(ranges, into)) {
        withImage(piece.file, open, (source, info) => {
          source.read(same(piece.file, info, first).path, piece.inner, piece.into);
        });
      }
    },
    fillAsync: async (ranges, into, signal) => {
      const waiting = each(ranges, into).values();
      const work = async (): Promise<void> => {
        for (const piece of waiting) {
          if (signal?.aborted) throw DaisyError.cancelled('Reading');
          const source = open(piece.file);
          try {
            await readPart(source, same(piece.file, imageOf(source), first).path, piece.inner, { into: piece.into });
          } finally {
            source.close();
          }
        }
      };
      await Promise.all(Array.from({ length: filesAtOnce }, work));
    },
  };
}

function withImage<T>(file: string, open: OpenImage, use: (source: DataSource, info: DatasetInfo) => T): T {
  const source = open(file);
  try {
    return use(source, imageOf(source));
  } finally {
    source.close();
  }
}

/** The first dataset of numbers with at least two axes. */
export function imageOf(source: DataSource): DatasetInfo {
  for (const node of source.tree()) {
    const info = node.kind === 'dataset' && (node.shape?.length ?? 0) >= 2 ? source.describe(node.path) : null;
    if (info?.dtype) return info;
  }
  throw new DaisyError('File', { message: `${source.path} holds no image.`, path: source.path });
}

function same(file: string, info: DatasetInfo, first: DatasetInfo): DatasetInfo {
  if (info.dtype === first.dtype && info.shape.join() === first.shape.join()) return info;
  throw new DaisyError('File', {
    message: `${file} holds ${info.dtype} of shape [${info.shape.join(', ')}], the first file of its series ${first.dtype} of shape [${first.shape.join(', ')}].`,
    action: 'Name the files that belong together by a pattern.',
    path: file,
  });
}
