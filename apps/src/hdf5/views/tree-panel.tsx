import { useEffect, useState, type JSX, type KeyboardEvent, type RefObject } from 'react';
import type { DataEntry, DataSelection } from '@daisy-lab/core';
import { dragSource } from '../../kit/drag/source-drag.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { cellCode } from '../cell-code.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import { dragSelection } from '../model/shapes.js';
import type { TreeRow } from '../model/tree-rows.js';
import { scrollTo, spanOf } from './span.js';
import { useScroll } from './use-scroll.js';

const rowPx = 22;

interface TreePanelProps {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
  /** What is searched for. */
  readonly words: string;
  readonly searchBox: RefObject<HTMLInputElement>;
  onWords(words: string): void;
}

/** The groups and datasets of the file: only the lines that are seen exist. A search shows what it has found instead. */
export function TreePanel({ model, view, words, searchBox, onWords: setWords }: TreePanelProps): JSX.Element {
  const trans = useTranslate();
  const { found, searching, error } = view.tree;
  const [attributes, setAttributes] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => void model.tree.find(words, attributes), 250);
    return () => clearTimeout(timer);
  }, [model, words, attributes]);
  return (
    <div className="daisy-Hdf5-tree">
      <input
        ref={searchBox}
        className="daisy-Input"
        type="search"
        placeholder={trans.__('Search names and paths')}
        aria-label={trans.__('Search names and paths')}
        data-testid="hdf5-search"
        value={words}
        onChange={event => setWords(event.target.value)}
        onKeyDown={event => event.key === 'Escape' && setWords('')}
      />
      {words !== '' && (
        <label className="daisy-Hdf5-follow" title={trans.__('Words like units=keV or NX_class=NXdata')}>
          <input
            type="checkbox"
            data-testid="hdf5-search-attributes"
            checked={attributes}
            onChange={event => setAttributes(event.target.checked)}
          />
          {trans.__('In attributes as well')}
        </label>
      )}
      {searching && <div className="daisy-Hint">{trans.__('Searching…')}</div>}
      {error && <ErrorPanel error={error} testId="hdf5-tree-error" />}
      {found ? (
        <>
          <p className="daisy-Hint" role="status">
            {trans._n('%1 object found', '%1 objects found', found.entries.length)}
            {!found.complete && ` ${trans.__('There may be more: add a word.')}`}
          </p>
          <Lines
            model={model}
            chosen={view.state.object}
            rows={found.entries.map((entry, at) => ({ group: '/', at, depth: 0, entry, isOpen: false }))}
            length={found.entries.length}
            nameOf={entry => entry.path}
            onChoose={entry => {
              void model.reveal(entry.path);
              void model.select(entry.path);
            }}
          />
        </>
      ) : (
        <Lines
          model={model}
          chosen={view.state.object}
          length={view.tree.rows.length}
          onChoose={entry => void model.select(entry.path)}
        />
      )}
    </div>
  );
}

interface LinesProps {
  readonly model: Hdf5Model;
  readonly chosen: string | null;
  readonly length: number;
  /** Lines that are all there; the tree's own otherwise. */
  readonly rows?: readonly TreeRow[];
  nameOf?(entry: DataEntry): string;
  onChoose(entry: DataEntry): void;
}

