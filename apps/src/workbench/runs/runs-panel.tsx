import { useState, type JSX } from 'react';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { isGoingOn } from '../../kit/run/run-tracker.js';
import type { WorkbenchHost } from '../host.js';
import type { FollowedKernel } from '../kernel/followed-kernel.js';
import { useModel } from '../view-model.js';
import { RunRow } from './run-row.js';
import { RunsModel, type RunsView, type ShownRecord } from './runs-model.js';

/** Rows that are drawn at first, and more on request. */
const pageLength = 50;

type Filter = 'all' | 'going' | 'failed' | 'here';

const filters: Readonly<Record<Filter, (run: ShownRecord) => boolean>> = {
  all: () => true,
  going: isGoingOn,
  failed: ({ state }) => state === 'failed' || state === 'interrupted',
  here: ({ own }) => own,
};

/** The runs of a kernel and of all others on its machine. */
export function RunsPanel({
  host,
  kernel,
}: {
  readonly host: WorkbenchHost;
  readonly kernel: FollowedKernel;
}): JSX.Element {
  const trans = useTranslate();
  const [model, view] = useModel<RunsView, RunsModel>(() => new RunsModel(kernel.link, () => host.isVisible()));
  const [filter, setFilter] = useState<Filter>('all');
  const [length, setLength] = useState(pageLength);
  const wanted = view.runs?.filter(filters[filter]) ?? [];
  return (
    <div className="daisy-Panel-body" data-testid="workbench-runs">
      <div className="daisy-Panel-buttons">
        <Select<Filter>
          id="runs-filter"
          label={trans.__('Runs to show')}
          value={filter}
          options={[
            { value: 'all', text: trans.__('All runs') },
            { value: 'going', text: trans.__('Going on') },
            { value: 'failed', text: trans.__('Failed or interrupted') },
            { value: 'here', text: trans.__('Of this kernel') },
          ]}
          onChoose={setFilter}
        />
        <button className="daisy-Button" onClick={() => model.refresh()}>
          {trans.__('Refresh')}
        </button>
      </div>
      {view.error && <ErrorPanel error={view.error} onDismiss={() => model.dismiss()} />}
      {view.runs && wanted.length === 0 && (
        <p className="daisy-Hint">
          {filter === 'all'
            ? trans.__('No runs yet. Apps, notebooks and the command line show theirs here.')
            : trans.__('No such runs.')}
        </p>
      )}
      <ul className="daisy-Panel-list" aria-label={trans.__('Runs')}>
        {wanted.slice(0, length).map(run => (
          <RunRow
            key={run.run}
            link={kernel.link}
            run={run}
            onCancel={() => void model.cancel(run.run)}
            onResume={() => void model.resume(run.run)}
            onOpen={path => host.openFile(path)}
          />
        ))}
      </ul>
      {wanted.length > length && (
        <button className="daisy-Button" onClick={() => setLength(length + pageLength)}>
          {trans.__('Show more')}
        </button>
      )}
    </div>
  );
}
