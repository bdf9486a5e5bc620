import type { DaisyEvent, KernelLink, LinkState, MethodName } from '@daisy-lab/core';

type Answer = (params: never) => unknown;

/** A kernel link whose answers a test writes down; an answer may be a promise. */
export class ScriptedLink implements KernelLink {
  state: LinkState = 'ready';
  readonly asked: { method: string; params: Record<string, unknown> }[] = [];
  private readonly events = new Set<(event: DaisyEvent) => void>();
  private readonly states = new Set<(state: LinkState) => void>();

  constructor(readonly answers: Partial<Record<MethodName, Answer>>) {}

  async request(method: MethodName, params: never): Promise<never> {
    this.asked.push({ method, params });
    const result = await this.answers[method]?.(params);
    if (result === undefined) throw new Error(`no answer is written down for ${method}`);
    return { result } as never;
  }
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
  emit(event: DaisyEvent): void {
    for (const listener of this.events) listener(event);
  }
  count(method: string): number {
    return this.asked.filter(one => one.method === method).length;
  }
}

/** Lets everything that is ready happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}
