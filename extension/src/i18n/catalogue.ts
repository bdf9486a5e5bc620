/** Chinese by English text, singular and plural each. `%1`, `%2` are filled in; for a plural `%1` is the number. */
export type Catalogue = Readonly<Record<string, string>>;
