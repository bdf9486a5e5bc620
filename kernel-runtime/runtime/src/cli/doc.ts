import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  Contracts,
  DaisyError,
  documentEdits,
  migrateText,
  toTypeScript,
  type DocumentProblem,
  type PlannedStep,
} from '@daisy-lab/core';
import { catalogue } from '@daisy-lab/techniques';
import { graphText } from '../documents/describe-document.js';
import { openDocument, type OpenDocument } from '../documents/open-document.js';
import { Engine } from '../engine/local-engine.js';
import { helpText } from './describe.js';
import { readFlags } from './flags.js';

const modes = ['--typescript', '--migrate', '--update', '--plan', '--json'] as const;

/** `daisy doc <file> [--typescript | --migrate | --update | --plan] [--json]`. Exit code 2 when the document has errors. */
export async function doc([file, ...args]: readonly string[]): Promise<number> {
  const words = args.filter(arg => !(modes as readonly string[]).includes(arg));
  if (file === undefined || (words.length > 0 && !args.includes('--plan'))) {
    throw new DaisyError('Input', {
      message: file === undefined ? 'daisy doc needs a file.' : `daisy doc does not know ${words[0]}.`,
      action: `It takes FILE and ${modes.join(', ')}; with --plan also inputs and parameters.`,
    });
  }
  if (args.includes('--migrate')) return rewrite(file, migrateText);
  if (args.includes('--update')) return rewrite(file, updated);
  const opened = openDocument(file);
  const failed = opened.problems.some(({ severity }) => severity === 'error');
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(summary(opened))}\n`);
  else for (const problem of opened.problems) process.stderr.write(`${line(problem)}\n`);
  if (failed || args.includes('--json')) return failed ? 2 : 0;
  if (args.includes('--typescript')) {
    process.stdout.write(toTypeScript(opened.document!, Contracts.of(catalogue)));
  } else if (args.includes('--plan')) await plan(opened, words);
  else process.stdout.write(`${helpText(opened.workflow)}\nGraph\n${graphText(opened.document!.workflow, '  ')}`);
  return 0;
}

const line = ({ path, message, action }: DocumentProblem): string => `${path}: ${message}${action ? ` ${action}` : ''}`;

function summary({ path, document, problems }: OpenDocument): object {
  const { id, version, title } = document?.workflow ?? { id: null, version: null, title: null };
  return { path, id, version, title, problems };
}

function updated(text: string): string {
  const made = documentEdits.useInstalledVersions(text, Contracts.of(catalogue));
  if (made.refused === undefined) return made.text;
  throw new DaisyError('Input', { message: made.refused });
}

function rewrite(file: string, change: (text: string) => string): number {
  const { text } = openDocument(file);
  const made = change(text);
  if (made !== text) writeFileSync(resolve(file), made);
  process.stdout.write(made === text ? 'Nothing to change.\n' : `${resolve(file)}\n`);
  return 0;
}

async function plan({ workflow, ...document }: OpenDocument, words: readonly string[]): Promise<void> {
  const given = readFlags(workflow, words);
  const inputs = { ...document.inputs, ...given.inputs };
  const params = { ...document.params, ...given.params };
  const { steps, memoryBytes } = await Engine.local().plan(workflow, inputs as never, { params, use: document.use });
  const step = ({ node, state, implementation, why }: PlannedStep): string =>
    `${node}: ${state}, ${implementation}. ${why}\n`;
  process.stdout.write(steps.map(step).join(''));
  if (memoryBytes > 0) process.stdout.write(`Memory: ${(memoryBytes / 2 ** 20).toFixed(0)} MiB\n`);
}
