import jupyter from '@jupyter/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/lib/',
      '**/node_modules/',
      'build/',
      'dist/',
      '.venv/',
      '**/*.generated.*',
      'kernel-runtime/compute/assembly/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['kernel-runtime/*/src/**/*.ts', 'apps/src/**/*.{ts,tsx}', 'extension/src/**/*.{ts,tsx}'],
    ignores: ['**/bodies/**'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error', 'max-lines': ['error', 500] },
  },
  {
    files: ['apps/**/*.{ts,tsx}', 'extension/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  { files: ['extension/src/**/*.{ts,tsx}'], ...jupyter.configs.recommended },
  {
    // Programs for people print; so do tests that say why they skip.
    files: [
      'scripts/**',
      '**/scripts/**',
      '**/bin/**',
      '**/test/**',
      '**/ui-tests/**',
      '**/demo/**',
      '**/bench/**',
      'kernel-runtime/runtime/src/cli/**',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
