import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { DisposableSet } from '@lumino/disposable';
import { CommandIds } from '../commands.js';
import { loadTexts } from '../i18n/load-texts.js';
import { tourIcon } from '../icons.js';
import { ensureTour } from '../notebooks/tour.js';
import { loadSettings } from '../settings/setting.js';

const id = '@daisy-lab/jupyterlab:launcher';
const category = 'Daisy';
const cards = [CommandIds.openCt, CommandIds.newWorkflow, CommandIds.openHdf5, CommandIds.openTour];

/** Shows the cards until the returned object is disposed. */
function addCards(launcher: ILauncher): DisposableSet {
  return DisposableSet.from(cards.map((command, rank) => launcher.add({ command, category, rank, categoryRank: 0 })));
}

export const launcherPlugin: JupyterFrontEndPlugin<void> = {
  id,
  description: 'The launcher section "Daisy" and the tour notebook.',
  autoStart: true,
  requires: [ITranslator],
  optional: [ILauncher, ICommandPalette, ISettingRegistry],
  activate: async (
    app,
    translator: ITranslator,
    launcher: ILauncher | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
  ) => {
    const { commands, serviceManager } = app;
    const trans = await loadTexts(translator);
    commands.addCommand(CommandIds.openTour, {
      label: trans.__('Tour notebook'),
      caption: trans.__('From a scan to a reconstructed volume in a notebook'),
      icon: tourIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () =>
        commands.execute(CommandIds.openDocument, { path: await ensureTour(serviceManager.contents) }),
    });
    palette?.addItem({ command: CommandIds.openTour, category });
    if (!launcher) return;
    const settings = await loadSettings(registry, id, trans);
    let shown: DisposableSet | undefined;
    const update = (): void => {
      shown?.dispose();
      shown = settings.get('showSection') === false ? undefined : addCards(launcher);
    };
    settings.onChange(update);
    update();
  },
};
