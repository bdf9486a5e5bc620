/** Units that names carry as a suffix; a command-line flag leaves it out and shows the unit in its help. */
const unitSuffix = /(Px|Ev|Mm|Um|Rad|Deg|Ms|Bytes)$/;

/** `axisPx` -> `axis`, `clipBelow` -> `clip-below`: the flag of a parameter or input. */
export function flagName(name: string): string {
  return name.replace(unitSuffix, '').replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
