/** Value of an attribute: text, a number, or several of one kind. */
export type AttributeValue = string | number | readonly string[] | readonly number[];

/** The attributes of a group or dataset by name. */
export type Attributes = Readonly<Record<string, AttributeValue>>;
