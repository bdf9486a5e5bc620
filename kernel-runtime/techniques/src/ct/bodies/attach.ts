import { ndarray } from '@daisy-lab/core';
import { axis } from '../contracts/axis.js';
import { findAxis } from '../contracts/find-axis.js';
import { minusLog } from '../contracts/minus-log.js';
import { normalize } from '../contracts/normalize.js';
import { read } from '../contracts/read.js';
import { recon } from '../contracts/recon.js';
import { axisEvidence } from './axis/axis-evidence.js';
import { findAxisOfScan } from './axis/find-axis.js';
import { lineIntegralsOf } from './minus-log.js';
import { normalizeProjections } from './normalize-projections.js';
import { readScan } from './read-scan.js';
import { reconstructInThreads, reconstructionBytes, reconstructPlainly } from './reconstruct.js';

// Costs are shares of time, measured on scans of 64 rows and more: the bar of a run moves with them, and the cheapest body is chosen.
read.implement('stored', {
  cost: 1,
  run: async ({ inputs: { scan }, params, piece, signal, output }) => {
    const { projections, flats, darks } = await readScan(scan, params, signal, piece, (dtype, shape) =>
      output('proj', shape, { dtype }),
    );
    const anglesRad = ndarray(scan.anglesRad, [scan.anglesRad.length], ['angle'], 'rad');
    return { proj: projections, flats: flats ?? undefined, darks: darks ?? undefined, anglesRad };
  },
});

normalize.implement('plain', {
  cost: 1,
  run: context => normalizeProjections(context.inputs, context.params, context, context.piece?.start),
});

minusLog.implement('plain', {
  cost: 2,
  run: async context => ({ lineIntegrals: await lineIntegralsOf(context.inputs.transmission, context) }),
});

axis.implement('plain', {
  cost: 3,
  run: ({ inputs: { lineIntegrals, anglesRad }, params }) => {
    const { axisPx, confidence, candidatesPx, scores } = axisEvidence(lineIntegrals, anglesRad.data, params);
    const candidates = [candidatesPx.length];
    return {
      axisPx,
      confidence,
      candidatesPx: ndarray(Float64Array.from(candidatesPx), candidates, ['candidate'], 'pixel'),
      scores: ndarray(Float64Array.from(scores), candidates, ['candidate']),
    };
  },
});

findAxis.implement('plain', {
  cost: 3,
  run: async context => {
    const { evidence, line, rows } = await findAxisOfScan(context.inputs.scan, context.params, context);
    return {
      ...{ axisPx: evidence.axisPx, confidence: evidence.confidence, why: evidence.why },
      ...{ slopePx: line.slopePx, tiltRad: line.tiltRad },
      candidatesPx: ndarray(
        Float64Array.from(evidence.candidatesPx),
        [evidence.candidatesPx.length],
        ['candidate'],
        'pixel',
      ),
      scores: ndarray(Float64Array.from(evidence.scores), [evidence.scores.length], ['candidate']),
      rows: ndarray(
        Float64Array.from(rows, ({ row }) => row),
        [rows.length],
        ['fitted'],
      ),
      rowAxesPx: ndarray(
        Float64Array.from(rows, ({ axisPx }) => axisPx),
        [rows.length],
        ['fitted'],
        'pixel',
      ),
    };
  },
});

recon
  .implement('wasm', {
    cost: 5,
    memory: ({ lineIntegrals }, { quality }) => reconstructionBytes(lineIntegrals, quality),
    run: async context => ({
      slices: await reconstructInThreads(context.inputs, context.params, context, shape =>
        context.output('slices', shape),
      ),
    }),
  })
  .implement('reference', {
    cost: 500,
    tolerance: 1e-3,
    run: async context => ({ slices: await reconstructPlainly(context.inputs, context.params, context) }),
  });
