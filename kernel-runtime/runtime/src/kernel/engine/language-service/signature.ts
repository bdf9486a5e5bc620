import ts from 'typescript';

/** The call around a position. */
export interface ActiveSignature {
  /** `mean(values: number[], axis?: number): number` */
  readonly label: string;
  readonly documentation: string;
  /** Name and documentation of the parameter at the position. */
  readonly parameter: { readonly name: string; readonly documentation: string } | undefined;
  /** Labels of the overloads, the active one left out. */
  readonly others: readonly string[];
}

export function activeSignature(service: ts.LanguageService, file: string, at: number): ActiveSignature | undefined {
  const help = service.getSignatureHelpItems(file, at, undefined);
  const item = help?.items[help.selectedItemIndex];
  if (!help || !item) return undefined;
  const index = item.isVariadic ? Math.min(help.argumentIndex, item.parameters.length - 1) : help.argumentIndex;
  const parameter = item.parameters[index];
  return {
    label: labelOf(item),
    documentation: ts.displayPartsToString(item.documentation),
    parameter: parameter && {
      name: parameter.name,
      documentation: ts.displayPartsToString(parameter.documentation),
    },
    others: help.items.filter(other => other !== item).map(labelOf),
  };
}

function labelOf(item: ts.SignatureHelpItem): string {
  const text = (parts: readonly ts.SymbolDisplayPart[]): string => ts.displayPartsToString([...parts]);
  const parameters = item.parameters
    .map(({ displayParts }) => text(displayParts))
    .join(text(item.separatorDisplayParts));
  return text(item.prefixDisplayParts) + parameters + text(item.suffixDisplayParts);
}
