import type { JSX } from 'react';
import { shortNumber } from '../../kit/image-view/short-number.js';

/** A table of numbers and words; the first column names the rows. */
export function ValueTable({
  heads,
  rows,
}: {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}): JSX.Element {
  return (
    <div className="daisy-ValueTable" tabIndex={0} data-testid="inspector-table">
      <table>
        <thead>
          <tr>
            {heads.map((head, i) => (
              <th key={i} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, i) =>
                i === 0 ? (
                  <th key={i} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={i} title={String(cell)}>
                    {typeof cell === 'number' ? shortNumber(cell) : cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
