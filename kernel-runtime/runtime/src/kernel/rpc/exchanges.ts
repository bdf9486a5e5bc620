import { DaisyError, methodFacts } from '@daisy-lab/core';
import { refuse, refuseBusy, refuseProtocol, type Ending, type Request } from './envelope.js';

/** Work for a request that can be told to stop; `ending` still comes when it does. */
export interface Work {
  readonly ending: Promise<Ending>;
  cancel(): void;
}

const mostRemembered = 1000;
const largestRemembered = 64 * 1024;

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Requests of all clients at work at one time. */
export const mostInFlight = 8192;

/**
 * The requests at work, and the replies of changes for clients that ask again after a lost connection: a request runs once, each
 * message that carries it gets the same ending.
 */
export class Exchanges {
  /** By client and id, because two clients may number alike. */
  readonly #atWork = new Map<string, { readonly ending: Promise<Ending>; readonly cancel: () => void }>();
  readonly #remembered = new Map<string, Ending>();

  /** @param begin called once for a client's request, however often it is sent */
  run(client: string, request: Request, begin: () => Work): Promise<Ending> {
    const key = `${client}/${request.id}`;
    const known = this.#remembered.get(key);
    if (known && request.attempt > 1) return Promise.resolve(known);
    const atWork = this.#atWork.get(key);
    if (atWork && request.attempt > 1) return atWork.ending;
    if (known || atWork) return Promise.resolve(refuseProtocol(`the id ${request.id} has been used before`));
    if (this.#atWork.size >= mostInFlight)
      return Promise.resolve(refuseBusy(`More than ${mostInFlight} requests wait for the kernel.`));
    return this.#begin(key, request, begin());
  }

  /** @returns false when the request has ended or never came */
  cancel(client: string, id: unknown): boolean {
    const atWork = this.#atWork.get(`${client}/${String(id)}`);
    atWork?.cancel();
    return atWork !== undefined;
  }

  #begin(key: string, { method, deadlineMs }: Request, work: Work): Promise<Ending> {
    let timer: NodeJS.Timeout | undefined;
    const ending = new Promise<Ending>(resolve => {
      const giveUp = (ending: Ending): void => {
        resolve(ending);
        work.cancel();
      };
      const cancel = (): void =>
        giveUp(refuse('E_CANCELLED', DaisyError.cancelled(`The request ${method}`).toRecord()));
      this.#atWork.set(key, {
        get ending() {
          return ending;
        },
        cancel,
      });
      if (deadlineMs !== undefined)
        timer = setTimeout(() => giveUp(late(method, deadlineMs)), Math.min(deadlineMs, longestTimerMs));
      void work.ending.then(resolve);
    });
    void ending.then(ending => {
      clearTimeout(timer);
      this.#atWork.delete(key);
      if (methodFacts(method)?.effect === 'change') this.#remember(key, ending);
    });
    return ending;
  }

  #remember(key: string, ending: Ending): void {
    if (ending.ok && ending.arrays.some(({ bytes }) => bytes.byteLength > largestRemembered)) return;
    this.#remembered.set(key, ending);
    if (this.#remembered.size > mostRemembered) this.#remembered.delete(this.#remembered.keys().next().value!);
  }
}

function late(method: string, deadlineMs: number): Ending {
  return refuse('E_DEADLINE', {
    tag: 'Resource',
    message: `${method} was not answered within ${deadlineMs} ms.`,
    action: 'Try again when the kernel has less to do.',
  });
}
