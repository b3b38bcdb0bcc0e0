import type { Diagnostic } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';
import {
  compilePolicy,
  type Fix,
  type LintFinding,
  type LoadedPolicy,
  type Request,
} from '../../../../src/policy/index.ts';
import type { LineMark } from '../../editor/line-marks.ts';
import type { EditorFindings } from '../../editor/yaml-editor.tsx';

/** Findings in the editor's form, each from its place to the end of its line, its fix as an action. */
export function toEditorFindings(text: string, findings: readonly LintFinding[]): EditorFindings {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const diagnostics = findings.map(({ line, column, severity, message, hint, code, fix }): Diagnostic => {
    const start = starts[line - 1] ?? text.length;
    const end = (starts[line] ?? text.length + 1) - 1;
    const from = Math.min(start + column - 1, end);
    return {
      from,
      to: Math.max(from, end),
      severity,
      message: hint ? `${message}\n${hint}` : message,
      source: code,
      actions: fix ? [{ name: fix.title, apply: (view) => applyTo(view, text, fix) }] : [],
    };
  });
  return { of: text, diagnostics };
}

/** Edits name places of the text that was judged: where somebody typed meanwhile, the next judgement has its own. */
function applyTo(view: EditorView, text: string, fix: Fix): void {
  if (view.state.doc.toString() !== text) return;
  view.dispatch({ changes: fix.edits.map(({ from, to, insert }) => ({ from, to, insert })) });
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
