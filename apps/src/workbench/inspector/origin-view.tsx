import { useEffect, useMemo, useState, type JSX } from 'react';
import type { KernelLink, OriginGraph, OriginNode } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { boxPx, layOutOrigin } from './origin-layout.js';

/** How an object came about, as a graph from the files to the object; nothing where the kernel does not know. */
export function OriginView({
  link,
  object,
}: {
  readonly link: KernelLink;
  readonly object: string;
}): JSX.Element | null {
  const trans = useTranslate();
  const [graph, setGraph] = useState<OriginGraph | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    link.request('store.origin', { object }).then(
      ({ result }) => !abort.signal.aborted && setGraph(result.origin),
      () => undefined, // the object went meanwhile: the inspector says so
    );
    return () => abort.abort();
  }, [link, object]);
  const drawing = useMemo(() => graph && layOutOrigin(graph), [graph]);
  if (!drawing || drawing.nodes.length === 0) return null;
  const { nodes, links, width, height } = drawing;
  return (
    <div className="daisy-Origin" data-testid="inspector-origin" tabIndex={0}>
      <svg
        role="img"
        aria-label={trans.__('Origin of the object')}
        width={width + 2}
        height={height + 2}
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      >
        {links.map(({ key, from, to }) => {
          const [x0, y0] = [from.x + boxPx.width, from.y + boxPx.height / 2];
          const [x1, y1] = [to.x, to.y + boxPx.height / 2];
          const middle = (x0 + x1) / 2;
          return <path key={key} d={`M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`} />;
        })}
        {nodes.map(({ node, x, y }) => (
          <g key={node.id} data-kind={node.kind} transform={`translate(${x} ${y})`}>
            <title>{detailsOf(node)}</title>
            <rect width={boxPx.width} height={boxPx.height} rx={3} />
            <text x={8} y={18}>
              {short(trans.__(node.title))}
            </text>
            <text x={8} y={34} className="daisy-Origin-what">
              {short(whatOf(node, trans))}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

function whatOf(node: OriginNode, trans: Translate): string {
  switch (node.kind) {
    case 'file':
      return node.path.slice(node.path.lastIndexOf('/') + 1);
    case 'value':
      return JSON.stringify(node.value) ?? '';
    case 'step':
      return `${node.algorithm} ${node.version}`;
    case 'object':
      return trans.__('Data object');
  }
}

/** Everything that is known, for the pointer and for screen readers. */
function detailsOf(node: OriginNode): string {
  if (node.kind === 'step') {
    const params = Object.entries(node.params).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return [node.title, `${node.algorithm} ${node.version}`, node.implementation, ...params].filter(Boolean).join('\n');
  }
  return node.kind === 'file' ? [node.title, node.path, node.modified].filter(Boolean).join('\n') : node.title;
}

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
