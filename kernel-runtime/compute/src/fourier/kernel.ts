/** Interpolation kernel of the grid: value at a distance in cells, and its continuous Fourier transform. */
export interface GridKernel {
  readonly width: number;
  value(distance: number): number;
  transform(frequency: number): number;
}

/**
 * "Exponential of semicircle" phi(z) = exp(beta (sqrt(1 - (2 z / W)^2) - 1)), zero from z = W/2 on.
 *
 * beta = gamma pi W (1 - 1 / (2 sigma)); gamma 1.04 at small oversampling favours objects inside the field of view.
 *
 * @see A. Barnett, J. Magland and L. af Klinteberg, SIAM J. Sci. Comput. 41 (2019) C479
 */
export function gridKernel(width: number, oversampling: number): GridKernel {
  const gamma = oversampling <= 1.3 ? 1.04 : 0.98;
  const beta = gamma * Math.PI * width * (1 - 1 / (2 * oversampling));
  const nodes = gaussLegendre(64);
  return {
    width,
    value: distance => {
      const t = (2 * distance) / width;
      return Math.abs(t) >= 1 ? 0 : Math.exp(beta * (Math.sqrt(1 - t * t) - 1));
    },
    // z = W/2 sin(theta) removes the root at the ends, so that few nodes reach float64
    transform: frequency => {
      let sum = 0;
      for (const { x, weight } of nodes) {
        const theta = (Math.PI / 2) * x;
        const z = (width / 2) * Math.sin(theta);
        sum +=
          weight * Math.exp(beta * (Math.cos(theta) - 1)) * Math.cos(2 * Math.PI * frequency * z) * Math.cos(theta);
      }
      return (sum * Math.PI * width) / 4;
    },
  };
}

/** Nodes and weights of Gauss-Legendre quadrature on [-1, 1], by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): { readonly x: number; readonly weight: number }[] {
  return Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 20; step++) {
      let [previous, current] = [1, x];
      for (let n = 2; n <= count; n++)
        [previous, current] = [current, ((2 * n - 1) * x * current - (n - 1) * previous) / n];
      slope = (count * (x * current - previous)) / (x * x - 1);
      const move = current / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    return { x, weight: 2 / ((1 - x * x) * slope * slope) };
  });
}
