import type { Diagnostic } from '@codemirror/lint';
import { compilePolicy, type LintFinding, type LoadedPolicy, type Request } from '../../../../src/policy/index.ts';
import type { LineMark } from '../../editor/line-marks.ts';

/** Findings in the editor's form, each from its place to the end of its line, its fix as an action. */
export function toEditorFindings(text: string, findings: readonly LintFinding[]): readonly Diagnostic[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return findings.map(({ line, column, severity, message, hint, code, fix }) => {
    const start = starts[line - 1] ?? text.length;
    const end = (starts[line] ?? text.length + 1) - 1;
    const from = Math.min(start + column - 1, end);
    return {
      from,
      to: Math.max(from, end),
      severity,
      message: hint ? `${message}\n${hint}` : message,
      source: code,
      actions: fix
        ? [
            {
              name: fix.title,
              apply: (view) =>
                view.dispatch({ changes: fix.edits.map(({ from, to, insert }) => ({ from, to, insert })) }),
            },
          ]
        : [],
    };
  });
}

/** The lines of the deciding rule lit, and those of rules that no request reaches struck out. */
export function policyMarks(
  loaded: LoadedPolicy,
  findings: readonly LintFinding[],
  request: Request | undefined,
): readonly LineMark[] {
  const unreached = findings.flatMap(({ code, rule }): readonly LineMark[] =>
    code === 'rule-shadowed' && rule !== null ? [mark(loaded, rule, 'unreached')] : [],
  );
  if (!request || !loaded.policy) return unreached;
  const { rule } = compilePolicy(loaded.policy, loaded.release.groupWildcard).evaluate(request);
  return rule === null ? unreached : [...unreached, mark(loaded, rule, 'lit')];
}

function mark(loaded: LoadedPolicy, rule: number, kind: LineMark['kind']): LineMark {
  const { line, endLine } = loaded.source.ruleLines(rule);
  return { from: line, to: endLine, kind };
}
