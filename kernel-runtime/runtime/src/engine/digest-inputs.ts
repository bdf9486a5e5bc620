import { createHash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { isNdArray, canonicalJson } from '@daisy-lab/core';
import { fileOf } from './provenance.js';
import { statOf } from '../io/bytes/problems.js';

/** Identities of objects that have no other: the same object has the same digest within this process only. */
const identities = new WeakMap<object, string>();

/**
 * Digest of an input: a file by path, size and time of change, an array by its content, plain data by its text. A scan is its file and
 * how it was read: other parts, angles or levels of the beam are another input. Anything else is known to this process only.
 */
export function digestOf(value: unknown): string {
  const path = fileOf(value);
  if (path !== undefined && typeof value !== 'string') return sha256(`${fingerprintOf(path)} ${mappingOf(value)}`);
  if (path !== undefined && isFile(path)) return fingerprintOf(path);
  if (isNdArray(value)) return digestArray(value);
  if (Array.isArray(value)) return sha256(value.map(digestOf).join());
  try {
    return sha256(canonicalJson(value ?? null));
  } catch {
    return typeof value === 'object' && value !== null ? identityOf(value) : randomUUID();
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What was recognised in a file, or said of it. */
function mappingOf(value: unknown): string {
  const { description, anglesRad } = value as { description?: unknown; anglesRad?: unknown };
  const angles = anglesRad instanceof Float64Array ? createHash('sha256').update(anglesRad).digest('hex') : '';
  return description === undefined ? '' : `${canonicalJson(description)} ${angles}`;
}

const isFile = (path: string): boolean => statOf(path)?.isFile() ?? false;

/** Path, size and time of change; a file that is not there has a digest of its own. */
function fingerprintOf(path: string): string {
  const facts = statSync(path, { throwIfNoEntry: false, bigint: true });
  return sha256(facts ? `file ${path} ${facts.size} ${facts.mtimeNs}` : `no file ${path}`);
}

function digestArray(value: Parameters<typeof canonicalJson>[0]): string {
  const array = value as {
    dtype: string;
    shape: readonly number[];
    axes: readonly string[];
    unit?: string;
    key?: string;
  };
  const header = canonicalJson([array.dtype, array.shape, array.axes, array.unit ?? '']);
  // An array out of a result store carries the key it was made by: its bytes need not be read.
  if (array.key !== undefined) return sha256(`${header} ${array.key}`);
  const { data } = value as { data: NodeJS.ArrayBufferView };
  return createHash('sha256').update(header).update(data).digest('hex');
}

function identityOf(value: object): string {
  const known = identities.get(value) ?? randomUUID();
  identities.set(value, known);
  return known;
}
