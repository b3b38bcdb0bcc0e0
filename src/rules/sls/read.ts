import { type Diagnostic, isAccepted, said } from '../../base/index.ts';
import { type Path, type Position, shapeProblems, type YamlDocument } from '../../documents/index.ts';
import type { AlertRule } from '../form.ts';
import { finding, placed, placeIn } from '../read/finding.ts';
import type { KnownCluster } from '../read/known.ts';
import { SlsRule } from './form.ts';
import { importSlsRule } from './import-rule.ts';
import { originOf } from './origin.ts';

/** A rule that was made of one of SLS. */
export interface ReadSlsRule {
  readonly rule: AlertRule;
  readonly isEnabled: boolean;
  /** Where in the file stands what a member, or a character of its text, was made of. */
  readonly place: (path: Path, offset?: number) => Position;
}

interface Item {
  readonly value: unknown;
  readonly path: Path;
}

/** Of a list. */
const mostRules = 200;

/** The rules of SLS in a document: one, a list of them, or what its API answers. Undefined where there are none. */
export function slsItems({ value }: Pick<YamlDocument, 'value'>): readonly Item[] | undefined {
  const isList = Array.isArray(value);
  const results: unknown = isList ? value : memberOf(value, 'results');
  if (!Array.isArray(results)) return isSlsRule(value) ? [{ value, path: [] }] : undefined;
  const above: Path = isList ? [] : ['results'];
  const items = results
    .slice(0, mostRules)
    .map((item: unknown, index): Item => ({ value: item, path: [...above, index] }));
  return items.some((item) => isSlsRule(item.value)) ? items : undefined;
}

/** Reads the rules of SLS that a document holds. */
export function readSlsRules(
  document: YamlDocument,
  items: readonly Item[],
  clusters: readonly KnownCluster[] | undefined,
): { readonly rules: readonly ReadSlsRule[]; readonly diagnostics: readonly Diagnostic[] } {
  const read = items.map((item) => readItem(document, item, clusters));
  return {
    rules: read.flatMap(({ rule }) => rule ?? []),
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

function readItem(
  document: YamlDocument,
  { value, path }: Item,
  clusters: readonly KnownCluster[] | undefined,
): { readonly rule?: ReadSlsRule | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const configuration = memberOf(value, 'configuration');
  const version = memberOf(configuration, 'version');
  if (version !== '2.0') {
    const given = typeof version === 'string' ? version : '1.0';
    const message = said`the rule is of version "${given}" of SLS alerting: rules of version 2.0 are read`;
    const hint = said`save it in the new version of alerting of SLS first, or write it as \`kind: AlertRule\``;
    const at = finding(['configuration', 'version'], 'sls-version', message, { hint });
    return { diagnostics: [placed(at, document, path)] };
  }
  const parsed = SlsRule.safeParse(value);
  if (!parsed.success) {
    const shape = { schema: SlsRule, document, above: path, whole: said`the rule`, code: 'invalid-rule' };
    return { diagnostics: shapeProblems(parsed.error, shape) };
  }
  const { rule, isEnabled, findings } = importSlsRule(parsed.data, clusters);
  const diagnostics = findings.map((found) => placed(found, document, path));
  const place = (member: Path, offset?: number): Position => placeIn(document, [...path, ...originOf(member)], offset);
  return { rule: rule && isAccepted(diagnostics) ? { rule, isEnabled, place } : undefined, diagnostics };
}

function isSlsRule(value: unknown): boolean {
  return memberOf(value, 'kind') === undefined && typeof memberOf(value, 'configuration') === 'object';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
