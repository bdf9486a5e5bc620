import type { PortData, PortType } from '@daisy-lab/core';
import { inputId } from './places.js';

/** The step that reads one dataset of a file. */
export const readerId = 'convert.read';

/** Whether a port takes the file of a reader. */
export const isDataFile = (type: PortType): boolean => type.kind === 'dataset' && type.dataset === 'data.file';

/**
 * The input of the workflow that takes a file which is dropped on the canvas: the card under the pointer, or the only one that takes files;
 * beside all cards a reader of its own is wanted, not another file for those that are there.
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
  const others = names.filter(name => !isDataFile(inputs[name]!.type));
  return item === null && others.length === 1 ? others[0]! : null;
}
