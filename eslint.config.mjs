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
    files: ['**/*.{js,mjs,cjs,ts,tsx}'],
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
  ...jupyter.configs.recommended.map(config => ({
    ...config,
    files: config.files.map(pattern => `extension/${pattern}`),
    plugins: { ...config.plugins, jupyter },
  })),
  {
    // Texts of apps are data that `registerApp` translates; a test holds every text to have its translation.
    files: ['extension/src/**'],
    rules: {
      'jupyter/no-dynamic-translation': 'off',
      'jupyter/no-untranslated-string': 'off',
      'jupyter/prefer-lazy-imports': 'off',
    },
  },
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
