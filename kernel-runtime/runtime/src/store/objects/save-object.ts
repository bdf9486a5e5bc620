import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { DaisyError, isNdArray, ndarray, type ObjectDescription } from '@daisy-lab/core';
import { startFile, writeFailure } from '../../io/partial-file.js';
import { saveVolume, writeProvenance } from '../../io/save-volume.js';
import { createSink } from '../../io/source-kinds.js';
import { columnsOf, type Columns } from './table-columns.js';

type Facts = Pick<ObjectDescription, 'name' | 'provenance'>;
interface SaveObjectOptions {
  readonly overwrite: boolean;
}

/**
 * Writes the value of an object into a file of the kind that its extension names, with where it comes from where the file has a place
 * for that. The file gets its name when it is complete.
 * @returns the absolute path
 * @throws DaisyError `File` when the file exists already (unless `overwrite`), `Input` when it cannot hold such a value
 */
export function saveObject(value: unknown, facts: Facts, path: string, options: SaveObjectOptions): Promise<string> {
  const isJson = extname(path).toLowerCase() === '.json';
  if (isNdArray(value) && !isJson) {
    const { provenance } = facts;
    return saveVolume(
      path,
      { [memberName(facts.name, 'array')]: value },
      { ...options, ...(provenance ? { provenance } : {}) },
    );
  }
  const columns = isJson ? null : columnsOf(value);
  return columns ? saveTable(columns, facts, path, options) : saveJson(value, facts, path, options);
}

async function saveTable(columns: Columns, facts: Facts, path: string, options: SaveObjectOptions): Promise<string> {
  const sink = await createSink(path, options);
  try {
    const group = `/entry/${memberName(facts.name, 'table')}`;
    const numbers = Object.keys(columns).find(name => ArrayBuffer.isView(columns[name]));
    sink.group('/', { NX_class: 'NXroot', default: 'entry' });
    sink.group('/entry', { NX_class: 'NXentry', default: memberName(facts.name, 'table') });
    sink.group(group, { NX_class: 'NXdata', ...(numbers ? { signal: memberName(numbers, 'column') } : {}) });
    for (const [name, column] of Object.entries(columns)) {
      const place = `${group}/${memberName(name, 'column')}`;
      if (column instanceof Float64Array) await sink.write(place, ndarray(column, [column.length], ['row']));
      else if (sink.writeTexts) sink.writeTexts(place, column);
      else throw noPlace(`the words of its column "${name}"`, path);
    }
    if (facts.provenance) writeProvenance(sink, facts.provenance);
    await sink.finish();
    return sink.path;
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

async function saveJson(value: unknown, facts: Facts, path: string, { overwrite }: SaveObjectOptions): Promise<string> {
  if (extname(path).toLowerCase() !== '.json')
    throw noPlace(`"${facts.name || 'the object'}", which is no array or table`, path);
  const text = JSON.stringify(value, plain, 2);
  const file = startFile(path, overwrite);
  try {
    writeFileSync(file.temporary, `${text}\n`);
    file.finish();
    return file.path;
  } catch (cause) {
    file.remove();
    throw writeFailure(file.path, cause);
  }
}

/** Typed arrays as lists of numbers; integers of 64 bits as words where a number would not hold them. */
function plain(_: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

/** A name as HDF5 takes it for a member of a group. */
const memberName = (name: string, otherwise: string): string => name.replaceAll('/', '_') || otherwise;

const noPlace = (what: string, path: string): DaisyError =>
  new DaisyError('Input', {
    message: `A ${extname(path) || 'nameless'} file has no place for ${what}.`,
    action: 'Choose a name ending in .h5 for arrays and tables, in .json for anything else.',
  });
