// Total variation by the fast gradient projection on its dual field, a row of the image at a time.

/** image + weight div(field) of a row, and its last value `n` times more up to the next multiple of 4 and one beyond. */
function smoothRow(image: usize, right: usize, down: usize, above: usize, n: i32, weight: f32, out: usize): void {
  const w = f32x4.splat(weight);
  for (let x = 0; x < n; x += 4) {
    const at = <usize>x << 2;
    const across = f32x4.sub(v128.load(right + at), v128.load(right + at - 4));
    const along = f32x4.sub(v128.load(down + at), v128.load(above + at));
    v128.store(out + at, f32x4.add(v128.load(image + at), f32x4.mul(w, f32x4.add(across, along))));
  }
  const last = load<f32>(out + (<usize>(n - 1) << 2));
  for (let x = n; x <= ((n + 3) & ~3); x++) store<f32>(out + (<usize>x << 2), last);
}

/**
 * One step for a whole image. `planes` holds six planes of `height + 1` rows of `rowBytes`, each row with 16 bytes of zeros before its first
 * pixel and room to the next multiple of 4 and 16 bytes beyond; row 0 is zero and stands above the image: image, right and down of
 * the extrapolated field, right and down of the field, and the smooth image, which comes out. `fieldStep` 0 makes the smooth
 * image of the extrapolated field alone.
 */
export function variationStep(
  planes: usize, rowBytes: i32, n: i32, height: i32, weight: f32, fieldStep: f32, push: f32,
): void {
  const row = <usize>rowBytes, plane = row * <usize>(height + 1);
  const step = f32x4.splat(fieldStep), go = f32x4.splat(push), one = f32x4.splat(1);
  let image = planes + row + 16, right = image + plane, down = right + plane, lastRight = down + plane;
  let lastDown = lastRight + plane, smooth = lastDown + plane;
  for (let y = 0; y < height; y++) {
    smoothRow(image, right, down, down - row, n, weight, smooth);
    image += row; right += row; down += row; smooth += row;
  }
  if (fieldStep == 0) return;
  right -= plane - row; down -= plane - row; smooth -= plane - row;
  for (let y = 0; y < height; y++) {
    const below = y + 1 < height ? smooth + row : smooth;
    for (let x = 0; x < n; x += 4) {
      const at = <usize>x << 2, u = v128.load(smooth + at);
      const r = f32x4.add(v128.load(right + at), f32x4.mul(step, f32x4.sub(v128.load(smooth + at, 4), u)));
      const d = f32x4.add(v128.load(down + at), f32x4.mul(step, f32x4.sub(v128.load(below + at), u)));
      const long = f32x4.max(one, f32x4.sqrt(f32x4.add(f32x4.mul(r, r), f32x4.mul(d, d))));
      const short = f32x4.div(one, long), nr = f32x4.mul(r, short), nd = f32x4.mul(d, short);
      v128.store(right + at, f32x4.add(nr, f32x4.mul(go, f32x4.sub(nr, v128.load(lastRight + at)))));
      v128.store(down + at, f32x4.add(nd, f32x4.mul(go, f32x4.sub(nd, v128.load(lastDown + at)))));
      v128.store(lastRight + at, nr);
      v128.store(lastDown + at, nd);
    }
    right += row; down += row; lastRight += row; lastDown += row; smooth += row;
  }
}
