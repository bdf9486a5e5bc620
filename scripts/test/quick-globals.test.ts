import { describe, expect, test } from '@jest/globals';
import { withQuickGlobals } from './quick-globals.mjs';

describe('the globals of a module under test', () => {
  test('become constants in its first line', () => {
    expect(withQuickGlobals('const a = Math.max(1);\nexport default new Set([a]);')).toBe(
      'const { Math, Set } = globalThis; const a = Math.max(1);\nexport default new Set([a]);',
    );
  });

  test.each([
    ["import { Map } from './map.js'; new Map();"],
    ["import {\n  Map,\n  other,\n} from './map.js'; new Map();"],
    ["import { OwnMap as Map } from './map.js'; new Map();"],
    ["import Map from './map.js'; new Map();"],
    ['export class Map {}'],
    ['const bitMap = world.Map;'],
  ])('stay what the module says itself: %j', code => {
    expect(withQuickGlobals(code)).toBe(code);
  });
});
