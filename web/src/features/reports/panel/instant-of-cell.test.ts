import { expect, it } from 'vitest';
import { instantOfCell } from './instant-of-cell.ts';

const instant = Date.parse('2026-11-20T18:05:41.000Z');

it.each([
  ['2026-11-20T18:05:41.000001Z', instant],
  ['2026-11-21 02:05:41.000', instant],
  ['2026-11-20 20:05:41+02:00', instant],
  ['1795197941', instant],
  ['1795197941.0', instant],
  ['yesterday', undefined],
  ['2026-13-41T99:00:00Z', undefined],
])('%s', (text, expected) => expect(instantOfCell(text, 'Asia/Shanghai')).toBe(expected));
