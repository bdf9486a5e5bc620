import { sharedArray, takeFirst } from '@daisy-lab/core';
import { alignProjections } from '../../contracts/geometry/align-projections.js';
import { correctTilt } from '../../contracts/geometry/correct-tilt.js';
import { stitchFullTurn } from '../../contracts/geometry/stitch-full-turn.js';
import { inTurns } from '../in-turns.js';
import { alignStack } from './align-projections.js';
import { turnFrame } from './move-frame.js';
import { stitchViews } from './stitch-full-turn.js';

stitchFullTurn.implement('plain', {
  cost: 3,
  run: context => stitchViews(context.inputs, context.params.overlap, context),
});

correctTilt.implement('plain', {
  cost: 8,
  run: async ({ inputs: { lineIntegrals, axisPx, tiltRad }, params, signal, progress }) => {
    if (Math.abs(tiltRad) < params.smallestRad) return { upright: lineIntegrals };
    const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
    const upright = sharedArray('float32', lineIntegrals.shape, ['angle', 'row', 'column']);
    const about = { row: (rows - 1) / 2, column: axisPx };
    await inTurns(angles, { signal, progress }, angle =>
      turnFrame(takeFirst(lineIntegrals, angle).data, rows, columns, about, tiltRad, takeFirst(upright, angle).data),
    );
    return { upright };
  },
});

alignProjections.implement('plain', {
  cost: 60,
  run: context => alignStack(context.inputs, context.params, context),
});
