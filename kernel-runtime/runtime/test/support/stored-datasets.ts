import { createSink, type NdArray } from '@daisy-lab/runtime';

export type Datasets = Readonly<Record<string, NdArray | string | number>>;

/** A file of these datasets, in the groups that their names tell; the path of what was written. */
export async function storedDatasets(
  path: string,
  datasets: Datasets,
  unitsOf: (name: string) => string | undefined = () => undefined,
): Promise<string> {
  const sink = await createSink(path);
  const groups = new Set<string>();
  for (const name of Object.keys(datasets)) {
    const folders = name.split('/').slice(1, -1);
    folders.forEach((_, at) => groups.add(`/${folders.slice(0, at + 1).join('/')}`));
  }
  for (const group of groups) sink.group(group);
  for (const [name, value] of Object.entries(datasets)) {
    const units = unitsOf(name);
    const attributes: Record<string, string> = units === undefined ? {} : { units };
    if (typeof value === 'object') await sink.write(name, value, attributes);
    else sink.writeScalar(name, value, attributes);
  }
  await sink.finish();
  return sink.path;
}
