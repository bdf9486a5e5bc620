import { DaisyError } from '@daisy-lab/core';

const units: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/**
 * Bytes from `5000`, `2.5e9`, `500 MB` or `10GB`.
 * @throws DaisyError `Input` for anything else
 */
export function readBytes(text: string, what: string): number {
  const [, number, unit = ''] = /^\s*([0-9.]+(?:e[0-9]+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const bytes = Number(number) * (units[unit.toLowerCase()] ?? NaN);
  if (Number.isFinite(bytes)) return Math.floor(bytes);
  throw new DaisyError('Input', {
    message: `${what} is "${text}", which is no amount of bytes.`,
    action: 'Give a number such as 5000000000 or 5GB.',
  });
}

/** Bytes for people: `3.2 GB`. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ['TB', 1e12],
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toFixed(1)} ${unit}`;
  }
  return `${bytes} B`;
}
