import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { Texts } from '../i18n/load-texts.js';

/** A settings schema with the titles and descriptions of its own and of its settings translated. */
export function translateSchema(schema: ISettingRegistry.ISchema, trans: Texts): ISettingRegistry.ISchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, setting]) => [name, said(setting, trans)]);
  return {
    ...said(schema, trans),
    properties: Object.fromEntries(properties) as ISettingRegistry.ISchema['properties'],
  };
}

function said<T extends { title?: string; description?: string }>(thing: T, trans: Texts): T {
  const { title, description } = thing;
  return {
    ...thing,
    ...(title === undefined ? {} : { title: trans.__(title) }),
    ...(description === undefined ? {} : { description: trans.__(description) }),
  };
}
