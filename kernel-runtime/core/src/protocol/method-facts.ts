/** What a parameter must be; a list of words is a choice among them, `?` may be left out. */
export type ParamKind = BaseKind | `${BaseKind}?` | readonly string[];
/** The kinds without the choices. */
export type BaseKind = 'text' | 'number' | 'flag' | 'record' | 'list';

type KindOf<T> = [T] extends [boolean]
  ? 'flag'
  : [T] extends [number]
    ? 'number'
    : [T] extends [string]
      ? string extends T
        ? 'text'
        : readonly T[]
      : [T] extends [readonly unknown[]]
        ? 'list'
        : 'record';

/** The kinds of a method's parameters; the compiler holds them to the types in `Methods`. */
type Kinds<P> = {
  readonly [K in keyof P]-?: Record<never, never> extends Pick<P, K>
    ? `${KindOf<Exclude<P[K], undefined>> & BaseKind}?`
    : KindOf<P[K]>;
};

/**
 * What becomes of a repeated request:
 * - `read` runs again: it changes nothing;
 * - `change` runs once: the reply is remembered and given again.
 */
export type Effect = 'read' | 'change';

export interface MethodFacts<P = unknown> {
  readonly effect: Effect;
  readonly params: Kinds<P>;
}
