/** The Gaussian is cut off at this many standard deviations. */
const cutOff = 4;

/** Weights of a Gaussian at -radius .. radius pixels, of sum 1; the weight 1 alone for width 0. */
export function gaussianKernel(sigmaPx: number): Float64Array {
  const radius = Math.floor(cutOff * sigmaPx + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, at) =>
    sigmaPx === 0 ? 1 : Math.exp(-((at - radius) ** 2) / (2 * sigmaPx * sigmaPx)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}

/** The pixels -radius .. length + radius - 1 of a row, as indices of the pixels that they mirror: `c b a | a b c | c b a`. */
export function mirroredIndices(length: number, radius: number): Int32Array {
  return Int32Array.from({ length: length + 2 * radius }, (_, at) => {
    const period = 2 * length;
    const place = (((at - radius) % period) + period) % period;
    return place < length ? place : period - 1 - place;
  });
}
