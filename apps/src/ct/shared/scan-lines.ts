import type { Translate } from '../../kit/i18n/translate.js';
import type { ViewLine } from '../../kit/image-view/view-lines.js';
import type { CtPartProps } from '../parts.js';

/** Smallest step of the axis by keys, px. */
export const nudgePx = 0.25;

/** Row, angle and axis as lines: one crosshair for all pictures of a scan. */
export function scanLines(
  { model, view }: CtPartProps,
  trans: Translate,
): { readonly axis: readonly ViewLine[]; readonly row: ViewLine; readonly angle: ViewLine } {
  const { state } = view;
  const axis: readonly ViewLine[] =
    state.axisPx === null
      ? []
      : [
          {
            across: 'x',
            at: state.axisPx + 0.5,
            label: trans.__('Rotation axis'),
            emphasis: true,
            onMove: (at, done) => model.slice.setAxis(at - 0.5, done),
          },
        ];
  return {
    axis,
    row: {
      across: 'y',
      at: state.row + 0.5,
      label: trans.__('Row'),
      onMove: (at, done) => model.slice.setRow(Math.floor(at), done),
    },
    angle: {
      across: 'y',
      at: state.angle + 0.5,
      label: trans.__('Angle'),
      onMove: at => model.slice.setAngle(Math.floor(at)),
    },
  };
}

/** Moves the axis by steps of a quarter of a pixel. */
export function nudgeAxis({ model, view }: CtPartProps, steps: number): void {
  const { axisPx } = view.state;
  if (steps !== 0 && axisPx !== null) model.slice.setAxis(axisPx + steps * nudgePx);
}

/** Angle of a projection, degrees. */
export function angleDeg(view: CtPartProps['view'], angle: number): number {
  const description = view.opened?.description;
  const measured = view.findings?.anglesDeg[angle];
  if (measured !== undefined) return measured;
  if (!description || description.angleCount < 2) return 0;
  const [first, last] = description.angleRangeDeg;
  return first + ((last - first) * angle) / (description.angleCount - 1);
}
