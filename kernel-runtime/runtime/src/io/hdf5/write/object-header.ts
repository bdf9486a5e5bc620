import { DaisyError } from '@daisy-lab/core';
import { messageType } from '../format/object-header.js';
import { ByteWriter } from './byte-writer.js';

/** A message of an object header and its flags. */
export interface HeaderMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** 1: it never changes. */
  readonly flags?: number;
}

const groupInfo = 10;
const largestMessage = 65_535;

/** An object header of version 2, in one piece. */
export function objectHeader(messages: readonly HeaderMessage[]): Uint8Array {
  const body = new ByteWriter();
  for (const { type, body: bytes, flags = 0 } of messages) {
    if (bytes.length > largestMessage) {
      throw new DaisyError('Input', {
        message: `An attribute of ${bytes.length} bytes does not fit in an HDF5 file.`,
        action: 'Write it as a dataset.',
      });
    }
    body.u8(type).u16(bytes.length).u8(flags).raw(bytes);
  }
  const header = new ByteWriter().text('OHDR').u8(2).u8(2).u32(body.length).raw(body.bytes());
  return header.checksum().bytes();
}

/** The messages of a group whose links all stand in its header. */
export function groupMessages(links: Iterable<readonly [name: string, address: number]>): readonly HeaderMessage[] {
  const info = new ByteWriter().u8(0).u8(0).address(null).address(null).bytes();
  return [
    { type: messageType.linkInfo, body: info },
    { type: groupInfo, body: Uint8Array.of(0, 0), flags: 1 },
    ...Array.from(links, ([name, address]) => ({ type: messageType.link, body: hardLink(name, address) })),
  ];
}

function hardLink(name: string, address: number): Uint8Array {
  const text = new TextEncoder().encode(name);
  // the name is UTF-8, its length takes two bytes
  return new ByteWriter().u8(1).u8(0x11).u8(1).u16(text.length).raw(text).address(address).bytes();
}
