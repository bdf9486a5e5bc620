import { join } from 'node:path';
import ts from 'typescript';

/** Options of every cell. A tsconfig.json beside the notebook may change strictness, never the module system. */
export function compilerOptions(cwd: string): ts.CompilerOptions {
  return {
    strict: true,
    ...ownOptions(cwd),
    // so that `const found = []` takes the types of what is put into it; what else it finds is reported to those alone who ask for it
    noImplicitAny: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['node'],
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    allowSyntheticDefaultImports: true,
    skipLibCheck: true,
    declaration: true,
    noEmit: false,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.esnext.collection.d.ts'],
    types: ['node'],
    typeRoots: undefined,
    composite: false,
    incremental: false,
  };
}

/** Whether a tsconfig.json asks for errors about what has no type. */
export const asksForTypes = (cwd: string): boolean => ownOptions(cwd).noImplicitAny === true;

function ownOptions(cwd: string): ts.CompilerOptions {
  const path = join(cwd, 'tsconfig.json');
  if (!ts.sys.fileExists(path)) return {};
  const { config } = ts.readConfigFile(path, file => ts.sys.readFile(file)) as {
    config?: { compilerOptions?: unknown };
  };
  return config?.compilerOptions ? ts.convertCompilerOptionsFromJson(config.compilerOptions, cwd).options : {};
}
