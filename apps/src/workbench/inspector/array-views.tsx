import { useMemo, useState, type JSX } from 'react';
import type { KernelLink, ObjectDescription, Selection } from '@daisy-lab/core';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { Samples } from '../../kit/image-view/image-source.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { curveOf } from '../objects/preview.js';
import { nameOfObject } from '../words.js';
import { lineSelection, usePart, type Part } from './array-part.js';
import { useObjectViewer } from './object-viewer.js';
import { Stepper } from './stepper.js';
import { ValueTable } from './value-table.js';

interface ArrayProps {
  readonly link: KernelLink;
  readonly object: ObjectDescription;
}

/** The last two axes as a picture; the others are stepped through. */
export function ArrayImage({ link, object }: ArrayProps): JSX.Element {
  const trans = useTranslate();
  const { source, error } = useObjectViewer(link, object.id, 'image');
  const frames = source?.frames ?? 1;
  const [chosen, setChosen] = useState<number | null>(null);
  const frame = chosen ?? Math.floor(frames / 2);
  return (
    <>
      {frames > 1 && <Stepper label={trans.__('Frame')} value={frame} count={frames} onChange={setChosen} />}
      <ImageView
        source={source}
        frame={frame}
        label={nameOfObject(object)}
        contrastKey={object.id}
        testId="inspector-image"
        {...(error ? { error } : {})}
        onFrame={wanted => setChosen(Math.max(0, Math.min(frames - 1, wanted)))}
      />
    </>
  );
}

/** Points that a curve is drawn with at most: more are drawn by lowest and highest value. */
const mostPoints = 4000;

/** The values along the last axis. */
export function ArrayCurve({ link, object }: ArrayProps): JSX.Element {
  const trans = useTranslate();
  const shape = object.shape ?? [];
  const lines = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  const [line, setLine] = useState(Math.floor(lines / 2));
  const { samples, error } = usePart(link, object.id, lineSelection(shape, line));
  const drawn = useMemo(() => (samples ? pointsOf(samples) : null), [samples]);
  return (
    <>
      {lines > 1 && <Stepper label={trans.__('Line')} value={line} count={lines} onChange={setLine} />}
      {error && <ErrorPanel error={error} />}
      {drawn && (
        <LazyCurve
          x={drawn.x}
          y={drawn.y}
          xLabel={object.axes?.at(-1) ?? ''}
          yLabel={object.unit ? `${nameOfObject(object)} (${object.unit})` : nameOfObject(object)}
          height={360}
          testId="inspector-curve"
        />
      )}
    </>
  );
}

const rowsShown = 50;
const columnsShown = 16;

/** A window of the values; the last axis runs to the right. */
export function ArrayTable({ link, object }: ArrayProps): JSX.Element {
  const trans = useTranslate();
  const shape = object.shape ?? [];
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  const isList = shape.length === 1;
  const [firstRow, setFirstRow] = useState(0);
  const [firstColumn, setFirstColumn] = useState(0);
  const count = isList ? rowsShown : columnsShown;
  const end = Math.min(columns, firstColumn + count);
  const { samples, error } = useRows(link, object, firstRow, Math.min(rows, firstRow + rowsShown), firstColumn, end);
  const width = end - firstColumn;
  return (
    <>
      {rows > rowsShown && (
        <Stepper
          label={trans.__('First row')}
          value={firstRow}
          count={rows - rowsShown + 1}
          step={rowsShown}
          onChange={setFirstRow}
        />
      )}
      {columns > count && (
        <Stepper
          label={isList ? trans.__('First value') : trans.__('First column')}
          value={firstColumn}
          count={columns - count + 1}
          step={count}
          onChange={setFirstColumn}
        />
      )}
      {error && <ErrorPanel error={error} />}
      {samples && isList && (
        <ValueTable
          heads={[object.axes?.[0] ?? '', object.unit ?? trans.__('value')]}
          rows={Array.from(samples, (value, i) => [String(firstColumn + i), value])}
        />
      )}
      {samples && !isList && (
        <ValueTable
          heads={['', ...Array.from({ length: width }, (_, i) => String(firstColumn + i))]}
          rows={Array.from({ length: Math.floor(samples.length / width) }, (_, row) => [
            indexText(shape.slice(0, -1), firstRow + row),
            ...Array.from(samples.subarray(row * width, (row + 1) * width)),
          ])}
        />
      )}
    </>
  );
}

/** Rows of an array as if all axes but the last were one; they lie in one frame, or the frame is taken line by line. */
function useRows(
  link: KernelLink,
  { id, shape = [] }: ObjectDescription,
  first: number,
  end: number,
  firstColumn: number,
  endColumn: number,
): Part {
  const columns = [firstColumn, endColumn] as const;
  const height = shape.at(-2) ?? 1;
  const start = first % height;
  const leading = lineSelection(shape.slice(0, -1), Math.floor(first / height));
  const selection: Selection =
    shape.length === 1
      ? [columns]
      : [...leading.slice(0, -1), [start, Math.min(height, start + end - first)] as const, columns];
  return usePart(link, id, selection);
}

function indexText(shape: readonly number[], index: number): string {
  const parts = lineSelection([...shape, 1], index).slice(0, -1);
  return parts.map(part => part?.[0] ?? 0).join(', ');
}

function pointsOf(samples: Samples): { readonly x: readonly number[]; readonly y: readonly number[] } {
  if (samples.length <= mostPoints) {
    return { x: Array.from(samples, (_, i) => i), y: Array.from(samples) };
  }
  const { low, high } = curveOf(samples, mostPoints / 2);
  const width = samples.length / low.length;
  return {
    x: low.flatMap((_, i) => [i * width, (i + 0.5) * width]),
    y: low.flatMap((value, i) => [value, high[i]!]),
  };
}
