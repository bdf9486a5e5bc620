import type { JSX } from 'react';
import { flaws as kinds, type Flaw } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../i18n/translate.js';
import type { ImageHistogram } from './image-source.js';
import { flawColours } from './paint-flaws.js';

export interface FlawMarksProps {
  /** What the picture can mark. */
  readonly possible: readonly Flaw[];
  readonly marked: readonly Flaw[];
  readonly histogram: ImageHistogram;
  onMark(flaws: readonly Flaw[]): void;
}

/** Switches the marks on and off; tells of pixels that are no numbers even when they are off. */
export function FlawButton({ possible, marked, histogram, onMark }: FlawMarksProps): JSX.Element {
  const trans = useTranslate();
  const { invalid } = histogram;
  const on = marked.length > 0;
  const title = trans.__('Mark pixels that are no numbers, saturated or below zero (M)');
  return (
    <button
      className="daisy-FlawButton"
      aria-pressed={on}
      aria-label={title}
      title={
        invalid > 0 ? `${title}. ${trans._n('%1 pixel is no number', '%1 pixels are no numbers', invalid)}` : title
      }
      data-testid="mark-flaws"
      data-found={invalid > 0}
      onClick={() => onMark(on ? [] : possible)}
    >
      ⚑
    </button>
  );
}

/** What the colours mean and how many pixels have them; each kind can be left out. */
export function FlawLegend({ possible, marked, histogram, onMark }: FlawMarksProps): JSX.Element {
  const trans = useTranslate();
  return (
    <div className="daisy-FlawLegend" data-testid="flaw-legend">
      {possible.map(kind => {
        const isMarked = marked.includes(kind);
        const count = histogram.flaws?.[kind];
        const change = kinds.filter(one => possible.includes(one) && marked.includes(one) !== (one === kind));
        return (
          <button key={kind} aria-pressed={isMarked} data-testid={`flaw-${kind}`} onClick={() => onMark(change)}>
            <span style={{ background: flawColours[kind] }} />
            {nameOf(kind, trans)}
            {isMarked && count !== undefined && <output>{count.toLocaleString()}</output>}
          </button>
        );
      })}
    </div>
  );
}

function nameOf(flaw: Flaw, trans: Translate): string {
  if (flaw === 'negative') return trans.__('below zero');
  return flaw === 'saturated' ? trans.__('saturated') : trans.__('no number');
}
