import type { CtMethods } from './ct-methods.js';
import type { MethodFacts } from './method-facts.js';

const row = { scan: 'text', row: 'number', params: 'record', operations: 'list?' } as const;

/** The methods of the CT screens. */
export const ctMethodTable: { readonly [M in keyof CtMethods]: MethodFacts<CtMethods[M]['params']> } = {
  'ct.open': { effect: 'change', params: { path: 'text' } },
  'ct.mapping': { effect: 'read', params: { path: 'text' } },
  'ct.map': { effect: 'change', params: { path: 'text', mapping: 'record', reach: ['scan', 'folder'] } },
  'ct.propose': { effect: 'read', params: { scan: 'text', params: 'record' } },
  'ct.axis': { effect: 'read', params: { scan: 'text', row: 'number', params: 'record' } },
  'ct.axisLine': { effect: 'read', params: { scan: 'text', rows: 'number' } },
  'ct.mirror': { effect: 'change', params: { scan: 'text', axisPx: 'number' } },
  'ct.slice': { effect: 'change', params: { ...row, axisPx: 'number', quality: ['draft', 'exact'] } },
  'ct.lCurve': { effect: 'read', params: { ...row, axisPx: 'number', values: 'list' } },
  'ct.changed': { effect: 'read', params: { scan: 'text' } },
  'ct.close': { effect: 'change', params: { scan: 'text' } },
  'ct.operations': { effect: 'read', params: {} },
  'ct.sinogram': { effect: 'change', params: { ...row, before: 'list?' } },
  'ct.sweep': { effect: 'change', params: { ...row, axesPx: 'list' } },
  'ct.grid': { effect: 'change', params: { ...row, axisPx: 'number', first: 'record', second: 'record' } },
  'ct.pin': { effect: 'change', params: { scan: 'text' } },
  'ct.difference': { effect: 'change', params: { scan: 'text', first: 'text', second: 'text', frame: 'number?' } },
  'ct.region': {
    effect: 'read',
    params: { handle: 'text', frame: 'number', x: 'number', y: 'number', width: 'number', height: 'number' },
  },
  'ct.through': {
    effect: 'read',
    params: { scan: 'text', x: 'number', y: 'number', width: 'number', height: 'number' },
  },
  'ct.findings': { effect: 'change', params: { scan: 'text' } },
  'ct.preflight': { effect: 'read', params: { scan: 'text', recipe: 'record', out: 'text' } },
  'ct.start': { effect: 'change', params: { recipe: 'record', out: 'text', overwrite: 'flag?' } },
  'ct.enqueue': { effect: 'change', params: { jobs: 'list' } },
  'ct.queue': { effect: 'read', params: {} },
  'ct.dequeue': { effect: 'change', params: { job: 'text' } },
  'ct.recipe': { effect: 'change', params: { scan: 'text', recipe: 'record' } },
  'ct.planes': { effect: 'change', params: { source: 'text' } },
  'ct.export': {
    effect: 'change',
    params: {
      handle: 'text',
      first: 'number',
      end: 'number',
      format: ['png', 'tiff', 'gif', 'hdf5'],
      file: 'text',
      low: 'number',
      high: 'number',
      bits: 'number?',
      overwrite: 'flag?',
    },
  },
  'ct.document': { effect: 'read', params: { recipe: 'record', out: 'text' } },
  'ct.save': { effect: 'change', params: { recipe: 'record', file: 'text', overwrite: 'flag?', known: 'text?' } },
  'ct.load': { effect: 'read', params: { file: 'text' } },
};
