import { droppedSource, sourceType } from '@daisy-lab/apps/kit/drag';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { KernelPaths } from '../kernel/paths.js';
import { cellPlace, putCell } from './insert-cell.js';

/** Lets datasets be dropped on notebooks: a cell that reads the dataset appears below the one under the pointer. */
export function acceptDatasets(notebooks: INotebookTracker, paths: KernelPaths): void {
  const accept = (panel: NotebookPanel): void => {
    const { node } = panel.content;
    // before the editor of a cell takes the drop as text
    node.addEventListener('dragover', event => isDataset(event) && take(event), true);
    node.addEventListener('drop', event => void drop(panel, event, paths), true);
  };
  notebooks.forEach(accept);
  notebooks.widgetAdded.connect((_, panel) => accept(panel));
}

async function drop(panel: NotebookPanel, event: DragEvent, paths: KernelPaths): Promise<void> {
  const source = event.dataTransfer && droppedSource(event.dataTransfer);
  if (!source) return;
  take(event);
  const { content } = panel;
  const under = content.widgets.findIndex(({ node }) => node.contains(event.target as Node));
  const { cellCode } = await import('@daisy-lab/apps/hdf5');
  if (under >= 0) content.activeCellIndex = under;
  putCell(panel, cellCode(cellPlace(panel, source.file, paths), source.dataset, source.selection));
}

const isDataset = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes(sourceType) ?? false;

function take(event: DragEvent): void {
  event.preventDefault();
  event.stopPropagation();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
}
