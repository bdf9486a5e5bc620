import ts from 'typescript';
import type { Emitted } from './messages.js';
import { shapeCell, type CellShape } from './shape-cell.js';

/** JavaScript of a cell or, without `cell`, of a local source. `require` will hand out what Node's own ESM loader gave. */
export function emit(text: string, fileName: string, options: ts.CompilerOptions, cell?: CellShape): Emitted {
  const { outputText, sourceMapText } = ts.transpileModule(text, {
    fileName,
    transformers: { before: [shapeCell(cell)] },
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: false, // `.default` of the real namespace is already right
      isolatedModules: true,
      sourceMap: true,
      experimentalDecorators: options.experimentalDecorators,
      useDefineForClassFields: options.useDefineForClassFields,
    },
  });
  // `exports.a = exports.b = void 0;` would make V8 box every number of such a field: nine times slower loops. Blanked to the same
  // length, so that the map stays valid.
  const blanked = outputText.replace(/^(?:exports\.[\w$]+ = )+void 0;$/m, prelude => ' '.repeat(prelude.length));
  // An imported name is a getter; a cell that is run again, or shadowed, must be able to replace it.
  const replaceable = blanked.replace(
    /^(Object\.defineProperty\(exports, "[^"]+", \{ enumerable: true,)( get:)/gm,
    '$1 configurable: true,$2',
  );
  return { js: replaceable.replace(/\n\/\/# sourceMappingURL=.*$/, ''), map: sourceMapText };
}
