import type { DataSelection } from '@daisy-lab/core';

/** Type under which a dataset of a file is dragged. */
export const sourceType = 'application/x-daisy-source';

/** A dataset that is dragged into a notebook or onto a canvas. */
export interface DraggedSource {
  /** As the kernel names it. */
  readonly file: string;
  readonly dataset: string;
  /** The part that is meant; empty: all of it. */
  readonly selection: DataSelection;
}

/** Puts a dataset into a drag; what knows nothing of datasets gets the text. */
export function dragSource(transfer: DataTransfer, source: DraggedSource, text: string): void {
  transfer.setData(sourceType, JSON.stringify(source));
  transfer.setData('text/plain', text);
  transfer.effectAllowed = 'copy';
}

/** The dataset in a drop; null when it is something else. */
export function droppedSource(transfer: DataTransfer): DraggedSource | null {
  const text = transfer.getData(sourceType);
  if (text === '') return null;
  const { file, dataset, selection } = JSON.parse(text) as Partial<DraggedSource>;
  return file && dataset ? { file, dataset, selection: selection ?? [] } : null;
}
