import { useEffect, useState, type JSX, type RefObject } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import type { ErrorRecord } from '@daisy-lab/core';
import { cellCode } from './cell-code.js';
import { ExportMenu } from './export-menu.js';
import type { ScreenProps } from './hdf5-parts.js';
import { fileName } from './hdf5-state.js';
import type { Hdf5Model } from './model/hdf5-model.js';
import type { Hdf5View } from './model/hdf5-view.js';

/** Name of the CT app under "Open With". */
const ctName = 'CT reconstruction';

interface TopBarProps extends ScreenProps {
  /** Where the shown picture is. */
  readonly centre: RefObject<HTMLElement | null>;
  /** Something could not be saved; null when it is tried anew. */
  onFailure(error: ErrorRecord | null): void;
}

/** File, path, and what can be done with what is shown. */
export function TopBar({ model, view, options, centre, onFailure }: TopBarProps): JSX.Element {
  const trans = useTranslate();
  const [copied, setCopied] = useState(false);
  const { state, described } = view;
  const file = state.file ?? '';
  const object = described?.path ?? '';
  const isArray = described?.kind === 'dataset' && described.dtype !== null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${file}::${object}`);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className="daisy-Hdf5-top" role="toolbar" aria-label={fileName(file)}>
      <strong title={file}>{fileName(file)}</strong>
      <PathField model={model} view={view} />
      <button className="daisy-Button" data-testid="hdf5-copy" disabled={!described} onClick={() => void copy()}>
        {copied ? trans.__('Copied') : trans.__('Copy path')}
      </button>
      <button
        className="daisy-Button"
        data-testid="hdf5-refresh"
        title={trans.__('Read the file anew; path, slice, zoom and contrast stay')}
        onClick={() => void model.refresh()}
      >
        {trans.__('Refresh')}
      </button>
      <label
        className="daisy-Hdf5-follow"
        title={trans.__('Look for new data every second; at the last image, go on to the newest')}
      >
        <input
          type="checkbox"
          data-testid="hdf5-follow"
          checked={view.following}
          onChange={event => model.follow(event.target.checked)}
        />
        {trans.__('Follow')}
      </label>
      {options.insertCell && (
        <button
          className="daisy-Button"
          data-testid="hdf5-insert"
          disabled={!isArray}
          title={trans.__('Insert a cell that reads what is shown into the notebook')}
          onClick={() => options.insertCell?.(file, place => cellCode(place, object, model.selection))}
        >
          {trans.__('Insert cell')}
        </button>
      )}
      {options.openWith && (
        <button className="daisy-Button" data-testid="hdf5-ct" onClick={() => options.openWith?.(file, ctName)}>
          {trans.__('Open in CT')}
        </button>
      )}
      <ExportMenu model={model} view={view} link={options.link} centre={centre} onFailure={onFailure} />
    </div>
  );
}

/** The path of the chosen object; another one can be typed, or one of another file as "Copy path" gives it. */
function PathField({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element {
  const trans = useTranslate();
  const object = view.state.object ?? '';
  const [text, setText] = useState(object);
  useEffect(() => setText(object), [view.state.file, object]);
  const go = (): void => {
    if (!model.goTo(text)) setText(object);
  };
  return (
    <input
      className="daisy-Input daisy-Hdf5-path"
      spellCheck={false}
      aria-label={trans.__('Path in the file')}
      title={trans.__('Path in the file, or file::/path for another file')}
      data-testid="hdf5-path"
      value={text}
      onChange={event => setText(event.target.value)}
      onKeyDown={event => event.key === 'Enter' && go()}
    />
  );
}
