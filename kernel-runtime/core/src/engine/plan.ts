/** What an engine intends to do with one step, before it does it. */
export interface PlannedStep {
  /** Path of the step in the graph, e.g. `normalize` or `full/normalize`. */
  readonly node: string;
  readonly algorithm: string;
  readonly title: string;
  /** Key of the result; null as long as an input has to be computed before it is known. */
  readonly key: string | null;
  /** `cached`: the result is there. `stale`: it was there for other parameters or inputs. `new`: it never was. */
  readonly state: 'cached' | 'stale' | 'new';
  /** One sentence: what changed, or where the result comes from. */
  readonly why: string;
  readonly implementation: string;
  readonly reason: string;
  /** Steps of one section are fused: pieces stream through them without storing what lies between. */
  readonly section: number;
  /** Length of a piece along the split axis; null when the step works on the whole. */
  readonly pieceLength: number | null;
  /** Estimated peak memory of the section, bytes. */
  readonly memoryBytes: number;
  /** Estimated time, ms; null when this machine has no measured rate for it. */
  readonly milliseconds: number | null;
}

/** The plan of a run. */
export interface Plan {
  readonly steps: readonly PlannedStep[];
  readonly memoryBytes: number;
  readonly budgetBytes: number;
}
