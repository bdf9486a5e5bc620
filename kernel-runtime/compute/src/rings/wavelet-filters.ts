import type { Wavelet } from './stripe-options.js';

/** Scaling coefficients of Daubechies, by spectral factorisation of minimal phase. */
const scaling: Readonly<Record<Wavelet, readonly number[]>> = {
  haar: [Math.SQRT1_2, Math.SQRT1_2],
  db2: [0.482962913144534, 0.836516303737808, 0.224143868042013, -0.12940952255126],
  db3: [
    0.332670552950083, 0.806891509311092, 0.459877502118492, -0.135011020010255, -0.0854412738820267,
    0.0352262918857095,
  ],
  db5: [
    0.160102397974193, 0.60382926979719, 0.724308528437773, 0.138428145901321, -0.242294887066382, -0.0322448695846385,
    0.0775714938400458, -0.00624149021279828, -0.012580751999082, 0.00333572528547378,
  ],
  db8: [
    0.054415842243104, 0.3128715909143, 0.675630736297289, 0.585354683654206, -0.0158291052563481, -0.284015542961547,
    0.000472484573912953, 0.128747426620479, -0.0173693010018078, -0.0440882539307946, 0.0139810279173983,
    0.00874609404740575, -0.00487035299345156, -0.000391740373376948, 0.000675449406450568, -0.000117476784124769,
  ],
};

/** Low and high pass of analysis and synthesis. */
export interface FilterBank {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly lowBack: Float64Array;
  readonly highBack: Float64Array;
}

export function filterBank(wavelet: Wavelet): FilterBank {
  const lowBack = Float64Array.from(scaling[wavelet]);
  const highBack = lowBack.map((_, k) => (k % 2 === 0 ? 1 : -1) * lowBack[lowBack.length - 1 - k]!);
  return { low: lowBack.slice().reverse(), high: highBack.slice().reverse(), lowBack, highBack };
}
