/** Interpolation kernel of the grid: value at a distance in cells, and its continuous Fourier transform. */
export interface GridKernel {
  readonly width: number;
  value(distance: number): number;
  transform(frequency: number): number;
}

/**
 * Kaiser and Bessel's phi(z) = I0(beta sqrt(1 - (2 z / W)^2)) / I0(beta), zero from z = W/2 on, beta = pi W (1 - 1 / (2 sigma)). At
 * oversampling 1.25 the aliases of all pixels together are 0.6 of those of the exponential of a semicircle.
 *
 * @see J. I. Jackson et al., IEEE Trans. Med. Imaging 10 (1991) 473
 */
export function gridKernel(width: number, oversampling: number): GridKernel {
  const beta = Math.PI * width * (1 - 1 / (2 * oversampling));
  const peak = bessel(beta);
  return {
    width,
    value: distance => {
      const t = (2 * distance) / width;
      return Math.abs(t) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - t * t)) / peak;
    },
    transform: frequency => {
      const rest = beta * beta - (Math.PI * width * frequency) ** 2;
      const root = Math.sqrt(Math.abs(rest));
      const shape = rest > 0 ? Math.sinh(root) / root : root === 0 ? 1 : Math.sin(root) / root;
      return (width * shape) / peak;
    },
  };
}

/** Modified Bessel function I0 by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}
