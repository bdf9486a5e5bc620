import { afterWriting, beforeReading, type Line } from '../iterative/line-steps.js';
import type { Projector, ProjectorGeometry } from '../pool/projector.js';
import { sharedFloats } from '../pool/shared-floats.js';

/**
 * A matched pair in plain float64: each pixel is shared between the two detector columns that its centre falls between (linear
 * interpolation backwards). Exactly adjoint, independent of the Fourier pair, and slow: what that one is compared with.
 */
export function referenceProjector(geometry: ProjectorGeometry): Projector {
  const { slices, columns, anglesRad } = geometry;
  const angles = anglesRad.length;
  const pixels = columns * columns;
  return {
    geometry,
    project: async (images, { into = sharedFloats(slices * angles * columns), signal, reading, writing } = {}) => {
      if (reading) eachLine(slices, columns, columns, line => beforeReading(reading, images, line));
      const sums = new Float64Array(columns);
      for (let s = 0; s < slices; s++) {
        anglesRad.forEach((angle, p) => {
          signal?.throwIfAborted();
          sums.fill(0);
          alongRays(geometry, angle, (pixel, column, share) => {
            const value = images[s * pixels + pixel]!;
            sums[column]! += (1 - share) * value;
            if (column + 1 < columns) sums[column + 1]! += share * value;
          });
          into.set(sums, (s * angles + p) * columns);
        });
      }
      if (writing) eachLine(slices, angles, columns, line => afterWriting(writing, into, line));
      return into;
    },
    backproject: async (sinograms, { into = sharedFloats(slices * pixels), signal, reading, writing } = {}) => {
      if (reading) eachLine(slices, angles, columns, line => beforeReading(reading, sinograms, line));
      const made = writing?.step === 'move' ? new Float32Array(slices * pixels) : into;
      const image = new Float64Array(pixels);
      for (let s = 0; s < slices; s++) {
        image.fill(0);
        anglesRad.forEach((angle, p) => {
          signal?.throwIfAborted();
          const at = (s * angles + p) * columns;
          alongRays(geometry, angle, (pixel, column, share) => {
            const right = column + 1 < columns ? sinograms[at + column + 1]! : 0;
            image[pixel]! += (1 - share) * sinograms[at + column]! + share * right;
          });
        });
        made.set(image, s * pixels);
      }
      if (writing) eachLine(slices, columns, columns, line => afterWriting(writing, into, line, made));
      return into;
    },
  };
}

function eachLine(slices: number, lines: number, length: number, each: (line: Line) => void): void {
  for (let slice = 0; slice < slices; slice++) {
    for (let index = 0; index < lines; index++) {
      each({ slice, index, lines, at: (slice * lines + index) * length, length });
    }
  }
}

/** Each pixel whose centre falls on the detector, with the column left of it and the share of the right one. */
function alongRays(
  { columns, axisPx }: ProjectorGeometry,
  angleRad: number,
  visit: (pixel: number, column: number, share: number) => void,
): void {
  const half = columns >> 1;
  const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
  for (let y = 0; y < columns; y++) {
    for (let x = 0; x < columns; x++) {
      const t = (x - half) * cos + (y - half) * sin + axisPx;
      if (t < 0 || t > columns - 1) continue;
      const column = Math.floor(t);
      visit(y * columns + x, column, t - column);
    }
  }
}
