import type { Translate } from '../../kit/i18n/translate.js';
import type { Limits } from '../../kit/image-view/image-view.js';
import type { ViewLine } from '../../kit/image-view/view-lines.js';
import type { CtPartProps } from '../parts.js';

/** The crosshair of the three planes. */
export function resultLines(
  { model, view }: CtPartProps,
  trans: Translate,
): Readonly<Record<'slice' | 'column' | 'line' | 'across', ViewLine>> {
  const { resultRow, resultColumn, resultLine } = view;
  const line = (across: 'x' | 'y', at: number, label: string, move: (at: number) => void): ViewLine => ({
    across,
    at: at + 0.5,
    label,
    onMove: to => move(Math.floor(to)),
  });
  const toLine = (at: number) => model.result.setLine(at);
  return {
    slice: line('y', resultRow, trans.__('Slice'), at => model.result.setRow(at)),
    column: line('x', resultColumn, trans.__('Side view'), at => model.result.setColumn(at)),
    line: line('y', resultLine, trans.__('Front view'), toLine),
    /** The same in the side view, where y goes to the right. */
    across: line('x', resultLine, trans.__('Front view'), toLine),
  };
}

/** One contrast for all pictures of a volume. */
export function resultContrast({ model, view }: CtPartProps): {
  readonly limits: Limits | null;
  readonly contrastKey: string;
  onLimits(limits: Limits): void;
} {
  return {
    limits: view.limits['volume'] ?? null,
    contrastKey: view.result?.handle ?? '',
    onLimits: limits => model.store.setLimits('volume', limits),
  };
}
