import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** ASTRA on the CPU; some iterations of an algorithm on one slice. */
const astra = (algorithm: string, iterations: number): string => `
import astra
proj = astra.create_projector('linear', astra.create_proj_geom('parallel', 1.0, n, theta), astra.create_vol_geom(n, n))
data = astra.data2d.create('-sino', astra.create_proj_geom('parallel', 1.0, n, theta), sino)
vol = astra.data2d.create('-vol', astra.create_vol_geom(n, n))
config = astra.astra_dict('${algorithm}')
config.update(ProjectorId=proj, ProjectionDataId=data, ReconstructionDataId=vol)
solver = astra.algorithm.create(config)
run = lambda: astra.algorithm.run(solver, ${iterations})
scale, repeats = ${iterations}, 1`;

/** What the peers are asked; each prints the fastest of its runs in ms, on the same disc. */
const programs = {
  'tomopy-gridrec': `
import tomopy
pad = n // 2
wide = np.pad(sino, ((0, 0), (pad, pad)))[:, None, :].repeat(2, axis=1)
run = lambda: tomopy.recon(wide, theta, center=n / 2 + pad, algorithm='gridrec', filter_name='ramlak', ncore=1, nchunk=2)
scale, repeats = 2, 3`,
  'algotom-dfi': `
from algotom.rec.reconstruction import dfi_reconstruction
run = lambda: dfi_reconstruction(sino, n / 2, angles=theta)
scale, repeats = 1, 1`,
  'astra-fbp': astra('FBP', 1),
  'astra-sirt': astra('SIRT', 1),
  'astra-cgls': astra('CGLS', 1),
  'algotom-axis': `
from algotom.prep.calculation import find_center_vo
run = lambda: find_center_vo(sino, n // 2 - 50, n // 2 + 50, ncore=1)
scale, repeats = 1, 1`,
  'algotom-stripes': `
from algotom.prep.removal import remove_all_stripe
noisy = (sino / n + 0.01 * np.random.rand(p, n) + 0.01 * np.random.rand(n)).astype(np.float32)
run = lambda: remove_all_stripe(noisy, snr=3.0, la_size=61, sm_size=21)
scale, repeats = 1, 2`,
} as const;

/**
 * Time of a peer in ms per slice (or per search) on a disc; undefined when that Python does not have it.
 *
 * @param python interpreter that was given by `--peers`
 */
export async function peerReport(
  python: string,
  program: keyof typeof programs,
  columns: number,
  angles: number,
): Promise<number | undefined> {
  const text = `
import time
import numpy as np
n, p = ${columns}, ${angles}
theta = np.arange(p) * np.pi / p
t = np.arange(n) - n / 2
sino = np.tile(2 * np.sqrt(np.maximum(0, (0.4 * n) ** 2 - t ** 2)), (p, 1)).astype(np.float32)
${programs[program]}
best = 1e9
for _ in range(repeats):
    start = time.perf_counter()
    run()
    best = min(best, time.perf_counter() - start)
print('milliseconds', 1000 * best / scale)`;
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', text], { timeout: 280_000 });
    return Number(/milliseconds ([\d.]+)/.exec(stdout)?.[1]);
  } catch {
    console.log(`${program}: not measured, that Python does not have it or it failed`);
    return undefined;
  }
}
