import * as zlib from 'node:zlib';
import { damaged } from './damaged.js';

/**
 * The engine behind a stream of Node's zlib. Its one-shot functions make a new engine and a new buffer for each call, which costs as
 * much again as the decoding of a chunk; where a version of Node has no such engine, they are used.
 */
interface Engine {
  readonly _handle: {
    writeSync(
      flush: number,
      from: Uint8Array,
      fromAt: number,
      fromBytes: number,
      to: Uint8Array,
      toAt: number,
      toBytes: number,
    ): void;
    onerror: (message: string) => void;
  };
  /** Bytes of room that are left, bytes of input that are left. */
  readonly _writeState: Uint32Array;
  reset(): void;
  close(): void;
}

let engine: Engine | undefined;
let failure: string | undefined;

/**
 * Decodes a zlib stream to `room` and returns the bytes written.
 * @throws DaisyError `Data` when it is damaged or holds more than there is room for.
 */
export function inflate(stored: Uint8Array, room: Uint8Array): number {
  engine ??= startEngine();
  if (!engine) return inflateAtOnce(stored, room);
  failure = undefined;
  engine.reset();
  engine._handle.writeSync(zlib.constants.Z_FINISH, stored, 0, stored.length, room, 0, room.length);
  const left = engine._writeState[0]!;
  if (failure === undefined && left > 0) return room.length - left;
  engine.close();
  engine = undefined;
  throw damaged('deflate', failure ?? 'they hold more than the chunk');
}

function startEngine(): Engine | undefined {
  const started = zlib.createInflate() as unknown as Partial<Engine>;
  if (typeof started._handle?.writeSync !== 'function' || !ArrayBuffer.isView(started._writeState)) return undefined;
  started._handle.onerror = message => (failure = message);
  return started as Engine;
}

function inflateAtOnce(stored: Uint8Array, room: Uint8Array): number {
  try {
    const plain = zlib.inflateSync(stored, { maxOutputLength: Math.max(1, room.length) });
    room.set(plain);
    return plain.length;
  } catch (thrown) {
    throw damaged('deflate', thrown instanceof Error ? thrown.message : String(thrown));
  }
}
