/** Services thread: file reads and analysis that the screens ask for. A long synchronous read here blocks neither protocol nor cells. */
import { parentPort, workerData } from 'node:worker_threads';
import { recordOf, type DaisyEvent, type Services, type ServiceReply } from '@daisy-lab/core';
import { carryArrays } from './arrays.js';
import type { FromServices, ServiceOutcome, ServicesStart, ToServices } from './services-messages.js';

interface ServicesModule {
  createServices(options: { emit(topic: DaisyEvent['topic'], key: string, value: unknown): void; cwd: string }): {
    services: Services;
    close(): Promise<void>;
  };
}
type AnyService = (params: unknown, call: { readonly signal: AbortSignal }) => Promise<ServiceReply>;

const io = parentPort!;
const { module, cwd } = workerData as ServicesStart;
const calls = new Map<number, AbortController>();

const loaded = (async () => {
  const { createServices } = (await import(module)) as ServicesModule;
  const made = createServices({ cwd, emit: (topic, key, value) => post({ kind: 'event', topic, key, value }) });
  post({ kind: 'ready', methods: Object.keys(made.services) });
  return made;
})();
loaded.catch(() => undefined); // each call reports it

async function call(id: number, method: string, params: unknown): Promise<void> {
  const abort = new AbortController();
  calls.set(id, abort);
  const transfer: ArrayBuffer[] = [];
  let outcome: ServiceOutcome;
  try {
    const services = (await loaded).services as Readonly<Record<string, AnyService | undefined>>;
    const service = Object.hasOwn(services, method) ? services[method] : undefined;
    if (service) {
      const reply = await service.call(services, params, { signal: abort.signal });
      const arrays = carryArrays(reply.arrays ?? {});
      transfer.push(...arrays.transfer);
      outcome = { status: 'ok', result: reply.result, arrays: arrays.carried };
    } else outcome = { status: 'unknown-method' };
  } catch (thrown) {
    outcome = { status: 'failed', error: recordOf(thrown) };
  }
  calls.delete(id);
  post({ kind: 'done', id, outcome }, transfer);
}

function post(message: FromServices, transfer: ArrayBuffer[] = []): void {
  try {
    io.postMessage(message, transfer);
  } catch (cause) {
    // A result that cannot be cloned is a defect of the service; its caller must still get an answer.
    if (message.kind === 'done')
      io.postMessage({ kind: 'done', id: message.id, outcome: { status: 'failed', error: recordOf(cause) } });
  }
}

io.on('message', (message: ToServices) => {
  if (message.kind === 'call') void call(message.id, message.method, message.params);
  else if (message.kind === 'cancel') calls.get(message.id)?.abort();
  else void loaded.then(({ close }) => close()).finally(() => process.exit(0));
});
