import { useEffect, useMemo, useState, type JSX } from 'react';
import { recordOf, type DataSelection, type ErrorRecord } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { newestWins } from '../../kit/link/newest-wins.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import { IndexSliders } from './index-sliders.js';
import { spanOf } from './span.js';
import { useScroll } from './use-scroll.js';

const rowPx = 22;
const cellPx = 96;
/** Words and compounds take more room than numbers. */
const widePx = 420;
const headPx = 72;

interface Block {
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly columns: number;
  readonly cells: readonly string[];
}

/** Values as they are stored. Only the cells that are seen are read. */
export function TablePanel({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element {
  const trans = useTranslate();
  const scroll = useScroll();
  const [block, setBlock] = useState<Block | null>(null);
  const [error, setError] = useState<ErrorRecord | null>(null);
  const { described, index, edition } = view;
  const shape = described?.shape ?? [];
  const rank = shape.length;
  const width = described?.dtype === null ? widePx : cellPx;
  const rows = spanOf(shape[Math.max(0, rank - 2)] ?? 0, rowPx, Math.max(0, scroll.height - rowPx), scroll.top);
  const columns = spanOf(rank > 1 ? (shape[rank - 1] ?? 0) : 1, width, Math.max(0, scroll.width - headPx), scroll.left);

  const read = useMemo(
    () =>
      newestWins<{ readonly selection: DataSelection; readonly place: Omit<Block, 'cells'> }>(
        async ({ selection, place }) => {
          const { result, arrays } = await model.values(selection);
          const data = arrays?.['data']?.data as ArrayLike<number | bigint> | undefined;
          setBlock({ ...place, cells: result.texts ?? Array.from(data ?? [], cellText) });
          setError(null);
        },
        thrown => setError(recordOf(thrown)),
      ),
    [model],
  );
  const leading = index.slice(0, Math.max(0, rank - 2)).join(' ');
  useEffect(() => {
    if (rows.end <= rows.first || columns.end <= columns.first) return;
    const at = leading === '' ? [] : leading.split(' ').map(Number);
    const selection: DataSelection = [
      ...at.map(value => [value, value + 1] as const),
      [rows.first, rows.end],
      ...(rank > 1 ? [[columns.first, columns.end] as const] : []),
    ];
    const place = { firstRow: rows.first, firstColumn: columns.first, columns: columns.end - columns.first };
    void read({ selection, place });
  }, [read, rank, leading, rows.first, rows.end, columns.first, columns.end, described, edition]);

  const cellAt = (row: number, column: number): string => {
    if (!block || column < block.firstColumn || column >= block.firstColumn + block.columns) return '';
    return block.cells[(row - block.firstRow) * block.columns + column - block.firstColumn] ?? '';
  };
  const rowNumbers = Array.from({ length: rows.end - rows.first }, (_, i) => rows.first + i);
  const columnNumbers = Array.from({ length: columns.end - columns.first }, (_, i) => columns.first + i);
  return (
    <div className="daisy-Hdf5-view">
      {rank > 2 && (
        <div className="daisy-Hdf5-bar">
          <IndexSliders model={model} view={view} shown={[rank - 2, rank - 1]} />
        </div>
      )}
      {error && <ErrorPanel error={error} testId="hdf5-table-error" />}
      <div
        ref={scroll.ref}
        className="daisy-Hdf5-table"
        tabIndex={0}
        role="region"
        aria-label={trans.__('Values')}
        data-testid="hdf5-table"
      >
        <div style={{ height: rows.sizePx + rowPx, width: columns.sizePx + headPx, position: 'relative' }}>
          <table style={{ top: scroll.top, left: scroll.left }}>
            <thead>
              <tr>
                <th style={{ width: headPx, minWidth: headPx }} />
                {columnNumbers.map(column => (
                  <th key={column} style={{ width, minWidth: width }}>
                    {rank > 1 ? column : trans.__('Value')}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rowNumbers.map(row => (
                <tr key={row}>
                  <th>{row}</th>
                  {columnNumbers.map(column => (
                    <td key={column} title={cellAt(row, column)}>
                      {cellAt(row, column)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </div>
  );
}

/** A number with the digits that it needs, at most nine. */
function cellText(value: number | bigint): string {
  return typeof value === 'bigint' || Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(9)));
}
