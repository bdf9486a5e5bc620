const bins = 128;
/** Share of the half width within which slices are judged: outside, rays miss the detector for some candidates. */
const judgedShare = 0.9;

/**
 * Entropy of the grey values within the circle, natural units: lowest for the slice with the fewest intermediate values.
 *
 * @param scale mean attenuation of the sample, 1/pixel; the histogram spans -8 .. 24 times it, the same for all candidates
 */
export function sliceEntropy(image: Float32Array, side: number, scale: number): number {
  const histogram = new Float64Array(bins);
  const unit = bins / (32 * (Math.abs(scale) || 1));
  let count = 0;
  eachPixel(image, side, value => {
    const bin = Math.floor((value + 8 * Math.abs(scale)) * unit);
    histogram[Math.max(0, Math.min(bins - 1, bin))]! += 1;
    count++;
  });
  let entropy = 0;
  for (const part of histogram) if (part > 0) entropy -= (part / count) * Math.log(part / count);
  return entropy;
}

/** Sum of the negative values within the circle, as a share of the sum of all magnitudes. */
export function sliceNegativity(image: Float32Array, side: number): number {
  let negative = 0;
  let whole = 0;
  eachPixel(image, side, value => {
    whole += Math.abs(value);
    if (value < 0) negative -= value;
  });
  return whole > 0 ? negative / whole : 0;
}

function eachPixel(image: Float32Array, side: number, visit: (value: number) => void): void {
  const centre = side >> 1;
  const radius = (judgedShare * side) / 2;
  for (let y = 0; y < side; y++) {
    const rest = radius * radius - (y - centre) ** 2;
    if (rest < 0) continue;
    const reach = Math.floor(Math.sqrt(rest));
    for (let x = Math.max(0, centre - reach); x <= Math.min(side - 1, centre + reach); x++) visit(image[y * side + x]!);
  }
}
