import { itemSize, typedArray, type Dtype } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { DataSource } from '../data-source.js';
import { bytesOf } from '../bytes/byte-order.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { damaged, parsing, unsupported } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { copyBox, lengthOf, type Range } from '../entries/ranges.js';
import { boxSize, memoryEntry, storedAs } from '../entries/stored-entry.js';
import { compoundStreams, type CompoundStream } from './compound-file.js';

const imageTypes: Readonly<Record<number, Dtype>> = { 3: 'uint8', 5: 'uint16', 10: 'float32' };

type Streams = ReadonlyMap<string, CompoundStream>;

/**
 * Opens a Zeiss (Xradia) TXRM, XRM or TXM file: `/data` over [image, row, column], `/angles` in degrees, `/reference` when it is there.
 * Energy (eV), pixel size (um) and times are attributes of the file where they are given.
 * @throws DaisyError `File` when it is missing or damaged.
 */
export function openTxrm(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    return parsing(file.path, 'TXRM', () => {
      const streams = compoundStreams(file);
      const images =
        numberIn(streams, 'ImageInfo/ImagesTaken', 'int32') ?? numberIn(streams, 'ImageInfo/NoOfImages', 'int32') ?? 0;
      return entrySource({
        path: file.path,
        format: 'TXRM',
        entries: [
          imagesEntry(file, streams, images),
          ...anglesEntry(streams, images),
          ...referenceEntry(file, streams),
        ],
        attributes: attributesOf(streams),
        close: () => file.close(),
      });
    });
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

function imagesEntry(file: FileBytes, streams: Streams, images: number): Entry {
  const { dtype, height, width } = imageShape(file, streams, 'ImageInfo');
  const sources = Array.from({ length: Math.max(0, images) }, (_, index) =>
    streams.get(`ImageData${Math.floor(index / 100) + 1}/Image${index + 1}`),
  );
  const missing = sources.findIndex(source => !source || source.size < height * width * itemSize(dtype));
  if (images < 1 || missing >= 0) throw damaged(file.path, `image ${missing + 1} of ${images} is not there`);
  const shape = [images, height, width];
  return {
    info: {
      path: '/data',
      shape,
      dtype,
      typeName: dtype,
      attributes: {},
      storage: storedAs('streams', [1, height, width]),
    },
    axes: ['image', 'row', 'column'],
    fill: (ranges, into) => {
      const [[first, end], ...inner] = ranges as [Range, Range, Range];
      const target = bytesOf(into);
      const each = boxSize(inner) * itemSize(dtype);
      for (let image = first; image < end; image++) {
        const at = (image - first) * each;
        readImage(sources[image]!, [height, width], dtype, inner, target.subarray(at, at + each));
      }
    },
  };
}

/** Whole rows are read, columns are cut out of them. */
function readImage(
  stream: CompoundStream,
  [, width]: readonly [number, number],
  dtype: Dtype,
  [rows, columns]: readonly [Range, Range],
  into: Uint8Array,
): void {
  const rowBytes = width * itemSize(dtype);
  const held = stream.read(rows[0] * rowBytes, lengthOf(rows) * rowBytes);
  copyBox(held, [lengthOf(rows), width], [[0, lengthOf(rows)], columns], itemSize(dtype), into);
}

function imageShape(file: FileBytes, streams: Streams, group: string): { dtype: Dtype; height: number; width: number } {
  const number = (name: string): number => numberIn(streams, `${group}/${name}`, 'int32') ?? 0;
  const [height, width, type] = [number('ImageHeight'), number('ImageWidth'), number('DataType')];
  const dtype = imageTypes[type];
  if (!dtype) throw unsupported(file.path, `its images are of type ${type}`);
  if (!(height > 0 && width > 0 && height * width <= file.size))
    throw damaged(file.path, `its images have ${width} x ${height} pixels`);
  return { dtype, height, width };
}

function anglesEntry(streams: Streams, images: number): readonly Entry[] {
  const stream = streams.get('ImageInfo/Angles');
  if (!stream || stream.size < images * 4) return [];
  const angles = new Float32Array(stream.read(0, images * 4).buffer);
  return [memoryEntry('/angles', angles, [images], { units: 'deg' }, ['image'])];
}

function referenceEntry(file: FileBytes, streams: Streams): readonly Entry[] {
  const stream = streams.get('ReferenceData/Image');
  if (!stream) return [];
  const group = streams.has('ReferenceData/ImageInfo/ImageHeight') ? 'ReferenceData/ImageInfo' : 'ImageInfo';
  const { height, width } = imageShape(file, streams, group);
  const type = numberIn(streams, 'ReferenceData/DataType', 'int32');
  const dtype = imageTypes[type ?? 10] ?? 'float32';
  if (stream.size < height * width * itemSize(dtype)) return [];
  const shape = [height, width];
  return [
    {
      info: { path: '/reference', shape, dtype, typeName: dtype, attributes: {} },
      axes: ['row', 'column'],
      fill: (ranges, into) => readImage(stream, [height, width], dtype, ranges as [Range, Range], bytesOf(into)),
    },
  ];
}

function numberIn(streams: Streams, name: string, dtype: 'int32' | 'float32'): number | undefined {
  const stream = streams.get(name);
  if (!stream || stream.size < 4) return undefined;
  const bytes = stream.read(0, 4);
  return Number(typedArray(dtype, bytes.buffer, 0, 1)[0]);
}

function attributesOf(streams: Streams): Attributes {
  const energy = numberIn(streams, 'ImageInfo/Energy', 'float32');
  const pixel = numberIn(streams, 'ImageInfo/PixelSize', 'float32');
  const shown = (value: number | undefined): value is number =>
    value !== undefined && Number.isFinite(value) && value > 0;
  return {
    ...(shown(energy) ? { energyEv: energy } : {}),
    ...(shown(pixel) ? { pixelSizeUm: pixel } : {}),
    ...(shown(numberIn(streams, 'ImageInfo/ExpTimes', 'float32'))
      ? { exposureS: numberIn(streams, 'ImageInfo/ExpTimes', 'float32')! }
      : {}),
  };
}
