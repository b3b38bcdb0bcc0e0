import type { z } from 'zod';
import { type Diagnostic, isAccepted, nearest, said } from '../../base/index.ts';
import {
  fileProblem,
  type Path,
  type Position,
  readDocuments,
  type ReadOptions,
  shapeProblems,
  type YamlDocument,
} from '../../documents/index.ts';
import { AlertPolicy, AlertRule, ruleLimits, Silence } from '../form.ts';
import { readSlsRules, slsItems } from '../sls/index.ts';
import { checkPolicy, checkSilence } from './check-policy.ts';
import { checkRule } from './check-rule.ts';
import { type Finding, placed, placeIn } from './finding.ts';
import { checkChannels, checkNames, type Known } from './known.ts';
import { writeRule } from './write.ts';

/** What a file of rules says. */
export interface ReadRules {
  /** Those without an error. Whoever applies a file applies all of it or nothing: see `isAccepted` of the diagnostics. */
  readonly rules: readonly ReadRule[];
  readonly policies: readonly AlertPolicy[];
  readonly silences: readonly Silence[];
  /** Everything that is to be said of the file, with line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A rule, and the document that it stands in, as it was written. */
export interface ReadRule {
  readonly rule: AlertRule;
  /** Of one that was made of SLS's JSON, as it would be written. */
  readonly source: string;
  /** Whether it is to be evaluated: one that is switched off in SLS is not. */
  readonly isEnabled: boolean;
  /** Where in the file a member stands, or the character at an offset of its text. */
  readonly place: (path: Path, offset?: number) => Position;
}

/** What one document says. */
interface Taken {
  readonly rules?: readonly ReadRule[];
  readonly policy?: AlertPolicy | undefined;
  readonly silence?: Silence | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const reading: ReadOptions = {
  codes: { syntax: 'rule-syntax', tooDeep: 'rule-too-deep', tooLarge: 'rule-too-large' },
  limits: { bytes: ruleLimits.fileBytes, lexemes: 100_000, members: 500 },
};

/** Kinds of files that others read. */
const otherKinds = ['Channel', 'Destination', 'Dashboard', 'ReportSchedule'] as const;
const kinds = ['AlertRule', 'AlertPolicy', 'Silence', ...otherKinds] as const;

/** Of a document. */
const mostFindings = 50;

/**
 * Reads the rules, policies and silences of a file of YAML or JSON, of one document or several; other kinds that are known are passed over.
 * Rules of SLS are taken as well. Statements are not compiled: see `checkColumns`.
 */
export function readRuleFile(text: string, known: Known = {}): ReadRules {
  const documents = readDocuments(text, reading, ruleLimits.documents);
  if (!documents.ok) return { rules: [], policies: [], silences: [], diagnostics: documents.diagnostics };
  const full = documents.value.filter(({ value }) => value !== null);
  const all = withOwn(known, full);
  const taken = full.map((document) => takeDocument(document, all));
  const diagnostics = [...taken.flatMap((one) => one.diagnostics), ...duplicates(full)];
  return {
    rules: taken.flatMap(({ rules }) => rules ?? []),
    policies: taken.flatMap(({ policy }) => policy ?? []),
    silences: taken.flatMap(({ silence }) => silence ?? []),
    diagnostics: full.length > 0 ? diagnostics : [emptyFile()],
  };
}

/** What a file brings along is there as well. */
function withOwn({ clusters, channels, policies }: Known, documents: readonly YamlDocument[]): Known {
  const own = (kind: string): readonly string[] =>
    documents
      .filter(({ value }) => memberOf(value, 'kind') === kind)
      .flatMap(({ value }) => {
        const name = memberOf(value, 'name');
        return typeof name === 'string' ? [name] : [];
      });
  return {
    ...(clusters && { clusters }),
    ...(channels && { channels: [...channels, ...own('Channel')] }),
    ...(policies && { policies: [...policies, ...own('AlertPolicy')] }),
  };
}

function emptyFile(): Diagnostic {
  const message = said`the file holds nothing: expected \`kind: AlertRule\`, \`kind: AlertPolicy\` or \`kind: Silence\``;
  return fileProblem('empty-rule-file', message, { line: 1, column: 1 });
}

function takeDocument(document: YamlDocument, known: Known): Taken {
  const items = slsItems(document);
  if (items) {
    const { rules, diagnostics } = readSlsRules(document, items, known.clusters);
    return { rules: rules.map((read) => ({ ...read, source: writeRule(read.rule) })), diagnostics };
  }
  const kind = memberOf(document.value, 'kind');
  if (kind === 'AlertRule') {
    const { value: rule, diagnostics } = takeAs(AlertRule, document, (read) => [
      ...checkRule(read),
      ...checkNames(read, known),
    ]);
    const place = (path: Path, offset?: number): Position => placeIn(document, path, offset);
    return { rules: rule ? [{ rule, source: document.source, isEnabled: true, place }] : [], diagnostics };
  }
  if (kind === 'AlertPolicy') {
    const { value: policy, diagnostics } = takeAs(AlertPolicy, document, (read) => [
      ...checkPolicy(read),
      ...checkChannels(read, known),
    ]);
    return { policy, diagnostics };
  }
  if (kind === 'Silence') {
    const { value: silence, diagnostics } = takeAs(Silence, document, checkSilence);
    return { silence, diagnostics };
  }
  return { diagnostics: otherKinds.some((other) => other === kind) ? [] : [unknownKind(kind, document)] };
}

/** The value of a document where it has no error, and what is to be said of it. */
function takeAs<Value>(
  schema: z.ZodType<Value>,
  document: YamlDocument,
  check: (value: Value) => readonly Finding[],
): { readonly value: Value | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = schema.safeParse(document.value);
  if (!parsed.success) {
    const shape = { schema, document, whole: said`the document`, code: 'invalid-rule' };
    return { value: undefined, diagnostics: shapeProblems(parsed.error, shape) };
  }
  const findings = check(parsed.data).slice(0, mostFindings);
  const diagnostics = findings.map((finding) => placed(finding, document));
  return { value: isAccepted(diagnostics) ? parsed.data : undefined, diagnostics };
}

/** Rules and policies that have the name of one before. */
function duplicates(documents: readonly YamlDocument[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return documents.flatMap((document) => {
    const [kind, name] = [memberOf(document.value, 'kind'), memberOf(document.value, 'name')];
    if (typeof name !== 'string' || (kind !== 'AlertRule' && kind !== 'AlertPolicy')) return [];
    const key = `${kind} ${name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [fileProblem('duplicate-rule', said`the file has another ${kind} of this name`, document.place(['name']))];
  });
}

function memberOf(value: unknown, name: 'kind' | 'name'): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

function unknownKind(kind: unknown, document: YamlDocument): Diagnostic {
  if (typeof kind !== 'string')
    return fileProblem(
      'unknown-kind',
      said`the document does not say what it is`,
      document.place(['kind']),
      said`write \`kind: AlertRule\``,
    );
  const meant = nearest(kind, kinds);
  const hint = meant === null ? said`it can be: ${kinds.join(', ')}` : said`did you mean ${meant}?`;
  const shown = kind.length > 64 ? `${kind.slice(0, 64)}…` : kind;
  return fileProblem('unknown-kind', said`there is no kind "${shown}"`, document.place(['kind']), hint);
}
