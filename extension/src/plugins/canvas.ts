import { ILayoutRestorer, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker, type MainAreaWidget } from '@jupyterlab/apputils';
import type { DocumentWidget } from '@jupyterlab/docregistry';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { ITranslator } from '@jupyterlab/translation';
import { fileAccess } from '../apps/file-access.js';
import { CommandIds } from '../commands.js';
import { CanvasFactory, type CanvasWidget } from '../documents/canvas-document.js';
import { DiskFollower } from '../documents/follow-disk.js';
import { loadTexts } from '../i18n/load-texts.js';
import { canvasIcon } from '../icons.js';
import { IDaisyKernels } from '../tokens.js';

const fileType = 'daisy-workflow';
const factoryName = 'Workflow canvas';

/** A workflow without a step. */
const emptyDocument = `{
  "daisy": 2,
  "workflow": {
    "id": "my.workflow",
    "version": "0.1.0",
    "title": "Workflow",
    "nodes": [],
    "outputs": {}
  }
}
`;

export const canvasPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:canvas',
  description: 'The workflow canvas: view of .daisy documents, command, palette entry.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [IDefaultFileBrowser, ICommandPalette, ILayoutRestorer],
  activate: async (
    app,
    kernels: IDaisyKernels,
    translator: ITranslator,
    browser: IDefaultFileBrowser | null,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
  ) => {
    const trans = await loadTexts(translator);
    const { docRegistry, commands, serviceManager } = app;
    docRegistry.addFileType({
      name: fileType,
      displayName: trans.__('Workflow'),
      extensions: ['.daisy'],
      mimeTypes: ['application/json'],
      fileFormat: 'text',
      contentType: 'file',
      icon: canvasIcon,
    });
    const files = fileAccess(commands, serviceManager.contents, browser, translator, trans);
    const place = {
      addTab: (tab: MainAreaWidget) => app.shell.add(tab, 'main', { type: 'Workflow' }),
      openFile: (path: string) => void files.open(kernels.own.paths, path),
      saveAs: () => void commands.execute(CommandIds.saveDocumentAs),
    };
    const factory = new CanvasFactory(kernels.own, trans, place, {
      name: factoryName,
      label: trans.__('Workflow canvas'),
      modelName: 'text',
      fileTypes: [fileType],
      defaultFor: [fileType],
    });
    docRegistry.addWidgetFactory(factory);
    const tracker = new WidgetTracker<DocumentWidget<CanvasWidget>>({ namespace: 'daisy-canvas' });
    factory.widgetCreated.connect((_, widget) => {
      widget.context.pathChanged.connect(() => void tracker.save(widget));
      widget.content.ready.connect(() => commands.notifyCommandChanged(CommandIds.addToCanvas));
      void tracker.add(widget);
    });
    const disk = new DiskFollower(serviceManager.contents);
    const look = (): void => tracker.forEach(widget => widget.isVisible && void disk.look(widget.context));
    // who comes back to a canvas, or to the window, may have written its document elsewhere
    app.shell.currentChanged?.connect(look);
    window.addEventListener('focus', look);
    /** The canvas in front, when it can take steps. */
    const inFront = (): CanvasWidget | undefined =>
      tracker.currentWidget === app.shell.currentWidget ? tracker.currentWidget?.content : undefined;
    commands.addCommand(CommandIds.addToCanvas, {
      label: trans.__('Add to canvas'),
      describedBy: {
        args: { type: 'object', properties: { algorithm: { type: 'string', description: 'Id of the algorithm' } } },
      },
      isEnabled: () => inFront()?.add !== undefined,
      execute: args => inFront()?.add?.(String(args['algorithm'])),
    });
    void restorer?.restore(tracker, {
      command: CommandIds.openDocument,
      args: ({ context }) => ({ path: context.path, factory: factoryName }),
      name: ({ context }) => context.path,
    });

    commands.addCommand(CommandIds.newWorkflow, {
      label: args => (args['isPalette'] ? trans.__('New workflow') : trans.__('Workflow canvas')),
      caption: trans.__('A workflow of algorithms, drawn as a graph'),
      icon: canvasIcon,
      describedBy: { args: { type: 'object', properties: { cwd: { type: 'string', description: 'Folder' } } } },
      execute: async args => {
        const folder = (args['cwd'] as string | undefined) ?? browser?.model.path ?? '';
        const { path } = await serviceManager.contents.newUntitled({ path: folder, type: 'file', ext: '.daisy' });
        await serviceManager.contents.save(path, { type: 'file', format: 'text', content: emptyDocument });
        return commands.execute(CommandIds.openDocument, { path, factory: factoryName });
      },
    });
    palette?.addItem({ command: CommandIds.newWorkflow, category: 'Daisy', args: { isPalette: true } });
  },
};
