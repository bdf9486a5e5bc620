import { Cursor, nowhere } from './cursor.js';
import { DamagedFile } from './file-faults.js';
import { FractalHeap } from './fractal-heap.js';
import { messageType, type FormatFile, type Message, type MessageHeap } from './object-header.js';

/**
 * The heap of messages of a type that objects of the file have in common; `extension` is the header of what concerns the whole file.
 * @throws DamagedFile when the file has none for the type
 */
export function sharedMessageHeap(file: FormatFile, extension: readonly Message[], type: number): MessageHeap {
  const table = extension.find(message => message.type === messageType.sharedTable);
  if (!table) throw new DamagedFile('the table of shared messages is missing');
  const place = new Cursor(table.body, file.sizes).skip(1);
  const address = place.address();
  const count = place.u8();
  const indexBytes = 14 + 2 * file.sizes.offsetBytes;
  const list = new Cursor(file.bytes.read(address, 4 + count * indexBytes), file.sizes).expect('SMTB');
  for (let index = 0; index < count; index++) {
    const types = list.skip(2).u16();
    const heap = list.skip(10 + file.sizes.offsetBytes).address();
    if (types & (1 << type) && heap !== nowhere) return new FractalHeap(file, heap);
  }
  throw new DamagedFile(`there are no shared messages of type ${type}`);
}
