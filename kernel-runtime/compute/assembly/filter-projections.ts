// Stage 1: projections -> filtered polar samples, shifted to the rotation axis.
import { fft } from './fft';
import { POINT_SHIFT } from './lanes';
import { packSwapped } from './pack';
import { Plan } from './plan';

/**
 * Filter the projections `first` .. `end - 1`. `samples` holds these angles only: [slot][angle][column], slots `slotStride` bytes
 * apart. Returns a bit per slot that holds a value which is not finite.
 */
export function filterProjections(
  plan: Plan, samples: usize, slotStride: usize, first: i32, end: i32, work: usize,
): i32 {
  const n = plan.columns, length = plan.polarLength, bytes = <usize>length << POINT_SHIFT;
  // the upper half of the padded projection is zero and is never read
  const x = work, a = work + (bytes >> 1), b = a + bytes;
  memory.fill(x + (<usize>n << POINT_SHIFT), 0, <usize>(length / 2 - n) << POINT_SHIFT);
  let bad = 0;
  for (let p = first; p < end; p++, samples += <usize>n << 2) {
    bad |= packSwapped(samples, slotStride, n, x);
    fft(plan.polarPlan, x, plan.polar + bytes * p, a, b, true, plan.filter, plan.perLane != 0);
  }
  return bad;
}
