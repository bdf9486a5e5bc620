import { completeParams, type FlatStep, type NewestResult, type ResultHeader } from '@daisy-lab/core';

/** What is known of a step that has to be computed, before it is. */
export interface Expected {
  readonly step: FlatStep;
  readonly key: string;
  /** Values of the parameters that are known; those that come from other steps are not. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly implementation: string;
  readonly bodyClass: string;
  readonly sources: Readonly<Record<string, string>>;
  /** Title of the step that gives an input. */
  giverOf(input: string): string | undefined;
  /** File that an input of the run is or comes from. */
  fileOf(input: string): string | undefined;
}

/** Whether a step was computed before with something else, and one sentence about what has changed. */
export function whyStale(newest: NewestResult | null, expected: Expected): { state: 'stale' | 'new'; why: string } {
  if (!newest) return { state: 'new', why: 'There is no result for these parameters and inputs.' };
  const why = changed(newest, expected);
  return why === null
    ? { state: 'new', why: 'Its result was there, and has been removed from the cache.' }
    : { state: 'stale', why };
}

function changed({ key, header }: NewestResult, expected: Expected): string | null {
  if (key === expected.key) return null;
  const { version } = expected.step.algorithm;
  if (header.version !== version) return `Its version is ${version} now, and was ${header.version}.`;
  return changedParam(header, expected) ?? changedInput(header, expected) ?? changedBody(header, expected);
}

function changedParam({ provenance }: ResultHeader, { step, params }: Expected): string | null {
  const { id, params: declared } = step.algorithm;
  const now = completeParams(id, declared, params) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(now)) {
    const before = provenance.params[name];
    if (!(name in params) && step.params[name]?.from === 'step') continue;
    if (JSON.stringify(value) !== JSON.stringify(before)) {
      return `The parameter "${name}" is ${show(value)} now, and was ${show(before)}.`;
    }
  }
  return null;
}

function changedInput({ sources = {}, provenance }: ResultHeader, expected: Expected): string | null {
  const names = new Set([...Object.keys(sources), ...Object.keys(expected.sources)]);
  for (const name of names) {
    if (sources[name] === expected.sources[name]) continue;
    const giver = expected.giverOf(name);
    if (giver !== undefined) return `Its input "${name}" comes from ${giver}, which gives something else now.`;
    const [now, before] = [expected.fileOf(name), provenance.inputs[name]];
    if (now !== undefined && now === before) return `The file of its input "${name}" has changed: ${now}.`;
    if (now !== undefined && before !== undefined) return `Its input "${name}" is ${now} now, and was ${before}.`;
    return `Its input "${name}" has changed.`;
  }
  return null;
}

function changedBody(header: ResultHeader, { implementation, bodyClass }: Expected): string {
  if (header.implementation !== implementation) {
    return `It runs with the implementation "${implementation}" now, and ran with "${header.implementation}".`;
  }
  return header.bodyClass === bodyClass
    ? 'A parameter that another step gives has changed.'
    : 'The code of its body has changed.';
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};
