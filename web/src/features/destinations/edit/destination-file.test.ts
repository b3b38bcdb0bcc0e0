import { expect, it } from 'vitest';
import { membersOf, newDestinationFile, problemsByMember, withMember } from './destination-file.ts';

const file =
  '# of the night shift\nkind: Destination\nname: siem # short\ntype: webhook\nredact:\n  - fields: [user]\n';

it('members are changed in their place, and everything else of the file stays', () => {
  expect(withMember(file, 'type', 'loki')).toBe(file.replace('webhook', 'loki'));
  expect(withMember(withMember(file, 'filter', 'verb: "x"'), 'filter', undefined)).toBe(file);
  expect(membersOf(withMember(newDestinationFile, 'clusters', ['a']))).toEqual({
    kind: 'Destination',
    name: 'siem',
    type: 'webhook',
    clusters: ['a'],
  });
});

it.each(['', 'a', '- a', 'a: [', 'a: 1\n---\nb: 2', 'a: &a [1]\nb: *c'])(
  '%j is not one destination, and stays',
  (text) => {
    expect(membersOf(text)).toBeUndefined();
    expect(withMember(text, 'name', 'b')).toBe(text);
  },
);

it('what is said is said of the member that it names, or in whose lines it stands', () => {
  const said = (message: string, line: number) => ({ code: 'x', severity: 'error', message, line }) as const;
  const names = new Set(['url', 'type', 'redact']);
  const diagnostics = [
    said('url: expected, and none is kept', 1),
    said('webhook takes no events as flat', 4),
    said('redact[0].fields: too many', 6),
    said('too many', 6),
  ];
  expect([...problemsByMember(file, diagnostics, names)]).toEqual([
    ['url', 'url: expected, and none is kept'],
    ['type', 'webhook takes no events as flat'],
    ['redact', 'redact[0].fields: too many'],
  ]);
});
