import { itemSize, type TypedArray } from '@daisy-lab/core';
import type { Attributes } from '../attributes.js';
import type { DataSource } from '../data-source.js';
import { bytesOf } from '../bytes/byte-order.js';
import { FileBytes } from '../bytes/file-bytes.js';
import { parsing } from '../bytes/problems.js';
import { entrySource, type Entry } from '../entries/entry-source.js';
import { lengthOf, type Range } from '../entries/ranges.js';
import { storedAs, storedEntry } from '../entries/stored-entry.js';
import { pageLayout, sameShape, type PageLayout } from './page-layout.js';
import { pageAttributes, readPages, type PageTags } from './read-pages.js';
import { threadedPages } from './read-in-threads.js';
import { readPage } from './read-page.js';
import { tag } from './tiff-tags.js';

/**
 * Opens a TIFF or BigTIFF file: pages of one size are one dataset `/data` over [page, row, column], others `/pages/0`, `/pages/1`, ...
 * Colour adds an axis `sample`.
 * @throws DaisyError `File` when it is missing, damaged or of a variety that is not read.
 */
export function openTiff(name: string): DataSource {
  const file = new FileBytes(name);
  try {
    return parsing(file.path, 'TIFF', () => {
      const { header, pages } = readPages(file);
      const layouts = pages.map(page => pageLayout(file, page, header.littleEndian));
      return entrySource({
        path: file.path,
        format: 'TIFF',
        entries: entriesOf(file, pages, layouts),
        attributes: pageAttributes(pages[0]!),
        close: () => file.close(),
      });
    });
  } catch (thrown) {
    file.close();
    throw thrown;
  }
}

function entriesOf(file: FileBytes, pages: readonly PageTags[], layouts: readonly PageLayout[]): readonly Entry[] {
  const [first] = layouts as [PageLayout];
  const hidden = layouts.length === 1 ? imageJStack(file, pages[0]!, first) : null;
  if (hidden) return [hidden];
  if (layouts.every(layout => sameShape(layout, first))) {
    return [pagesEntry(file, '/data', layouts, pageAttributes(pages[0]!), layouts.length > 1)];
  }
  return layouts.map((layout, index) =>
    pagesEntry(file, `/pages/${index}`, [layout], pageAttributes(pages[index]!), false),
  );
}

/** Pages of one size as one array; a single page has no axis `page`. */
function pagesEntry(
  file: FileBytes,
  path: string,
  layouts: readonly PageLayout[],
  attributes: Attributes,
  stacked: boolean,
): Entry {
  const [first] = layouts as [PageLayout];
  const { width, height, samples, dtype } = first;
  const colour = samples > 1;
  const shape = [...(stacked ? [layouts.length] : []), height, width, ...(colour ? [samples] : [])];
  // of page, row, column and sample, whichever the dataset has
  const inFull = (ranges: readonly Range[]): readonly [Range, Range, Range, Range] => {
    const [pages, rows, columns, sample = [0, samples]] = stacked ? ranges : [[0, 1] as const, ...ranges];
    return [pages!, rows!, columns!, sample as Range];
  };
  const fill = (ranges: readonly Range[], into: TypedArray): void => {
    const [pages, rows, columns, sample] = inFull(ranges);
    const bytes = bytesOf(into);
    const each = lengthOf(rows) * lengthOf(columns) * lengthOf(sample) * itemSize(dtype);
    layouts.slice(...pages).forEach((layout, index) => {
      readPage(file, layout, { rows, columns, samples: sample }, bytes.subarray(index * each, (index + 1) * each));
    });
  };
  const small = ([pages, rows, columns, sample]: readonly Range[], into: TypedArray): void =>
    fill([...(stacked ? [pages!] : []), rows!, columns!, ...(colour ? [sample!] : [])], into);
  const threaded = threadedPages(file, layouts, small);
  const filters = [
    ...(first.predictor > 1 ? [`predictor ${first.predictor}`] : []),
    ...(first.compression === 'none' ? [] : [first.compression]),
  ];
  return {
    info: {
      path,
      shape,
      dtype,
      typeName: dtype,
      attributes,
      storage: storedAs(
        first.tiled ? 'tiles' : 'strips',
        [...(stacked ? [1] : []), first.tileHeight, first.tileWidth, ...(colour ? [samples] : [])],
        filters,
      ),
    },
    axes: [...(stacked ? ['page'] : []), 'row', 'column', ...(colour ? ['sample'] : [])],
    fill,
    ...(threaded ? { fillAsync: (ranges, into, signal) => threaded(inFull(ranges), into, signal) } : {}),
  };
}

/** ImageJ writes stacks above 4 GB as one page that is followed by the others, and says so in its description. */
function imageJStack(file: FileBytes, page: PageTags, layout: PageLayout): Entry | null {
  const description = page.text(tag.description) ?? '';
  const images = Number(/^images=(\d+)$/m.exec(description)?.[1] ?? 1);
  const plain = layout.compression === 'none' && !layout.tiled && layout.samples === 1;
  if (!description.startsWith('ImageJ=') || images < 2 || !plain) return null;
  return storedEntry(file, {
    path: '/data',
    dtype: layout.dtype,
    shape: [images, layout.height, layout.width],
    offset: layout.offsets[0]!,
    littleEndian: layout.littleEndian,
    attributes: pageAttributes(page),
    axes: ['page', 'row', 'column'],
  });
}
