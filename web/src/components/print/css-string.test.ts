import { expect, it } from 'vitest';
import { cssString } from './css-string.ts';

it.each([
  ['Audit 監査', '"Audit 監査"'],
  ['"; } body { display: none } /*', String.raw`"\22 \3b  \7d  body \7b  display\3a  none \7d  \2f \2a "`],
  ['a\\\n', String.raw`"a\5c \a "`],
])('%s cannot leave its string', (text, css) => expect(cssString(text)).toBe(css));
