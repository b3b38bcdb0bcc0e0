import { type Severity, said, worded } from '../../base/index.ts';
import { isPolicyLimit } from '../diagnostic-codes.ts';
import type { KubeRelease } from '../kube-release.ts';
import { type LoadedPolicy, type PolicyProblem, loadPolicy } from '../load/index.ts';
import { type Policy, isLevel, isStage } from '../model.ts';
import { LintContext } from './context.ts';
import { RuleFixes, fieldFindings } from './fields.ts';
import type { LintAnswer, LintFinding } from './finding.ts';
import { lintRules } from './rules/index.ts';

/** Looks for mistakes in a policy, errors first, then in the order of its lines. A policy that kube-apiserver refuses is looked through as well. */
export function lintPolicy(text: string, release?: KubeRelease): LintAnswer {
  const loaded = loadPolicy(text, release);
  const fixes = new RuleFixes(loaded);
  const specific = [...fieldFindings(loaded, fixes), ...ruleFindings(loaded)];
  const places = new Set(specific.filter(({ severity }) => severity === 'error').map((finding) => place(finding)));
  const refusals = loaded.errors
    .map((problem) => refusal(problem, fixes))
    .filter((finding) => !places.has(place(finding)));
  const findings = [...refusals, ...specific].toSorted(
    (a, b) => ranks[a.severity] - ranks[b.severity] || a.line - b.line || a.column - b.column,
  );
  return { findings };
}

const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function place({ line, column }: { readonly line: number; readonly column: number }): string {
  return `${line}:${column}`;
}

function refusal({ code, path, message, line, column }: PolicyProblem, fixes: RuleFixes): LintFinding {
  const rule = /^rules\[(\d+)\]/.exec(path)?.[1];
  const hint = isPolicyLimit(code)
    ? said`nobody reads so much: make it smaller`
    : said`kube-apiserver does not start with this policy`;
  const index = rule === undefined ? null : Number(rule);
  const fix = code === 'wrong-type' ? fixes.all : undefined;
  return { code, severity: 'error', rule: index, line, column, ...worded(message, hint), ...(fix ? { fix } : {}) };
}

function ruleFindings(loaded: LoadedPolicy): LintFinding[] {
  const { raw } = loaded;
  if (!raw || raw.rules.length === 0) return [];
  const policy: Policy = {
    ...raw,
    omitStages: raw.omitStages.filter(isStage),
    rules: raw.rules.map((rule) => ({
      ...rule,
      // A level that does not exist is reported by itself; the rule still takes its requests.
      level: isLevel(rule.level) ? rule.level : 'Metadata',
      omitStages: rule.omitStages.filter(isStage),
    })),
  };
  const context = new LintContext(loaded, policy);
  let isCut = false;
  const found = lintRules.flatMap((rule) => {
    const reports = [...Iterator.from(rule.check(context)).take(mostFindings + 1)];
    isCut ||= reports.length > mostFindings;
    return reports.slice(0, mostFindings).map(({ at, rule: index, message, hint, fix, severity }) => ({
      code: rule.code,
      severity: severity ?? rule.severity,
      rule: index,
      ...loaded.source.lines.position(at.from),
      ...worded(message, hint),
      ...(fix ? { fix } : {}),
    }));
  });
  if (isCut) found.push(cut);
  return context.isIncomplete ? [...found, incomplete] : found;
}

/** Findings of one kind that are told: looking for what was meant costs more than looking whether something is wrong. */
export const mostFindings = 200;

const cut: LintFinding = {
  code: 'lint-findings-limited',
  severity: 'info',
  rule: null,
  line: 1,
  column: 1,
  ...worded(
    said`there are more than ${mostFindings} findings of one kind, and only so many are told`,
    said`settle these, and lint again`,
  ),
};

const incomplete: LintFinding = {
  code: 'lint-incomplete',
  severity: 'info',
  rule: null,
  line: 1,
  column: 1,
  ...worded(
    said`the policy has so many rules that not all of them were tried against each other`,
    said`what is reported holds; join rules that differ in a name only, and lint again`,
  ),
};
