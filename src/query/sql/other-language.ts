import { type Diagnostic, said, worded } from '../../base/index.ts';
import { scan } from './scan.ts';

/** Commands with which a pipeline of SPL, the other language of SLS, begins; `project-away` and its like begin with these too. */
const splCommands = new Set([
  'where',
  'extend',
  'project',
  'parse',
  'pack',
  'stats',
  'sort',
  'limit',
  'expand',
  'make',
]);

/** Says so by name where a statement is of a language of SLS that is not ours: SPL, or `set session` before SQL. */
export function checkLanguage(text: string): Diagnostic | null {
  const [first] = scan(text);
  if (!first) return null;
  const word = first.text.toLowerCase();
  const place = { code: 'not-a-query', severity: 'error', from: first.from, to: first.to } as const;
  if (word === 'set') {
    const message = said`SET is not supported: the settings of statements are the operator's`;
    const hint = said`leave it out; what SLS sets by it (scan mode) needs no setting here`;
    return { ...place, ...worded(message, hint) };
  }
  if (splCommands.has(word) || /^\s*\.let\b/i.test(text)) {
    const message = said`SPL is not supported ('${first.text}'): after the bar stands a SELECT statement`;
    return { ...place, ...worded(message, said`write SELECT … WHERE …`) };
  }
  return null;
}
