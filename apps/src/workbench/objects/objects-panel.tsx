import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { cellForObject } from '../algorithms/cell-code.js';
import type { WorkbenchHost } from '../host.js';
import type { FollowedKernel } from '../kernel/followed-kernel.js';
import { useModel } from '../view-model.js';
import { nameOfObject, shapeText } from '../words.js';
import { MemoryBar } from './memory-bar.js';
import { ObjectRow } from './object-row.js';
import { ObjectsModel, type ObjectsView } from './objects-model.js';

/** The data objects of a kernel. */
export function ObjectsPanel({
  host,
  kernel,
}: {
  readonly host: WorkbenchHost;
  readonly kernel: FollowedKernel;
}): JSX.Element {
  const trans = useTranslate();
  const [model, view] = useModel<ObjectsView, ObjectsModel>(() => new ObjectsModel(kernel.link));
  const [words, setWords] = useState('');
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = view.objects?.filter(object => {
    const text = `${nameOfObject(object)} ${shapeText(object)} ${object.provenance?.algorithm ?? ''}`.toLowerCase();
    return wanted.every(word => text.includes(word));
  });
  return (
    <div className="daisy-Panel-body" data-testid="workbench-objects">
      {view.usage !== null && view.usage.budgetBytes > 0 && <MemoryBar usage={view.usage} />}
      {view.error && <ErrorPanel error={view.error} onDismiss={() => model.dismiss()} />}
      {view.saved !== null && (
        <p className="daisy-Hint" role="status" data-testid="workbench-saved">
          {trans.__('Saved as %1', view.saved)}
        </p>
      )}
      {(view.objects?.length ?? 0) > 8 && (
        <input
          className="daisy-Input"
          type="search"
          placeholder={trans.__('Search objects')}
          aria-label={trans.__('Search objects')}
          value={words}
          onChange={event => setWords(event.target.value)}
        />
      )}
      {view.objects?.length === 0 && (
        <p className="daisy-Hint" data-testid="workbench-empty">
          {trans.__('No objects yet. In a cell, store.put(value, { name }) keeps one here.')}
        </p>
      )}
      <ul className="daisy-Panel-list" aria-label={trans.__('Data objects')}>
        {shown?.map(object => (
          <ObjectRow
            key={object.id}
            link={kernel.link}
            object={object}
            onInsert={kernel.notebook === null ? undefined : () => host.insertCell(cellForObject(object))}
            onOpen={() => host.openObject(kernel, object)}
            onRename={name => void model.rename(object.id, name)}
            onSave={path => void model.save(object.id, path)}
            onRemove={force => void model.remove(object.id, force)}
          />
        ))}
      </ul>
    </div>
  );
}
