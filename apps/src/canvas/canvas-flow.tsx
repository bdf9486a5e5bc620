import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type JSX,
  type MouseEvent,
  type RefObject,
} from 'react';
import {
  applyNodeChanges,
  Background,
  Controls,
  MiniMap,
  ReactFlow,
  useReactFlow,
  useStore,
  type Connection,
  type Edge,
  type NodeChange,
  type OnConnectEnd,
} from '@xyflow/react';
import { refusal } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import { droppedSource, sourceType, type DraggedSource } from '../kit/drag/source-drag.js';
import type { CanvasModel } from './canvas-model.js';
import type { DrawnView } from './canvas-view.js';
import { Card } from './card.js';
import { inputForFile } from './dropped-file.js';
import { drawDocument, flowItems, keptEdges, type CanvasNode, type DrawnDocument } from './flow-items.js';
import { LiveWire, type WireEdge } from './live-wire.js';
import { useNewInSight } from './in-sight.js';
import { CommentCard, GroupFrame } from './notes.js';
import { dragType } from './palette-list.js';
import { kindOf, wireId, type Place } from './places.js';
import { PortLegend } from './port-legend.js';
import { PulledMenu, type Pulled } from './pulled-menu.js';
import { WireTip, type HoveredWire } from './wire-tip.js';
import { detailZoom, fitWhole, overviewZoom } from './zoom.js';

const nodeTypes = { card: Card, comment: CommentCard, group: GroupFrame };
const edgeTypes = { wire: LiveWire };

interface FlowProps {
  readonly model: CanvasModel;
  readonly view: DrawnView;
  onOpenNested(step: string): void;
}

