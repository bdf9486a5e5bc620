import type { JsonSchema } from '@daisy-lab/core';

export interface ParameterFormProps {
  /** `params` of a contract. */
  readonly schema: JsonSchema;
  /** What the user changed; the rest shows its default. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Parameters that the screen sets elsewhere. */
  readonly hidden?: readonly string[];
  /** Fields get the test id `<prefix>-<name>`. */
  readonly testIdPrefix: string;
  onChange(values: Record<string, unknown>): void;
}
