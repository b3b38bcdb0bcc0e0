import { useMemo } from 'react';
import type { Diagnostic } from '../../../src/base/index.ts';
import { bindStatement } from '../../../src/dashboards/index.ts';
import { useWorded } from '../lib/i18n/wordings/use-worded.ts';
import { useDiagnostics } from './use-diagnostics.ts';

const none: readonly Diagnostic[] = [];

/** What is wrong with a statement that may hold variables (`${{name|default}}`), with the values that they have by themselves. */
export function usePanelDiagnostics(
  statement: string,
  variables: Readonly<Record<string, string>>,
): readonly Diagnostic[] {
  const bound = useMemo(() => {
    if (!statement.includes('${{')) return { text: statement, problems: none };
    const made = bindStatement(statement, { variables });
    return made.ok ? { text: made.value, problems: none } : { text: '', problems: made.diagnostics };
  }, [statement, variables]);
  const found = useDiagnostics(bound.text, none);
  const problems = useWorded(bound.problems);
  return useMemo(() => {
    if (problems.length > 0) return problems;
    // Places in the text with its values are none of the text that is edited.
    return bound.text === statement ? found : found.map(({ from: _from, to: _to, ...rest }) => rest);
  }, [bound, problems, found, statement]);
}
