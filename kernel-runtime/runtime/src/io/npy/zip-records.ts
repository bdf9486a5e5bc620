/** A stored file of a zip archive. */
export interface ZippedFile {
  readonly name: string;
  /** Where its local header begins. */
  readonly at: number;
  readonly size: number;
  readonly crc: number;
}

const mostOf32 = 0xffff_ffff;
/** 1 January 1980: the archive is the same whenever it is written. */
const firstDay = 0x21;
const utf8Names = 0x800;

// Records of APPNOTE 6.3; sizes that do not fit in 32 bits stand in the extra field 1.

export function localHeader({ name, size, crc }: ZippedFile): Uint8Array {
  const text = new TextEncoder().encode(name);
  const extra = size >= mostOf32 ? wide(size, size) : new Uint8Array(0);
  const head = fields(30, view => {
    view.setUint32(0, 0x04034b50, true);
    view.setUint16(4, extra.length > 0 ? 45 : 20, true);
    view.setUint16(6, utf8Names, true);
    view.setUint16(12, firstDay, true);
    view.setUint32(14, crc, true);
    view.setUint32(18, Math.min(size, mostOf32), true);
    view.setUint32(22, Math.min(size, mostOf32), true);
    view.setUint16(26, text.length, true);
    view.setUint16(28, extra.length, true);
  });
  return joined(head, text, extra);
}

export function directoryEntry({ name, at, size, crc }: ZippedFile): Uint8Array {
  const text = new TextEncoder().encode(name);
  const large = [...(size >= mostOf32 ? [size, size] : []), ...(at >= mostOf32 ? [at] : [])];
  const extra = large.length > 0 ? wide(...large) : new Uint8Array(0);
  const head = fields(46, view => {
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(4, 45, true);
    view.setUint16(6, extra.length > 0 ? 45 : 20, true);
    view.setUint16(8, utf8Names, true);
    view.setUint16(14, firstDay, true);
    view.setUint32(16, crc, true);
    view.setUint32(20, Math.min(size, mostOf32), true);
    view.setUint32(24, Math.min(size, mostOf32), true);
    view.setUint16(28, text.length, true);
    view.setUint16(30, extra.length, true);
    view.setUint32(42, Math.min(at, mostOf32), true);
  });
  return joined(head, text, extra);
}

/** The end of the directory, with that of zip64 before it where numbers are large. */
export function directoryEnd(count: number, at: number, bytes: number): Uint8Array {
  const end = fields(22, view => {
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, Math.min(count, 0xffff), true);
    view.setUint16(10, Math.min(count, 0xffff), true);
    view.setUint32(12, Math.min(bytes, mostOf32), true);
    view.setUint32(16, Math.min(at, mostOf32), true);
  });
  if (at + bytes < mostOf32 && count < 0xffff) return end;
  const record = fields(56, view => {
    view.setUint32(0, 0x06064b50, true);
    view.setBigUint64(4, 44n, true);
    view.setUint16(12, 45, true);
    view.setUint16(14, 45, true);
    view.setBigUint64(24, BigInt(count), true);
    view.setBigUint64(32, BigInt(count), true);
    view.setBigUint64(40, BigInt(bytes), true);
    view.setBigUint64(48, BigInt(at), true);
  });
  const locator = fields(20, view => {
    view.setUint32(0, 0x07064b50, true);
    view.setBigUint64(8, BigInt(at + bytes), true);
    view.setUint32(16, 1, true);
  });
  return joined(record, locator, end);
}

function wide(...values: readonly number[]): Uint8Array {
  return fields(4 + 8 * values.length, view => {
    view.setUint16(0, 1, true);
    view.setUint16(2, 8 * values.length, true);
    values.forEach((value, index) => view.setBigUint64(4 + 8 * index, BigInt(value), true));
  });
}

function fields(bytes: number, fill: (view: DataView) => void): Uint8Array {
  const record = new Uint8Array(bytes);
  fill(new DataView(record.buffer));
  return record;
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
