import {
  DaisyError,
  hasAxis,
  itemSize,
  sharedArray,
  sizeOf,
  sliceAxis,
  writeAxis,
  type ArrayWriter,
  type FinishedPiece,
  type FlatStep,
  type NdArray,
  type OutputTaker,
  type Ports,
  type Range,
  type ResultWriter,
  type StoredResult,
} from '@daisy-lab/core';
import { combineValues } from './combine.js';
import { isWorthKeeping, notKept, type KeepLog } from './keep.js';
import type { MemoryBudget } from './memory-budget.js';
import type { ValueRecord } from './scope.js';
import { noteTaken } from './shared-memory.js';

/** What becomes of the outputs of a step whose data come in pieces. */
export interface OutputOrder {
  readonly step: FlatStep;
  /** The split axis and its length. */
  readonly over: string;
  readonly length: number;
  /** Outputs that someone outside the section uses. */
  readonly needed: ReadonlySet<string>;
  /** Outputs that are taken piece by piece, where they are cut along their first axis. */
  readonly takers: ReadonlyMap<string, OutputTaker>;
  /** Keeps the outputs, all of them; null when they are not kept. */
  readonly kept: ResultWriter | null;
  /** Results of more bytes are not kept. */
  readonly largestBytes: number;
  log(line: string): void;
  /** Place on disk for what does not fit into memory. */
  scratch(): Promise<ResultWriter>;
  readonly budget: MemoryBudget;
  /** Memory that the section itself works with. */
  readonly workBytes: number;
}

/** A finished value, and how its memory is given back. */
export interface KeptValue {
  readonly value: unknown;
  letGo(): void;
}

/** Gathers the outputs of one step: arrays piece by piece into shared memory or onto disk, numbers by the rule of the contract. */
export class StepOutputs {
  readonly #order: OutputOrder;
  readonly #memory = new Map<string, NdArray>();
  readonly #takenBytes = new Map<string, number>();
  readonly #samples = new Map<string, NdArray>();
  readonly #disk = new Map<string, { writer: ResultWriter; array: ArrayWriter }>();
  /** Null as soon as the result cannot be kept. */
  #kept: ResultWriter | null;
  /** Pieces that an earlier run has left. One that only some steps of the section had finished is computed once more. */
  #earlier: FinishedPiece[];
  readonly #pieces: FinishedPiece[] = [];
  #scratch: ResultWriter | undefined;

  constructor(order: OutputOrder) {
    this.#order = order;
    this.#kept = order.kept;
    this.#earlier = [...(order.kept?.finished ?? [])];
  }