function Lines({ model, chosen, length, rows, nameOf = ({ name }) => name, onChoose }: LinesProps): JSX.Element {
  const trans = useTranslate();
  const scroll = useScroll();
  const [cursor, setCursor] = useState(0);
  const { first, end, sizePx, offsetPx } = spanOf(length, rowPx, scroll.height, scroll.top);
  const slice = (from: number, to: number): readonly TreeRow[] =>
    rows ? rows.slice(from, to) : model.tree.view.rows.slice(from, to);
  const shown = slice(first, end);
  const missing = !rows && shown.some(({ entry }) => entry === null);
  useEffect(() => {
    if (missing) model.tree.see(first, end);
  }, [model, missing, first, end]);

  const moveTo = (line: number): void => {
    const next = Math.min(Math.max(line, 0), length - 1);
    setCursor(next);
    const element = scroll.ref.current;
    if (!element || length === 0) return;
    const seen = Math.max(1, Math.floor(scroll.height / rowPx));
    if (next < first) element.scrollTop = scrollTo(next, length, rowPx, scroll.height);
    else if (next >= first + seen) element.scrollTop = scrollTo(next - seen + 1, length, rowPx, scroll.height);
  };
  const onKey = (event: KeyboardEvent): void => {
    const [row] = slice(cursor, cursor + 1);
    const entry = row?.entry;
    const isGroup = !rows && entry?.kind === 'group';
    const page = Math.max(1, Math.floor(scroll.height / rowPx) - 1);
    const moves: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) moveTo(to);
    else if (event.key === 'ArrowRight' && isGroup && !row?.isOpen) model.toggle(entry!.path);
    else if (event.key === 'ArrowLeft' && isGroup && row?.isOpen) model.toggle(entry!.path);
    else if ((event.key === 'Enter' || event.key === ' ') && entry) {
      onChoose(entry);
      if (isGroup && !row?.isOpen) model.toggle(entry.path);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={scroll.ref}
      className="daisy-Hdf5-lines"
      role="tree"
      tabIndex={0}
      aria-label={trans.__('Objects in the file')}
      aria-activedescendant={`daisy-hdf5-line-${cursor}`}
      data-testid="hdf5-tree"
      data-length={length}
      onKeyDown={onKey}
    >
      <div style={{ height: sizePx, position: 'relative' }}>
        <div style={{ position: 'absolute', top: offsetPx, left: 0, right: 0 }}>
          {shown.map((row, i) => (
            <Line
              key={`${row.group} ${row.at}`}
              row={row}
              id={`daisy-hdf5-line-${first + i}`}
              name={row.entry ? nameOf(row.entry) : '…'}
              isChosen={row.entry !== null && row.entry.path === chosen}
              isCursor={first + i === cursor}
              onDrag={transfer => {
                const file = model.getView().state.file;
                if (file !== null && row.entry)
                  drag(transfer, file, row.entry, chosen === row.entry.path ? model.selection : null);
              }}
              onClick={() => {
                setCursor(first + i);
                if (!row.entry) return;
                onChoose(row.entry);
                if (!rows && row.entry.kind === 'group') model.toggle(row.entry.path);
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  readonly row: TreeRow;
  readonly id: string;
  readonly name: string;
  readonly isChosen: boolean;
  readonly isCursor: boolean;
  onClick(): void;
  onDrag(transfer: DataTransfer): void;
}

/** A dataset on its way into a notebook or onto a canvas: the part that is shown, or one image of a large stack. */
function drag(
  transfer: DataTransfer,
  file: string,
  { path, shape, dtype }: DataEntry,
  shown: DataSelection | null,
): void {
  const selection = shown ?? dragSelection(shape ?? [], dtype);
  dragSource(transfer, { file, dataset: path, selection }, cellCode({ language: 'typescript', file }, path, selection));
}

function Line({ row, id, name, isChosen, isCursor, onClick, onDrag }: LineProps): JSX.Element {
  const { entry, depth, isOpen } = row;
  const group = entry?.kind === 'group';
  const mark = group ? (isOpen ? '▾' : '▸') : entry?.kind === 'link' ? '⇢' : '';
  const facts = entry?.kind === 'dataset' ? (entry.shape?.join(' × ') ?? '') : (entry?.nxClass ?? '');
  return (
    <div
      id={id}
      className="daisy-Hdf5-line"
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isChosen}
      {...(group ? { 'aria-expanded': isOpen } : {})}
      data-cursor={isCursor || undefined}
      data-kind={entry?.kind}
      title={entry ? [entry.path, entry.dtype, entry.target && `→ ${entry.target}`].filter(Boolean).join('\n') : ''}
      style={{ height: rowPx, paddingLeft: 4 + depth * 14 }}
      draggable={entry?.kind === 'dataset'}
      onDragStart={event => onDrag(event.dataTransfer)}
      onClick={onClick}
    >
      <span className="daisy-Hdf5-mark" aria-hidden="true">
        {mark}
      </span>
      <span className="daisy-Hdf5-name">{name}</span>
      {entry?.target !== undefined && <span className="daisy-Hdf5-facts">↗</span>}
      <span className="daisy-Hdf5-facts">{facts}</span>
    </div>
  );
}
