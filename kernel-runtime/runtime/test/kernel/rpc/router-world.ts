import { RpcRouter } from '../../../lib/kernel/rpc/router.js';
import type { RpcReplyMessage } from '../../../lib/kernel/rpc/envelope.js';
import type { ServiceOutcome } from '../../../lib/kernel/rpc/services-messages.js';

/** What a service is told: it answers at once, later, or when it is cancelled. */
export type Service = (params: Record<string, unknown>, cancelled: Promise<void>) => unknown;

export interface Reply {
  readonly id: string;
  readonly status: string;
  readonly code?: string;
  readonly result?: Record<string, unknown>;
  readonly arrays?: readonly { name: string; dtype: string; shape: number[]; buffer: number; offset?: number }[];
  readonly next?: { cursor: string; page: number; pages: number; bytes: number };
  readonly error?: { readonly message: string };
}

/** A router on services that a test writes down; `arrays` of a result travel as arrays. */
export function routerWith(services: Readonly<Record<string, Service>>) {
  const calls: string[] = [];
  const thread = {
    methods: Object.keys(services),
    start: () => undefined,
    call: (method: string, params: unknown) => {
      calls.push(method);
      let cancel!: () => void;
      const cancelled = new Promise<void>(resolve => (cancel = resolve));
      const outcome = (async (): Promise<ServiceOutcome> => {
        const service = Object.hasOwn(services, method) ? services[method] : undefined;
        if (!service) return { status: 'unknown-method' };
        try {
          const { arrays = [], ...result } = ((await service(params as never, cancelled)) ?? {}) as {
            arrays?: never[];
          };
          return { status: 'ok', result, arrays };
        } catch (error) {
          return { status: 'failed', error: { tag: 'Internal', message: String(error) } };
        }
      })();
      return { outcome, cancel };
    },
  };
  const snapshot = { epoch: 'e', seq: 3, events: [] };
  const router = new RpcRouter(
    thread,
    { snapshot: () => snapshot },
    { running: () => null },
    { version: '0', epoch: 'e', cwd: '/' },
  );
  let last = 0;
  const ask = async (
    method: string,
    params: object = {},
    envelope: object = {},
    session = 'session',
  ): Promise<{ content: Reply; buffers: readonly Uint8Array[]; message: RpcReplyMessage }> => {
    const content = { v: 1, id: String(++last), method, params, ...envelope };
    const message = await router.handle(session, content, []);
    return { content: message.content as Reply, buffers: message.buffers, message };
  };
  return { router, ask, calls };
}

export const byteArray = (name: string, bytes: number, seed = 0) => ({
  name,
  dtype: 'uint8' as const,
  shape: [bytes],
  bytes: Uint8Array.from({ length: bytes }, (_, i) => (i * 7 + seed) % 256),
});
