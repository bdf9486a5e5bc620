import { catalogue } from '@daisy-lab/techniques';

/** `daisy list` */
export function list(): number {
  const width = Math.max(...catalogue.map(({ id }) => id.length));
  for (const { id, title } of catalogue) process.stdout.write(`${id.padEnd(width)}  ${title}\n`);
  return 0;
}
