import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { noteDropped } from '@daisy-lab/compute';
import { DaisyError, type Engine, type ViewerInfo } from '@daisy-lab/core';
import { openScan } from '../../io/scan/open-scan.js';
import type { SharedWork } from '../shared-work.js';
import type { FrameSource } from '../viewer/frame-source.js';
import type { Viewers } from '../viewer/viewers.js';
import { stampOf } from './file-stamp.js';
import { LiveScan, type Slices } from './live-scan.js';
import { OpenedScan } from './opened-scan.js';
import type { SweptSlices } from './swept-slices.js';

/** What a slice costs in a batch, and a row that is read and prepared alone, ms. */
export interface SliceRate {
  readonly sliceMs: number;
  readonly rowMs: number;
}

/** An open scan with the viewers that belong to it. */
export interface Session {
  readonly scan: string;
  readonly opened: OpenedScan;
  readonly live: LiveScan;
  readonly projections: ViewerInfo;
  readonly sinograms: ViewerInfo;
  /** The live slice as it is now. */
  slice: Slices | null;
  /** The sweep on the screen. */
  swept: SweptSlices | null;
  /** What slices of a recipe cost, once it was asked for. */
  rate: { readonly recipe: string; readonly measured: SharedWork<SliceRate> } | null;
  /** The volume as a recipe, on the screen. */
  recipe: { readonly recipe: string; readonly viewer: ViewerInfo } | null;
  /** How its files were when it was opened. */
  readonly stamp: string;
}

/** The scans that screens have open. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  /** Viewers by scan and what they show. */
  readonly #shown = new Map<string, Map<string, string>>();

  constructor(
    readonly viewers: Viewers,
    private readonly engine: Engine,
    private readonly cwd: string,
  ) {}

  async open(path: string): Promise<Session> {
    const stamp = await stampOf(resolve(this.cwd, path));
    const opened = new OpenedScan(await openScan(resolve(this.cwd, path)));
    const scan = randomUUID();
    this.#shown.set(scan, new Map());
    const session: Session = {
      scan,
      opened,
      live: new LiveScan(opened, this.engine),
      projections: this.show(scan, 'projections', opened.projections()),
      sinograms: this.show(scan, 'sinograms', opened.sinograms()),
      slice: null,
      swept: null,
      rate: null,
      recipe: null,
      stamp,
    };
    this.#sessions.set(scan, session);
    return session;
  }

  /** @throws DaisyError `Input` for a scan that is closed */
  get(scan: string): Session {
    const found = this.#sessions.get(scan);
    if (found) return found;
    throw new DaisyError('Input', { message: 'This scan is no longer open.', action: 'Open it again.', scan });
  }

  /** Shows images under a name: the handle stays, the version grows. They are closed with the scan. */
  show(scan: string, name: string, source: FrameSource): ViewerInfo {
    const shown = this.#shown.get(scan);
    const known = shown?.get(name);
    const viewer = known === undefined ? this.viewers.open(source) : this.viewers.replace(known, source);
    shown?.set(name, viewer.handle);
    return viewer;
  }

  /** Closes a scan and stops what is computed of it. */
  close(scan: string): void {
    const { live, swept } = this.get(scan);
    live.close();
    const slices = swept?.release();
    if (slices) noteDropped(slices.byteLength);
    this.#sessions.delete(scan);
    for (const handle of this.#shown.get(scan)?.values() ?? []) this.viewers.close(handle);
    this.#shown.delete(scan);
  }
}
