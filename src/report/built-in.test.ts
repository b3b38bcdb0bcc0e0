import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Dashboard, type LocalText } from '../dashboards/index.ts';

const folder = new URL('../../content/dashboards/', import.meta.url);
const files = readdirSync(folder);
const languages = ['en', 'zh-CN', 'ja'];

function textsOf({ title, description, variables, sections }: Dashboard): (LocalText | undefined)[] {
  const texts: (LocalText | undefined)[] = [title, description, ...variables.map((variable) => variable.title)];
  for (const section of sections) {
    if (section.title) texts.push(section.title);
    for (const panel of section.panels) {
      texts.push(panel.title, panel.help, ...(panel.columns ?? []).map((column) => column.title));
    }
  }
  return texts;
}

describe.each(files)('content/dashboards/%s', (file) => {
  const dashboard = Dashboard.parse(parse(readFileSync(new URL(file, folder), 'utf8')));
  const panels = dashboard.sections.flatMap((section) => section.panels);

  test('is named after its id, and each panel has one of its own', () => {
    expect(file).toBe(`${dashboard.id}.yaml`);
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
  });

  test('says everything in three languages, and what each panel counts', () => {
    for (const text of textsOf(dashboard)) expect(Object.keys(text ?? {}).toSorted()).toEqual(languages.toSorted());
  });

  test('fills the rows of its grid', () => {
    for (const { panels: row } of dashboard.sections) {
      expect(row.reduce((sum, panel) => sum + panel.width, 0) % 12).toBe(0);
    }
  });
});
