import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readRuleFile } from '../../../../../src/rules/index.ts';
import { newRuleFile } from './new-rule-file.ts';
import { readRuleFields, type RuleFields, withRuleFields } from './rule-file.ts';

function fieldsOf(text: string, language = 'en'): RuleFields {
  const fields = readRuleFields(text, language);
  if (!fields) throw new Error(`no rule that a form shows: ${text}`);
  return fields;
}

it('what a form begins with is a rule without faults, whatever the query is', () => {
  for (const query of [undefined, 'verb: delete', 'verb: "a: b" | select count(*) as n from log', '']) {
    const text = newRuleFile(query);
    expect(readRuleFile(text).diagnostics).toEqual([]);
    expect(fieldsOf(text).query).toBe(query === undefined ? fieldsOf(newRuleFile()).query : query || '*');
  }
});

it('what is written into a field stands in the file, and nothing else changes', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  const change = fc.record({ displayName: text, query: text, title: text, desc: text, name: text });
  fc.assert(
    fc.property(change, (given) => {
      const changed = withRuleFields(newRuleFile(), given, 'en');
      expect(fieldsOf(changed)).toEqual({ ...fieldsOf(newRuleFile()), ...given });
    }),
  );
});

it('comments, other members and other languages stay', () => {
  const before = `# who opened a shell
kind: AlertRule
name: shell
displayName: { en: Shell, ja: シェル }
query: 'objectRef.subresource: exec'
schedule: { every: 7m }
groupBy: [user.username] # each
annotations:
  title: { en: 'a', zh-CN: '甲' }
`;
  const after = withRuleFields(before, { displayName: 'Shells', title: '乙', severity: 'high' }, 'zh-CN');
  expect(after).toContain('# who opened a shell');
  expect(after).toContain('groupBy: [ user.username ] # each');
  expect(fieldsOf(after, 'zh-CN')).toMatchObject({ displayName: 'Shells', title: '乙', timing: { every: '7m' } });
  expect(fieldsOf(after, 'ja')).toMatchObject({ displayName: 'シェル', title: 'a' });
});

it('a schedule takes the place of "as events come in", and the other way round', () => {
  const every = withRuleFields(newRuleFile(), { timing: { every: '5m' }, atLeast: 10, window: '1h' }, 'en');
  expect(readRuleFile(every).rules[0]?.rule).toMatchObject({
    schedule: { every: '5m' },
    window: '1h',
    countCondition: '__count__ >= 10',
  });
  expect(fieldsOf(every)).toMatchObject({ timing: { every: '5m' }, atLeast: 10, window: '1h' });
  const immediate = withRuleFields(every, { timing: 'immediate' }, 'en');
  expect(readRuleFile(immediate).rules[0]?.rule).toEqual(readRuleFile(newRuleFile()).rules[0]?.rule);
});

it('what a form cannot show is left to the file', () => {
  const rule = 'kind: AlertRule\nname: r\n';
  for (const text of [
    '',
    'name: [',
    'kind: AlertPolicy\nname: p',
    `${rule}queries: [{ query: a }]`,
    `${rule}query: a\nseverities: [{ severity: high }]`,
    `${rule}query: a\n---\n${rule}query: b`,
    `${rule}query: *x`,
  ])
    expect(readRuleFields(text, 'en')).toBeUndefined();
  const asInFile = fieldsOf(`${rule}query: a\nschedule: { daily: '09:00' }\ncountCondition: __count__ > 3\n`);
  expect(asInFile).toMatchObject({ timing: 'other', atLeast: 'other' });
});
