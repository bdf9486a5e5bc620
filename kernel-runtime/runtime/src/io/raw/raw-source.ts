import { readFileSync, existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DaisyError, dtypes, sizeOf, type Dtype } from '@daisy-lab/core';
import type { DataSource, SlabSpec } from '../data-source.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { parsing } from '../bytes/problems.js';
import { entrySource } from '../entries/entry-source.js';
import { storedEntry } from '../entries/stored-entry.js';

/** What `<file>.json` says of a file of plain values. */
export interface RawSidecar {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Bytes before the first value; 0 when left out. */
  readonly offset?: number;
  readonly byteOrder?: 'little' | 'big';
  readonly axes?: readonly string[];
  readonly unit?: string;
}

/**
 * Opens a file of plain values that a JSON file beside it describes (`frames.raw` by `frames.raw.json`): dataset `/data`.
 * @throws DaisyError `File` when one of them is missing or they do not fit together.
 */
export function openRaw(name: string): DataSource {
  const path = resolve(name);
  const { dtype, shape, offset = 0, byteOrder = 'little', axes, unit } = readSidecar(path);
  const file = new FileBytes(path);
  try {
    return parsing(path, 'raw values', () =>
      entrySource({
        path,
        format: 'raw',
        entries: [
          storedEntry(file, {
            path: '/data',
            dtype,
            shape,
            offset,
            littleEndian: byteOrder === 'little',
            attributes: unit === undefined ? {} : { units: unit },
            ...(axes ? { axes } : {}),
          }),
        ],
        close: () => file.close(),
      }),
    );
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

function readSidecar(path: string): RawSidecar {
  const sidecar = `${path}.json`;
  if (!existsSync(sidecar)) {
    throw new DaisyError('File', {
      message: existsSync(path) ? `Nothing says what ${path} holds.` : `There is no file ${path}.`,
      action: `Write ${sidecar} with "dtype" and "shape", e.g. {"dtype": "uint16", "shape": [100, 512, 512]}.`,
      path,
    });
  }
  const facts = parsing(sidecar, 'JSON', () => JSON.parse(readFileSync(sidecar, 'utf8')) as Partial<RawSidecar>);
  const { dtype, shape, offset = 0, byteOrder = 'little', axes } = facts ?? {};
  const whole = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
  const wrong = !dtypes.includes(dtype as Dtype)
    ? `"dtype" is none of ${dtypes.join(', ')}`
    : !Array.isArray(shape) || !shape.every(whole) || !Number.isSafeInteger(sizeOf(shape))
      ? '"shape" is no list of lengths'
      : !whole(offset)
        ? '"offset" is no number of bytes'
        : byteOrder !== 'little' && byteOrder !== 'big'
          ? '"byteOrder" is neither "little" nor "big"'
          : axes && (!Array.isArray(axes) || axes.length !== shape.length)
            ? '"axes" does not name every axis'
            : null;
  if (wrong)
    throw new DaisyError('File', { message: `${sidecar} does not describe an array: ${wrong}.`, path: sidecar });
  return facts as RawSidecar;
}

/** Writes the description of a file of plain values beside it. */
export function writeSidecar(path: string, { dtype, shape }: SlabSpec): void {
  writeFileSync(`${path}.json`, `${JSON.stringify({ dtype, shape, byteOrder: 'little' })}\n`);
}
