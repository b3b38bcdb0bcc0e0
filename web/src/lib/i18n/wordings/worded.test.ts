import { describe, expect, it } from 'vitest';
import { said, worded as wordingOf } from '../../../../../src/base/index.ts';
import { readRuleFile } from '../../../../../src/rules/index.ts';
import { loadWordings } from './load.ts';
import { worded } from './worded.ts';

describe('a diagnostic in the reader’s language', () => {
  const message = said`rule ${2} has level ${'Metadata'} and writes ${said`nothing but panics`}: its stages are omitted`;
  const told = { code: 'nothing-written', ...wordingOf(message, said`write Metadata`) };

  it('is filled with its values, and with the parts of its sentence', async () => {
    expect(worded(told, await loadWordings('zh-CN'))).toMatchObject({
      message: '规则 2 的级别为 Metadata，但仅在崩溃（Panic）时写入：它的阶段被省略了',
      hint: '写成 Metadata',
    });
  });

  it('is filled with parts of parts: what is wrong with a member, of a file as of a form', async () => {
    const { diagnostics } = readRuleFile("kind: AlertRule\nname: a\nquery: 'verb: delete'\nschedule: {every: 90}\n");
    const told = { zh: await loadWordings('zh-CN'), ja: await loadWordings('ja') };
    expect(diagnostics.map((one) => worded(one, told.zh).message)).toEqual([
      'schedule.every: 需要 string，实际为 number',
    ]);
    expect(diagnostics.map((one) => worded(one, told.ja).message)).toEqual([
      'schedule.every: string が必要ですが、number です',
    ]);
  });

  it('stays as it is in English', async () => {
    expect(worded(told, await loadWordings('en'))).toBe(told);
  });

  it('that quotes another program says what is wrong by its code, and keeps what was quoted', async () => {
    const wordings = await loadWordings('ja');
    expect(worded({ code: 'syntax-error', message: "mismatched input ')'" }, wordings).message).toBe(
      "ステートメントを読めません (mismatched input ')')",
    );
    const ofMember = { code: 'bad-request', message: 'body.name: too long' };
    expect(worded(ofMember, wordings).message).toBe('body.name: too long');
  });
});
