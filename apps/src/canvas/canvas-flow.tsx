import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type JSX,
  type MouseEvent,
  type RefObject,
} from 'react';
import { applyNodeChanges, Background, Controls, MiniMap, ReactFlow, useStore, type NodeChange } from '@xyflow/react';
import { useTranslate } from '../kit/i18n/translate.js';
import { useSteady } from '../kit/steady.js';
import type { CanvasModel } from './canvas-model.js';
import type { DrawnView } from './canvas-view.js';
import { Card } from './card.js';
import { useDragHandlers } from './flow-drags.js';
import { useDropHandlers } from './flow-drops.js';
import { drawDocument, flowItems, keptEdges, type CanvasNode, type DrawnDocument } from './flow-items.js';
import { useWireHandlers } from './flow-wires.js';
import { LiveWire, type WireEdge } from './live-wire.js';
import { useNewInSight } from './in-sight.js';
import { CommentCard, GroupFrame } from './notes.js';
import { kindOf } from './places.js';
import { PortLegend } from './port-legend.js';
import { PulledMenu, type Pulled } from './pulled-menu.js';
import { WireTip, type HoveredWire } from './wire-tip.js';
import { detailZoom, fitWhole, overviewZoom } from './zoom.js';

const nodeTypes = { card: Card, comment: CommentCard, group: GroupFrame };
const edgeTypes = { wire: LiveWire };
const withoutAttribution = { hideAttribution: true };
const miniMapSize = { width: 120, height: 80 };

interface FlowProps {
  readonly model: CanvasModel;
  readonly view: DrawnView;
  onOpenNested(step: string): void;
}

/** The cards and wires. Dragging stays here until it ends; then the document is changed. */
export const CanvasFlow = memo(function CanvasFlow({ model, view, onOpenNested }: FlowProps): JSX.Element {
  const trans = useTranslate();
  const far = useStore(({ transform: [, , zoom] }) =>
    zoom < overviewZoom ? 'daisy-mod-far daisy-mod-overview' : zoom < detailZoom ? 'daisy-mod-far' : '',
  );
  const host = useRef<HTMLDivElement>(null);
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const [hovered, setHovered] = useState<HoveredWire | null>(null);
  const { drawn, nodes, edges, onNodesChange } = useFlowNodes(model, view, host);
  const { onDoubleClick, ...onWires } = useWireHandlers({
    model,
    view,
    host,
    onPulled: setPulled,
    onHovered: setHovered,
  });
  const onDrags = useDragHandlers(model, nodes);
  const onNodeDoubleClick = useSteady(
    (_: MouseEvent, node: CanvasNode) => node.type === 'card' && node.data.base.nested && onOpenNested(node.id),
  );
  return (
    <div
      className={`daisy-Canvas-flow ${far}`}
      ref={host}
      data-testid="canvas-flow"
      {...useDropHandlers(model, view)}
      onDoubleClick={onDoubleClick}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        {...onDrags}
        {...onWires}
        onNodeDoubleClick={onNodeDoubleClick}
        connectionRadius={26}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        nodesDraggable={!view.readOnly}
        nodesConnectable={!view.readOnly}
        fitView
        fitViewOptions={fitWhole}
        minZoom={0.05}
        onlyRenderVisibleElements={nodes.length > 80}
        proOptions={withoutAttribution}
      >
        <Background gap={20} />
        <MiniMap pannable zoomable ariaLabel={trans.__('Overview')} style={miniMapSize} />
        <Controls showInteractive={false} />
      </ReactFlow>
      {drawn && <PortLegend cards={drawn.cards} />}
      {nodes.length === 0 && !pulled && !view.readOnly && <EmptyCanvas />}
      {hovered && <WireTip model={model} wire={hovered} />}
      {pulled && <PulledMenu model={model} view={view} pulled={pulled} onClose={() => setPulled(null)} />}
    </div>
  );
});

/** How a workflow begins. */
function EmptyCanvas(): JSX.Element {
  const trans = useTranslate();
  return (
    <div className="daisy-Canvas-empty" data-testid="canvas-empty">
      <strong>{trans.__('An empty workflow')}</strong>
      <span>{trans.__('Double-click here or an algorithm on the left, or drag one here.')}</span>
      <span>{trans.__('Pull a wire from a port into the void: a list offers what fits.')}</span>
    </div>
  );
}

/** Nodes and wires that follow the model. What was measured and what is being dragged stays; the document decides about the rest. */
function useFlowNodes(
  model: CanvasModel,
  view: DrawnView,
  host: RefObject<HTMLElement>,
): {
  readonly drawn: DrawnDocument | null;
  readonly nodes: CanvasNode[];
  readonly edges: WireEdge[];
  readonly onNodesChange: (changes: NodeChange<CanvasNode>[]) => void;
} {
  const drawnBefore = useRef<DrawnDocument | null>(null);
  const known = useRef<ReadonlyMap<string, CanvasNode>>(new Map());
  const { document, problems, palette, selected, opened } = view;
  const drawn = useMemo(
    () => (drawnBefore.current = drawDocument(model, { document, problems, palette, opened }, drawnBefore.current)),
    [model, document, problems, palette, opened],
  );
  const edgesBefore = useRef<WireEdge[]>([]);
  const items = useMemo(() => {
    const { nodes, edges } = drawn ? flowItems(drawn, selected, known.current) : { nodes: [], edges: [] };
    return { nodes, edges: (edgesBefore.current = keptEdges(edgesBefore.current, edges)) };
  }, [drawn, selected]);
  const [nodes, setNodes] = useState(items.nodes);
  useEffect(() => {
    known.current = new Map(items.nodes.map(node => [node.id, node]));
    setNodes(present => broughtUp(present, items.nodes));
  }, [items]);
  useNewInSight(nodes, items.nodes, host);
  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      setNodes(before => {
        const next = applyNodeChanges(changes, before);
        if (changes.some(change => change.type === 'select')) {
          const selected = next.filter(node => node.selected).map(node => node.id);
          // A wire that was chosen takes the cards out of the selection; that must not take the wire out.
          const hasWire = model.getView().selected.some(item => kindOf(item) === 'wire');
          if (selected.length > 0 || !hasWire) queueMicrotask(() => model.select(selected));
        }
        return next;
      });
    },
    [model],
  );
  return { drawn, nodes, edges: items.edges, onNodesChange };
}

/** The nodes as they shall be; what was measured and what is being dragged stays. */
function broughtUp(present: CanvasNode[], wanted: readonly CanvasNode[]): CanvasNode[] {
  const old = new Map(present.map(node => [node.id, node]));
  const next = wanted.map(node => {
    const shown = old.get(node.id);
    if (!shown) return node;
    const isSame = shown.data === node.data && shown.style === node.style && shown.selected === node.selected;
    if (isSame && !hasMoved(shown, node)) return shown;
    return { ...shown, ...node, position: shown.dragging ? shown.position : node.position } as CanvasNode;
  });
  return next.length === present.length && next.every((node, at) => node === present[at]) ? present : next;
}

const hasMoved = (shown: CanvasNode, node: CanvasNode): boolean =>
  !shown.dragging && (shown.position.x !== node.position.x || shown.position.y !== node.position.y);
