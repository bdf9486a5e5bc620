import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type JSX } from 'react';
import {
  applyNodeChanges,
  Background,
  Controls,
  MiniMap,
  ReactFlow,
  useReactFlow,
  type Connection,
  type NodeChange,
  type OnConnectEnd,
} from '@xyflow/react';
import { refusal } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import type { CanvasModel, CanvasView } from './canvas-model.js';
import { Card } from './card.js';
import { flowItems, type CardNode } from './flow-items.js';
import { dragType, PaletteList } from './palette-list.js';
import type { Wire } from './wires.js';

const nodeTypes = { card: Card };

/** A wire that was pulled into the void: what could take it. */
interface Pulled {
  readonly from: Wire['from'];
  readonly at: { readonly x: number; readonly y: number };
  readonly screen: { readonly x: number; readonly y: number };
}

/** The cards and wires. Dragging stays here until it ends; then the document is changed. */
export function CanvasFlow({ model, view }: { readonly model: CanvasModel; readonly view: CanvasView }): JSX.Element {
  const trans = useTranslate();
  const flow = useReactFlow();
  const host = useRef<HTMLDivElement>(null);
  const known = useRef<ReadonlyMap<string, CardNode>>(new Map());
  const [pulled, setPulled] = useState<Pulled | null>(null);
  const items = useMemo(() => flowItems(model, view, known.current), [model, view]);
  const [nodes, setNodes] = useState(items.nodes);
  useEffect(() => {
    known.current = new Map(items.nodes.map(node => [node.id, node]));
    // What was measured and what is being dragged stays; the document decides about the rest.
    setNodes(before => {
      const old = new Map(before.map(node => [node.id, node]));
      return items.nodes.map(node => {
        const present = old.get(node.id);
        return present ? { ...present, ...node, position: present.dragging ? present.position : node.position } : node;
      });
    });
  }, [items]);

  const onNodesChange = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      setNodes(before => {
        const next = applyNodeChanges(changes, before);
        if (changes.some(change => change.type === 'select')) {
          const selected = next.filter(node => node.selected).map(node => node.id);
          queueMicrotask(() => model.select(selected));
        }
        return next;
      });
    },
    [model],
  );
  const onConnect = ({ source, sourceHandle, target, targetHandle }: Connection): void =>
    model.connect({ item: source, port: sourceHandle ?? '' }, { item: target, port: targetHandle ?? '' });
  const onConnectEnd: OnConnectEnd = (event, state) => {
    if (state.isValid || state.toNode || !state.fromHandle || state.fromHandle.type !== 'source' || view.readOnly)
      return;
    const point = 'changedTouches' in event ? event.changedTouches[0]! : event;
    const box = host.current!.getBoundingClientRect();
    setPulled({
      from: { item: state.fromHandle.nodeId, port: state.fromHandle.id ?? '' },
      at: flow.screenToFlowPosition({ x: point.clientX, y: point.clientY }),
      screen: { x: point.clientX - box.left, y: point.clientY - box.top },
    });
  };
  const fits = ({
    source,
    sourceHandle,
    target,
    targetHandle,
  }:
    | Connection
    | { source: string; sourceHandle?: string | null; target: string; targetHandle?: string | null }): boolean => {
    const from = model.typeOf({ item: source, port: sourceHandle ?? '' });
    const to = model.contractOf(target)?.inputs[targetHandle ?? '']?.type;
    return !from || !to || refusal(from, to) === null || source === target;
  };
  const onDrop = (event: DragEvent): void => {
    const algorithm = event.dataTransfer.getData(dragType);
    if (!algorithm) return;
    event.preventDefault();
    const { x, y } = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    model.add(algorithm, [x, y]);
  };
  return (
    <div
      className="daisy-Canvas-flow"
      ref={host}
      data-testid="canvas-flow"
      onDragOver={event => event.dataTransfer.types.includes(dragType) && event.preventDefault()}
      onDrop={onDrop}
    >
      <ReactFlow
        nodes={nodes}
        edges={items.edges}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStop={(_, __, moved) =>
          model.move(Object.fromEntries(moved.map(({ id, position }) => [id, [position.x, position.y] as const])))
        }
        onConnect={onConnect}
        onConnectEnd={onConnectEnd}
        onEdgeDoubleClick={(_, edge) =>
          model.disconnect({
            id: edge.id,
            from: { item: edge.source, port: edge.sourceHandle ?? '' },
            to: { item: edge.target, port: edge.targetHandle ?? '' },
            alternative: false,
          })
        }
        connectionRadius={26}
        deleteKeyCode={null}
        nodesDraggable={!view.readOnly}
        nodesConnectable={!view.readOnly}
        isValidConnection={connection => {
          // A wire that does not fit may be dropped: the refusal says why.
          host.current?.classList.toggle('daisy-mod-unfit', !fits(connection as Connection));
          return true;
        }}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.15 }}
        minZoom={0.05}
        onlyRenderVisibleElements={nodes.length > 80}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} />
        <MiniMap pannable zoomable ariaLabel={trans.__('Overview')} />
        <Controls showInteractive={false} />
      </ReactFlow>
      {pulled && (
        <div className="daisy-Canvas-pulled" style={{ left: pulled.screen.x, top: pulled.screen.y }}>
          <PaletteList
            palette={view.palette}
            from={model.typeOf(pulled.from) ?? { kind: 'any' }}
            autoFocus
            onChoose={algorithm => {
              model.add(algorithm, [pulled.at.x, pulled.at.y], pulled.from);
              setPulled(null);
            }}
            onClose={() => setPulled(null)}
          />
          <button
            className="daisy-Link"
            onClick={() => {
              model.publish(pulled.from);
              setPulled(null);
            }}
          >
            {trans.__('Make it an output of the workflow')}
          </button>
          <button className="daisy-Link" onClick={() => setPulled(null)}>
            {trans.__('Nothing')}
          </button>
        </div>
      )}
    </div>
  );
}
