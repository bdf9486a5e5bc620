/** How an object came about, as a graph: inputs, steps, the object itself. */
export interface OriginGraph {
  readonly nodes: readonly OriginNode[];
  /** From one node to another, by their ids. */
  readonly links: readonly { readonly from: string; readonly to: string }[];
  /** The document that the workflow was read from. */
  readonly document?: { readonly path: string; readonly sha256: string };
  /** Version of Daisy. */
  readonly daisy?: string;
  /** When the run began and ended, ISO 8601. */
  readonly started?: string;
  readonly ended?: string;
}

export type OriginNode =
  | {
      readonly kind: 'file';
      readonly id: string;
      readonly title: string;
      readonly path: string;
      /** What the file was when the run began. */
      readonly bytes?: number;
      readonly modified?: string;
    }
  | { readonly kind: 'value'; readonly id: string; readonly title: string; readonly value: unknown }
  | {
      readonly kind: 'step';
      readonly id: string;
      readonly title: string;
      readonly algorithm: string;
      readonly version: string;
      /** Parameters that are constants of the graph or were given to the run. */
      readonly params: Readonly<Record<string, unknown>>;
      readonly implementation?: string;
      readonly state?: string;
    }
  | { readonly kind: 'object'; readonly id: string; readonly title: string };
