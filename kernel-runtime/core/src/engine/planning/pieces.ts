import type { SplitRule } from '../../algorithm/algorithm.js';
import type { FlatStep } from './flatten.js';

/** Entries `start <= index < end` along the split axis. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a step of a section reads and gives while one piece passes through. */
export interface StepRange {
  /** Entries of the inputs, padding included, within the data. */
  readonly input: Range;
  /** Entries beyond the ends of the data that the rule `edge` or `reflect` has to make up. */
  readonly before: number;
  readonly after: number;
  /** Entries of the outputs that are kept; the rest is padding. */
  readonly output: Range;
}

/** Cuts `length` entries into pieces of `pieceLength`, the last one shorter. */
export function piecesOf(length: number, pieceLength: number): readonly Range[] {
  const count = Math.ceil(length / pieceLength);
  return Array.from({ length: count }, (_, index) => ({
    start: index * pieceLength,
    end: Math.min(length, (index + 1) * pieceLength),
  }));
}

/**
 * Length of a piece: as many entries as `budgetBytes` holds, at most `targetBytes` worth of them (pieces that stay in the processor's
 * cache pass faster), a multiple of what the bodies prefer or, where that is too much, of a half or a quarter of it; at least 1.
 *
 * @param bytesPerEntry memory of all that is alive in the section, per entry along the axis
 * @param pad entries of padding that a piece carries in all
 */
export function pieceLengthFor(
  length: number,
  bytesPerEntry: number,
  pad: number,
  budgetBytes: number,
  targetBytes: number,
  prefer: number,
): number {
  const perEntry = Math.max(1, bytesPerEntry);
  const affordable = Math.floor(budgetBytes / perEntry) - pad;
  // A piece shorter than its padding would compute most entries more than once.
  const wanted = Math.max(Math.floor(targetBytes / perEntry), prefer, 4 * pad, 1);
  const entries = Math.max(1, Math.min(length, affordable, wanted));
  let unit = prefer;
  while (unit > entries) unit = Math.ceil(unit / 2);
  return entries - (entries % unit);
}

/** Entries that each step of a section has to give beyond the piece, for the padding of the steps that follow it. */
export function extraOutput(
  steps: readonly FlatStep[],
  consumers: (step: FlatStep) => readonly FlatStep[],
  padOf: (step: FlatStep) => number,
): ReadonlyMap<string, number> {
  const extra = new Map<string, number>();
  for (const step of [...steps].reverse()) {
    const needs = consumers(step).map(next => (extra.get(next.path) ?? 0) + padOf(next));
    extra.set(step.path, Math.max(0, ...needs));
  }
  return extra;
}

/** What a step reads and gives for a piece, when it has to give `extra` entries more on each side. */
export function stepRange(
  piece: Range,
  length: number,
  extra: number,
  pad: number,
  boundary: SplitRule['boundary'],
): StepRange {
  const output = clip({ start: piece.start - extra, end: piece.end + extra }, length);
  const wanted = { start: output.start - pad, end: output.end + pad };
  const input = clip(wanted, length);
  const makesUp = boundary === 'edge' || boundary === 'reflect';
  return {
    input,
    before: makesUp ? input.start - wanted.start : 0,
    after: makesUp ? wanted.end - input.end : 0,
    output,
  };
}

const clip = ({ start, end }: Range, length: number): Range => ({
  start: Math.max(0, start),
  end: Math.min(length, end),
});
