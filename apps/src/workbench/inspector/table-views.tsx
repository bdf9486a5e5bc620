import { useMemo, useState, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { samplesOf } from '../objects/preview.js';
import type { WholeContent } from './inspector-model.js';
import { ValueTable } from './value-table.js';

const rowsShown = 100;

/** The rows of a table, a hundred at a time. */
export function TableRows({ whole }: { readonly whole: WholeContent }): JSX.Element | null {
  const trans = useTranslate();
  const [first, setFirst] = useState(0);
  const { content } = whole;
  if (content.kind !== 'table') return null;
  const columns = content.columns.map(name => columnOf(whole, name));
  const length = columns[0]?.length ?? 0;
  const count = Math.min(rowsShown, length - first);
  return (
    <>
      {length > rowsShown && (
        <div className="daisy-Panel-buttons">
          <button className="daisy-Button" disabled={first === 0} onClick={() => setFirst(first - rowsShown)}>
            {trans.__('Earlier rows')}
          </button>
          <span className="daisy-Hint">{trans.__('%1 of %2', `${first}–${first + count - 1}`, length)}</span>
          <button
            className="daisy-Button"
            disabled={first + rowsShown >= length}
            onClick={() => setFirst(first + rowsShown)}
          >
            {trans.__('Later rows')}
          </button>
        </div>
      )}
      <ValueTable
        heads={['', ...content.columns]}
        rows={Array.from({ length: count }, (_, row) => [
          String(first + row),
          ...columns.map(column => {
            const cell = column[first + row];
            return typeof cell === 'number' ? cell : String(cell ?? '');
          }),
        ])}
      />
    </>
  );
}

/** One column of numbers over another, or over the row. */
export function TableCurve({ whole }: { readonly whole: WholeContent }): JSX.Element {
  const trans = useTranslate();
  const names = Object.keys(whole.arrays);
  const [across, setAcross] = useState(names.length > 1 ? names[0]! : '');
  const [up, setUp] = useState(names.at(names.length > 1 ? 1 : 0) ?? '');
  const points = useMemo(() => {
    const y = Array.from(columnOf(whole, up), Number);
    const x = across === '' ? y.map((_, i) => i) : Array.from(columnOf(whole, across), Number);
    const order = x.map((_, i) => i).sort((a, b) => x[a]! - x[b]!);
    return { x: order.map(i => x[i]!), y: order.map(i => y[i]!) };
  }, [whole, across, up]);
  if (names.length === 0) return <p className="daisy-Hint">{trans.__('The table has no column of numbers.')}</p>;
  const choose = (label: string, value: string, set: (name: string) => void, none?: string): JSX.Element => (
    <label className="daisy-Inspector-stepper">
      <span>{label}</span>
      <select className="daisy-Input" value={value} onChange={event => set(event.target.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {names.map(name => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      {choose(trans.__('Across'), across, setAcross, trans.__('row number'))}
      {choose(trans.__('Upwards'), up, setUp)}
      <LazyCurve
        x={points.x}
        y={points.y}
        xLabel={across || trans.__('row number')}
        yLabel={up}
        height={360}
        testId="inspector-curve"
      />
    </>
  );
}

function columnOf({ content, arrays }: WholeContent, name: string): ArrayLike<number | string> {
  const found = arrays[name];
  if (found) return samplesOf(found.data);
  return content.kind === 'table' ? (content.words[name] ?? []) : [];
}
