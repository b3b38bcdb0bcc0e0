import { expect, it } from 'vitest';
import { z } from 'zod';
import { said } from '../base/index.ts';
import { readDocument } from './read-documents.ts';
import { shapeProblems } from './shape-problems.ts';

const Form = z.strictObject({
  name: z.string(),
  text: z.union([z.string(), z.record(z.string(), z.string())]).exactOptional(),
  when: z
    .union([z.strictObject({ every: z.string() }), z.strictObject({ cron: z.string(), zone: z.string() })])
    .exactOptional(),
  items: z.array(z.strictObject({ colour: z.string() })).default([]),
});

function problems(text: string): readonly string[] {
  const document = readDocument(text, {
    codes: { syntax: 's', tooDeep: 'd', tooLarge: 'l' },
    limits: { bytes: 10_000, lexemes: 1000, members: 100 },
  });
  if (!document.ok) throw new Error('the text of the test is wrong');
  const parsed = Form.safeParse(document.value.value);
  if (parsed.success) return [];
  return shapeProblems(parsed.error, { schema: Form, document: document.value, whole: said`the form`, code: 'c' }).map(
    ({ message, line, column, hint }) => `${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

it.each([
  ['{name: a, when: {cron: x, zone: y}, text: {en: z}}', []],
  ['{name: 1}', ['1:8 name: expected string, received number']],
  ['{nmae: a, name: b}', ['1:2 the form: there is no member "nmae" (did you mean name?)']],
  ['{name: a, zzzzzzz: b}', ['1:11 the form: there is no member "zzzzzzz" (it can have: name, text, when, items)']],
  [
    'name: a\nitems:\n  - {color: red, colour: red}',
    ['3:6 items[0]: there is no member "color" (did you mean colour?)'],
  ],
  ['{name: a, when: {evry: 1m}}', ['1:18 when: there is no member "evry" (did you mean every?)']],
  ['{name: a, when: {cron: x}}', ['1:17 when.zone: it is missing']],
  ['{name: a, when: {every: 5}}', ['1:25 when.every: expected string, received number']],
  ['{name: a, when: 1m}', ['1:17 when: expected object, received string']],
  ['{name: a, text: {en: 3}}', ['1:22 text.en: expected string, received number']],
  ['{name: a, text: [3]}', ['1:17 text: expected string | record, received array']],
])('of %s says %j', (text, told) => {
  expect(problems(text)).toEqual(told);
});

it('is of bounded length, whatever was written', () => {
  const [told = ''] = problems(`{name: a, ${'x'.repeat(5000)}: b}`);
  expect(told.length).toBeLessThan(400);
});
