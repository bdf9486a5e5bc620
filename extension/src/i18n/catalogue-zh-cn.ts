import { zhCN } from '@daisy-lab/apps';
import type { Catalogue } from './catalogue.js';
import { shellCatalogue } from './zh-CN.js';

/** Everything that Daisy says in Simplified Chinese. */
export const catalogue: Catalogue = { ...zhCN, ...shellCatalogue };
