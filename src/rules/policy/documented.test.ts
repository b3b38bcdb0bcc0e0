// What the pages show of policies and silences is read as it stands.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readRuleFile } from '../read/index.ts';

const page = path.resolve(import.meta.dirname, '../../../docs/how-to/route-group-and-silence-alerts.md');
const blocks = [...readFileSync(page, 'utf8').matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

/** A part of a policy within one. */
function whole(block: string): string {
  if (block.startsWith('kind:')) return block;
  const head = 'kind: AlertPolicy\nname: part\n';
  return block.startsWith('- ') ? `${head}routes:\n${block}` : `${head}routes: [{ channels: [] }]\n${block}`;
}

test.each(blocks)('%s', (block) => {
  const { policies, silences, diagnostics } = readRuleFile(whole(block));
  expect([diagnostics, policies.length + silences.length]).toEqual([[], 1]);
});

test('there are such blocks', () => {
  expect(blocks).toHaveLength(4);
});
