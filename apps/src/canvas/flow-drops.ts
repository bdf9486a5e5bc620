import type { DragEvent, HTMLAttributes } from 'react';
import { useReactFlow } from '@xyflow/react';
import { droppedSource, sourceType, type DraggedSource } from '../kit/drag/source-drag.js';
import type { CanvasModel } from './canvas-model.js';
import type { DrawnView } from './canvas-view.js';
import { inputForFile } from './dropped-file.js';
import { dragType } from './palette-list.js';

/** What may be dropped on the canvas: an algorithm of the palette, or a dataset of the HDF5 browser. */
export function useDropHandlers(
  model: CanvasModel,
  view: DrawnView,
): Pick<HTMLAttributes<HTMLElement>, 'onDragOver' | 'onDrop'> {
  const flow = useReactFlow();
  const placeOf = ({ clientX, clientY }: DragEvent): readonly [number, number] => {
    const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY });
    return [x, y];
  };
  /** Its file becomes the value of an input, or a step reads it. */
  const dropFile = (event: DragEvent, { file, dataset }: DraggedSource): void => {
    event.preventDefault();
    const item = (event.target as Element).closest('.react-flow__node')?.getAttribute('data-id') ?? null;
    const input = inputForFile(view.document?.workflow.inputs ?? {}, item);
    if (view.readOnly) return;
    if (input !== null) return model.setValue('inputs', input, file);
    if (item === null && model.fullName('') === '') model.addReader(file, dataset, placeOf(event));
  };
  return {
    onDragOver: event => {
      if ([dragType, sourceType].some(type => event.dataTransfer.types.includes(type))) event.preventDefault();
    },
    onDrop: event => {
      const source = droppedSource(event.dataTransfer);
      if (source) return dropFile(event, source);
      const algorithm = event.dataTransfer.getData(dragType);
      if (!algorithm) return;
      event.preventDefault();
      model.add(algorithm, placeOf(event));
    },
  };
}
