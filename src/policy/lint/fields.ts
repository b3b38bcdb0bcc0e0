import { type Diagnostic, unreachable, said, worded, type Said, type Text } from '../../base/index.ts';
import type { LoadedPolicy, PolicyProblem, Value } from '../load/index.ts';
import { nearest } from './catalog/nearest.ts';
import type { Fix } from './edit/fix.ts';
import { rewriteRule } from './edit/rewrite-rule.ts';
import type { LintFinding } from './finding.ts';
import { type Level, type Meaning, fieldsOf, listFields, meaningOf } from './misplaced/field-names.ts';
import { restructure } from './misplaced/restructure.ts';
import { WorkBudget } from '../work-budget.ts';

type Told = Pick<Diagnostic, 'severity'> & {
  readonly message: Text;
  readonly hint: Said;
  readonly fix?: Fix | undefined;
};

/** What kube-apiserver reads past without refusing the file: an error here, as the policy then does something else. */
export function fieldFindings(loaded: LoadedPolicy, fixes: RuleFixes): LintFinding[] {
  return loaded.warnings.slice(0, mostFieldFindings).flatMap((problem) => {
    const told = tell(loaded, problem, fixes);
    if (!told) return [];
    const { code, path, line, column } = problem;
    const index = /^rules\[(\d+)\]/.exec(path)?.[1];
    const { severity, message, hint, fix } = told;
    const rule = index === undefined ? null : Number(index);
    return [{ code, severity, rule, line, column, ...worded(message, hint), ...(fix ? { fix } : {}) }];
  });
}

/** As of the other findings; a policy with so many is not one. */
const mostFieldFindings = 200;

/** Characters of rules that are written anew; a larger policy gets the fixes of the rules behind them once these are settled. */
const mostRewritten = 200_000;

/** The fixes that put the fields of a rule where they belong, each worked out once. */
export class RuleFixes {
  private readonly loaded: LoadedPolicy;
  private readonly work = new WorkBudget(mostRewritten);
  private readonly fixes = new Map<number, Fix | undefined>();

  constructor(loaded: LoadedPolicy) {
    this.loaded = loaded;
  }

  /** The fix of a rule; undefined where its fields may mean several things. */
  of(rule: number): Fix | undefined {
    if (this.fixes.has(rule)) return this.fixes.get(rule);
    const { from, to } = this.loaded.source.nearest(['rules', rule]);
    const edit = this.work.spend(to - from) ? rewriteRule(this.loaded.source, rule, restructure) : undefined;
    const title = `write the fields of rule ${rule + 1} where they belong`;
    const fix: Fix | undefined = edit && { title, edits: [edit], kind: 'correction' };
    this.fixes.set(rule, fix);
    return fix;
  }

  /** The fix of all rules at once, for a file that is not read further than to the first wrong type. */
  get all(): Fix | undefined {
    const rules = this.loaded.source.find(['rules']);
    const edits = rules?.kind === 'array' ? rules.items.flatMap((_, index) => this.of(index)?.edits ?? []) : [];
    return edits.length === 0 ? undefined : { title: 'write the fields where they belong', edits, kind: 'correction' };
  }
}

function tell(loaded: LoadedPolicy, problem: PolicyProblem, fixes: RuleFixes): Told | undefined {
  switch (problem.code) {
    case 'unknown-field':
      return unknownField(loaded, problem, fixes);
    case 'duplicate-field':
      return {
        severity: 'error',
        message: said`${problem.path} is given more than once; kube-apiserver takes the last one and ignores the others`,
        hint: said`keep one of them; a list takes several values`,
      };
    case 'several-documents':
    case 'text-not-read':
      return {
        severity: 'error',
        message: problem.message,
        hint: said`keep one policy in a file, all of it at one indentation`,
      };
    // What kube-apiserver refuses is reported as its refusal, and the ended apiVersion by a rule.
    case 'api-version-ended':
    case 'invalid-field':
    case 'no-rules':
    case 'not-a-policy':
    case 'policy-too-deep':
    case 'policy-too-large':
    case 'policy-too-many-rules':
    case 'wrong-type':
    case 'yaml-syntax':
      return undefined;
    default:
      return unreachable(problem.code);
  }
}

