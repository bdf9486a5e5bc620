import { Tagged, type CborValue } from '../cbor/cbor-value.js';
import { readCbor } from '../cbor/read-cbor.js';
import { packedArray } from '../cbor/typed-arrays.js';
import { attributesOf, wholeNumber, wrong } from './message-fields.js';
import { unpackImage } from './packed-image.js';
import type { StreamMessage } from './stream-message.js';

type Message = ReadonlyMap<string, CborValue>;

/** Times are ratios of whole numbers in seconds. */
const times = ['start_time', 'stop_time', 'real_time'];

/** Stream V2 of DECTRIS detectors: one CBOR map for each message. @see https://github.com/dectris/documentation, stream_v2 */
export function decodeSimplon2(parts: readonly Uint8Array[]): StreamMessage {
  const message = readCbor(parts[0] ?? new Uint8Array(0));
  if (!(message instanceof Map)) throw wrong('it is no map');
  const fields = message as Message;
  const series = seriesOf(fields);
  switch (fields.get('type')) {
    case 'start':
      return { kind: 'begin', series, frames: announced(fields), attributes: plainFields(fields) };
    case 'image':
      return { kind: 'frame', frame: { series, ...imageOf(fields) } };
    case 'end':
      return { kind: 'end', series };
    default:
      throw wrong(`its type is ${String(fields.get('type')).slice(0, 40)}`);
  }
}

function imageOf(fields: Message) {
  const data = fields.get('data');
  if (!(data instanceof Map) || data.size === 0) throw wrong('it has no image');
  const channels = [...(data as Message)].map(([name, item]) => [name, packedArray(item)] as const);
  return {
    number: wholeNumber(fields.get('image_id'), 'image_id'),
    attributes: plainFields(fields),
    unpack: () => Object.fromEntries(channels.map(([name, image]) => [name, unpackImage(image)])),
  };
}

/** The unique name where there is one: numbers begin again when the detector is restarted. */
function seriesOf(fields: Message): string {
  const unique = fields.get('series_unique_id');
  if (typeof unique === 'string' && unique !== '') return unique.slice(0, 200);
  return String(wholeNumber(fields.get('series_id'), 'series_id'));
}

function announced(fields: Message): number | null {
  const images = fields.get('number_of_images');
  return images === undefined ? null : wholeNumber(images, 'number_of_images');
}

function plainFields(fields: Message) {
  const plain = [...fields].map(([name, value]): [string, unknown] => {
    if (times.includes(name) && Array.isArray(value)) return [name, Number(value[0]) / Number(value[1])];
    return [name, value instanceof Tagged ? value.value : value];
  });
  return attributesOf(plain, ['type', 'data', 'flatfield', 'pixel_mask', 'countrate_correction_lookup_table']);
}
