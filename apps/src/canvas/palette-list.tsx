import { memo, useState, type JSX } from 'react';
import type { ContractDescription } from '@daisy-lab/core';
import { techniqueText } from '../kit/i18n/technique-text.js';
import { useTranslate } from '../kit/i18n/translate.js';
import { matching, type Palette, type WantedPort } from './catalogue.js';

export const dragType = 'application/x-daisy-algorithm';

interface PaletteProps {
  readonly palette: Palette | null;
  /** Only what fits the end of a wire. */
  readonly wanted?: WantedPort | undefined;
  /** A list that is opened for one choice: a click chooses. */
  readonly isMenu?: boolean;
  onChoose(algorithm: string): void;
  onClose?(): void;
}

/** The algorithms that can be put onto the canvas, by technique: drag one, or choose it. */
export const PaletteList = memo(function PaletteList({
  palette,
  wanted,
  isMenu = false,
  onChoose,
  onClose,
}: PaletteProps): JSX.Element {
  const trans = useTranslate();
  const [words, setWords] = useState('');
  const entries = palette ? matching(palette, words, wanted, title => trans.__(title)) : [];
  return (
    <div
      className="daisy-Palette"
      data-testid={isMenu ? 'canvas-fitting' : 'canvas-palette'}
      onKeyDown={event => event.key === 'Escape' && onClose?.()}
    >
      <input
        className="daisy-Input"
        type="search"
        placeholder={trans.__('Search algorithms')}
        aria-label={trans.__('Search algorithms')}
        value={words}
        autoFocus={isMenu}
        onChange={event => setWords(event.target.value)}
        onKeyDown={event => event.key === 'Enter' && entries[0] && onChoose(entries[0].id)}
      />
      <div className="daisy-Palette-groups">
        {byTechnique(entries).map(([technique, members]) => (
          <section key={technique} aria-label={techniqueText(technique, trans)}>
            <h4>{techniqueText(technique, trans)}</h4>
            <ul>
              {members.map(entry => (
                <PaletteEntry key={entry.id} entry={entry} isMenu={isMenu} onChoose={onChoose} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      {palette && entries.length === 0 && (
        <p className="daisy-Hint">{wanted ? emptyText(wanted, trans) : trans.__('Nothing of that name.')}</p>
      )}
    </div>
  );
});

function PaletteEntry(props: {
  readonly entry: ContractDescription;
  readonly isMenu: boolean;
  onChoose(algorithm: string): void;
}): JSX.Element {
  const trans = useTranslate();
  const { id, title, help } = props.entry;
  const choose = (): void => props.onChoose(id);
  return (
    <li>
      <button
        className="daisy-Palette-entry"
        draggable
        title={`${id}\n${trans.__(help)}`}
        data-testid={`palette-${id}`}
        onDragStart={event => event.dataTransfer.setData(dragType, id)}
        onDoubleClick={() => !props.isMenu && choose()}
        onClick={() => props.isMenu && choose()}
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          event.preventDefault(); // the click that follows would choose it again
          choose();
        }}
      >
        {trans.__(title)}
      </button>
    </li>
  );
}

const emptyText = ({ lacks }: WantedPort, trans: ReturnType<typeof useTranslate>): string =>
  lacks === 'input' ? trans.__('No algorithm takes this value.') : trans.__('No algorithm gives this value.');

/** Groups in the order in which their first member stands; what only helps the others comes last. */
function byTechnique(
  entries: readonly ContractDescription[],
): readonly (readonly [string, readonly ContractDescription[]])[] {
  const groups = new Map<string, ContractDescription[]>();
  for (const entry of entries) {
    const technique = entry.id.split('.')[0]!;
    groups.set(technique, [...(groups.get(technique) ?? []), entry]);
  }
  return [...groups].sort(([a], [b]) => Number(a === 'convert') - Number(b === 'convert'));
}