/** The cards and wires. Dragging stays here until it ends; then the document is changed. */
export const CanvasFlow = memo(function CanvasFlow({ model, view, onOpenNested }: FlowProps): JSX.Element {
  const trans = useTranslate();
  const flow = useReactFlow();
  const far = useStore(({ transform: [, , zoom] }) =>
    zoom < overviewZoom ? 'daisy-mod-far daisy-mod-overview' : zoom < detailZoom ? 'daisy-mod-far' : '',
  );
  const host = useRef<HTMLDivElement>(null);
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const [hovered, setHovered] = useState<HoveredWire | null>(null);
  const { drawn, nodes, edges, onNodesChange } = useFlowNodes(model, view, host);
  const grabbed = useRef<ReadonlyMap<string, Place>>(new Map());
  const screenPlace = (clientX: number, clientY: number): Pulled['screen'] => {
    const box = host.current!.getBoundingClientRect();
    return { x: clientX - box.left, y: clientY - box.top };
  };

  const onConnect = ({ source, sourceHandle, target, targetHandle }: Connection): void =>
    model.connect({ item: source, port: sourceHandle ?? '' }, { item: target, port: targetHandle ?? '' });
  const onConnectEnd: OnConnectEnd = (event, state) => {
    if (state.isValid || state.toNode || !state.fromHandle || view.readOnly) return;
    const end = { item: state.fromHandle.nodeId, port: state.fromHandle.id ?? '' };
    const { clientX, clientY } = 'changedTouches' in event ? event.changedTouches[0]! : event;
    setPulled({
      ...(state.fromHandle.type === 'source' ? { from: end } : { to: end }),
      at: flow.screenToFlowPosition({ x: clientX, y: clientY }),
      screen: screenPlace(clientX, clientY),
    });
  };
  const onDoubleClick = ({ target, clientX, clientY }: MouseEvent): void => {
    if (view.readOnly || !(target as Element).classList.contains('react-flow__pane')) return;
    const at = flow.screenToFlowPosition({ x: clientX, y: clientY });
    setPulled({ at, screen: screenPlace(clientX, clientY) });
  };
  const fits = ({ source, sourceHandle, target, targetHandle }: Connection | Edge): boolean => {
    const from = model.typeOf({ item: source, port: sourceHandle ?? '' });
    const to = model.takenAt({ item: target, port: targetHandle ?? '' });
    return !from || !to || refusal(from, to) === null || source === target;
  };
  /** A dataset of the HDF5 browser: its file becomes the value of an input, or a step reads it. */
  const dropFile = (event: DragEvent, { file, dataset }: DraggedSource): void => {
    event.preventDefault();
    const item = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id') ?? null;
    const input = inputForFile(view.document?.workflow.inputs ?? {}, item);
    if (view.readOnly) return;
    if (input !== null) return model.setValue('inputs', input, file);
    if (item !== null || model.fullName('') !== '') return;
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    model.addReader(file, dataset, [x, y]);
  };
  const onDrop = (event: DragEvent): void => {
    const source = droppedSource(event.dataTransfer);
    if (source) return dropFile(event, source);
    const algorithm = event.dataTransfer.getData(dragType);
    if (!algorithm) return;
    event.preventDefault();
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    model.add(algorithm, [x, y]);
  };
  /** A frame takes its steps along. */
  const onDrag = (dragged: CanvasNode, isOver: boolean): void => {
    const members = kindOf(dragged.id) === 'group' && dragged.type === 'group' ? dragged.data.group.nodes : [];
    const start = grabbed.current.get(dragged.id);
    if (!start || members.length === 0) return;
    const by = [dragged.position.x - start[0], dragged.position.y - start[1]] as const;
    const moved = members.flatMap(name => {
      const [x, y] = grabbed.current.get(name) ?? [];
      return x === undefined || y === undefined ? [] : [[name, [x + by[0], y + by[1]] as const] as const];
    });
    if (isOver) model.move(Object.fromEntries(moved));
    else for (const [name, [x, y]] of moved) flow.updateNode(name, { position: { x, y } });
  };
  return (
    <div
      className={`daisy-Canvas-flow ${far}`}
      ref={host}
      data-testid="canvas-flow"
      onDragOver={event =>
        [dragType, sourceType].some(type => event.dataTransfer.types.includes(type)) && event.preventDefault()
      }
      onDrop={onDrop}
      onDoubleClick={onDoubleClick}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStart={() => {
          grabbed.current = new Map(nodes.map(({ id, position: { x, y } }) => [id, [x, y] as const]));
        }}
        onNodeDrag={(_, dragged) => onDrag(dragged, false)}
        onNodeDragStop={(_, dragged, moved) => {
          onDrag(dragged, true);
          const places = moved
            .filter(({ id }) => kindOf(id) !== 'group')
            .map(({ id, position }) => [id, position] as const);
          if (places.length > 0) model.move(Object.fromEntries(places.map(([id, { x, y }]) => [id, [x, y] as const])));
        }}
        onNodeDoubleClick={(_, node) => node.type === 'card' && node.data.base.nested && onOpenNested(node.id)}
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onEdgesChange={changes => {
          const chosen = changes.flatMap(change =>
            change.type === 'select' && change.selected ? [wireId(change.id)] : [],
          );
          if (chosen.length > 0) model.select(chosen);
        }}
        onEdgeDoubleClick={(_, { target, targetHandle }) =>
          model.disconnect({ to: { item: target, port: targetHandle ?? '' } })
        }
        onEdgeMouseEnter={({ clientX, clientY }, edge) => setHovered({ edge, screen: screenPlace(clientX, clientY) })}
        onEdgeMouseLeave={() => setHovered(null)}
        onPaneClick={() => model.select([])}
        connectionRadius={26}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        nodesDraggable={!view.readOnly}
        nodesConnectable={!view.readOnly}
        isValidConnection={connection => {
          // A wire that does not fit may be dropped: the refusal says why.
          host.current?.classList.toggle('daisy-mod-unfit', !fits(connection));
          return true;
        }}
        fitView
        fitViewOptions={fitWhole}
        minZoom={0.05}
        onlyRenderVisibleElements={nodes.length > 80}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} />
        <MiniMap pannable zoomable ariaLabel={trans.__('Overview')} style={{ width: 120, height: 80 }} />
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
