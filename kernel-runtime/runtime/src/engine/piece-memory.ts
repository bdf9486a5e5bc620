import { types } from 'node:util';
import {
  itemSize,
  sharedArray,
  sizeOf,
  typedArray,
  type Dtype,
  type NdArray,
  type OutputPlace,
  type TypedArray,
} from '@daisy-lab/core';
import { leave, takeLeft } from './left-memory.js';

const { isSharedArrayBuffer } = types;

/**
 * Memory for what lies between the steps of a section. A piece borrows it and gives it back when it has passed, so that the next one
 * writes where the processor's cache still is, and nothing is allocated for each piece.
 */
export class PieceMemory {
  readonly #free = new Map<string, SharedArrayBuffer[]>();

  /** @param make new memory of so many bytes, or more */
  constructor(private readonly make: (bytes: number) => SharedArrayBuffer = bytes => new SharedArrayBuffer(bytes)) {}

  borrow(): Loan {
    return new Loan(this.#free, this.make);
  }

  /** Leaves the memory to later runs, no more than so much of it; nothing is borrowed any more. */
  leave(mostBytes: number): void {
    for (const [place, buffers] of this.#free) for (const buffer of buffers) leave(place, buffer, mostBytes);
    this.#free.clear();
  }
}

/** What one piece has borrowed. Pieces of one output, its `place`, are about equally long. */
export class Loan {
  readonly #free: Map<string, SharedArrayBuffer[]>;
  readonly #taken: (readonly [place: string, buffer: SharedArrayBuffer])[] = [];

  constructor(
    free: Map<string, SharedArrayBuffer[]>,
    private readonly make: (bytes: number) => SharedArrayBuffer,
  ) {
    this.#free = free;
  }

  /** Memory that an earlier piece has left, or new memory. */
  take(place: string, bytes: number): SharedArrayBuffer {
    const free = this.left(place);
    const buffer = free && free.byteLength >= bytes ? free : this.make(bytes);
    this.keep(place, buffer);
    return buffer;
  }

  /** Memory that an earlier piece has left; `keep` it, or it is gone. */
  left(place: string): SharedArrayBuffer | undefined {
    return this.#free.get(place)?.pop() ?? takeLeft(place);
  }

  keep(place: string, buffer: SharedArrayBuffer): void {
    this.#taken.push([place, buffer]);
  }

  /**
   * An output that is handed on lies there, as that of a body that gives back its input: it is not used again. Memory that has been in
   * another thread comes back under another name: then nothing is.
   */
  handOn(buffer: unknown, fromThread: boolean): void {
    const at = this.#taken.findIndex(([, taken]) => taken === buffer);
    if (at >= 0) this.#taken.splice(at, 1);
    else if (fromThread) this.#taken.length = 0;
  }

  /** Call it when nobody uses the values any more. */
  giveBack(): void {
    for (const [place, buffer] of this.#taken) {
      const free = this.#free.get(place);
      if (free) free.push(buffer);
      else this.#free.set(place, [buffer]);
    }
    this.#taken.length = 0;
  }
}

/** Memory that a body in another thread may use for an output: an array for just that, or as many bytes as there are. */
export type Offers = Readonly<Record<string, NdArray | SharedArrayBuffer>>;

/** Where the outputs of one call of a body go. */
export class OutputPlaces {
  readonly #loan: Loan;
  readonly #step: string;
  readonly #names: readonly string[];
  readonly #gathered: (name: string) => NdArray | null;
  /** Memory that was lent: it is used again, or holds the result. */
  readonly lent = new Set<ArrayBufferLike>();
  #offers: Offers = {};

  /**
   * @param names outputs whose memory may be used again
   * @param gathered where a piece of an output is gathered, when the body gives exactly that
   */
  constructor(loan: Loan, step: string, names: readonly string[], gathered: (name: string) => NdArray | null) {
    this.#loan = loan;
    this.#step = step;
    this.#names = names;
    this.#gathered = gathered;
  }

  /** For a body in this thread. */
  readonly take: OutputPlace = (name, dtype, shape) => {
    if (!this.#names.includes(name)) return null;
    const gathered = this.#gathered(name);
    const fits = gathered !== null && isFor(gathered, dtype, shape);
    const length = sizeOf(shape);
    const data = fits
      ? gathered.data
      : typedArray(dtype, this.#loan.take(this.#place(name), length * itemSize(dtype)), 0, length);
    this.lent.add(data.buffer);
    return data;
  };

  /** For a body in another thread. */
  offer(): Offers {
    const offers = this.#names.map(name => [name, this.#gathered(name) ?? this.#loan.left(this.#place(name))] as const);
    this.#offers = Object.fromEntries(offers.filter(([, offer]) => offer !== undefined)) as Offers;
    return this.#offers;
  }

  /** Takes back what was offered; the outputs of the thread, as arrays of this one where they lie in memory made for just them. */
  takeBack(outputs: Readonly<Record<string, unknown>>, used: UsedPlaces): Readonly<Record<string, unknown>> {
    const here: Record<string, unknown> = { ...outputs };
    for (const name of this.#names) {
      const offer = this.#offers[name];
      const left = used.borrowed.includes(name) ? (outputs[name] as NdArray).data.buffer : offer;
      if (isSharedArrayBuffer(left)) {
        this.#loan.keep(this.#place(name), left);
        this.lent.add(left);
      } else if (offer && used.gathered.includes(name))
        here[name] = { ...(outputs[name] as NdArray), data: (offer as NdArray).data };
    }
    return here;
  }

  #place(name: string): string {
    return `${this.#step}.${name}`;
  }
}

/** Outputs that lie in memory that was made for just them, and those in memory that can be used again. */
export interface UsedPlaces {
  readonly gathered: readonly string[];
  readonly borrowed: readonly string[];
}

/** The places of a body in another thread. */
export class OfferedPlaces {
  readonly #offers: Offers;
  readonly #gathered = new Map<string, TypedArray>();
  readonly #borrowed = new Map<string, TypedArray>();

  constructor(offers: Offers) {
    this.#offers = offers;
  }

  readonly take: OutputPlace = (name, dtype, shape) => {
    const offer = this.#offers[name];
    if (offer && 'dtype' in offer && isFor(offer, dtype, shape)) {
      this.#gathered.set(name, offer.data);
      return offer.data;
    }
    const length = sizeOf(shape);
    const fits = isSharedArrayBuffer(offer) && offer.byteLength >= length * itemSize(dtype);
    const data = fits ? typedArray(dtype, offer, 0, length) : sharedArray(dtype, shape, []).data;
    this.#borrowed.set(name, data);
    return data;
  };

  /** What the body has made of them: it may have given back something else. */
  used(outputs: Readonly<Record<string, unknown>>): UsedPlaces {
    const among = (given: ReadonlyMap<string, TypedArray>): readonly string[] =>
      [...given].filter(([name, data]) => (outputs[name] as NdArray | undefined)?.data === data).map(([name]) => name);
    return { gathered: among(this.#gathered), borrowed: among(this.#borrowed) };
  }
}

const isFor = (array: NdArray, dtype: Dtype, shape: readonly number[]): boolean =>
  array.dtype === dtype && array.shape.join() === shape.join();
