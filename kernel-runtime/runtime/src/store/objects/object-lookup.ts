import { DaisyError } from '@daisy-lab/core';
import type { SharedObject } from './shared-object.js';

/** The object of that id or name; undefined when there is none. */
export function findObject(objects: ReadonlyMap<string, SharedObject>, idOrName: string): SharedObject | undefined {
  const byId = objects.get(idOrName);
  if (byId || idOrName === '') return byId;
  for (const object of objects.values()) if (object.description.name === idOrName) return object;
  return undefined;
}

/** @throws DaisyError `Input` when there is no such object, with the names that come near */
export function requireObject(objects: ReadonlyMap<string, SharedObject>, idOrName: string): SharedObject {
  const found = findObject(objects, idOrName);
  if (found) return found;
  const names = [...objects.values()].map(({ description }) => description.name).filter(Boolean);
  const near = names
    .map(name => [name, distance(name.toLowerCase(), idOrName.toLowerCase())] as const)
    .filter(([, steps]) => steps <= Math.max(2, idOrName.length / 3))
    .sort((a, b) => a[1] - b[1])
    .slice(0, 3)
    .map(([name]) => `"${name}"`);
  throw new DaisyError('Input', {
    message: `There is no object "${idOrName}".`,
    action: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'List the objects that there are.',
  });
}

/** @throws DaisyError `Input` for a name that another object has, or that is no name */
export function checkName(objects: ReadonlyMap<string, SharedObject>, name: string, own?: string): void {
  if (name.length > 200 || name !== name.trim()) {
    throw new DaisyError('Input', { message: 'A name has no space around it and at most 200 letters.' });
  }
  const taken = findObject(objects, name);
  if (name === '' || !taken || taken.description.id === own) return;
  throw new DaisyError('Input', {
    message: `There is an object "${name}" already.`,
    action: 'Choose another name, or remove the other one first.',
  });
}

/** Letters to change, add or leave out. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = before[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      now.push(Math.min(change, before[column]! + 1, now[column - 1]! + 1));
    }
    before = now;
  }
  return before[b.length]!;
}
