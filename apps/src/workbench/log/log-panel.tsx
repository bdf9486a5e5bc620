import { useEffect, useRef, type JSX } from 'react';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { WorkbenchHost } from '../host.js';
import type { FollowedKernel } from '../kernel/followed-kernel.js';
import { useModel } from '../view-model.js';
import { LogModel, shownLines, type LogView } from './log-model.js';

/** Lines that are drawn; the others are found with the search. */
const mostDrawn = 500;

/** What the engine of the followed kernel says. */
export function LogPanel({ kernel }: { readonly host: WorkbenchHost; readonly kernel: FollowedKernel }): JSX.Element {
  const trans = useTranslate();
  const [model, view] = useModel<LogView, LogModel>(() => new LogModel(kernel.link));
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  const shown = shownLines(view).slice(-mostDrawn);
  const newest = shown.at(-1)?.seq;
  useEffect(() => {
    if (list.current && follows.current) list.current.scrollTop = list.current.scrollHeight;
  }, [newest]);
  return (
    <div className="daisy-Panel-body daisy-Log" data-testid="workbench-log">
      <div className="daisy-Panel-buttons">
        <Select<LogView['level']>
          id="log-level"
          label={trans.__('Lines to show')}
          value={view.level}
          options={[
            { value: 'info', text: trans.__('All lines') },
            { value: 'warning', text: trans.__('Warnings and errors') },
            { value: 'error', text: trans.__('Errors') },
          ]}
          onChoose={level => model.filter({ level })}
        />
        <button className="daisy-Button" data-testid="log-clear" onClick={() => model.clear()}>
          {trans.__('Clear')}
        </button>
      </div>
      <input
        className="daisy-Input"
        type="search"
        placeholder={trans.__('Search the log')}
        aria-label={trans.__('Search the log')}
        data-testid="log-search"
        value={view.words}
        onChange={event => model.filter({ words: event.target.value })}
      />
      {view.error && <ErrorPanel error={view.error} />}
      {view.lines && shown.length === 0 && (
        <p className="daisy-Hint">{trans.__('Nothing was said yet. Runs of cells, apps and canvases write here.')}</p>
      )}
      <ol
        ref={list}
        className="daisy-Log-lines"
        aria-label={trans.__('Log')}
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          follows.current = scrollTop + clientHeight > scrollHeight - 24;
        }}
      >
        {shown.map(line => (
          <li key={line.seq} data-level={line.level}>
            <time>{new Date(line.atMs).toLocaleTimeString()}</time>{' '}
            <span className="daisy-Hint">{line.step === '' ? line.title : line.step}</span> {line.text}
          </li>
        ))}
      </ol>
    </div>
  );
}
