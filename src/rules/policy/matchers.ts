import { RE2JS } from 're2js';
import type { Matcher, Severity } from '../form.ts';

/** What of an alert policies and silences look at. */
export interface AlertFacts {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: 'firing' | 'resolved';
  /** Names of the clusters that it is about; its label `cluster` goes before them. */
  readonly clusters: readonly string[];
  readonly project?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** Says whether an alert is meant. */
export type AlertTest = (facts: AlertFacts) => boolean;

type Attribute = NonNullable<Matcher['attribute']>;

/** The values of a label or attribute: one, but for the clusters of an alert that is about several. What is missing is the empty text. */
export function valuesOf(
  facts: AlertFacts,
  { label, attribute }: Pick<Matcher, 'label' | 'attribute'>,
): readonly string[] {
  return attribute === undefined ? [labelOf(facts, label ?? '')] : attributeValues(facts, attribute);
}

function labelOf({ labels }: AlertFacts, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

function attributeValues(facts: AlertFacts, attribute: Attribute): readonly string[] {
  if (attribute === 'cluster') return clustersOf(facts);
  return [attribute === 'project' ? (facts.project ?? '') : facts[attribute]];
}

function clustersOf(facts: AlertFacts): readonly string[] {
  const label = labelOf(facts, 'cluster');
  if (label !== '') return [label];
  return facts.clusters.length > 0 ? facts.clusters : [''];
}

/** The value by which alerts are told apart: of a label, or of an attribute that is written `@cluster`. */
export function valueOf(facts: AlertFacts, name: string): string {
  const attribute = attributeNames.find((one) => `@${one}` === name);
  if (attribute === undefined) return labelOf(facts, name);
  return attributeValues(facts, attribute).toSorted().join(', ');
}

const attributeNames: readonly Attribute[] = ['rule', 'severity', 'cluster', 'project', 'status'];

/** All must hold; none: every alert is meant. A pattern that cannot be read, which the reader has told of, means none. */
export function compileMatchers(matchers: readonly Matcher[]): AlertTest {
  const tests = matchers.map(compileMatcher);
  return (facts) => tests.every((test) => test(facts));
}

function compileMatcher(matcher: Matcher): AlertTest {
  const isPattern = matcher.op === '=~' || matcher.op === '!~';
  const patterns = isPattern ? matcher.values.map(readPattern) : [];
  if (patterns.some((pattern) => typeof pattern === 'string')) return () => false;
  const isNegated = matcher.op === '!=' || matcher.op === '!~';
  const wanted = new Set(matcher.values);
  const isMeant = (value: string): boolean =>
    isPattern ? patterns.some((pattern) => typeof pattern !== 'string' && pattern.matches(value)) : wanted.has(value);
  return (facts) => valuesOf(facts, matcher).some(isMeant) !== isNegated;
}

/** An RE2 pattern, or the reason why it is none. */
export function readPattern(text: string): RE2JS | string {
  try {
    return RE2JS.compile(text, RE2JS.DOTALL);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
