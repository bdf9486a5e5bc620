import { DaisyError, sizeOf, type NdArray, type TypedArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { DataSink, SlabSpec, SlabWriter } from '../data-source.js';
import { startFile } from '../partial-file.js';

/** A column of a table: numbers, several per row where the shape has two axes, or texts. */
export interface Column {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: TypedArray | readonly string[];
  readonly unit?: string;
}

/** Gathers the arrays that a sink is given as the columns of one table. */
export class Columns {
  readonly all: Column[] = [];

  get rows(): number {
    return this.all[0]?.shape[0] ?? 0;
  }

  add(path: string, shape: readonly number[], values: Column['values'], attributes: Attributes = {}): void {
    const { units } = attributes;
    const short = path.split('/').at(-1)!;
    const taken = this.all.some(column => column.name === short);
    const name = taken ? path.split('/').filter(Boolean).join('.') : short;
    this.all.push({ name, shape, values, ...(typeof units === 'string' ? { unit: units } : {}) });
  }

  /** An array that comes in pieces is a column when it is complete. */
  collect(path: string, { dtype, shape }: SlabSpec, attributes?: Attributes): SlabWriter {
    const pieces: TypedArray[] = [];
    let length = 0;
    return {
      append: data => {
        pieces.push(data.slice());
        length += data.length;
        if (length >= sizeOf(shape)) this.add(path, shape, joined(pieces, length), attributes);
        if (length > sizeOf(shape))
          throw new DaisyError('Internal', { message: `More ${dtype} values than ${path} has.` });
      },
    };
  }

  /** @throws DaisyError `Input` when there is none, or when they are not of one length. */
  check(format: string): void {
    const lengths = new Set(this.all.map(({ shape }) => shape[0]));
    if (lengths.size === 1) return;
    const message =
      lengths.size === 0
        ? `There is nothing that ${format} could hold.`
        : `Columns of ${[...lengths].join(' and ')} rows do not make one table.`;
    throw new DaisyError('Input', {
      message,
      action: 'Write to a file that ends in .h5, which holds arrays of any shape.',
    });
  }
}

/** How the columns of a file become bytes. */
export interface TableFormat {
  readonly name: string;
  /** Axes of an array that it takes at most. */
  readonly mostAxes: number;
  encode(columns: Columns): Uint8Array | string | Promise<Uint8Array | string>;
}

/**
 * Writes a table whole, when it is finished.
 * @throws DaisyError `File` when the file exists (unless `overwrite`), `Input` for what is no column.
 */
export function createTable(name: string, options: { readonly overwrite: boolean }, format: TableFormat): DataSink {
  const file = startFile(name, options.overwrite);
  const columns = new Columns();
  const check = (shape: readonly number[]): void => {
    if (shape.length >= 1 && shape.length <= format.mostAxes) return;
    throw new DaisyError('Input', {
      message: `An array of shape [${shape.join(', ')}] is no column of a table.`,
      action: 'Select one row or one image, or write to a file that ends in .h5.',
    });
  };
  return {
    path: file.path,
    group: () => undefined,
    write: (path, { shape, data }: NdArray, attributes) => {
      check(shape);
      columns.add(path, shape, data, attributes);
    },
    create: (path, spec, attributes) => {
      check(spec.shape);
      return columns.collect(path, spec, attributes);
    },
    writeTexts: (path, texts, attributes) => columns.add(path, [texts.length], texts, attributes),
    writeScalar: () => undefined,
    finish: async () => {
      const bytes = await format.encode(columns);
      file.write(bytes);
      file.finish();
    },
    abort: () => file.remove(),
  };
}

function joined(pieces: readonly TypedArray[], length: number): TypedArray {
  const [first] = pieces as [Float64Array];
  if (pieces.length === 1) return first;
  const whole = new (first.constructor as Float64ArrayConstructor)(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece as Float64Array, at);
    at += piece.length;
  }
  return whole;
}
