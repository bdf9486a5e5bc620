import { useState, type JSX, type KeyboardEvent } from 'react';
import type { KernelLink, ObjectDescription } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { cellForObject } from '../algorithms/cell-code.js';
import { bytesText, nameOfObject, shapeText } from '../words.js';
import { Thumbnail } from './thumbnail.js';

export interface ObjectRowProps {
  readonly link: KernelLink;
  readonly object: ObjectDescription;
  /** Absent where no notebook can reach the object. */
  readonly onInsert?: (() => void) | undefined;
  onOpen(): void;
  onRename(name: string): void;
  onSave(path: string): void;
  onRemove(force: boolean): void;
}

/** One object: picture, name, what it is, where it comes from, and what can be done with it. */
export function ObjectRow({ link, object, onInsert, onOpen, onRename, onSave, onRemove }: ObjectRowProps): JSX.Element {
  const trans = useTranslate();
  const [doing, setDoing] = useState<'rename' | 'save' | 'remove' | null>(null);
  const name = nameOfObject(object);
  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'F2') setDoing('rename');
    else if (event.key === 'Delete') setDoing('remove');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <li
      className="daisy-ObjectRow"
      data-testid={`object-${name}`}
      draggable={doing === null}
      onDragStart={event => event.dataTransfer.setData('text/plain', cellForObject(object))}
    >
      <button
        className="daisy-ObjectRow-open"
        title={trans.__('Open %1', name)}
        data-testid={`object-open-${name}`}
        onClick={onOpen}
        onKeyDown={onKey}
      >
        <Thumbnail link={link} object={object} />
        <span className="daisy-ObjectRow-text">
          <strong className={object.name === '' ? 'daisy-mod-unnamed' : ''}>{name}</strong>
          <span>
            {shapeText(object)}
            {object.unit && ` · ${object.unit}`} · {bytesText(object.bytes)}
            {object.place === 'disk' && ` · ${trans.__('on disk')}`}
          </span>
          <span className="daisy-Hint">{object.provenance?.algorithm ?? trans.__('made in a cell')}</span>
        </span>
      </button>
      <div className="daisy-ObjectRow-actions">
        {onInsert && (
          <button
            className="daisy-Link"
            title={trans.__('Insert in notebook')}
            data-testid={`object-insert-${name}`}
            onClick={onInsert}
          >
            {trans.__('Insert')}
          </button>
        )}
        <button className="daisy-Link" data-testid={`object-rename-${name}`} onClick={() => setDoing('rename')}>
          {trans.__('Rename')}
        </button>
        <button className="daisy-Link" data-testid={`object-save-${name}`} onClick={() => setDoing('save')}>
          {trans.__('Save')}
        </button>
        <button className="daisy-Link" data-testid={`object-remove-${name}`} onClick={() => setDoing('remove')}>
          {trans.__('Remove')}
        </button>
      </div>
      {doing === 'rename' && (
        <NameField
          name={object.name}
          label={trans.__('Name of the object')}
          onDone={wanted => {
            setDoing(null);
            if (wanted !== null && wanted !== object.name) onRename(wanted);
          }}
        />
      )}
      {doing === 'save' && (
        <NameField
          name={`${name}${extensionOf[object.kind]}`}
          label={trans.__('File of the object')}
          onDone={path => {
            setDoing(null);
            if (path !== null) onSave(path);
          }}
        />
      )}
      {doing === 'remove' && (
        <div className="daisy-ObjectRow-ask" role="alertdialog" aria-label={trans.__('Remove %1?', name)}>
          <span>
            {object.references > 0
              ? trans.__('The notebook still holds %1.', name)
              : trans.__('Remove %1? It cannot be brought back.', name)}
          </span>
          <button
            className="daisy-Button"
            autoFocus
            data-testid="object-remove-yes"
            onClick={() => {
              setDoing(null);
              onRemove(object.references > 0);
            }}
          >
            {object.references > 0 ? trans.__('Remove anyway') : trans.__('Remove')}
          </button>
          <button className="daisy-Button" onClick={() => setDoing(null)}>
            {trans.__('Keep')}
          </button>
        </div>
      )}
    </li>
  );
}

/** The kind of file that holds all of an object. */
const extensionOf: Readonly<Record<ObjectDescription['kind'], string>> = {
  ...{ array: '.h5', table: '.csv', value: '.json', file: '.json', list: '.json' },
};

/** Enter takes the name, Escape leaves the old one. */
function NameField({
  name,
  label,
  onDone,
}: {
  readonly name: string;
  readonly label: string;
  onDone(name: string | null): void;
}): JSX.Element {
  const [text, setText] = useState(name);
  return (
    <input
      className="daisy-Input"
      aria-label={label}
      data-testid="object-name"
      value={text}
      autoFocus
      onChange={event => setText(event.target.value)}
      onBlur={() => onDone(null)}
      onKeyDown={event => {
        if (event.key === 'Enter') onDone(text.trim() === '' ? null : text.trim());
        else if (event.key === 'Escape') onDone(null);
      }}
    />
  );
}
