/** How exactly the Fourier body interpolates. Relative errors are against exact trigonometric interpolation, on phantoms. */
export const qualities = ['fast', 'standard', 'precise'] as const;
export type Quality = (typeof qualities)[number];

/** Width of the interpolation kernel in cells and ratio of grid to image. */
export interface Interpolation {
  readonly kernelWidth: number;
  readonly oversampling: number;
}

const interpolations: Readonly<Record<Quality, Interpolation>> = {
  fast: { kernelWidth: 4, oversampling: 1.25 }, // 6e-4 .. 4e-3
  standard: { kernelWidth: 5, oversampling: 1.25 }, // 8e-5 .. 4e-4
  precise: { kernelWidth: 6, oversampling: 1.5625 }, // 6e-6
};

export function interpolationOf(quality: Quality): Interpolation {
  return interpolations[quality];
}
