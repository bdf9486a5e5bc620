import {
  DaisyError,
  type DaisyEvent,
  type KernelLink,
  type LinkState,
  type RunRecord,
  type ServiceReply,
  type TileRequest,
  type ViewerInfo,
} from '@daisy-lab/core';
import { disc, phantom, projection, sinogram, type Frame } from './phantom.js';

/** Answers the CT app's requests from an analytic phantom inside the page. Numbers are only as good as the demo needs. */
export class DemoLink implements KernelLink {
  state: LinkState = 'ready';
  private readonly events = new Set<(event: DaisyEvent) => void>();
  private readonly states = new Set<(state: LinkState) => void>();
  private run: RunRecord | undefined;
  private seq = 0;
  private version = 0;
  private slice: Frame = { width: 1, height: 1, data: new Float32Array(1) };
  /** Requests by method, for checks. */
  readonly counts: Record<string, number> = {};

  onEvent(listener: (event: DaisyEvent) => void): () => void {
    this.events.add(listener);
    return () => this.events.delete(listener);
  }
  onState(listener: (state: LinkState) => void): () => void {
    this.states.add(listener);
    return () => this.states.delete(listener);
  }
  setState(state: LinkState): void {
    this.state = state;
    for (const listener of this.states) listener(state);
  }

  async request(method: string, params: never): Promise<never> {
    this.counts[method] = (this.counts[method] ?? 0) + 1;
    await new Promise(resolve => setTimeout(resolve, 5));
    const answer = this.methods[method];
    if (!answer) throw new DaisyError('Protocol', { message: `The demonstration does not know ${method}.` });
    return answer(params) as never;
  }

  private readonly methods: Record<string, (params: never) => Partial<ServiceReply> & { result: unknown }> = {
    'files.list': () => ({
      result: {
        folder: '/data/beamtime/2026-11',
        entries: [
          { name: 'calibration', path: '/data/beamtime/2026-11/calibration', kind: 'folder', bytes: 0, modifiedMs: 0 },
          { name: 'phantom.h5', path: '/data/beamtime/2026-11/phantom.h5', kind: 'file', bytes: 6.2e6, modifiedMs: 0 },
          { name: 'broken.h5', path: '/data/beamtime/2026-11/broken.h5', kind: 'file', bytes: 1.2e3, modifiedMs: 0 },
        ],
      },
    }),
    'algorithms.describe': () => ({ result: contract }),
    'ct.open': ({ path }: { path: string }) => {
      if (path.includes('broken')) {
        throw new DaisyError('File', {
          message: 'broken.h5 is not an HDF5 file or was cut off.',
          action: 'Copy it again from the beamline, then open it once more.',
          bytes: 1200,
        });
      }
      return {
        result: {
          scan: 'scan-1',
          description: { ...description, path },
          draftBin: 1,
          projections: info('projections', phantom.columns, phantom.rows, phantom.angles),
          sinograms: info('sinograms', phantom.columns, phantom.angles, phantom.rows),
        },
      };
    },
    'ct.axis': () => {
      const candidatesPx = Array.from({ length: 81 }, (_, i) => phantom.axisPx - 20 + i / 2);
      return {
        result: {
          axisPx: phantom.axisPx,
          method: 'wedge',
          confidence: 0.93,
          candidatesPx,
          scores: candidatesPx.map(c => 1 - Math.exp(-(((c - phantom.axisPx) / 3) ** 2)) + 0.03 * Math.sin(c)),
          why: 'The score has one clear minimum, 9 times deeper than any other within 20 px.',
        },
      };
    },
    'ct.slice': ({ row, axisPx }: { row: number; axisPx: number }) => {
      this.slice = disc(row, axisPx - phantom.axisPx);
      return {
        result: {
          viewer: { ...info('slice', this.slice.width, this.slice.height, 1), version: ++this.version },
          milliseconds: 12,
          bin: 1,
        },
      };
    },
    'ct.close': () => ({ result: {} }),
    'viewer.open': () => ({ result: info('volume', phantom.columns, phantom.columns, phantom.rows) }),
    'viewer.close': () => ({ result: {} }),
    'viewer.tile': (area: TileRequest) => {
      const frame = this.frame(area.handle, area.frame);
      const width = Math.ceil(area.width / area.binX);
      const height = Math.ceil(area.height / area.binY);
      const data = new Float32Array(width * height);
      for (let j = 0; j < height; j++) {
        for (let i = 0; i < width; i++) {
          data[j * width + i] = frame.data[(area.y + j * area.binY) * frame.width + area.x + i * area.binX];
        }
      }
      return {
        result: { ...area, width, height, version: this.version },
        arrays: { data: { dtype: 'float32', shape: [height, width], data } },
      };
    },
    'viewer.value': ({ handle, frame, x, y }: { handle: string; frame: number; x: number; y: number }) => {
      const image = this.frame(handle, frame);
      return { result: { value: image.data[y * image.width + x] } };
    },
    'viewer.histogram': ({ handle, frame, bins }: { handle: string; frame: number; bins: number }) => ({
      result: histogram(this.frame(handle, frame).data, bins),
    }),
    'ct.operations': () => ({ result: { operations: [] } }),
    'ct.recipe': () => ({ result: { viewer: info('volume', phantom.columns, phantom.columns, phantom.rows) } }),
    'ct.preflight': () => ({ result: { checks: [], volumeBytes: 0, milliseconds: null } }),
    'ct.queue': () => ({ result: { jobs: [] } }),
    'run.list': () => ({ result: { runs: [] } }),
    'ct.findings': () => ({ result: { findings: [], flats: null, darks: null, anglesDeg: [], air: [] } }),
    'ct.planes': () => {
      const slices = info('volume', phantom.columns, phantom.columns, phantom.rows);
      return { result: { slices, front: slices, side: slices } };
    },
    'ct.start': ({ out }: { out: string }) => {
      this.run = { ...waiting, outputs: { volume: out } };
      const started = performance.now();
      const timer = setInterval(() => {
        const elapsedMs = performance.now() - started;
        const progress = Math.min(1, elapsedMs / 4000);
        if (!this.run || this.run.state === 'cancelled') return clearInterval(timer);
        const state = progress === 1 ? 'done' : 'running';
        this.run = {
          ...this.run,
          state,
          progress,
          elapsedMs,
          step: 'Reconstruct slices',
          remainingMs: 4000 - elapsedMs,
        };
        for (const listener of this.events) {
          listener({ v: 1, epoch: 'demo', seq: ++this.seq, topic: 'run', key: this.run.run, value: this.run });
        }
        if (state === 'done') clearInterval(timer);
      }, 100);
      return { result: this.run };
    },
    'run.status': () => ({ result: this.run }),
    'run.cancel': () => ({ result: (this.run = { ...(this.run ?? waiting), state: 'cancelled' }) }),
  };

