/** The part of JSON Schema draft-07 that parameters use, with the keywords `unit` and `advanced` of our own. */
export interface JsonSchema {
  readonly type?: 'number' | 'integer' | 'boolean' | 'string' | 'array' | 'object';
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** Unit of the value, e.g. `pixel`, `eV`. */
  readonly unit?: string;
  /** Shown only when the user asks for more. */
  readonly advanced?: boolean;
}
