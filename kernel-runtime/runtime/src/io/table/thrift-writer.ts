/** A value of Thrift's compact protocol. */
export type ThriftValue =
  | { readonly kind: 'i32' | 'i64'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'struct'; readonly fields: ThriftFields }
  | { readonly kind: 'list'; readonly of: 'i32' | 'text' | 'struct'; readonly items: readonly ThriftValue[] };

/** Fields by their number, ascending; undefined ones are left out. */
export type ThriftFields = Readonly<Record<number, ThriftValue | undefined>>;

const codes = { i32: 5, i64: 6, text: 8, list: 9, struct: 12 } as const;

export const i32 = (value: number): ThriftValue => ({ kind: 'i32', value });
export const i64 = (value: number): ThriftValue => ({ kind: 'i64', value });
export const text = (value: string): ThriftValue => ({ kind: 'text', value });
export const struct = (fields: ThriftFields): ThriftValue => ({ kind: 'struct', fields });
export const list = (of: 'i32' | 'text' | 'struct', items: readonly ThriftValue[]): ThriftValue => ({
  kind: 'list',
  of,
  items,
});

/** A struct in Thrift's compact protocol. @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md */
export function thriftBytes(fields: ThriftFields): Uint8Array {
  const bytes: number[] = [];
  writeStruct(bytes, fields);
  return Uint8Array.from(bytes);
}

function writeStruct(bytes: number[], fields: ThriftFields): void {
  let last = 0;
  for (const [number, value] of Object.entries(fields)) {
    if (!value) continue;
    bytes.push(((Number(number) - last) << 4) | codes[value.kind]);
    last = Number(number);
    write(bytes, value);
  }
  bytes.push(0);
}

function write(bytes: number[], value: ThriftValue): void {
  switch (value.kind) {
    case 'i32':
    case 'i64':
      return varint(bytes, value.value < 0 ? -2 * value.value - 1 : 2 * value.value);
    case 'text': {
      const encoded = new TextEncoder().encode(value.value);
      varint(bytes, encoded.length);
      bytes.push(...encoded);
      return;
    }
    case 'struct':
      return writeStruct(bytes, value.fields);
    case 'list':
      if (value.items.length < 15) bytes.push((value.items.length << 4) | codes[value.of]);
      else {
        bytes.push(0xf0 | codes[value.of]);
        varint(bytes, value.items.length);
      }
      for (const item of value.items) write(bytes, item);
  }
}

function varint(bytes: number[], value: number): void {
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  bytes.push(left);
}
