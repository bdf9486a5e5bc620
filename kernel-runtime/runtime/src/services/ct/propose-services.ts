import type { CtChoice, DaisyDocument, Engine, Services } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import { recipeOf } from './recipe-document.js';
import type { Sessions } from './sessions.js';

/** What a scan needs, measured on it. */
export function proposeServices(sessions: Sessions, engine: Engine): Services {
  return {
    'ct.propose': async ({ scan, params }, { signal }) => {
      const { opened } = sessions.get(scan);
      const options = { params: params as never, cache: 'off', priority: 'preview', signal } as const;
      const found = await engine.run(ct.auto, { scan: opened.scan }, options);
      const choices = found.choices as readonly ct.AutoChoice[];
      return {
        result: {
          recipe: { ...recipeOf(found.document as DaisyDocument), path: opened.scan.description.path },
          choices: choices.map(({ topic, chosen, why }): CtChoice => ({ topic, chosen, why: sentencesOf(why) })),
        },
      };
    },
  };
}

/** Sentences end with a full stop before a capital letter. */
const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.:]) (?=[A-Z])/);
