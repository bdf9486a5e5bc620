// Stage 3: half transformed grid -> image rows, and its transpose.
import { fft } from './fft';
import { POINT_SHIFT } from './lanes';
import { packSwapped, unpack } from './pack';
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

/**
 * The transpose of `transformRows`, first stage of a projection: the image rows `first` .. `end - 1` to the half transformed grid.
 * Everything up to the projections is stored with re and im exchanged, because these are forward transforms.
 */
export function untransformRows(plan: Plan, image: usize, slotStride: usize, first: i32, end: i32, work: usize): void {
  const n = plan.columns, size = plan.gridSize, bytes = <usize>size << POINT_SHIFT, n2 = n / 2;
  const a = work, b = a + bytes, row = b + bytes, factors = plan.deapodisation;
  for (let y = first; y < end; y++, image += <usize>n << 2) {
    const f = load<f32>(factors + (<usize>y << 2));
    memory.fill(row + (<usize>(n - n2) << POINT_SHIFT), 0, <usize>(size - n) << POINT_SHIFT);
    packSwapped(image, slotStride, n2, row + (<usize>(size - n2) << POINT_SHIFT), factors, f);
    packSwapped(image + (<usize>n2 << 2), slotStride, n - n2, row, factors + (<usize>n2 << 2), f);
    fft(plan.gridPlan, row, plan.halfGrid + <usize>plan.halfGridStride * y, a, b, false, 0, false);
  }
}
