/** Value of an attribute: text, a number, or several of one kind. */
export type AttributeValue = string | number | readonly string[] | readonly number[];

/** A number, also one that was stored as text; NaN for anything else. */
export function numberOf(value: AttributeValue | undefined): number {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : typeof value === 'number' ? value : NaN;
}

/** The attributes of a group or dataset by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>;
