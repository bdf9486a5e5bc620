// Stage 3: half transformed grid -> image rows.
import { fft } from './fft';
import { POINT_SHIFT } from './lanes';
import { unpack } from './pack';
import { Plan } from './plan';

/** Write the image rows `first` .. `end - 1` of eight slots to `image`: [slot][row][column], slots `slotStride` bytes apart. */
export function transformRows(plan: Plan, image: usize, slotStride: usize, first: i32, end: i32, work: usize): void {
  const n = plan.columns, size = plan.gridSize, bytes = <usize>size << POINT_SHIFT, n2 = n / 2;
  const a = work, b = a + bytes, row = b + bytes, factors = plan.deapodisation;
  for (let y = first; y < end; y++, image += <usize>n << 2) {
    fft(plan.gridPlan, plan.halfGrid + <usize>plan.halfGridStride * y, row, a, b, false, 0, false);
    const f = load<f32>(factors + (<usize>y << 2));
    unpack(row + (<usize>(size - n2) << POINT_SHIFT), n2, image, slotStride, factors, f);
    unpack(row, n - n2, image + (<usize>n2 << 2), slotStride, factors + (<usize>n2 << 2), f);
  }
}
