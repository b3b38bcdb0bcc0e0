import { expect, test } from 'vitest';
import { indicatorColumns } from '../../vulnerabilities/statement.ts';
import { attemptColumns } from './attempt-columns.ts';

test('each column of the statements has a title in three languages, but the one that the panel is about', () => {
  expect(['cve', ...attemptColumns.map(({ name }) => name)]).toEqual([...indicatorColumns]);
  for (const { title } of attemptColumns) expect(Object.keys(title ?? {})).toEqual(['en', 'zh-CN', 'ja']);
});
