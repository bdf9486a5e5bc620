import { resolve } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { parseAddress } from '../address.js';
import { defaultDataset } from '../default-dataset.js';
import { isImage, openImage, withSource } from '../source-kinds.js';
import { isPattern } from '../stack/numbered-files.js';
import { followFolder } from './files/follow-folder.js';
import { followHdf5 } from './files/follow-hdf5.js';
import type { FollowOptions, LiveSource } from './live-source.js';
import { followStream } from './stream/follow-stream.js';
import { decodeJsonBlob } from './stream/json-blob.js';
import { decodeSimplon1 } from './stream/simplon1.js';
import { decodeSimplon2 } from './stream/simplon2.js';
import type { DecodeMessage } from './stream/stream-message.js';
import { statOf } from '../bytes/problems.js';

/** A kind of source that goes on giving frames. */
export interface LiveKind {
  readonly name: string;
  /** How its addresses look, for people. */
  readonly example: string;
  accepts(address: string): boolean;
  follow(address: string, options: FollowOptions): Promise<LiveSource>;
}

/** Detectors behind ZeroMQ: `scheme+tcp://host:port`. */
function stream(name: string, scheme: string, port: number, decode: DecodeMessage): LiveKind {
  return {
    name,
    example: `${scheme}+tcp://host:${port}`,
    accepts: address => address.startsWith(`${scheme}+`),
    follow: (address, options) => followStream(address, address.slice(scheme.length + 1), decode, options),
  };
}

const folder: LiveKind = {
  name: 'folder of images',
  example: 'path/of/folder, or raw_####.tif',
  accepts: address => isPattern(resolve(address)) || isFolder(address),
  follow: async (address, options) => followFolder(address, isImage, openImage, options),
};

const hdf5: LiveKind = {
  name: 'growing HDF5',
  example: 'scan.h5::/entry/data/data',
  accepts: address => /\.(h5|hdf5|hdf|nxs|nx)$/i.test(parseAddress(address).file),
  follow: async (address, options) => {
    const { file, dataset } = parseAddress(address);
    return followHdf5(file, dataset ?? (path => withSource(path, defaultDataset)), options);
  },
};

const kinds: LiveKind[] = [
  stream('SIMPLON stream 2', 'simplon2', 31001, decodeSimplon2),
  stream('SIMPLON stream 1', 'simplon1', 9999, decodeSimplon1),
  stream('JSON and bytes', 'json', 5555, decodeJsonBlob),
  folder,
  hdf5,
];

/** Makes another kind of live source known; it is asked before those that are known. */
export function registerLiveKind(kind: LiveKind): void {
  kinds.unshift(kind);
}

export function liveKinds(): readonly LiveKind[] {
  return [...kinds];
}

/**
 * Follows a source that goes on giving frames: a detector's stream, a folder into which images are written, an HDF5 file that grows.
 *
 *     for await (const { number, image } of (await follow('simplon2+tcp://detector:31001')).frames()) ...
 *
 * @throws DaisyError `Input` for an address of no known kind.
 */
export async function follow(address: string, options: FollowOptions = {}): Promise<LiveSource> {
  const kind = kinds.find(each => each.accepts(address));
  if (kind) return kind.follow(address, options);
  throw new DaisyError('Input', {
    message: `${address} is nothing that can be followed.`,
    action: `Addresses are ${kinds.map(({ example }) => example).join('; ')}.`,
  });
}

function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}
