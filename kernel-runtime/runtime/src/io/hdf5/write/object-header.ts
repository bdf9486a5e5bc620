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

/** A name in a group leads to the address of an object, or by a path. */
export type WrittenLink = readonly [name: string, target: number | string];

/** The messages of a group whose links all stand in its header. */
export function groupMessages(links: Iterable<WrittenLink>): readonly HeaderMessage[] {
  const info = new ByteWriter().u8(0).u8(0).address(null).address(null).bytes();
  return [
    { type: messageType.linkInfo, body: info },
    { type: groupInfo, body: Uint8Array.of(0, 0), flags: 1 },
    ...Array.from(links, link => ({ type: messageType.link, body: linkMessage(link) })),
  ];
}

/** The name is UTF-8, its length takes two bytes. */
function linkMessage([name, target]: WrittenLink): Uint8Array {
  const [text, path] = [name, String(target)].map(each => new TextEncoder().encode(each)) as [Uint8Array, Uint8Array];
  const soft = typeof target === 'string';
  const bytes = soft ? new ByteWriter().u8(1).u8(0x19).u8(1).u8(1) : new ByteWriter().u8(1).u8(0x11).u8(1);
  bytes.u16(text.length).raw(text);
  return (soft ? bytes.u16(path.length).raw(path) : bytes.address(target)).bytes();
}
