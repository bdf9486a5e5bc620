import { DaisyError } from '@daisy-lab/core';
import { neighbourBatches, type Batch } from '../fourier/batches.js';
import type { BatchTask } from '../fourier/batch-task.js';
import { periodFor } from '../fourier/period.js';
import type { Quality } from '../fourier/quality.js';
import type { Workspace } from '../fourier/workspace.js';
import type { ReadingStep, WritingStep } from '../iterative/line-steps.js';
import type { ComputeOptions, PoolWork } from './pool-job.js';
import { inPool } from './reconstruct-fourier.js';
import { outputFloats, shared } from './shared-floats.js';

/** Geometry of a pair of projectors. */
export interface ProjectorGeometry {
  readonly slices: number;
  /** Detector width = side of the slice. */
  readonly columns: number;
  readonly anglesRad: Float64Array;
  readonly axisPx: number;
  readonly quality?: Quality;
}

/** How a projector may be steered. */
export interface ProjectorOptions extends ComputeOptions {
  /** What is done to each line of the input before it is read, and with each line of the output when it is there. */
  readonly reading?: ReadingStep;
  readonly writing?: WritingStep;
}

/** Projection A and its transpose A', for eight slices at a time in worker threads. */
export interface Projector {
  readonly geometry: ProjectorGeometry;
  /** A x: line integrals [slice][angle][column] of slices [slice][y][x]. */
  project(images: Float32Array, options?: ProjectorOptions): Promise<Float32Array>;
  /** A' y: the sum of all projections along their rays, [slice][y][x]; a reconstruction has the ramp and weights besides. */
  backproject(sinograms: Float32Array, options?: ProjectorOptions): Promise<Float32Array>;
}

/**
 * A matched pair of parallel-beam projectors: the same Fourier gridding forwards (type 2) and backwards (type 1), so that
 * <A x, y> = <x, A' y> to float32 rounding (below 1e-5), which iterative methods need to converge.
 *
 * A pixel is a band-limited point: its projection is the Dirichlet kernel of the padded detector. Slices are seen within the circle
 * whose projections fall on the detector; what lies outside should be 0.
 *
 * @see J. A. Fessler and B. P. Sutton, IEEE Trans. Signal Process. 51 (2003) 560
 */
export function fourierProjector(geometry: ProjectorGeometry): Projector {
  const { slices, columns, anglesRad } = geometry;
  const pixels = slices * columns * columns;
  const samples = slices * anglesRad.length * columns;
  return {
    geometry,
    project: (images, options = {}) => {
      checkLength('images', images, pixels);
      const work = transposeWork(geometry, 'project', shared(images), outputFloats(options.into, samples), options);
      return inPool(work, options, 'The projection');
    },
    backproject: (sinograms, options = {}) => {
      checkLength('sinograms', sinograms, samples);
      const work = transposeWork(
        geometry,
        'reconstruct',
        outputFloats(options.into, pixels),
        shared(sinograms),
        options,
      );
      return inPool(work, options, 'The backprojection');
    },
  };
}

function transposeWork(
  { slices, columns, anglesRad, axisPx, quality = 'standard' }: ProjectorGeometry,
  direction: BatchTask['direction'],
  images: Float32Array,
  sinograms: Float32Array,
  { reading, writing }: ProjectorOptions,
): PoolWork {
  const polarLength = periodFor(columns, quality, [axisPx]);
  const filter = { axisPx, filter: 'ramp', cutoff: 1 } as const;
  return {
    geometry: { columns, anglesRad: Float64Array.from(anglesRad), quality, polarLength },
    batches: neighbourBatches(new Array<typeof filter>(slices).fill(filter)),
    result: direction === 'project' ? sinograms : images,
    taskOf: (workspace: Workspace, batch: Batch): BatchTask => {
      workspace.setFilter({ lanes: batch.lanes, kind: 'transpose' });
      workspace.control.fill(0);
      return {
        ...{ direction, sizes: workspace.tables.sizes, layout: workspace.layout },
        ...{ sinograms, angleStride: columns, sliceStride: anglesRad.length * columns, sources: batch.sources },
        ...{ images, region: { x: 0, y: 0, width: columns, height: columns }, slots: batch.slots },
        ...{ circleMask: undefined, reading, writing },
      };
    },
  };
}

function checkLength(field: string, array: Float32Array, expected: number): void {
  if (array.length === expected) return;
  throw new DaisyError('Input', {
    message: `${array.length} values were given as ${field}; the geometry has ${expected}.`,
    action: 'Check the shape.',
    field,
  });
}
