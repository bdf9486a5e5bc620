import {
  isNdArray,
  hasAxis,
  itemSize,
  pieceLengthFor,
  providersOf,
  sizeOf,
  type FlatSource,
  type NdArray,
  type Ports,
  type Section,
} from '@daisy-lab/core';
import { cachedBytes } from './cached-bytes.js';
import { sectionLength } from './section-length.js';
import type { ValueTable } from './value-table.js';

/** What a section is going to need, as far as it is known before it runs. */
export interface SectionEstimate {
  /** Entries of a piece; null when the section works on the whole, or its data are not known yet. */
  readonly pieceLength: number | null;
  /** Peak memory in bytes; 0 when nothing is known of its data yet. */
  readonly memoryBytes: number;
}

/** A step has its input, its output and about as much again for its own work. */
const copies = 3;

/** Estimates from the arrays that come into a section from outside. The run itself measures its first piece. */
export async function estimateSection(
  section: Section,
  values: ValueTable,
  budgetBytes: number,
): Promise<SectionEstimate> {
  const inside = new Set(section.steps.map(step => step.path));
  const isOuter = (source: FlatSource): boolean => !providersOf(source).some(link => inside.has(link.step));
  const given = section.steps.flatMap(step =>
    Object.entries(step.inputs)
      .filter(([, source]) => isOuter(source))
      .map(([name, source]) => ({ type: (step.algorithm.inputs as Ports)[name]!.type, value: values.get(source) })),
  );
  const arrays = given.filter((entry): entry is typeof entry & { value: NdArray } => isNdArray(entry.value));
  const whole = arrays.reduce((sum, { value }) => sum + bytesOf(value), 0);
  const length = section.over === null ? null : await sectionLength(section, values).catch(() => null);
  if (length === null || arrays.length === 0) return { pieceLength: null, memoryBytes: copies * whole };
  const cut = arrays
    .filter(({ type }) => hasAxis(type, section.over!))
    .reduce((sum, { value }) => sum + bytesOf(value), 0);
  const perEntry = (copies * cut) / length;
  const splits = section.steps.map(step => step.algorithm.split);
  const pad = 2 * Math.max(0, ...splits.map(split => (typeof split?.pad === 'number' ? split.pad : 0)));
  const prefer = Math.max(1, ...splits.map(split => split?.prefer ?? 1));
  const target = Math.max(cachedBytes, perEntry * prefer);
  const pieceLength = pieceLengthFor(length, perEntry, pad, budgetBytes, target, prefer);
  return { pieceLength, memoryBytes: Math.round(whole - cut + perEntry * (pieceLength + pad)) };
}

const bytesOf = (array: NdArray): number => sizeOf(array.shape) * itemSize(array.dtype);
