import { ctMethodTable } from './ct-method-table.js';
import type { BaseKind, MethodFacts, ParamKind } from './method-facts.js';
import type { MethodName, MethodParams } from './methods.js';

const read = <const K>(params: K): { effect: 'read'; params: K } => ({ effect: 'read', params });
const change = <const K>(params: K): { effect: 'change'; params: K } => ({ effect: 'change', params });
const place = { handle: 'text', frame: 'number' } as const;

/** Every method of the protocol, with what both sides must know of it at run time. */
export const methodTable: { readonly [M in MethodName]: MethodFacts<MethodParams<M>> } = {
  hello: read({}),
  'rpc.cancel': read({ id: 'text' }),
  'rpc.batch': read({ calls: 'list' }),
  'rpc.page': read({ cursor: 'text', page: 'number' }),
  'rpc.release': read({ cursor: 'text' }),
  'rpc.probe': read({ bytes: 'number' }),
  'cells.running': read({}),
  'events.snapshot': read({ comm: 'text?', epoch: 'text?', seq: 'number?' }),

  'session.configure': change({ threads: 'number', memoryBytes: 'number?' }),
  'session.status': read({}),
  'algorithms.list': read({}),
  'algorithms.describe': read({ id: 'text' }),
  'document.open': read({ path: 'text' }),
  'document.check': read({ path: 'text', text: 'text' }),
  'files.list': read({ folder: 'text', extensions: 'list' }),
  'hdf5.tree': read({ path: 'text' }),

  'data.list': read({ path: 'text', group: 'text', first: 'number', count: 'number' }),
  'data.search': read({ path: 'text', words: 'text', most: 'number', attributes: 'flag?' }),
  'data.describe': read({ path: 'text', object: 'text' }),
  'data.entity': read({ path: 'text', object: 'text' }),
  'data.items': read({ path: 'text', dataset: 'text', selection: 'list' }),
  'data.first': read({ path: 'text' }),
  'data.values': read({ path: 'text', dataset: 'text', selection: 'list' }),
  'data.curve': read({
    ...{ path: 'text', dataset: 'text', axis: 'number', at: 'list', most: 'number' },
    ...{ first: 'number?', end: 'number?' },
  }),
  'data.rechunk': change({
    ...{ path: 'text', file: 'text', access: ['frames', 'rows', 'cube'] },
    ...{ dataset: 'text?', codec: 'text?', overwrite: 'flag?' },
  }),

  'viewer.open': change({ source: 'text', image: 'list?', flat: 'flag?', log: 'flag?' }),
  'viewer.tile': read({
    ...place,
    x: 'number',
    y: 'number',
    width: 'number',
    height: 'number',
    binX: 'number',
    binY: 'number',
    pool: ['mean', 'max', 'min'],
    quality: ['draft', 'exact'],
    codes: 'flag?',
    flaws: 'list?',
  }),
  'viewer.thumbnails': read({
    handle: 'text',
    x: 'number',
    y: 'number',
    width: 'number',
    height: 'number',
    bin: 'number',
  }),
  'viewer.value': read({ ...place, x: 'number', y: 'number' }),
  'viewer.histogram': read({ ...place, bins: 'number', flaws: 'list?' }),
  'viewer.profile': read({ ...place, x0: 'number', y0: 'number', x1: 'number', y1: 'number' }),
  'viewer.statistics': read({ ...place, x: 'number?', y: 'number?', width: 'number?', height: 'number?' }),
  'viewer.project': change({ handle: 'text', first: 'number', end: 'number', how: ['sum', 'mean', 'max', 'min'] }),
  'viewer.difference': change({ first: 'text', second: 'text' }),
  'viewer.close': change({ handle: 'text' }),

  ...ctMethodTable,

  'graph.palette': read({}),
  'graph.plan': read({ path: 'text', text: 'text' }),
  'graph.start': change({ path: 'text', text: 'text', from: 'text?', to: 'text?', only: 'text?' }),
  'graph.status': read({ run: 'text' }),
  'graph.cancel': change({ run: 'text' }),
  'graph.runs': read({ path: 'text' }),
  'graph.preview': read({ run: 'text', node: 'text' }),
  'graph.show': change({ path: 'text', text: 'text', run: 'text', node: 'text', port: 'text' }),
  'graph.batchPlan': read({ path: 'text', text: 'text', input: 'text', files: 'list', write: 'record?' }),
  'graph.batch': change({ path: 'text', text: 'text', input: 'text', files: 'list', write: 'record?' }),
  'graph.batchStatus': read({ batch: 'text' }),
  'graph.batchCancel': change({ batch: 'text' }),
  'graph.batchResume': change({ batch: 'text' }),
  'graph.batchTable': change({ batch: 'text' }),

  'log.list': read({ after: 'number' }),

  'run.start': change({
    algorithm: 'text',
    inputs: 'record',
    params: 'record',
    outputs: 'record',
    overwrite: 'flag?',
  }),
  'run.list': read({ history: 'flag?' }),
  'run.status': read({ run: 'text' }),
  'run.cancel': change({ run: 'text' }),
  'run.resume': change({ run: 'text' }),

  'store.list': read({}),
  'store.usage': read({}),
  'store.describe': read({ object: 'text' }),
  'store.read': read({ object: 'text', selection: 'list?' }),
  'store.view': change({ object: 'text', by: ['image', 'line'] }),
  'store.origin': read({ object: 'text' }),
  'store.rename': change({ object: 'text', name: 'text' }),
  'store.save': change({ object: 'text', path: 'text', overwrite: 'flag?' }),
  'store.remove': change({ object: 'text', force: 'flag?' }),
};

/** What is known of a method; undefined for names that are not of the protocol. */
export function methodFacts(name: string): MethodFacts | undefined {
  return Object.hasOwn(methodTable, name) ? (methodTable[name as MethodName] as MethodFacts) : undefined;
}

/** What is wrong with the parameters of a method, as the end of a sentence; undefined when they fit or the method is unknown. */
export function wrongParam(method: string, params: Readonly<Record<string, unknown>>): string | undefined {
  const kinds = Object.entries((methodFacts(method)?.params ?? {}) as Readonly<Record<string, ParamKind>>);
  for (const [name, kind] of kinds) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (typeof kind !== 'string') {
      if (!kind.includes(value as string)) return `the parameter "${name}" of ${method} is none of ${kind.join(', ')}`;
    } else if (!(value === undefined && kind.endsWith('?')) && !isOfKind(kind.replace('?', '') as BaseKind, value)) {
      return `the parameter "${name}" of ${method} is not a ${kind.replace('?', '')}`;
    }
  }
  return undefined;
}

function isOfKind(kind: BaseKind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
  }
}
