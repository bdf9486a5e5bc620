/** The messaging protocol of Jupyter, rule by rule (docs/spec/kernel.md), on this kernel and on ipykernel, which checks the rules. */
import { afterAll, afterEach, beforeAll, describe, test } from '@jest/globals';
import type { Client } from './client.ts';
import { dialectOf } from './dialect.ts';
import { executeRules } from './execute-rules.ts';
import { historyRules } from './history-rules.ts';
import { inputRules } from './input-rules.ts';
import { Kernel } from './kernel.ts';
import { daisy, ipykernel, readKernelspec, type Kernelspec } from './kernelspec.ts';
import { lifeRules } from './life-rules.ts';
import type { Rule } from './rules.ts';
import { wireRules } from './wire-rules.ts';

/** The compiler starts cold, on a machine that may be busy. */
const rules = [...wireRules, ...executeRules, ...inputRules, ...historyRules, ...lifeRules];

/** What ipykernel 7 does otherwise. */
const notOfIpykernel = new Map([
  ['K-9', 'welcomes the first subscriber only'],
  ['K-10', 'leaves requests of unknown types without a reply'],
  ['K-32', 'says idle after each request that is answered while a cell computes'],
  ['K-45', 'takes any answer for that of the open question'],
]);

function conforms(spec: Kernelspec, without: ReadonlyMap<string, string>): void {
  describe(`${spec.name} follows the protocol`, () => {
    const others: Kernel[] = [];
    let kernel: Kernel;
    let client: Client;
    beforeAll(async () => {
      kernel = await Kernel.start(spec);
      client = await kernel.connect();
    });
    afterAll(() => kernel.stop());
    afterEach(() => Promise.all(others.splice(0).map(other => other.stop())));
    const start: typeof Kernel.start extends (spec: Kernelspec, setup?: infer S) => unknown
      ? (setup?: S) => Promise<Kernel>
      : never = async setup => {
      const other = await Kernel.start(spec, setup);
      others.push(other);
      return other;
    };
    test.each(
      rules.filter(({ id }) => !without.has(id)).map((rule): [string, string, Rule] => [rule.id, rule.says, rule]),
    )('%s %s', (_id, _says, { holds }) => holds({ kernel, client, say: dialectOf(spec.language), start }));
  });
}

const another = process.env['DAISY_CONFORMANCE_KERNEL'];
conforms(another === undefined ? daisy : readKernelspec(another), new Map());
const reference = ipykernel();
if (reference && another === undefined) conforms(reference, notOfIpykernel);
