/** An in-place complex transform of one length: `X[k] = sum x[n] e^(-2 pi i k n / N)`, and back with the factor 1/N. */
export interface Fft {
  readonly length: number;
  forward(re: Float64Array, im: Float64Array): void;
  inverse(re: Float64Array, im: Float64Array): void;
}

/** Factors 4, 2, 3, 5, 7 of a length, or undefined when another prime remains. */
export function smallFactors(length: number): number[] | undefined {
  const factors: number[] = [];
  let rest = length;
  for (const radix of [4, 2, 3, 5, 7]) {
    while (rest % radix === 0) {
      factors.push(radix);
      rest /= radix;
    }
  }
  return rest === 1 ? factors : undefined;
}

/** Stockham transform for lengths with factors 2, 3, 5, 7: it sorts itself, and its inner loop runs over neighbours. */
export function mixedRadixFft(length: number, factors: readonly number[]): Fft {
  const cos = Float64Array.from({ length }, (_, i) => Math.cos((2 * Math.PI * i) / length));
  const sin = Float64Array.from({ length }, (_, i) => -Math.sin((2 * Math.PI * i) / length));
  const workRe = new Float64Array(length);
  const workIm = new Float64Array(length);

  const forward = (re: Float64Array, im: Float64Array): void => {
    let fromRe = re;
    let fromIm = im;
    let toRe: Float64Array = workRe;
    let toIm: Float64Array = workIm;
    let stride = 1;
    for (const radix of factors) {
      const pass = { fromRe, fromIm, toRe, toIm, groups: length / stride / radix, stride, cos, sin };
      if (radix === 4) radix4(pass);
      else if (radix === 2) radix2(pass);
      else radixAny(pass, radix);
      [fromRe, fromIm, toRe, toIm] = [toRe, toIm, fromRe, fromIm];
      stride *= radix;
    }
    if (fromRe !== re) {
      re.set(fromRe.subarray(0, length));
      im.set(fromIm.subarray(0, length));
    }
  };
  const inverse = (re: Float64Array, im: Float64Array): void => {
    forward(im, re); // exchanging re and im conjugates the transform
    for (let i = 0; i < length; i++) {
      re[i]! /= length;
      im[i]! /= length;
    }
  };
  return { length, forward, inverse };
}

interface Pass {
  readonly fromRe: Float64Array;
  readonly fromIm: Float64Array;
  readonly toRe: Float64Array;
  readonly toIm: Float64Array;
  readonly groups: number;
  readonly stride: number;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

function radix2({ fromRe, fromIm, toRe, toIm, groups, stride, cos, sin }: Pass): void {
  const jump = stride * groups;
  for (let p = 0; p < groups; p++) {
    const wr = cos[p * stride]!;
    const wi = sin[p * stride]!;
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + jump;
      const o = q + stride * 2 * p;
      const dr = fromRe[a]! - fromRe[b]!;
      const di = fromIm[a]! - fromIm[b]!;
      toRe[o] = fromRe[a]! + fromRe[b]!;
      toIm[o] = fromIm[a]! + fromIm[b]!;
      toRe[o + stride] = dr * wr - di * wi;
      toIm[o + stride] = dr * wi + di * wr;
    }
  }
}

function radix4({ fromRe, fromIm, toRe, toIm, groups, stride, cos, sin }: Pass): void {
  const jump = stride * groups;
  for (let p = 0; p < groups; p++) {
    const [w1r, w1i] = [cos[p * stride]!, sin[p * stride]!];
    const [w2r, w2i] = [cos[2 * p * stride]!, sin[2 * p * stride]!];
    const [w3r, w3i] = [cos[3 * p * stride]!, sin[3 * p * stride]!];
    for (let q = 0; q < stride; q++) {
      const a = q + stride * p;
      const b = a + jump;
      const c = b + jump;
      const d = c + jump;
      const sumR = fromRe[a]! + fromRe[c]!;
      const sumI = fromIm[a]! + fromIm[c]!;
      const difR = fromRe[a]! - fromRe[c]!;
      const difI = fromIm[a]! - fromIm[c]!;
      const oddR = fromRe[b]! + fromRe[d]!;
      const oddI = fromIm[b]! + fromIm[d]!;
      const turnR = fromIm[b]! - fromIm[d]!; // -i (b - d)
      const turnI = fromRe[d]! - fromRe[b]!;
      const o = q + stride * 4 * p;
      toRe[o] = sumR + oddR;
      toIm[o] = sumI + oddI;
      const r1 = difR + turnR;
      const i1 = difI + turnI;
      toRe[o + stride] = r1 * w1r - i1 * w1i;
      toIm[o + stride] = r1 * w1i + i1 * w1r;
      const r2 = sumR - oddR;
      const i2 = sumI - oddI;
      toRe[o + 2 * stride] = r2 * w2r - i2 * w2i;
      toIm[o + 2 * stride] = r2 * w2i + i2 * w2r;
      const r3 = difR - turnR;
      const i3 = difI - turnI;
      toRe[o + 3 * stride] = r3 * w3r - i3 * w3i;
      toIm[o + 3 * stride] = r3 * w3i + i3 * w3r;
    }
  }
}

function radixAny({ fromRe, fromIm, toRe, toIm, groups, stride, cos, sin }: Pass, radix: number): void {
  const length = groups * stride * radix;
  const root = length / radix;
  for (let p = 0; p < groups; p++) {
    for (let q = 0; q < stride; q++) {
      for (let k = 0; k < radix; k++) {
        let sumR = 0;
        let sumI = 0;
        for (let j = 0; j < radix; j++) {
          const a = q + stride * (p + groups * j);
          const w = ((j * k) % radix) * root;
          sumR += fromRe[a]! * cos[w]! - fromIm[a]! * sin[w]!;
          sumI += fromRe[a]! * sin[w]! + fromIm[a]! * cos[w]!;
        }
        const w = p * k * stride;
        const o = q + stride * (radix * p + k);
        toRe[o] = sumR * cos[w]! - sumI * sin[w]!;
        toIm[o] = sumR * sin[w]! + sumI * cos[w]!;
      }
    }
  }
}
