import type { JSX } from 'react';
import type { LinkState } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';

export interface KernelBannerProps {
  readonly link: LinkState;
  readonly testId: string;
  /** What to say of a kernel that has stopped, and of one that restarts. */
  readonly stopped: string;
  readonly restarting: string;
  readonly onRestart: (() => void) | undefined;
}

/** A line over the screen as long as its kernel is not there. */
export function KernelBanner(props: KernelBannerProps): JSX.Element | null {
  const trans = useTranslate();
  const { link, onRestart } = props;
  if (link !== 'dead' && link !== 'restarting') return null;
  return (
    <div className="daisy-Banner" role="alert" data-testid={props.testId}>
      <span>{link === 'dead' ? props.stopped : props.restarting}</span>
      {link === 'dead' && onRestart && (
        <button className="daisy-Button" onClick={onRestart}>
          {trans.__('Restart kernel')}
        </button>
      )}
    </div>
  );
}
