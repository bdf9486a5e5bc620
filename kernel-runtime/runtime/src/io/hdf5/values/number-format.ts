import type { Dtype } from '@daisy-lab/core';
import type { Cursor } from '../format/cursor.js';

type ByteOrder = 'little' | 'big' | 'vax';

/** How the bits of a number lie in its bytes. */
export type NumberFormat = {
  readonly bytes: number;
  readonly order: ByteOrder;
  /** Bits that count, from `offset` on. */
  readonly offset: number;
  readonly precision: number;
} & ({ readonly kind: 'integer'; readonly signed: boolean } | FloatBits);

interface FloatBits {
  readonly kind: 'float';
  readonly sign: number;
  /** First bit and number of bits. */
  readonly exponent: readonly [at: number, size: number];
  readonly mantissa: readonly [at: number, size: number];
  readonly bias: number;
  /** Whether the mantissa has a leading one that is not stored. */
  readonly implied: boolean;
}

/** Exponent, mantissa and bias of the IEEE formats by bytes. */
const ieee: Readonly<Record<number, readonly number[]>> = {
  2: [10, 5, 0, 10, 15],
  4: [23, 8, 0, 23, 127],
  8: [52, 11, 0, 52, 1023],
};

/** The format of an integer or bit field, whose properties come next. */
export function integerFormat(cursor: Cursor, bits: number, bytes: number, signed: boolean): NumberFormat {
  return { kind: 'integer', bytes, order: orderOf(bits & 1), offset: cursor.u16(), precision: cursor.u16(), signed };
}

/** The format of a float, whose properties come next. */
export function floatFormat(cursor: Cursor, bits: number, bytes: number): NumberFormat {
  const [offset, precision] = [cursor.u16(), cursor.u16()];
  const exponent = [cursor.u8(), cursor.u8()] as const;
  const mantissa = [cursor.u8(), cursor.u8()] as const;
  const place = { bytes, order: orderOf(bits & 0x41), offset, precision };
  const shape = { sign: (bits >> 8) & 255, exponent, mantissa, bias: cursor.u32() };
  return { kind: 'float', ...place, ...shape, implied: ((bits >> 4) & 3) === 2 };
}

function orderOf(bits: number): ByteOrder {
  if (bits === 0x41) return 'vax';
  return bits & 1 ? 'big' : 'little';
}

/** Why the values are no ordinary numbers of a computer; null when they are. */
export function oddness(format: NumberFormat): string | null {
  const { bytes, offset, precision, order } = format;
  const whole = offset === 0 && precision === bytes * 8 && order !== 'vax';
  if (format.kind === 'integer') {
    return whole && [1, 2, 4, 8].includes(bytes) ? null : `integers of ${precision} bits`;
  }
  const found = [...format.exponent, ...format.mantissa, format.bias];
  const known = ieee[bytes]?.every((value, index) => value === found[index]) ?? false;
  return whole && known && format.implied ? null : 'a float that is not IEEE 754';
}

/** dtype in memory that holds the values, floats of more than 64 bits with the precision of these; null when there is none. */
export function dtypeFor({ kind, bytes, ...format }: NumberFormat): Dtype | null {
  if (kind === 'float') return bytes <= 4 ? 'float32' : 'float64';
  const width = ([8, 16, 32, 64] as const).find(bits => bytes * 8 <= bits);
  return width ? `${'signed' in format && format.signed ? 'int' : 'uint'}${width}` : null;
}

/** The number in these bytes; bigint for integers of more than 53 bits. */
export function numberOf(format: NumberFormat, stored: Uint8Array): number | bigint {
  const raw = bitsOf(stored, format.order);
  if (format.kind === 'float') return floatOf(format, raw);
  const { precision, offset, signed } = format;
  const own = BigInt.asUintN(precision, raw >> BigInt(offset));
  const value = signed ? BigInt.asIntN(precision, own) : own;
  return precision <= 53 ? Number(value) : value;
}

function bitsOf(stored: Uint8Array, order: ByteOrder): bigint {
  let raw = 0n;
  // from the most significant byte on; those of a VAX lie in pairs
  for (let index = 0; index < stored.length; index++) {
    const at = order === 'little' ? stored.length - 1 - index : order === 'vax' ? index ^ 1 : index;
    raw = (raw << 8n) | BigInt(stored[at] ?? 0);
  }
  return raw;
}

function floatOf({ sign, exponent, mantissa, bias, implied }: FloatBits, raw: bigint): number {
  const field = ([at, size]: readonly [number, number]): bigint => BigInt.asUintN(size, raw >> BigInt(at));
  const power = Number(field(exponent));
  const fraction = field(mantissa);
  const [, size] = mantissa;
  const signed = (raw >> BigInt(sign)) & 1n ? -1 : 1;
  if (power === 2 ** exponent[1] - 1 && exponent[1] > 4) {
    const rest = implied ? fraction : BigInt.asUintN(size - 1, fraction);
    return rest === 0n ? signed * Infinity : NaN;
  }
  if (!implied) return signed * (Number(fraction) / 2 ** (size - 1)) * 2 ** (power - bias);
  if (power === 0) return signed * Number(fraction) * 2 ** (1 - bias - size);
  return signed * (1 + Number(fraction) / 2 ** size) * 2 ** (power - bias);
}
