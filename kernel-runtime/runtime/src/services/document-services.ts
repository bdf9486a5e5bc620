import { resolve } from 'node:path';
import { describe, type DocumentCheck, type Services } from '@daisy-lab/core';
import { documentFrom, openDocument, type OpenDocument } from '../documents/open-document.js';

/** Documents as a canvas needs them: the text to edit, what is wrong with it, and the contract for the form. */
export function documentServices(cwd: string): Services {
  return {
    'document.open': async ({ path }) => {
      const opened = openDocument(resolve(cwd, path));
      return { result: { path: opened.path, text: opened.text, ...checkOf(opened) } };
    },
    'document.check': async ({ path, text }) => ({ result: checkOf(documentFrom(text, resolve(cwd, path))) }),
  };
}

function checkOf(opened: OpenDocument): DocumentCheck {
  const failed = opened.problems.some(({ severity }) => severity === 'error');
  return { problems: opened.problems, contract: failed ? null : describe(opened.workflow) };
}
