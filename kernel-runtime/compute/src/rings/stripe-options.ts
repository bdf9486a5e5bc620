/** Wavelets of Daubechies by their number of vanishing moments; `haar` has one. */
export const wavelets = ['haar', 'db2', 'db3', 'db5', 'db8'] as const;
export type Wavelet = (typeof wavelets)[number];

/** How stripes of a sinogram are removed: the method and its parameters. */
export type StripeOptions =
  | {
      readonly method: 'fourierWavelet';
      /** Levels of the wavelet transform; by default log2 of the columns, rounded up, less 5, within 1 and 5. */
      readonly levels?: number | undefined;
      readonly wavelet: Wavelet;
      /** Width of the damping along the angle, in frequencies. */
      readonly sigma: number;
      /** Add an eighth of the angles as zeros. */
      readonly pad: boolean;
    }
  | {
      readonly method: 'titarenko';
      /** Multiple of the smallest product that is added before the square root. */
      readonly offset: number;
    }
  | { readonly method: 'smoothing'; readonly sizePx: number }
  | { readonly method: 'sorting'; readonly sizePx: number }
  | { readonly method: 'filtering'; readonly sigma: number; readonly sizePx: number }
  | { readonly method: 'fitting'; readonly order: number; readonly sigmaColumn: number; readonly sigmaAngle: number }
  | {
      readonly method: 'large';
      readonly snr: number;
      readonly sizePx: number;
      readonly dropRatio: number;
      readonly norm: boolean;
    }
  | { readonly method: 'dead'; readonly snr: number; readonly sizePx: number; readonly norm: boolean }
  | { readonly method: 'all'; readonly snr: number; readonly largePx: number; readonly smallPx: number };

export type StripeMethod = StripeOptions['method'];

/** One sinogram, [angle][column]. */
export interface Sinogram<T extends Float32Array | Float64Array = Float64Array> {
  readonly data: T;
  readonly angles: number;
  readonly columns: number;
}
