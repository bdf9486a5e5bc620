import type { JSX } from 'react';
import type { StoreUsage } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { bytesText } from '../words.js';

/** How much the objects take of what they may take; what does not fit lies on disk. */
export function MemoryBar({ usage }: { readonly usage: StoreUsage }): JSX.Element {
  const trans = useTranslate();
  const { memoryBytes, budgetBytes, diskBytes } = usage;
  const share = budgetBytes > 0 ? Math.min(1, memoryBytes / budgetBytes) : 0;
  return (
    <div className="daisy-MemoryBar" data-testid="workbench-memory">
      <meter min={0} max={1} high={0.85} value={share} aria-label={trans.__('Memory of the objects')} />
      <span>{trans.__('%1 of %2', bytesText(memoryBytes), bytesText(budgetBytes))}</span>
      {diskBytes > 0 && <span className="daisy-Hint">{trans.__('%1 on disk', bytesText(diskBytes))}</span>}
    </div>
  );
}
