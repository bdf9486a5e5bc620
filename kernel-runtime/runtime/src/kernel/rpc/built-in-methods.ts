import { availableParallelism } from 'node:os';
import {
  maxBatchCalls,
  maxReplyBytes,
  maxRequestBytes,
  maxResultBytes,
  methodTable,
  protocolVersion,
  type Capabilities,
  type RpcLimits,
  type RpcMethods,
} from '@daisy-lab/core';
import { refuseSize, succeed, type Ending } from './envelope.js';
import { mostInFlight } from './exchanges.js';

/** Answered by the router: they need no services. */
const builtIn: Readonly<Record<keyof RpcMethods, true>> = {
  hello: true,
  'rpc.cancel': true,
  'rpc.batch': true,
  'rpc.page': true,
  'rpc.release': true,
  'rpc.probe': true,
  'cells.running': true,
  'events.snapshot': true,
};

export const rpcLimits: RpcLimits = {
  replyBytes: maxReplyBytes,
  requestBytes: maxRequestBytes,
  resultBytes: maxResultBytes,
  batchCalls: maxBatchCalls,
  inFlight: mostInFlight,
};

/** Ways on which requests are answered, best first. */
export const rpcChannels: Capabilities['channels'] = ['control', 'shell', 'comm'];

export interface RouterFacts {
  readonly version: string;
  readonly epoch: string;
  readonly cwd: string;
}

/** What `hello` answers. @param served methods of the services; undefined until they have been loaded */
export function capabilities(facts: RouterFacts, served: readonly string[] | undefined): Capabilities {
  const ofServices = served ?? Object.keys(methodTable).filter(name => !Object.hasOwn(builtIn, name));
  return {
    protocol: protocolVersion,
    ...facts,
    methods: [...Object.keys(builtIn), ...ofServices],
    channels: rpcChannels,
    limits: rpcLimits,
    threads: availableParallelism(),
  };
}

/** Bytes that tell a torn or shifted transfer from a whole one. */
export function probe(bytes: number): Ending {
  const size = Math.max(0, Math.floor(bytes));
  if (!(size <= maxResultBytes)) return refuseSize('reply', bytes, maxResultBytes);
  const data = new Uint8Array(size);
  for (let i = 0; i < Math.min(size, 251); i++) data[i] = i;
  for (let filled = 251; filled < size; filled *= 2) data.copyWithin(filled, 0, Math.min(filled, size - filled));
  return succeed({ bytes: size }, [{ name: 'data', dtype: 'uint8', shape: [size], bytes: data }]);
}
