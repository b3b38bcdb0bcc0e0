import { z } from 'zod';
import { invariant, issueOf, messageOf, type Result } from '../../base/index.ts';
import { parseTemplate, renderTemplate, type TemplateLanguage } from '../../templates/index.ts';
import type { Message } from '../message.ts';

/** A content template of a channel, as its file has it. */
export const ContentTemplate = z
  .string()
  .min(1)
  .max(16_384)
  .superRefine((text, context) => {
    const parsed = parseTemplate(text);
    const [first] = parsed.diagnostics;
    if (!parsed.ok && first) context.addIssue(issueOf(messageOf(first)));
  });

/**
 * Fills in a content template: what a message is to machines is called `alert`, and has its members by themselves as well. `escape` makes
 * what is filled in safe where it stands, unless a function of `trusted` did.
 */
export function fillIn(
  text: string,
  { data, language }: Message,
  safety: { readonly escape: (text: string, isJson: boolean) => string; readonly trusted: readonly string[] },
): Result<string> {
  const parsed = parseTemplate(text);
  invariant(parsed.ok, 'a template that is kept can be read');
  return renderTemplate(parsed.value, { ...data, alert: data }, { language: languageOf(language), ...safety });
}

function languageOf(language: string): TemplateLanguage {
  return language === 'zh-CN' || language === 'ja' ? language : 'en';
}

/** What went wrong, for people. */
export function faultOf({ diagnostics }: Result<string>): string {
  return diagnostics.map(({ message }) => message).join('; ');
}
