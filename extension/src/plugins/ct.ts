import { ctApp } from '../apps/ct-app.js';
import { appPlugin } from './app-plugin.js';

export const ctPlugin = appPlugin(
  'ct',
  'The CT reconstruction app: command, tabs, palette entry, "Open With" for scans.',
  ctApp,
);
