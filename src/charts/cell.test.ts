import { expect, it } from 'vitest';
import { groupDigits } from './cell.ts';

it.each([
  ['57633', '57,633'],
  ['-1234.50', '-1,234.50'],
  ['123456789012345678901234567890', '123,456,789,012,345,678,901,234,567,890'],
  ['403', '403'],
  ['1e9', '1e9'],
])('%s is read as %s', (text, grouped) => expect(groupDigits(text, 'en')).toBe(grouped));
