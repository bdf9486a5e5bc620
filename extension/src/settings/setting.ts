import type { ISettingRegistry } from '@jupyterlab/settingregistry';

/** The settings of one plugin, as they are now; without a settings registry there are only the defaults. */
export interface Settings {
  get(name: string): unknown;
  onChange(listener: () => void): void;
}

/** Loads the settings of a plugin; a schema that the server does not have leaves the defaults. */
export async function loadSettings(registry: ISettingRegistry | null, plugin: string): Promise<Settings> {
  const loaded = await registry?.load(plugin).catch(() => undefined);
  return {
    get: name => loaded?.composite[name],
    onChange: listener => void loaded?.changed.connect(() => listener()),
  };
}
