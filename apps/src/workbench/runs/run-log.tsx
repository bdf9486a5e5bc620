import { useEffect, useState, type JSX } from 'react';
import type { KernelLink, LogLine } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { newestWins } from '../../kit/link/newest-wins.js';

/** What the engine says of one run, while it goes on and afterwards. */
export function RunLog({ link, run }: { readonly link: KernelLink; readonly run: string }): JSX.Element | null {
  const trans = useTranslate();
  const [lines, setLines] = useState<readonly LogLine[] | null>(null);
  useEffect(() => {
    const ask = newestWins<null>(
      async () => {
        const { result } = await link.request('log.list', { after: 0 });
        setLines(result.lines.filter(line => line.run === run));
      },
      // the panel itself says when its kernel does not answer
      () => undefined,
    );
    void ask(null);
    return link.onEvent(({ topic }) => topic === 'log' && void ask(null));
  }, [link, run]);
  if (!lines) return null;
  if (lines.length === 0) return <p className="daisy-Hint">{trans.__('The log has no lines of this run any more.')}</p>;
  return (
    <ol className="daisy-Log-lines" aria-label={trans.__('Log of the run')} tabIndex={0} data-testid="run-log">
      {lines.map(({ seq, level, step, text }) => (
        <li key={seq} data-level={level}>
          {step !== '' && <span className="daisy-Hint">{step} </span>}
          {text}
        </li>
      ))}
    </ol>
  );
}
