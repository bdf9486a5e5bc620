/** A way in which TensorFlow.js can compute here, fastest first. */
export type TensorBackend = 'node-gpu' | 'wasm' | 'cpu';

/** Whether a backend works here. */
export interface BackendFacts {
  readonly name: TensorBackend;
  readonly works: boolean;
  /** Version and device when it works, else why it does not; one phrase. */
  readonly note: string;
}
