import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Texts } from '../i18n/load-texts.js';
import { translateSchema } from './translate-schema.js';

/** The settings of one plugin, as they are now; without a settings registry there are only the defaults. */
export interface Settings {
  get(name: string): unknown;
  onChange(listener: () => void): void;
}

/**
 * Loads the settings of a plugin and gives the settings editor their texts in the language of JupyterLab. A schema that the server does
 * not have leaves the defaults.
 */
export async function loadSettings(registry: ISettingRegistry | null, plugin: string, trans: Texts): Promise<Settings> {
  registry?.transform(plugin, {
    fetch: fetched => ({ ...fetched, schema: translateSchema(fetched.schema, trans) }),
  });
  const loaded = await registry?.load(plugin).catch(() => undefined);
  return {
    get: name => loaded?.composite[name],
    onChange: listener => void loaded?.changed.connect(() => listener()),
  };
}
