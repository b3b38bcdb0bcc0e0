import { expect, test } from 'vitest';
import { withoutSecretsOf } from './redact.ts';

test.each([
  [
    'a word of a header',
    's3cr3t is unknown',
    { headers: '{"Authorization":"Bearer s3cr3t"}' },
    '[redacted] is unknown',
  ],
  ['a password that begins like an object', 'bad {pa55word', { password: '{pa55word' }, 'bad [redacted]'],
  ['no scheme', 'expected Bearer', { headers: '{"Authorization":"Bearer s3cr3t"}' }, 'expected Bearer'],
  [
    'a computed header',
    `bad ${Buffer.from('ann:pa55word').toString('base64')}`,
    { password: 'pa55word' },
    'bad [redacted]',
  ],
  ['a raw value', 'no ?k=a%2Fb%2fcdef', { url: 'https://h.example/?k=a%2Fb%2fcdef' }, 'no ?k=[redacted]'],
  ['a read value', 'no a/b/cdef', { url: 'https://h.example/?k=a%2Fb%2fcdef' }, 'no [redacted]'],
  ['an encoded value', 'no a%2Fb%2Fcdef', { url: 'https://h.example/?k=a/b/cdef' }, 'no [redacted]'],
])('%s is taken out of an answer', (_, text, secrets, shown) => {
  expect(withoutSecretsOf(text, { ...secrets }, 'ann')).toBe(shown);
});
