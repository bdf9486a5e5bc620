import { DaisyError } from '@daisy-lab/core';
import type { Selection } from './data-source.js';

/** `file::/path[sel]`, taken apart. */
export interface Address {
  readonly file: string;
  /** undefined when the address names none. */
  readonly dataset: string | undefined;
  readonly parts: readonly AxisPart[];
}

/** `3` is one entry, `2:5` several, `:` all; negative numbers count from the end. */
export interface AxisPart {
  readonly first: number | null;
  readonly end: number | null;
  readonly single: boolean;
}

/**
 * Takes an address apart: `scan.h5::/exchange/data[0:10,:,5]`.
 * @throws DaisyError `Input` when its selection cannot be understood.
 */
export function parseAddress(address: string): Address {
  const [, place = address, selection] = /^(.*?)(?:\[([^[\]]*)\])?$/s.exec(address) ?? [];
  const { file, dataset } = splitAddress(place);
  const named = dataset !== undefined;
  const parts =
    selection === undefined || (!named && !/^[\d\s:,-]*$/.test(selection)) ? [] : selection.split(',').map(partOf);
  return { file, dataset, parts };
}

/** `file.h5::/path/of/dataset`, or a file alone. A dataset may have `::` in its own name. */
export function splitAddress(address: string): Pick<Address, 'file' | 'dataset'> {
  const first = address.indexOf('::/');
  const at = first > 0 ? first : address.lastIndexOf('::');
  return at > 0
    ? { file: address.slice(0, at), dataset: address.slice(at + 2) }
    : { file: address, dataset: undefined };
}

function partOf(text: string): AxisPart {
  const [, first, colon, end] = /^\s*(-?\d*)\s*(?:(:)\s*(-?\d*)\s*)?$/.exec(text) ?? [];
  const number = (word: string | undefined): number | null => (word === undefined || word === '' ? null : Number(word));
  if (first === undefined || first === '-' || end === '-' || (first === '' && !colon)) {
    throw new DaisyError('Input', {
      message: `"${text.trim()}" selects nothing along an axis.`,
      action: 'Write one number, a range 2:5, or a colon for all, with commas between the axes.',
    });
  }
  return { first: number(first), end: number(end), single: !colon };
}

/**
 * Ranges of a dataset of this shape, and the axes that one entry was chosen of.
 * @throws DaisyError `Input` when they leave the dataset.
 */
export function selectionOf(
  parts: readonly AxisPart[],
  shape: readonly number[],
): { selection: Selection; dropped: ReadonlySet<number> } {
  if (parts.length > shape.length) {
    throw new DaisyError('Input', {
      message: `The selection has ${parts.length} axes, the dataset ${shape.length}: [${shape.join(', ')}].`,
    });
  }
  const selection = parts.map(({ first, end, single }, axis) => {
    const length = shape[axis]!;
    const inside = (value: number): number => (value < 0 ? value + length : value);
    const begin = first === null ? 0 : inside(first);
    const stop = single ? begin + 1 : end === null ? length : inside(end);
    if (begin >= 0 && begin < stop && stop <= length) return [begin, stop] as const;
    throw new DaisyError('Input', {
      message: `Entries ${begin} to ${stop} do not lie in axis ${axis} of ${length}.`,
      action: `Choose from 0 to ${length - 1}.`,
    });
  });
  return { selection, dropped: new Set(parts.flatMap(({ single }, axis) => (single ? [axis] : []))) };
}
