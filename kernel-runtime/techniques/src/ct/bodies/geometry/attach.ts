import { runStrips, type TurnTask } from '@daisy-lab/compute';
import { sharedArray, takeFirst } from '@daisy-lab/core';
import { alignProjections } from '../../contracts/geometry/align-projections.js';
import { correctTilt } from '../../contracts/geometry/correct-tilt.js';
import { fillOpposite } from '../../contracts/geometry/fill-opposite.js';
import { stitchFullTurn } from '../../contracts/geometry/stitch-full-turn.js';
import { inTurns } from '../in-turns.js';
import { shared, unitOf } from '../strips.js';
import { alignStack } from './align-projections.js';
import { fillFromOpposite } from './fill-opposite.js';
import { turnFrame } from './move-frame.js';
import { stitchInThreads, stitchViews } from './stitch-full-turn.js';

fillOpposite.implement('plain', {
  cost: 2,
  run: context => {
    const { inputs, params } = context;
    const out = context.output('lineIntegrals', inputs.lineIntegrals.shape, unitOf(inputs.lineIntegrals));
    return fillFromOpposite(inputs, params.roughest, out, context);
  },
});

stitchFullTurn
  .implement('threads', {
    cost: 1,
    run: context => {
      const { inputs, params } = context;
      return stitchInThreads(inputs, params.overlap, context, shape => context.output('stitched', shape));
    },
  })
  .implement('plain', {
    cost: 3,
    tolerance: 1e-7,
    run: context => stitchViews(context.inputs, context.params.overlap, context),
  });

correctTilt
  .implement('threads', {
    cost: 2,
    run: async context => {
      const { lineIntegrals, axisPx, tiltRad } = context.inputs;
      if (Math.abs(tiltRad) < context.params.smallestRad) return { upright: lineIntegrals };
      const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
      const upright = context.output('upright', lineIntegrals.shape);
      const about = { aboutRow: (rows - 1) / 2, aboutColumn: axisPx, angleRad: tiltRad };
      const task: TurnTask = { values: shared(lineIntegrals.data), rows, columns, ...about, out: upright.data };
      const { threads, signal, progress } = context;
      await runStrips('turn', task, angles === 0 ? 0 : rows, { threads, signal, progress });
      return { upright };
    },
  })
  .implement('plain', {
    cost: 8,
    tolerance: 1e-7,
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
