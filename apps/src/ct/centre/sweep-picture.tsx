import { useMemo, useState, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPictureProps } from '../parts.js';
import { ThumbnailGrid } from '../shared/thumbnail-grid.js';

/** Slices at several axes with their scores; a click takes the axis. */
export function SweepPicture({ model, view, link }: CtPictureProps): JSX.Element | null {
  const trans = useTranslate();
  const { sweep } = view;
  const { axisPx } = view.state;
  const [part, setPart] = useState(1);
  const [kind, setKind] = useState<'negativity' | 'contrast' | 'variation'>('negativity');
  const marks = useMemo(() => (axisPx === null ? [] : [{ x: axisPx, label: 'axis' }]), [axisPx]);
  if (!sweep) return null;
  const { axesPx } = sweep;
  const kinds = {
    negativity: { title: trans.__('Negative share, lower is better'), scores: sweep.scores },
    contrast: { title: trans.__('Minus the standard deviation, lower is better'), scores: sweep.more.contrast },
    variation: { title: trans.__('Total variation, lower is better'), scores: sweep.more.variation },
  } as const;
  const { title, scores } = kinds[kind];
  const best = scores.indexOf(Math.min(...scores));
  const nearest = axesPx.findIndex(axis => axisPx !== null && Math.abs(axis - axisPx) < 0.005);
  const duration = trans.__('%1 axes in %2 ms', axesPx.length, Math.round(sweep.milliseconds));
  return (
    <section className="daisy-Picture daisy-mod-tall daisy-Sweep">
      <div className="daisy-StackSlider">
        <span title={duration}>{trans.__('Sweep')}</span>
        <output>{duration}</output>
        <Select<typeof kind>
          id="ct-sweep-kind"
          label={trans.__('Score')}
          value={kind}
          options={[
            { value: 'negativity', text: trans.__('negativity') },
            { value: 'contrast', text: trans.__('standard deviation') },
            { value: 'variation', text: trans.__('total variation') },
          ]}
          onChoose={setKind}
        />
        <button
          className="daisy-Link"
          data-testid="ct-sweep-part"
          aria-pressed={part < 1}
          onClick={() => setPart(part < 1 ? 1 : 0.35)}
        >
          {part < 1 ? trans.__('whole slices') : trans.__('middle only')}
        </button>
      </div>
      <div className="daisy-Sweep-stage">
        <ThumbnailGrid
          link={link}
          viewer={sweep.viewer}
          columns={4}
          limits={view.limits['slice'] ?? [0, 1]}
          part={part}
          label={trans.__('Slices of the sweep')}
          testId="ct-sweep"
          chosen={nearest}
          best={best}
          caption={frame => axesPx[frame].toFixed(2)}
          onPick={frame => model.slice.setAxis(axesPx[frame])}
        />
      </div>
      <LazyCurve
        x={axesPx}
        y={scores}
        xLabel={trans.__('Rotation axis (px)')}
        yLabel={title}
        marks={marks}
        height={140}
        testId="ct-sweep-score"
        onPick={at => model.slice.setAxis(axesPx.reduce((a, b) => (Math.abs(b - at) < Math.abs(a - at) ? b : a)))}
      />
    </section>
  );
}
