import { firstAddress, projectionStages, type ProjectionStages } from '../wasm/projections-module.js';

/** A whole sinogram in the memory of the kernels, with values for its columns; lines have room for a multiple of four. */
export interface StagedSinogram {
  readonly angles: number;
  readonly columns: number;
  readonly stages: ProjectionStages;
  /** Floats from one line to the next. */
  readonly stride: number;
  /** [angle][stride] */
  readonly values: Float32Array;
  readonly sums: Float64Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

let kept: StagedSinogram | undefined;

/** For one sinogram at a time; the memory is kept for the next one of its size. */
export function stagedSinogram(angles: number, columns: number): StagedSinogram {
  if (kept?.columns === columns && kept.angles === angles) return kept;
  kept = undefined;
  const stride = 4 * Math.ceil(columns / 4);
  const lineBytes = 4 * stride + 64;
  const place = (index: number): number => firstAddress + index * lineBytes;
  const sumsAt = 64 * Math.ceil(place(2) / 64);
  const valuesAt = 64 * Math.ceil((sumsAt + 8 * stride) / 64);
  const { stages, buffer } = projectionStages(valuesAt + 4 * angles * stride + 64);
  kept = {
    ...{ angles, columns, stages, stride },
    values: new Float32Array(buffer, valuesAt, angles * stride),
    sums: new Float64Array(buffer, sumsAt, stride),
    first: new Float32Array(buffer, place(0), stride),
    second: new Float32Array(buffer, place(1), stride),
  };
  return kept;
}
