import { Contracts, contractSchema, documentSchema, type AnyAlgorithm } from '@daisy-lab/core';
import { referencePage } from './reference-page.js';

/** The reference documentation as files: a page and a JSON Schema for each algorithm, an overview, the schema of documents. */
export function referenceFiles(catalogue: readonly AnyAlgorithm[]): ReadonlyMap<string, string> {
  const contracts = Contracts.of(catalogue);
  const byId = [...catalogue].sort((a, b) => a.id.localeCompare(b.id, 'en'));
  const lines = byId.map(({ id, title, version }) => `| [${id}](${id}.md) | ${title} | ${version} |\n`);
  const overview = `# Algorithms and workflows\n\nWritten by \`npm run reference\` from the contracts.\n\n| id | | version |\n| --- | --- | --- |\n${lines.join('')}`;
  const pages = byId.flatMap(algorithm => [
    [`${algorithm.id}.md`, referencePage(algorithm)] as const,
    [`schemas/${algorithm.id}.json`, json(contractSchema(contracts.find(algorithm.id)!))] as const,
  ]);
  return new Map([['README.md', overview], ...pages, ['schemas/daisy-document.schema.json', json(documentSchema)]]);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
