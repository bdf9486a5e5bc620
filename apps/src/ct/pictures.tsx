import { useMemo, type JSX } from 'react';
import type { KernelLink, ViewerInfo } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import type { ImageSource } from '../kit/image-view/image-source.js';
import { ImageView } from '../kit/image-view/image-view.js';
import type { ViewLine } from '../kit/image-view/view-lines.js';
import { ViewerSource } from '../kit/image-view/viewer-source.js';
import type { CtPartProps } from './ct-screen.js';
import { StackSlider } from './stack-slider.js';

const nudgePx = 0.25;

/** Projection and sinogram on the left, the live slice on the right; row, angle and axis are lines in all of them. */
export function Pictures({ model, view, link }: CtPartProps & { readonly link: KernelLink }): JSX.Element {
  const trans = useTranslate();
  const { state, opened, slice, dragging } = view;
  const projections = useSource(link, opened?.projections ?? null);
  const sinograms = useSource(link, opened?.sinograms ?? null);
  const sliceSource = useSource(link, slice);
  const quality = dragging ? 'draft' : 'exact';
  const rows = opened?.sinograms.frames ?? 1;
  const angles = opened?.projections.frames ?? 1;
  const scan = opened?.scan ?? '';

  const axisLine: readonly ViewLine[] =
    state.axisPx === null
      ? []
      : [
          {
            across: 'x',
            at: state.axisPx + 0.5,
            label: trans.__('Rotation axis'),
            emphasis: true,
            onMove: (at, done) => model.setAxis(at - 0.5, done),
          },
        ];
  const rowLine: ViewLine = {
    across: 'y',
    at: state.row + 0.5,
    label: trans.__('Row'),
    onMove: (at, done) => model.setRow(Math.floor(at), done),
  };
  const angleLine: ViewLine = {
    across: 'y',
    at: state.angle + 0.5,
    label: trans.__('Angle'),
    onMove: at => model.setAngle(Math.floor(at)),
  };
  const nudgeAxis = (dx: number) => dx !== 0 && state.axisPx !== null && model.setAxis(state.axisPx + dx * nudgePx);

  return (
    <div className="daisy-Ct-pictures">
      <section className="daisy-Picture">
        <StackSlider
          label={trans.__('Projection')}
          text={trans.__('angle %1°', angleDeg(view, state.angle).toFixed(1))}
          value={state.angle}
          count={angles}
          testId="ct-angle-slider"
          onChange={angle => model.setAngle(angle)}
        />
        <ImageView
          source={projections}
          frame={state.angle}
          label={trans.__('Projection at angle %1°', angleDeg(view, state.angle).toFixed(1))}
          lines={[rowLine, ...axisLine]}
          contrastKey={scan}
          testId="ct-projection"
          onFrame={angle => model.setAngle(angle)}
          onNudge={(dx, dy) => (dy !== 0 ? model.setRow(state.row + dy) : nudgeAxis(dx))}
        />
      </section>
      <section className="daisy-Picture">
        <StackSlider
          label={trans.__('Sinogram')}
          text={trans.__('row %1', state.row)}
          value={state.row}
          count={rows}
          testId="ct-row-slider"
          onChange={(row, done) => model.setRow(row, done)}
        />
        <ImageView
          source={sinograms}
          frame={state.row}
          quality={quality}
          fit="fill"
          label={trans.__('Sinogram of row %1', state.row)}
          lines={[angleLine, ...axisLine]}
          contrastKey={scan}
          testId="ct-sinogram"
          onFrame={row => model.setRow(row)}
          onNudge={(dx, dy) => (dy !== 0 ? model.setAngle(state.angle + dy) : nudgeAxis(dx))}
        />
      </section>
      <section className="daisy-Picture daisy-mod-tall">
        <div className="daisy-StackSlider">
          <span>{trans.__('Slice (live)')}</span>
          <output>{trans.__('row %1', state.row)}</output>
        </div>
        <ImageView
          source={sliceSource}
          frame={0}
          quality={quality}
          label={trans.__('Slice of row %1, reconstructed live', state.row)}
          busy={view.slicing || view.findingAxis}
          error={view.errors.slice}
          contrastKey={sliceSource ? scan : ''}
          testId="ct-slice"
        />
      </section>
    </div>
  );
}

/** A source that stays the same as long as its content does. */
export function useSource(link: KernelLink, info: ViewerInfo | null): ImageSource | null {
  const key = info && `${info.handle} ${info.version} ${info.width} ${info.height}`;
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key says all that matters of `info`
  return useMemo(() => (info ? new ViewerSource(link, info) : null), [link, key]);
}

function angleDeg(view: CtPartProps['view'], angle: number): number {
  const description = view.opened?.description;
  if (!description || description.angleCount < 2) return 0;
  const [first, last] = description.angleRangeDeg;
  return first + ((last - first) * angle) / (description.angleCount - 1);
}
