import { DaisyError, type DataDescription } from '@daisy-lab/core';
import type { Attributes } from '../../io/attributes.js';
import type { DatasetInfo, DataSource } from '../../io/data-source.js';
import { membersOf } from './members.js';

/** More are not listed. */
export const mostAttributes = 1000;

/**
 * Everything that a file says about one object.
 * @throws DaisyError `File` when it holds no such object.
 */
export function describeObject(source: DataSource, path: string): DataDescription {
  const described = factsOf(source, path);
  const all = Object.entries(described.attributes);
  if (all.length <= mostAttributes) return { ...described, attributes: inJson(described.attributes) };
  // a file keeps very many in no order that people know
  const byName = all.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, mostAttributes);
  return { ...described, attributes: inJson(Object.fromEntries(byName)), attributeCount: all.length };
}

/** JSON has no word for numbers that are none, or infinite: they go as text. */
function inJson(attributes: Attributes): Attributes {
  const finite = (value: string | number): boolean => typeof value === 'string' || Number.isFinite(value);
  const entries = Object.entries(attributes).map(([name, value]) => {
    if (typeof value !== 'object') return [name, finite(value) ? value : String(value)] as const;
    return [name, value.every(finite) ? value : value.map(String)] as const;
  });
  return Object.fromEntries(entries);
}

function factsOf(source: DataSource, path: string): DataDescription {
  const info = source.describe(path);
  if (info) {
    const { shape, dtype, typeName, attributes, storage = null } = info;
    return { path, kind: 'dataset', shape, dtype, typeName, attributes, storage, axes: axesOf(source, info) };
  }
  const none = { path, shape: [], dtype: null, typeName: '', storage: null, axes: [] };
  if (path === '/') return { ...none, kind: 'group', attributes: source.attributes('/') };
  const [parent, name] = splitPath(path);
  const members = membersOf(source, parent);
  if (!members.names.includes(name)) {
    throw new DaisyError('File', {
      message: `There is no ${path} in ${source.path}.`,
      action: 'Choose another object; the file may have changed.',
      path: source.path,
    });
  }
  const { kind, target } = members.entry(name);
  if (kind === 'group') return { ...none, kind, attributes: source.attributes(path) };
  return { ...none, kind: 'link', typeName: target ?? '', attributes: {} };
}

/** The datasets along the axes, as the group around says it. @see https://manual.nexusformat.org/classes/base_classes/NXdata.html */
function axesOf(source: DataSource, { path, shape, attributes: own }: DatasetInfo): readonly (string | null)[] {
  const [parent, name] = splitPath(path);
  const named = axisNames(source, path, own);
  const at = (axis: number): string | null => {
    const axisName = named[axis];
    if (!axisName || axisName === '.' || axisName === name) return null;
    const candidate = axisName.startsWith('/') ? axisName : `${parent === '/' ? '' : parent}/${axisName}`;
    const info = source.describe(candidate);
    return info?.dtype && info.shape.length === 1 && info.shape[0] === shape[axis] ? candidate : null;
  };
  return named.length === shape.length ? shape.map((_, axis) => at(axis)) : shape.map(() => null);
}

/** Names of the axes: of the group for its signal, or of the dataset itself in the older form "y:x". */
export function axisNames(source: Pick<DataSource, 'attributes'>, path: string, own: Attributes): readonly string[] {
  const [parent, name] = splitPath(path);
  const group = source.attributes(parent);
  const { signal, axes } = group;
  const signals = signal === undefined ? [name] : [signal, group['auxiliary_signals'] ?? []].flat();
  const found = signals.includes(name) && axes !== undefined ? axes : own['axes'];
  if (typeof found === 'string') return found.split(/[:,]/).map(axis => axis.trim());
  return Array.isArray(found) ? found.map(String) : [];
}

export function splitPath(path: string): readonly [parent: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at) || '/', path.slice(at + 1)];
}
