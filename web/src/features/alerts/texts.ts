import { textIn } from '../../../../src/dashboards/index.ts';
import type { AlertCause, AlertRule } from '../../api/alerts.ts';

/** A text of a rule in the reader's language. */
export function ruleText(text: AlertRule['displayName'], language: string): string {
  return typeof text === 'string' ? text : textIn(text, language);
}

/** What an alert says in the reader's language: its title, and what stands below it. */
export function alertTexts(
  { annotations, displayName }: Pick<AlertCause, 'annotations' | 'displayName'>,
  language: string,
): { readonly title: string; readonly detail: string } {
  const [base = language] = language.split('-');
  const texts = annotations[language] ?? annotations[base] ?? annotations['en'] ?? Object.values(annotations)[0] ?? {};
  return { title: texts['title'] ?? ruleText(displayName, language), detail: texts['desc'] ?? '' };
}