  get finished(): readonly Range[] {
    return [...this.#earlier, ...this.#pieces];
  }

  /** Whether an output is gathered to be used outside of the section. */
  isNeeded(port: string): boolean {
    return this.#order.needed.has(port) && !this.#takerOf(port);
  }

  /** Whether the section gives something away piece by piece. */
  get isTaken(): boolean {
    return [...this.#order.takers.keys()].some(port => this.#takerOf(port));
  }

  /** Entries that those who take pieces look at first. */
  get samplePlaces(): readonly number[] {
    const takers = [...this.#order.takers.keys()].map(port => this.#takerOf(port));
    return takers.flatMap(taker => taker?.samplePlaces(this.#order.length) ?? []);
  }

  /** Takes those among the outputs of a piece. */
  addSample({ start, end }: Range, outputs: ValueRecord): void {
    for (const port of this.#order.takers.keys()) {
      const places = this.#takerOf(port)?.samplePlaces(this.#order.length) ?? [];
      for (const place of places.filter(entry => entry >= start && entry < end)) {
        const entry = sliceAxis(outputs[port] as NdArray, 0, place - start, place - start + 1);
        // the memory of a piece is used again
        this.#samples.set(`${port} ${place}`, { ...entry, data: entry.data.slice() } as NdArray);
      }
    }
  }

  /** After the samples, before the first piece. */
  async beginTaking(): Promise<void> {
    const { length, takers } = this.#order;
    for (const port of takers.keys()) {
      const taker = this.#takerOf(port);
      const sample = taker?.samplePlaces(length).map(entry => this.#samples.get(`${port} ${entry}`)!);
      if (!taker || !sample || sample.length === 0) continue;
      await taker.begin(sample, [length, ...sample[0]!.shape.slice(1)]);
    }
    this.#samples.clear();
  }

  /** Where a piece of an output is gathered, when that is in memory, known already, and in one stretch. */
  placeOf(port: string, piece: Range): NdArray | null {
    const memory = this.#memory.get(port);
    if (!memory || memory.axes[0] !== this.#order.over) return null;
    return sliceAxis(memory, 0, piece.start, piece.end);
  }

  /** Takes the outputs of one piece, padding removed. */
  async add(piece: Range, outputs: ValueRecord): Promise<void> {
    const { step, over } = this.#order;
    const values: Record<string, unknown> = {};
    if (this.#disk.size + this.#memory.size === 0) await this.#refuseLarge(outputs);
    for (const [port, { type }] of Object.entries(step.algorithm.outputs as Ports)) {
      const value = outputs[port];
      if (value !== undefined && hasAxis(type, over)) await this.#addArray(port, value as NdArray, piece);
      else values[port] = value;
    }
    const finished = { start: piece.start, end: piece.end, values };
    this.#earlier = this.#earlier.filter(other => other.end <= piece.start || other.start >= piece.end);
    this.#pieces.push(finished);
    await this.#keep(kept => kept.finishPiece(finished));
  }

  /** The values of the outputs that are used outside, after the last piece. */
  async finish(milliseconds: number): Promise<ReadonlyMap<string, KeptValue>> {
    const { step, over, needed } = this.#order;
    const numbers = new Map<string, unknown>();
    const pieces = [...this.#earlier, ...this.#pieces].sort((a, b) => a.start - b.start);
    for (const [port, { type }] of Object.entries(step.algorithm.outputs as Ports)) {
      if (hasAxis(type, over) || (!this.#kept && !needed.has(port))) continue;
      const rule = step.algorithm.split?.combine?.[port];
      const value = combineValues(
        step.algorithm.id,
        port,
        rule,
        pieces.map(piece => piece.values[port]),
      );
      numbers.set(port, value);
      if (value !== undefined) this.#kept?.value(port, value);
    }
    const stored: StoredResult[] = [];
    await this.#keep(async kept => void stored.push(await kept.commit(milliseconds)));
    if (this.#scratch) stored.push(await this.#scratch.commit(milliseconds));
    const valueOf = (port: string): unknown =>
      this.#takerOf(port)?.taken() ??
      this.#memory.get(port) ??
      numbers.get(port) ??
      stored.map(({ outputs }) => outputs[port]).find(Boolean);
    return new Map([...needed].map(port => [port, { value: valueOf(port), letGo: () => this.#giveBack(port) }]));
  }

  /** Ends without result. Finished pieces stay for the next run when it was stopped, not when it failed. */
  async abort(keepPieces: boolean): Promise<void> {
    for (const port of this.#takenBytes.keys()) this.#giveBack(port);
    await this.#kept?.abort({ keepPieces });
    await this.#scratch?.abort();
  }

  async #addArray(port: string, array: NdArray, piece: Range): Promise<void> {
    const { over, length, needed, step } = this.#order;
    const axis = array.axes.indexOf(over);
    if (array.shape[axis] !== piece.end - piece.start) {
      throw new DaisyError('Internal', {
        message: `${step.algorithm.id} gave ${array.shape[axis]} entries along "${over}" for ${piece.end - piece.start}.`,
        action: 'A body that is split keeps the length of the axis.',
      });
    }
    const taker = this.#takerOf(port);
    if (!this.#kept && !needed.has(port)) return;
    const shape = array.shape.map((size, index) => (index === axis ? length : size));
    const known = this.#memory.has(port) || this.#disk.has(port);
    if (!known) await this.#makePlace(port, array, shape, piece);
    const memory = this.#memory.get(port);
    if (memory && memory !== array && !liesAt(memory, axis, piece, array)) writeAxis(memory, axis, piece.start, array);
    await taker?.take(array, piece.start);
    const place = this.#disk.get(port);
    if (!place) return;
    const write = (): Promise<void> => place.array.write(array, axis, piece.start);
    await (place.writer === this.#scratch ? write() : this.#keep(write));
  }

  /** What is only to be kept for later runs does not fail this one: when it cannot be written it is not kept. */
  async #keep(work: (kept: ResultWriter) => Promise<void>): Promise<void> {
    const kept = this.#kept;
    if (!kept) return;
    try {
      await work(kept);
    } catch (thrown) {
      const onlyThere = [...this.#disk].some(
        ([port, { writer }]) => writer === kept && this.isNeeded(port) && !this.#memory.has(port),
      );
      if (onlyThere || this.#kept !== kept) throw thrown;
      this.#order.log(notKept(thrown));
      await this.#dropKept(kept);
    }
  }

  async #dropKept(kept: ResultWriter): Promise<void> {
    this.#kept = null;
    for (const [port, { writer }] of this.#disk) if (writer === kept) this.#disk.delete(port);
    await kept.abort();
  }

  /** The first piece tells how large the result is going to be. */
  async #refuseLarge(outputs: ValueRecord): Promise<void> {
    const { step, over, length, largestBytes } = this.#order;
    if (!this.#kept || largestBytes === Infinity) return;
    let bytes = 0;
    for (const [port, { type }] of Object.entries(step.algorithm.outputs as Ports)) {
      if (!hasAxis(type, over) || outputs[port] === undefined) continue;
      const { shape, axes, dtype } = outputs[port] as NdArray;
      bytes += sizeOf(shape.map((size, axis) => (axes[axis] === over ? length : size))) * itemSize(dtype);
    }
    const { id, title } = step.algorithm;
    const to: KeepLog = { algorithm: id, title, log: line => this.#order.log(line) };
    if (!isWorthKeeping(bytes, largestBytes, to)) await this.#dropKept(this.#kept);
  }

  /** Decides where an array goes, when its first piece is there. */
  async #makePlace(port: string, array: NdArray, shape: readonly number[], piece: Range): Promise<void> {
    const { length, budget, workBytes } = this.#order;
    const needed = this.isNeeded(port);
    const bytes = sizeOf(shape) * itemSize(array.dtype);
    const whole = piece.start === 0 && piece.end === length;
    const resumed = (this.#kept?.finished.length ?? 0) > 0;
    if (needed && !resumed && budget.tryTake(bytes, whole ? 0 : workBytes)) {
      this.#takenBytes.set(port, bytes);
      this.#memory.set(port, whole ? array : sharedArray(array.dtype, shape, array.axes, array.unit));
      if (!whole) noteTaken(bytes);
    }
    const memory = this.#memory.has(port);
    await this.#keep(async kept => this.#openPlace(kept, port, array, shape));
    if (!memory && !this.#disk.has(port) && needed) {
      this.#openPlace((this.#scratch ??= await this.#order.scratch()), port, array, shape);
    }
  }

  /** Who takes an output piece by piece; what an earlier run has left of it is not taken but read where it is kept. */
  #takerOf(port: string): OutputTaker | undefined {
    const taker = this.#order.takers.get(port);
    if (!taker || (this.#order.kept?.finished.length ?? 0) > 0) return undefined;
    const { type } = (this.#order.step.algorithm.outputs as Ports)[port]!;
    return type.kind === 'array' && type.axes?.[0] === this.#order.over ? taker : undefined;
  }

  #openPlace(writer: ResultWriter, port: string, array: NdArray, shape: readonly number[]): void {
    this.#disk.set(port, { writer, array: writer.array(port, array.dtype, shape, array.axes, array.unit) });
  }

  #giveBack(port: string): void {
    this.#order.budget.give(this.#takenBytes.get(port) ?? 0);
    this.#takenBytes.delete(port);
  }
}

/** Whether an array is the very part of the memory that it is to be written to. */
function liesAt(memory: NdArray, axis: number, { start, end }: Range, { data }: NdArray): boolean {
  if (axis !== 0 || data.buffer !== memory.data.buffer) return false;
  const place = sliceAxis(memory, axis, start, end).data;
  return data.byteOffset === place.byteOffset && data.length === place.length;
}
