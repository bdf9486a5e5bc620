import type { MethodName } from '@daisy-lab/core';

/** Every method of the protocol; the compiler holds the list complete. What `hello` names until the services have been loaded. */
const table: Readonly<Record<MethodName, true>> = {
  hello: true,
  'rpc.cancel': true,
  'session.configure': true,
  'session.status': true,
  'algorithms.list': true,
  'algorithms.describe': true,
  'files.list': true,
  'hdf5.tree': true,
  'viewer.open': true,
  'viewer.tile': true,
  'viewer.value': true,
  'viewer.histogram': true,
  'viewer.profile': true,
  'viewer.close': true,
  'ct.open': true,
  'ct.axis': true,
  'ct.slice': true,
  'ct.close': true,
  'run.start': true,
  'run.list': true,
  'run.status': true,
  'run.cancel': true,
};

export const protocolMethods = Object.keys(table) as readonly MethodName[];
