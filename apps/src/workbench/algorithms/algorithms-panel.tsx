import { useSyncExternalStore, type JSX } from 'react';
import { techniqueText } from '../../kit/i18n/technique-text.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { WorkbenchHost } from '../host.js';
import type { FollowedKernel } from '../kernel/followed-kernel.js';
import { useModel } from '../view-model.js';
import { AlgorithmDetails } from './algorithm-details.js';
import { AlgorithmsModel, groupsOf, type AlgorithmsView } from './algorithms-model.js';

/** The algorithms that a kernel knows: found by words, read, filled in, and put into a notebook or onto a canvas. */
export function AlgorithmsPanel({
  host,
  kernel,
}: {
  readonly host: WorkbenchHost;
  readonly kernel: FollowedKernel;
}): JSX.Element {
  const trans = useTranslate();
  const [model, view] = useModel<AlgorithmsView, AlgorithmsModel>(() => new AlgorithmsModel(kernel.link));
  const addToCanvas = useSyncExternalStore(
    listener => host.canvas.onChange(listener),
    () => host.canvas.get(),
  );
  const groups = groupsOf(
    view.contracts ?? [],
    view.words,
    ({ title, help }) => `${trans.__(title)} ${trans.__(help)}`,
  );
  return (
    <div className="daisy-Panel-body" data-testid="workbench-algorithms">
      <input
        className="daisy-Input"
        type="search"
        placeholder={trans.__('Search algorithms')}
        aria-label={trans.__('Search algorithms')}
        data-testid="algorithms-search"
        value={view.words}
        onChange={event => model.search(event.target.value)}
      />
      {view.error && <ErrorPanel error={view.error} onDismiss={() => model.dismiss()} />}
      {view.contracts && groups.length === 0 && <p className="daisy-Hint">{trans.__('Nothing of that name.')}</p>}
      {groups.map(({ technique, contracts }) => (
        <section key={technique} aria-label={technique}>
          <h3 className="daisy-Algorithm-technique">{techniqueText(technique, trans)}</h3>
          <ul className="daisy-Panel-list">
            {contracts.map(contract => {
              const open = view.chosen === contract.id;
              return (
                <li key={contract.id} className={open ? 'daisy-Algorithm daisy-mod-open' : 'daisy-Algorithm'}>
                  <button
                    className="daisy-Algorithm-title"
                    aria-expanded={open}
                    data-testid={`algorithm-${contract.id}`}
                    title={trans.__(contract.help)}
                    onClick={() => model.choose(open ? null : contract.id)}
                  >
                    <strong>{trans.__(contract.title)}</strong>
                    <span className="daisy-Hint">{contract.id}</span>
                  </button>
                  {open && (
                    <AlgorithmDetails
                      contract={contract}
                      model={model}
                      view={view}
                      host={host}
                      addToCanvas={addToCanvas}
                    />
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}
