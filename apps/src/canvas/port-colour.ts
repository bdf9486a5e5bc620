import type { PortType } from '@daisy-lab/core';

/** Colour of a kind of value, the same for ports and wires; a class, so that themes decide. */
export function portClass(type: PortType | undefined): string {
  if (!type) return 'daisy-port-any';
  if (type.kind === 'optional') return portClass(type.of);
  if (type.kind === 'list') return `${portClass(type.of)} daisy-mod-list`;
  return `daisy-port-${type.kind === 'integer' ? 'number' : type.kind}`;
}
