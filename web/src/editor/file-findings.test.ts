import { expect, it } from 'vitest';
import { readRuleFile } from '../../../src/rules/index.ts';
import { fileFindings, fixedFile } from './file-findings.ts';

const file = (condition: string): string =>
  `kind: AlertRule\nname: r\nquery: '* | select count(*) as hits from log'\nschedule: { every: 1m }\ncondition: ${condition}\n`;

it('a finding stands at its part of a line, or from its place to the end of it', () => {
  const text = file('hits >> 3');
  const marked = (diagnostics: Parameters<typeof fileFindings>[1]): readonly string[] =>
    fileFindings(text, diagnostics).diagnostics.map(({ from, to }) => text.slice(from, to));
  expect(marked(readRuleFile(text).diagnostics)).toEqual(['>']);
  expect(marked([{ code: 'x', severity: 'error', message: 'm', line: 2, column: 7 }])).toEqual(['r']);
});

it('a place past the end of the text marks its end', () => {
  const past = { code: 'x', severity: 'error', message: 'm', line: 99, column: 99, endColumn: 120 } as const;
  expect(fileFindings('a: 1', [past]).diagnostics).toMatchObject([{ from: 4, to: 4 }]);
});

it('what can be mended is replaced at its place alone', () => {
  const text = file('hitz > 3');
  const at = { code: 'x', severity: 'error', message: 'm', line: 5, column: 12, endColumn: 16 } as const;
  expect(fixedFile(text, { ...at, replacement: 'hits' })).toBe(file('hits > 3'));
});
