import { valueAt } from '@daisy-lab/compute';

/** The frame moved by whole and part pixels: out(row, column) = frame(row + down, column + right). */
export function moveFrame(
  frame: Float32Array,
  rows: number,
  columns: number,
  right: number,
  down: number,
  out: Float32Array,
): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      out[row * columns + column] = valueAt(frame, rows, columns, row + down, column + right);
}

/** The frame turned by an angle about a point, so that a line that leans by `angleRad` from the rows' direction stands upright. */
export function turnFrame(
  frame: Float32Array,
  rows: number,
  columns: number,
  about: { readonly row: number; readonly column: number },
  angleRad: number,
  out: Float32Array,
): void {
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  for (let row = 0; row < rows; row++) {
    const y = row - about.row;
    for (let column = 0; column < columns; column++) {
      const x = column - about.column;
      out[row * columns + column] = valueAt(
        frame,
        rows,
        columns,
        about.row + y * cos - x * sin,
        about.column + x * cos + y * sin,
      );
    }
  }
}
