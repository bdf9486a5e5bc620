import type { MimeBundle } from './bundle.js';
import { curve } from './curve.js';
import { isPlainObject, ownData } from './inspect/own-data.js';
import { countText } from './statistics.js';

type Spec = Readonly<Record<string, unknown>>;

const schema = /^https?:\/\/vega\.github\.io\/schema\/(vega|vega-lite)\/v(\d+)/;
/** The versions of JupyterLab's own renderer. */
const newestVersion = 5;
const oldestLiteVersion = 3;

/** True for specifications of Vega-Lite and Vega, known by their `$schema`. */
export function isVegaSpec(value: unknown): value is Spec {
  const name = isPlainObject(value) ? ownData(value, '$schema') : undefined;
  return typeof name === 'string' && schema.test(name);
}

/** A chart for JupyterLab's Vega renderer, with a sentence, and a drawing of the data where it is a curve. */
export function vegaBundle(spec: Spec): MimeBundle {
  const [, kind, wanted] = schema.exec(String(spec['$schema']))!;
  const oldest = kind === 'vega-lite' ? oldestLiteVersion : newestVersion;
  const version = Math.max(oldest, Math.min(newestVersion, Number(wanted)));
  const known = { ...spec, $schema: `https://vega.github.io/schema/${kind}/v${version}.json` };
  const drawing = kind === 'vega-lite' ? drawingOf(spec) : undefined;
  return {
    [`application/vnd.${kind!.replace('-', '')}.v${version}+json`]: known,
    ...(drawing === undefined ? {} : { 'image/svg+xml': drawing }),
    'text/plain': sentenceOf(spec, kind!),
  };
}

/** `Vega-Lite chart "Decay": line, y over x, 300 values` */
function sentenceOf(spec: Spec, kind: string): string {
  const title =
    typeof spec['title'] === 'string' ? spec['title'] : (spec['title'] as { text?: unknown } | undefined)?.text;
  const mark = markOf(spec);
  const [x, y] = [channel(spec, 'x')?.field, channel(spec, 'y')?.field];
  const values = valuesOf(spec);
  const facts = [
    ...(mark === undefined ? [] : [mark]),
    ...(x !== undefined && y !== undefined ? [`${y} over ${x}`] : []),
    ...(values ? [`${countText(values.length)} values`] : []),
  ];
  const name = `${kind === 'vega' ? 'Vega' : 'Vega-Lite'} chart${typeof title === 'string' ? ` "${title}"` : ''}`;
  return facts.length > 0 ? `${name}: ${facts.join(', ')}` : name;
}

function markOf({ mark }: Spec): string | undefined {
  const type = isPlainObject(mark) ? mark['type'] : mark;
  return typeof type === 'string' ? type : undefined;
}

function channel(
  spec: Spec,
  name: string,
): { readonly field?: string; readonly title?: string; readonly type?: string } | undefined {
  return (spec['encoding'] as Readonly<Record<string, object>> | undefined)?.[name];
}

function valuesOf({ data }: Spec): readonly unknown[] | undefined {
  const values = isPlainObject(data) ? data['values'] : undefined;
  return Array.isArray(values) ? values : undefined;
}

/** Only a line over numbers: any other chart needs Vega to be drawn as it is meant. */
function drawingOf(spec: Spec): unknown {
  const [x, y, values] = [channel(spec, 'x'), channel(spec, 'y'), valuesOf(spec)];
  const curves = markOf(spec) === 'line' && !['color', 'detail', 'strokeDash'].some(name => channel(spec, name));
  if (
    !curves ||
    !values ||
    values.length > 5000 ||
    spec['transform'] ||
    x?.field === undefined ||
    y?.field === undefined
  )
    return undefined;
  const points = values
    .map(value => (isPlainObject(value) ? [value[x.field!], value[y.field!]] : []))
    .filter((point): point is [number, number] => point.length === 2 && point.every(each => typeof each === 'number'))
    .sort(([first], [second]) => first - second);
  if (points.length < 2) return undefined;
  const labels = { xLabel: x.title ?? x.field, yLabel: y.title ?? y.field };
  return curve(
    points.map(([at]) => at),
    points.map(([, value]) => value),
    labels,
  ).bundle['image/svg+xml'];
}
