import type { PortData } from '@daisy-lab/core';
import { inputId } from './places.js';

/**
 * The input of the workflow that takes a file which is dropped on the canvas: the card under the pointer, or the only one that takes files.
 * @param item id of the card; null beside all cards
 * @returns null where nothing there takes a file
 */
export function inputForFile(inputs: Readonly<Record<string, PortData>>, item: string | null): string | null {
  const names = Object.entries(inputs).flatMap(([name, { type }]) => {
    const inner = type.kind === 'optional' ? type.of : type;
    return inner.kind === 'file' || inner.kind === 'dataset' ? [name] : [];
  });
  const under = names.find(name => inputId(name) === item);
  if (under !== undefined) return under;
  return item === null && names.length === 1 ? names[0]! : null;
}