  private frame(handle: string, at: number): Frame {
    if (handle === 'projections') return projection(at);
    if (handle === 'sinograms') return sinogram(at);
    return handle === 'slice' ? this.slice : disc(at, 0);
  }
}

const waiting: RunRecord = {
  run: 'run-1',
  algorithm: 'ct.full',
  title: 'Reconstruct a scan',
  state: 'queued',
  progress: 0,
  step: '',
  elapsedMs: 0,
  remainingMs: null,
  outputs: {},
  error: null,
};

function info(handle: string, width: number, height: number, frames: number): ViewerInfo {
  return { handle, width, height, frames, dtype: 'float32', unit: '1/pixel', axes: ['y', 'x'], version: 0, flaws: [] };
}

function histogram(data: Float32Array, bins: number): unknown {
  const sorted = Float32Array.from(data).sort();
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low || 1)) * bins))]++;
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))];
  return { low, high, counts, invalid: 0, percentiles: [at(0.005), at(0.995)] };
}

const part = (path: string, ...shape: number[]) => ({ path, shape, dtype: 'uint16' });
const description = {
  path: '',
  layout: 'Data Exchange',
  why: ['The group /exchange has data, data_white and data_dark.', 'Their last two axes have the same length.'],
  projections: part('/exchange/data', phantom.angles, phantom.rows, phantom.columns),
  flats: part('/exchange/data_white', 10, phantom.rows, phantom.columns),
  darks: part('/exchange/data_dark', 10, phantom.rows, phantom.columns),
  angles: part('/exchange/theta', phantom.angles),
  angleRangeDeg: [0, 180],
  angleCount: phantom.angles,
  rows: phantom.rows,
  columns: phantom.columns,
  warnings: ['The angles carry no unit; degrees are assumed.'],
};

const contract = {
  id: 'ct.full',
  params: {
    type: 'object',
    properties: {
      axisPx: { type: 'number', title: 'Axis', unit: 'pixel' },
      filter: {
        type: 'string',
        enum: ['ramp', 'shepp', 'cosine', 'hamming', 'hann'],
        default: 'ramp',
        title: 'Filter',
        description: 'Smoother filters suppress noise.',
      },
      clipBelow: { type: 'number', minimum: 0, maximum: 1, default: 0.001, title: 'Smallest transmission' },
      firstRow: { type: 'integer', minimum: 0, default: 0, title: 'First row', unit: 'row' },
      fill: { type: 'boolean', default: true, title: 'Fill outside' },
      quality: {
        type: 'string',
        enum: ['fast', 'standard', 'precise'],
        default: 'standard',
        title: 'Accuracy',
        advanced: true,
      },
    },
  },
};
