import type { InputOutcome } from '../messages.js';
import type { Codec, Message } from '../wire/codec.js';
import type { Sockets } from '../wire/sockets.js';
import type { IopubPublisher } from './publisher.js';

/** A question of a cell to the user. */
export interface Question {
  /** Id of the run that asks. */
  readonly cell: string | undefined;
  readonly prompt: string;
  /** The front end hides what is typed. */
  readonly password: boolean;
}

interface Pending extends Question {
  readonly request: Message;
  readonly answer: (outcome: InputOutcome) => void;
  /** Id of the `input_request`, once it is out. */
  id?: string;
}

/** Asks the client that sent the running cell for a line of input. Questions go out one at a time. */
export class Stdin {
  readonly #sockets: Sockets;
  readonly #codec: Codec;
  readonly #publisher: IopubPublisher;
  #pending: Pending[] = [];

  constructor(sockets: Sockets, codec: Codec, publisher: IopubPublisher) {
    this.#sockets = sockets;
    this.#codec = codec;
    this.#publisher = publisher;
  }

  /** @param request the execute request at work, when it is the one that asks */
  ask(question: Question, request: Message | undefined): Promise<InputOutcome> {
    if (!request)
      return Promise.resolve({ status: 'refused', why: 'Input can only be asked for while the cell runs.' });
    if (request.content['allow_stdin'] === false || request.content['allow_stdin'] === undefined)
      return Promise.resolve({
        status: 'refused',
        why: 'This front end cannot ask for input. Write the value into the cell, or run it where somebody can answer.',
      });
    return new Promise(answer => {
      this.#pending.push({ ...question, request, answer });
      if (this.#pending.length === 1) this.#sendFirst();
    });
  }

  /** Takes an `input_reply`. One that answers another question than the open one came too late. */
  receive({ header, parent, content }: Message): void {
    const first = this.#pending[0];
    if (header.msg_type !== 'input_reply' || !first) return;
    if (typeof parent['msg_id'] === 'string' && parent['msg_id'] !== first.id) return;
    this.#pending.shift();
    const { value } = content;
    first.answer({ status: 'ok', value: typeof value === 'string' ? value : '' });
    this.#sendFirst();
  }

  /** The cell has ended, or was interrupted: nobody waits any longer. */
  forget(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { answer } of pending) answer({ status: 'ended' });
  }

  #sendFirst(): void {
    const first = this.#pending[0];
    if (!first) return;
    const { request, prompt, password } = first;
    this.#publisher.flush(); // what the cell wrote before stands above the question
    const { id, frames } = this.#codec.encodeNamed({
      type: 'input_request',
      content: { prompt, password },
      parent: request.header,
      identities: request.identities,
    });
    first.id = id;
    this.#sockets.send(this.#sockets.stdin, frames);
  }
}
