import { useEffect, useState, type JSX } from 'react';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { isGoingOn } from '../../kit/run/run-tracker.js';
import { runStateText } from '../../kit/run/run-words.js';
import { fileName } from '../hdf5-state.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import { accesses, accessFor, copyName, type Access } from '../model/rechunk-part.js';

/** A copy of the file whose chunks suit what is looked at. */
export function RechunkForm({
  model,
  view,
}: {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
}): JSX.Element | null {
  const trans = useTranslate();
  const { described, imageAxes, state } = view;
  const { run, error } = view.rechunk;
  const suits = accessFor(described?.shape ?? [], imageAxes);
  const [access, setAccess] = useState<Access>(suits);
  const [file, setFile] = useState('');
  useEffect(() => setAccess(suits), [suits]);
  useEffect(() => setFile(copyName(state.file ?? '', access)), [state.file, access]);
  const goingOn = run !== null && isGoingOn(run);
  if ((described?.shape.length ?? 0) < 3 || !described?.storage) return null;
  return (
    <details className="daisy-Hdf5-rechunk" data-testid="hdf5-rechunk">
      <summary>{trans.__('Copy with other chunks')}</summary>
      <Select<Access>
        id="hdf5-rechunk-for"
        label={trans.__('For reading')}
        value={access}
        disabled={goingOn}
        options={accesses.map(name => ({ value: name, text: accessName(name, trans) }))}
        onChoose={setAccess}
      />
      <input
        className="daisy-Input"
        aria-label={trans.__('File of the copy')}
        title={file}
        data-testid="hdf5-rechunk-file"
        value={file}
        disabled={goingOn}
        onChange={event => setFile(event.target.value)}
      />
      {goingOn ? (
        <>
          <progress value={run.progress} max={1} aria-label={trans.__('Progress')} />
          <button className="daisy-Button" onClick={() => model.rechunk.cancel()}>
            {trans.__('Cancel')}
          </button>
        </>
      ) : (
        <button
          className="daisy-Button"
          data-testid="hdf5-rechunk-start"
          disabled={file.trim() === ''}
          onClick={() => void model.rechunk.start(state.file ?? '', file.trim(), access)}
        >
          {trans.__('Write the copy')}
        </button>
      )}
      {run && !goingOn && (
        <p className="daisy-Hint" role="status" data-testid="hdf5-rechunk-state">
          {runStateText(run, trans)}
        </p>
      )}
      {run?.state === 'done' && (
        <button
          className="daisy-Link"
          data-testid="hdf5-rechunk-open"
          onClick={() => void model.open(run.outputs['file'] ?? file)}
        >
          {trans.__('Open %1', fileName(run.outputs['file'] ?? file))}
        </button>
      )}
      {error && <ErrorPanel error={error} testId="hdf5-rechunk-error" />}
    </details>
  );
}

function accessName(access: Access, trans: Translate): string {
  switch (access) {
    case 'frames':
      return trans.__('For images');
    case 'rows':
      return trans.__('For rows of all images');
    case 'cube':
      return trans.__('For both');
  }
}
