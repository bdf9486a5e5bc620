/** A data item of CBOR (RFC 8949). Byte strings are views on the message; map keys are texts. */
export type CborValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly CborValue[]
  | ReadonlyMap<string, CborValue>
  | Tagged;

/** A data item with a tag that says what it means. */
export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: CborValue,
  ) {}
}
