import type { TileRequest } from '@daisy-lab/core';
import type { Pixels } from './frame-source.js';

/** Pixels `[first, first + length)` of each of the rows `[row, endRow)`. */
export interface Band {
  readonly first: number;
  readonly length: number;
  readonly row: number;
  readonly endRow: number;
}

/**
 * Pools bands of an image into rows of `ceil(length / binX)` samples. NaN is left out; a bin of nothing but NaN is NaN. Each row of
 * pixels is made float64 first: one loop for all types of pixels is fast only on one of them.
 */
export class RowPool {
  readonly #line: Float64Array;
  readonly #samples: Float64Array;
  readonly #counts: Float64Array;

  constructor(
    private readonly pool: TileRequest['pool'],
    private readonly binX: number,
    length: number,
  ) {
    this.#line = new Float64Array(length);
    this.#samples = new Float64Array(Math.ceil(length / binX));
    this.#counts = new Float64Array(this.#samples.length);
  }

  /** @param out the samples of the band, from `at` on */
  into(out: Float32Array, at: number, pixels: Pixels, stride: number, { first, length, row, endRow }: Band): void {
    const samples = this.#samples.fill(this.pool === 'mean' ? 0 : Number.NaN);
    this.#counts.fill(0);
    for (let y = row; y < endRow; y++) {
      this.#line.set(pixels.subarray(y * stride + first, y * stride + first + length));
      if (this.pool === 'mean') addRow(this.#line, this.binX, samples, this.#counts);
      else if (this.pool === 'max') raiseRow(this.#line, this.binX, samples);
      else lowerRow(this.#line, this.binX, samples);
    }
    // 0 / 0 is NaN: nothing but NaN
    if (this.pool === 'mean') for (let c = 0; c < samples.length; c++) samples[c]! /= this.#counts[c]!;
    out.set(samples, at);
  }
}

function addRow(line: Float64Array, bin: number, sums: Float64Array, counts: Float64Array): void {
  for (let column = 0, at = 0; at < line.length; column++) {
    const end = Math.min(at + bin, line.length);
    let sum = 0;
    let count = 0;
    for (; at < end; at++) {
      const value = line[at]!;
      if (value === value) {
        sum += value;
        count++;
      }
    }
    sums[column]! += sum;
    counts[column]! += count;
  }
}

function raiseRow(line: Float64Array, bin: number, most: Float64Array): void {
  for (let column = 0, at = 0; at < line.length; column++) {
    const end = Math.min(at + bin, line.length);
    for (; at < end; at++) {
      const value = line[at]!;
      if (!(value <= most[column]!) && value === value) most[column] = value;
    }
  }
}

function lowerRow(line: Float64Array, bin: number, least: Float64Array): void {
  for (let column = 0, at = 0; at < line.length; column++) {
    const end = Math.min(at + bin, line.length);
    for (; at < end; at++) {
      const value = line[at]!;
      if (!(value >= least[column]!) && value === value) least[column] = value;
    }
  }
}
