import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Threshold between two phases by Otsu's method: of a histogram of 1024 bins over the finite values the threshold with the
 * largest variance between the classes. `separability` is that variance over the whole, 0..1: near 1 for two well separated peaks. Equally
 * good thresholds, as between two peaks, are averaged. A volume of one value has that value as threshold and separability 0.
 *
 * With `circle` only the circle about the rotation axis counts.
 *
 * @throws DaisyError `Data` without a finite value.
 * @see N. Otsu, IEEE Trans. Syst. Man Cybern. 9 (1979) 62
 */
export const otsu = algorithm('ct.otsu', {
  version: '1.0.0',
  title: 'Otsu threshold',
  help: 'The threshold that separates two phases best.',
  inputs: { slices: port.array('float32', ['row', 'y', 'x']) },
  params: { circle: p.bool({ default: true, title: 'Circle', help: 'Only the circle that all projections see.' }) },
  outputs: { threshold: port.number(), separability: port.number() },
});

/**
 * Porosity and regions of a segmented volume. A voxel is a pore where its value is below `threshold` (NaN is neither pore nor solid); porosity is the
 * share of pores among pores and solid. `labels` numbers the regions of the phase that touch by faces, from 1 in the order of their first
 * voxels, 0 elsewhere; regions of fewer than `minVoxels` are not numbered.
 *
 * `regions` has a line per label: number of voxels, centre (x, y, row, in voxels) and diameter of the sphere of equal volume, in voxels.
 * With `circle` only the circle about the rotation axis counts.
 */
export const porosity = algorithm('ct.porosity', {
  version: '1.0.0',
  title: 'Porosity and regions',
  help: 'Share of pores, and a list of connected regions with volume and place.',
  inputs: { slices: port.array('float32', ['row', 'y', 'x']), threshold: port.number() },
  params: {
    phase: p.choice(['pores', 'solid'], { default: 'pores', title: 'Phase', help: 'What is split into regions.' }),
    circle: p.bool({ default: true, title: 'Circle', help: 'Only the circle that all projections see.' }),
    minVoxels: p.integer({ default: 1, min: 1, title: 'Smallest region', help: 'In voxels.' }),
  },
  outputs: {
    porosity: port.number(),
    count: port.integer(),
    labels: port.array('uint32', ['row', 'y', 'x']),
    regions: port.table(['label', 'voxels', 'x', 'y', 'row', 'diameter']),
  },
});