/** A field that kube-apiserver does not know, and the object that holds it. */
interface Unknown {
  readonly level: Level;
  readonly rule: number | undefined;
  readonly name: string;
  readonly value: Value | undefined;
  /** The names beside it, its own included. */
  readonly beside: readonly string[];
}

function unknownField(loaded: LoadedPolicy, { path, line, column }: PolicyProblem, fixes: RuleFixes): Told {
  const unknown = unknownAt(loaded, path);
  const message =
    unknown.rule === undefined
      ? said`kube-apiserver does not know the field ${path} and ignores it`
      : said`kube-apiserver does not know the field ${path} and ignores it, so the rule matches without it`;
  const meaning = unknown.level === 'policy' ? meaningInPolicy(unknown) : meaningIn(unknown, unknown.level);
  const offset = (loaded.source.lines.start(line) ?? 0) + column - 1;
  const renaming = meaning && renamingOf(loaded, unknown, meaning, offset);
  const fix = (unknown.rule === undefined ? undefined : fixes.of(unknown.rule)) ?? renaming;
  return { severity: 'error', message, hint: hintOf(unknown, meaning), ...(meaning ? { fix } : {}) };
}

function unknownAt(loaded: LoadedPolicy, path: string): Unknown {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const parent = loaded.source.find(stepsOf(path.slice(0, Math.max(0, path.length - name.length - 1))));
  const members = parent?.kind === 'object' ? parent.members : [];
  const rule = /^rules\[(\d+)\]\./.exec(path)?.[1];
  const isEntry = /^rules\[\d+\]\.resources\[\d+\]\.[^.]+$/.test(path);
  return {
    level: isEntry ? 'entry' : rule === undefined ? 'policy' : 'rule',
    rule: rule === undefined ? undefined : Number(rule),
    name,
    value: members.find((member) => member.name === name)?.value,
    beside: members.map((member) => member.name),
  };
}

function stepsOf(path: string): (string | number)[] {
  return path
    .split(/\.|\[(\d+)\]\.?/)
    .filter((step) => step !== undefined && step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function meaningIn({ name, value }: Unknown, level: 'rule' | 'entry'): Meaning | undefined {
  const items = value?.kind === 'array' ? value.items : value ? [value] : [];
  const texts = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return meaningOf(name, level, texts);
}

function meaningInPolicy({ name, beside }: Unknown): Meaning | undefined {
  // Inside of metadata nothing is kube-apiserver's.
  if (!beside.includes('rules') && !beside.includes('apiVersion')) return undefined;
  const field = nearest(name, fieldsOf.policy);
  return field === undefined ? meaningOf(name, 'rule', []) : { level: 'policy', field };
}

/** Another name for a field that is in its place, where none of that name is there and the value fits. */
function renamingOf({ source }: LoadedPolicy, unknown: Unknown, meaning: Meaning, from: number): Fix | undefined {
  const { level, name, value, beside } = unknown;
  const { field } = meaning;
  const fits = !listFields.has(field) || value?.kind === 'array';
  const to = from + name.length;
  // kube-apiserver takes a file without kind for a policy, and one of a wrong kind for none.
  const identifies = field === 'kind' || field === 'apiVersion';
  if (meaning.level !== level || field === 'groups' || identifies || beside.includes(field) || !fits) return undefined;
  if (source.text.slice(from, to) !== name) return undefined;
  return { title: `write ${field}`, edits: [{ from, to, insert: field }], kind: 'correction' };
}

const places: Readonly<Record<Level, Said>> = {
  policy: said`the policy itself, beside rules`,
  rule: said`the rule itself, beside its level`,
  entry: said`the entries of the rule's resources`,
};

function hintOf({ level, name }: Unknown, meaning: Meaning | undefined): Said {
  if (!meaning)
    return said`no field is called so: write it as one of ${fieldsOf[level].join(', ')}, or make it a comment`;
  const field = meaning.field === 'groups' ? said`group, one entry for each API group` : meaning.field;
  if (meaning.level === level) return said`write ${field}`;
  const place = places[meaning.level];
  return field === name ? said`move it to ${place}` : said`move it as ${field} to ${place}`;
}
