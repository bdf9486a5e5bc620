import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, sep } from 'node:path';
import { DaisyError } from '@daisy-lab/core';
import { Hdf5File } from './format/hdf5-file.js';
import { DamagedFile } from './format/file-faults.js';
import type { Link } from './format/links.js';

/** An object that a path leads to: its file, its address there, and a path in that file without soft links. */
export interface Located {
  readonly file: Hdf5File;
  readonly address: number;
  readonly path: string;
}

/** Links that may follow each other before they count as a circle. */
const mostHops = 64;

/**
 * A file and those that its external links lead to. Links are followed only into the folders that were allowed: a file from elsewhere
 * must not make this process read what its sender cannot.
 */
export class LinkedFiles {
  readonly #roots: readonly string[];
  readonly #linked = new Map<string, Hdf5File>();

  constructor(
    readonly main: Hdf5File,
    roots: readonly string[],
  ) {
    const configured = (process.env['DAISY_LINK_ROOTS'] ?? '').split(delimiter).filter(Boolean);
    this.#roots = [dirname(main.path), ...roots, ...configured].filter(existsSync).map(root => realpathSync(root));
  }

  /**
   * The object at a path; null when a name on the way does not exist.
   * @throws DaisyError `File` when a link leads out of the allowed folders; DamagedFile when links lead in a circle.
   */
  locate(path: string): Located | null {
    return this.#walk(this.#rootOf(this.main), path, { left: mostHops });
  }

  /** The object that a link of a group leads to. */
  follow(group: Located, name: string): Located | null {
    return this.#walk(group, name, { left: mostHops });
  }

  /**
   * An object of a file that a virtual dataset names, `.` for its own; null when either is missing.
   * @throws DaisyError `File` when the file lies outside of the allowed folders.
   */
  locateNamed(from: Hdf5File, name: string, path: string): Located | null {
    const real = name === '.' ? from.path : this.resolveFile(from.path, name);
    const file = real === null ? null : real === from.path ? from : this.#open(real);
    return file && this.#walk(this.#rootOf(file), path, { left: mostHops });
  }

  /** The file that an external link names, where it lies and whether it may be read. */
  resolveFile(from: string, target: string): string | null {
    const folder = dirname(from);
    const candidates = isAbsolute(target) ? [target, join(folder, basename(target))] : [join(folder, target)];
    const found = candidates.find(existsSync);
    if (!found) return null;
    const real = realpathSync(found);
    if (this.#roots.some(root => real.startsWith(root.endsWith(sep) ? root : root + sep))) return real;
    throw outside(from, target);
  }

  /**
   * Checks the name of a file that the general library will look for itself, also in the working folder and with numbers filled in.
   * @throws DaisyError `File` when it may lie outside of the allowed folders.
   */
  checkNamed(from: string, target: string): void {
    if (target === '.' || this.resolveFile(from, target) !== null) return;
    const leads = isAbsolute(target) || target.split(/[\\/]/).includes('..') || existsSync(target);
    if (leads) throw outside(from, target);
  }

  close(): void {
    for (const file of this.#linked.values()) file.close();
    this.#linked.clear();
    this.main.close();
  }

  #rootOf(file: Hdf5File): Located {
    return { file, address: file.root, path: '' };
  }

  #walk(start: Located, path: string, hops: { left: number }): Located | null {
    let at = path.startsWith('/') ? this.#rootOf(start.file) : start;
    for (const name of path.split('/')) {
      if (name === '' || name === '.') continue;
      const link = at.file.links(at.address)?.get(name);
      const next = link && this.#target(at, name, link, hops);
      if (!next) return null;
      at = next;
    }
    return at;
  }

  #target(group: Located, name: string, link: Link, hops: { left: number }): Located | null {
    if (link.kind === 'hard') return { file: group.file, address: link.address, path: `${group.path}/${name}` };
    if (hops.left-- <= 0) throw new DamagedFile('links lead in a circle');
    if (link.kind === 'soft') return this.#walk(group, link.path, hops);
    if (link.kind === 'other') return null;
    const path = this.resolveFile(group.file.path, link.file);
    const file = path === null ? null : this.#open(path);
    return file && this.#walk(this.#rootOf(file), `/${link.path}`, hops);
  }

  #open(path: string): Hdf5File | null {
    if (path === this.main.path) return this.main;
    const known = this.#linked.get(path);
    if (known) return known;
    const file = new Hdf5File(path);
    this.#linked.set(path, file);
    return file;
  }
}

function outside(from: string, target: string): DaisyError {
  return new DaisyError('File', {
    message: `${from} has a link to ${target}, which is outside of its folder.`,
    action: 'Name the folder in the setting DAISY_LINK_ROOTS if the file may be read.',
    path: from,
    target,
  });
}
