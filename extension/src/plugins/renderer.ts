import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator } from '@jupyterlab/translation';
import { loadTexts } from '../i18n/load-texts.js';
import { ImageOutput, imageMime } from '../outputs/image-output.js';
import { RunOutput, runMime } from '../outputs/run-output.js';

export const rendererPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:renderer',
  description: 'Draws Daisy images and runs in the outputs of notebooks.',
  autoStart: true,
  requires: [IRenderMimeRegistry, ITranslator],
  activate: (_, rendermime: IRenderMimeRegistry, translator: ITranslator) => {
    const texts = loadTexts(translator);
    rendermime.addFactory({ safe: true, mimeTypes: [imageMime], createRenderer: () => new ImageOutput(texts) }, 40);
    rendermime.addFactory({ safe: true, mimeTypes: [runMime], createRenderer: () => new RunOutput(texts) }, 40);
  },
};
