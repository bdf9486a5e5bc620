import { DaisyError } from '@daisy-lab/core';
import { NotReadHere } from '../format/file-faults.js';
import type { Hdf5File } from '../format/hdf5-file.js';
import { readDatasetHeader, type StoredDataset } from '../format/stored-dataset.js';
import type { LinkedFiles } from '../linked-files.js';
import type { MappingNames } from './mapping-names.js';
import { settled, type Settled } from './settled-mappings.js';
import { readMappings } from './virtual-mappings.js';

/**
 * The parts of a virtual dataset as far as its sources go at this moment; null when it is none, or has parts that only the general library
 * understands.
 */
export function presentMappings(files: LinkedFiles, file: Hdf5File, { layout, space }: StoredDataset): Settled | null {
  if (layout?.kind !== 'virtual') return null;
  try {
    const mappings = readMappings(file, layout.heap, layout.item);
    return settled(mappings, space.shape, names => shapeOf(files, file, names));
  } catch (thrown) {
    if (thrown instanceof NotReadHere) return null;
    throw thrown;
  }
}

/** A dataset with the shape that its sources give it at this moment, where it is virtual and may grow with them. */
export function atPresent(files: LinkedFiles, file: Hdf5File, stored: StoredDataset): StoredDataset {
  const { layout, space } = stored;
  if (layout?.kind !== 'virtual' || !space.mostShape.includes(Infinity)) return stored;
  const present = presentMappings(files, file, stored);
  return present ? { ...stored, space: { ...space, shape: present.shape } } : stored;
}

/** null where a source is missing or cannot be opened, which HDF5 takes for values that were never written. */
function shapeOf(files: LinkedFiles, file: Hdf5File, names: MappingNames): readonly number[] | null {
  let stored: StoredDataset | null;
  try {
    const found = files.locateNamed(file, names.file, names.dataset);
    stored = found && readDatasetHeader(found.file, found.file.header(found.address));
  } catch (thrown) {
    // whoever reads such a dataset has to be told why it is refused
    if (thrown instanceof DaisyError) throw new NotReadHere(thrown.message);
    return null;
  }
  if (stored?.layout?.kind === 'virtual') throw new NotReadHere('a virtual dataset of virtual datasets');
  return stored && stored.space.shape;
}
