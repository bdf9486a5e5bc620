import type { ObjectDescription } from '@daisy-lab/core';

/** `1.2 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}

/** `float32 181×2×640`; of a table its rows and columns; of anything else its kind. */
export function shapeText({ kind, dtype, shape }: ObjectDescription): string {
  const size = shape?.join('×');
  return [dtype ?? kind, size].filter(Boolean).join(' ');
}

/** The name, or the beginning of the id of an object without one. */
export function nameOfObject({ name, id }: Pick<ObjectDescription, 'name' | 'id'>): string {
  return name === '' ? id.slice(0, 10) : name;
}

export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
