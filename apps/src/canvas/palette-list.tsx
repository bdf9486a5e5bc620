import { useState, type JSX } from 'react';
import type { PortType } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import { matching, type Palette } from './catalogue.js';

export const dragType = 'application/x-daisy-algorithm';

/** The algorithms that can be put onto the canvas: drag one, or choose it. With `from` only those that take such a value. */
export function PaletteList({
  palette,
  from,
  autoFocus = false,
  onChoose,
  onClose,
}: {
  readonly palette: Palette | null;
  readonly from?: PortType | undefined;
  readonly autoFocus?: boolean;
  onChoose(algorithm: string): void;
  onClose?(): void;
}): JSX.Element {
  const trans = useTranslate();
  const [words, setWords] = useState('');
  const entries = palette ? matching(palette, words, from) : [];
  return (
    <div
      className="daisy-Palette"
      data-testid={from ? 'canvas-fitting' : 'canvas-palette'}
      onKeyDown={event => event.key === 'Escape' && onClose?.()}
    >
      <input
        className="daisy-Input"
        type="search"
        placeholder={trans.__('Search algorithms')}
        aria-label={trans.__('Search algorithms')}
        value={words}
        autoFocus={autoFocus}
        onChange={event => setWords(event.target.value)}
        onKeyDown={event => event.key === 'Enter' && entries[0] && onChoose(entries[0].id)}
      />
      <ul>
        {entries.map(entry => (
          <li key={entry.id}>
            <button
              className="daisy-Palette-entry"
              draggable
              title={entry.help}
              data-testid={`palette-${entry.id}`}
              onDragStart={event => event.dataTransfer.setData(dragType, entry.id)}
              onDoubleClick={() => !from && onChoose(entry.id)}
              onClick={() => from && onChoose(entry.id)}
              onKeyDown={event => event.key === 'Enter' && onChoose(entry.id)}
            >
              <strong>{trans.__(entry.title)}</strong>
              <span className="daisy-Hint">{entry.id}</span>
            </button>
          </li>
        ))}
      </ul>
      {palette && entries.length === 0 && (
        <p className="daisy-Hint">
          {from ? trans.__('No algorithm takes this value.') : trans.__('Nothing of that name.')}
        </p>
      )}
    </div>
  );
}
