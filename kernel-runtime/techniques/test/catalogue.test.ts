import { describe as describeContract } from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import * as ct from '@daisy-lab/techniques/ct';
import * as schemasModule from '@daisy-lab/techniques/schemas';
import { describe, expect, test } from '@jest/globals';

describe('the catalogue', () => {
  test('every algorithm has a body or a graph, a title and a help text', () => {
    for (const algorithm of catalogue) {
      expect(algorithm.implementations.size > 0 || algorithm.graph !== undefined).toBe(true);
      expect(algorithm.title.length * algorithm.help.length).toBeGreaterThan(0);
    }
  });

  test('screens are told the same as the kernel, but for the bodies', () => {
    const told = catalogue.map(algorithm => ({ ...describeContract(algorithm), implementations: [] }));
    expect(schemasModule.schemas.map(schema => ({ ...schema, implementations: [] }))).toEqual(told);
    expect(schemasModule.schemaOf('ct.full')!.title).toBe('CT reconstruction');
    expect(schemasModule.schemaOf('ct.nothing')).toBeUndefined();
  });

  test('the public names are these', () => {
    expect({ ct: Object.keys(ct).sort(), schemas: Object.keys(schemasModule).sort() }).toMatchSnapshot();
  });
});
