/** What compiled code calls its surroundings. */
export const surroundingNames = {
  importDynamic: '__daisyImport',
  meta: '__daisyMeta',
  result: '__daisyResult',
  live: '__daisyLive',
} as const;

/** Names that the CommonJS form needs for itself; a source that declares one gets it under another name. */
export const reservedNames: ReadonlySet<string> = new Set(['require', 'exports']);
