import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// All that tests write lies in one folder, which goes when they are done.
const scratch = mkdtempSync(join(tmpdir(), 'daisy-tests-'));
process.env['TMPDIR'] = scratch;
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

// Tests neither see nor leave results and journals in the user's cache folder, and compute what they ask for, unless they say otherwise.
process.env['DAISY_CACHE'] = join(scratch, 'cache');
process.env['DAISY_CACHE_BYTES'] = '0';

/** Two projects: `node` runs ES modules as they ship, `dom` runs the screens in jsdom (CommonJS, because JupyterLab's packages mix formats). */
const swc = target => ({
  jsc: {
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic' } },
    target: 'es2022',
  },
  module: { type: target },
});

const esmInCommonJs =
  '/node_modules/(?!(@jupyterlab|@lumino|@jupyter|@microsoft|@rjsf|@codemirror|@lezer|y-protocols|lib0|yjs|uplot|exenv-es6|lodash-es|nanoid|marked|vscode-ws-jsonrpc)/)';

export default {
  // a busy machine is no failure; what hangs is still found
  testTimeout: 60_000,
  // one process per core: many tests wait for kernels and programs that they have started
  maxWorkers: '100%',
  projects: [
    {
      displayName: 'node',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/kernel-runtime/*/test/**/*.test.ts', '<rootDir>/scripts/test/**/*.test.ts'],
      extensionsToTreatAsEsm: ['.ts', '.tsx'],
      transform: {
        '^.+\\.tsx?$|/kernel-runtime/[^/]+/lib/.+\\.js$': ['<rootDir>/scripts/test/quick-globals.mjs', swc('es6')],
      },
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.venv/'],
    },
    {
      displayName: 'dom',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/apps/test/**/*.test.{ts,tsx}', '<rootDir>/extension/test/**/*.test.{ts,tsx}'],
      transform: { '^.+\\.[jt]sx?$': ['@swc/jest', swc('commonjs')] },
      transformIgnorePatterns: [esmInCommonJs],
      moduleNameMapper: { '\\.(css|svg)$': '<rootDir>/scripts/test/empty-module.cjs' },
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/.venv/'],
    },
  ],
};
