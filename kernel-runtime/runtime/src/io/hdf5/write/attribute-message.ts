import type { AttributeValue } from '../../attributes.js';
import { ByteWriter } from './byte-writer.js';
import { dataspace, datatype, type WrittenType } from './type-messages.js';

/** Places of texts in the heaps of the file. */
export type TextReference = (text: string) => Uint8Array;

/** Body of an attribute message, version 3: a number is a float, whole numbers in a list are of 32 bits where they fit. */
export function attributeMessage(name: string, value: AttributeValue, reference: TextReference): Uint8Array {
  const list: readonly (string | number)[] = typeof value === 'object' ? value : [value];
  const type = typeOf(value, list);
  const data = new ByteWriter();
  for (const item of list) {
    if (typeof item === 'string') data.raw(reference(item));
    else data.raw(new Uint8Array(type === 'int32' ? Int32Array.of(item).buffer : Float64Array.of(item).buffer));
  }
  const nameBytes = new TextEncoder().encode(`${name}\0`);
  const typeBytes = datatype(type);
  const space = dataspace(typeof value === 'object' ? [list.length] : null);
  return new ByteWriter()
    .u8(3)
    .u8(0)
    .u16(nameBytes.length)
    .u16(typeBytes.length)
    .u16(space.length)
    .u8(1)
    .raw(nameBytes)
    .raw(typeBytes)
    .raw(space)
    .raw(data.bytes())
    .bytes();
}

function typeOf(value: AttributeValue, list: readonly (string | number)[]): WrittenType {
  if (typeof list[0] === 'string') return 'text';
  const whole = typeof value === 'object' && list.every(item => item === (Number(item) | 0));
  return whole ? 'int32' : 'float64';
}
