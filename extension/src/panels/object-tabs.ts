import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { UUID, type ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { CommandIds } from '../commands.js';
import type { Texts } from '../i18n/load-texts.js';
import type { IDaisyKernels } from '../tokens.js';
import { ObjectWidget, type OpenObject } from './object-widget.js';

/** What the command `daisy:open-object` takes. */
const argsSchema = {
  type: 'object',
  required: ['object'],
  properties: {
    object: { type: 'string', description: 'Id or name of the object' },
    name: { type: 'string', description: 'Title of the tab' },
    notebook: { type: 'string', description: 'Path of the notebook whose kernel has the object' },
  },
} as const;

/** Tabs that show one data object each; they come back after a reload as long as the kernel has the object. */
export function addObjectTabs(
  { commands, shell }: JupyterFrontEnd,
  kernels: IDaisyKernels,
  trans: Texts,
  restorer: ILayoutRestorer | null,
): void {
  const tabs = new WidgetTracker<MainAreaWidget<ObjectWidget>>({ namespace: 'daisy-object' });
  void restorer?.restore(tabs, {
    command: CommandIds.openObject,
    args: ({ id, content: { shown } }) => ({ ...shown, id }) as unknown as ReadonlyPartialJSONObject,
    name: ({ id }) => id,
  });
  commands.addCommand(CommandIds.openObject, {
    label: trans.__('Open data object'),
    describedBy: { args: argsSchema },
    execute: args => {
      const { id = `daisy-object-${UUID.uuid4()}`, ...wanted } = args as unknown as OpenObject;
      const shown = { ...wanted, name: wanted.name ?? wanted.object };
      const open = tabs.find(
        ({ content }) => content.shown.object === shown.object && content.shown.notebook === shown.notebook,
      );
      if (open) {
        shell.activateById(open.id);
        return open;
      }
      const connection = shown.notebook === undefined ? kernels.own : kernels.ofNotebook(shown.notebook);
      const content = new ObjectWidget(shown, connection, trans);
      const tab = new MainAreaWidget({ content });
      tab.id = id;
      content.sectionChanged.connect(() => void tabs.save(tab));
      void tabs.add(tab);
      shell.add(tab, 'main', { type: 'Data object' });
      return tab;
    },
  });
}
