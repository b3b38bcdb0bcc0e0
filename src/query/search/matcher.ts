import { type Field, fields, isDerived } from '../../audit/index.ts';
import { type Diagnostic, unreachable } from '../../base/index.ts';
import { type ClusterName, type FieldReference, membersOfObject } from '../fields/index.ts';
import type { SearchNode, SearchValue } from './ast.ts';
import { matchingClusters } from './compile-cluster.ts';
import {
  codeOf,
  derivedText,
  latencyOf,
  type Member,
  memberValues,
  otherMember,
  plainText,
  timeText,
} from './event-values.ts';
import { isNumber } from './lexical.ts';
import { equalityTest } from './match-equality.ts';
import { JsonNumber, type JsonValue, SearchableText, type SearchedEvent } from './searched-event.ts';
import { isUuid } from './searched-text.ts';
import { type Bound, type SearchTarget, translateSearch, type WordsValue } from './translate.ts';
import { literalWord, matchesWord, patternsOf, wordMatcher, type WordPattern } from './word-pattern.ts';
import { foldCase } from './words.ts';

type Test = (event: SearchedEvent) => boolean;

/** A search as a function over one event. */
export interface CompiledMatcher {
  /** Whether the event matches. False for every event where the search has an error. */
  readonly matches: Test;
  /** The same that `compileSearch` gives. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a search to a function that says of an event, as its columns have it, what the engine would say: for rules and filters
 * that look at each event as it comes. The search is read once, the event is taken apart only as far as the search asks, and
 * no expression that can run long is made of the search. What a caller may see is not its business: an event that they may not
 * see must not come here, and of one whose bodies they may not see the bodies are cut out before (`withoutBodies` of module audit).
 */
export function compileMatcher(
  node: SearchNode,
  context: { readonly clusters: readonly ClusterName[] },
): CompiledMatcher {
  const { condition, diagnostics } = translateSearch(node, targetFor(context.clusters));
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  return { matches: isWrong ? never : condition, diagnostics };
}

const always: Test = () => true;
const never: Test = () => false;

function targetFor(clusters: readonly ClusterName[]): SearchTarget<Test> {
  return {
    constant: (holds) => (holds ? always : never),
    every: (tests) => (event) => tests.every((test) => test(event)),
    any: (tests) => (event) => tests.some((test) => test(event)),
    not: (test) => (event) => !test(event),
    join(kind, items, translate) {
      const tests = items.map(translate);
      return kind === 'and' ? this.every(tests) : this.any(tests);
    },
    fullText: eventHolds,
    field: fieldTest,
    equal: equalityTest,
    number: numberTest,
    cluster(value) {
      if (value.kind === 'any') return always;
      const ids = new Set(matchingClusters(value, clusters));
      return ({ clusterId }) => ids.has(clusterId);
    },
    clusterNamed(name) {
      const ids = new Set(clusters.filter((cluster) => cluster.name === name).map(({ id }) => id));
      return ({ clusterId }) => ids.has(clusterId);
    },
  };
}

/** A text of an event; undefined where the event has none. */
type TextOf = (event: SearchedEvent) => SearchableText | undefined;

/** A name that counts as a word wherever its member is there. */
interface Name {
  readonly name: string;
  readonly isPresent: Test;
}

type WordTest = (text: SearchableText) => boolean;

/** Says whether a text holds the word. Most texts do not hold its beginning anywhere, which costs least to see. */
function wordTest(pattern: WordPattern): WordTest {
  const word = literalWord(pattern);
  if (word !== undefined) return (text) => text.folded.includes(word) && text.words.has(word);
  const [first] = pattern;
  const beginning = first?.kind === 'text' ? first.text : '';
  const isWord = wordMatcher(pattern);
  return (text) => {
    if (!text.folded.includes(beginning)) return false;
    for (const candidate of text.words) if (candidate.startsWith(beginning) && isWord(candidate)) return true;
    return false;
  };
}

/** Texts and names hold all words of a value, each in whichever of them, and one text holds a phrase as it is. */
function holdsValue(texts: readonly TextOf[], names: readonly Name[], value: WordsValue): Test {
  const words = patternsOf(value).map((pattern): Test => {
    const isIn = wordTest(pattern);
    const named = names.filter(({ name }) => matchesWord(pattern, name));
    return (event) => texts.some((textOf) => isThere(textOf(event), isIn)) || named.some((one) => one.isPresent(event));
  });
  if (value.kind !== 'phrase') return (event) => words.every((test) => test(event));
  const phrase = foldCase(value.text);
  const holdsPhrase: WordTest = (text) => text.folded.includes(phrase);
  return (event) => words.every((test) => test(event)) && texts.some((textOf) => isThere(textOf(event), holdsPhrase));
}

function isThere(text: SearchableText | undefined, test: WordTest): boolean {
  return text !== undefined && test(text);
}

/** What is searched without a field: see full-text.ts, whose rules these are. */
const searchedFields = fields.filter(
  (field) => !field.isBeside && !isDerived(field) && !['object', 'time', 'auditID'].includes(field.source.kind),
);
const eventTexts: readonly TextOf[] = searchedFields.flatMap(textsOf);
const eventNames: readonly Name[] = fields
  .filter((field) => !isDerived(field) && !field.isBeside && field.name !== 'other')
  .map((field) => ({ name: lastPart(field.name), isPresent: presenceOf(field) }));
const auditIdOf: TextOf = (event) => event.text('audit_id_text', false);
/** An audit id that is a UUID is found whole, not by a part of it. */
const oddAuditIdOf: TextOf = (event) => (isUuid(event.column('audit_id_text')) ? undefined : auditIdOf(event));

function eventHolds(value: WordsValue): Test {
  const isPart = value.kind === 'word' && /[*?]/.test(value.text);
  return holdsValue([...eventTexts, isPart ? oddAuditIdOf : auditIdOf], eventNames, value);
}

function lastPart(name: string): string {
  return foldCase(name.slice(name.lastIndexOf('.') + 1));
}

function fieldTest(reference: Exclude<FieldReference, { kind: 'reserved' }>, value: SearchValue): Test {
  if (reference.kind === 'member') return memberTest(reference, value);
  const { field } = reference;
  const isPresent = presenceOf(field);
  if (value.kind === 'any') return isPresent;
  if (value.text === '') return (event) => !isPresent(event);
  if (patternsOf(value).length === 0 && value.kind !== 'phrase') return isPresent;
  const names =
    field.source.kind === 'object'
      ? membersOfObject(field).map((member) => ({
          name: foldCase(member.name.slice(field.name.length + 1)),
          isPresent: presenceOf(member),
        }))
      : [];
  return holdsValue(textsOf(field), names, value);
}

/** The texts in which a field's words are looked for. */
function textsOf(field: Field): readonly TextOf[] {
  const { source } = field;
  switch (source.kind) {
    case 'text':
    case 'json': {
      const isJson = source.kind === 'json';
      return [(event) => event.text(source.column, isJson)];
    }
    case 'number':
      return [(event) => textOf(codeOf(event)?.toString())];
    case 'latency':
      return [(event) => textOf(latencyOf(event)?.toString())];
    case 'time':
      return [(event) => textOf(timeText(event, field.name, source.column))];
    case 'auditID':
      return [auditIdOf];
    case 'derived':
      return [(event) => textOf(derivedText(event, source.rule))];
    case 'object':
      return [
        ...membersOfObject(field).flatMap(textsOf),
        (event) => {
          const value = otherMember(event, field.name);
          return value === undefined ? undefined : textOf(plainText(value));
        },
      ];
    default:
      return unreachable(source);
  }
}

function textOf(text: string | undefined): SearchableText | undefined {
  return text === undefined ? undefined : new SearchableText(text);
}

/** Whether a field without a path is there at all. */
function presenceOf(field: Field): Test {
  const { source } = field;
  switch (source.kind) {
    case 'text':
    case 'json':
      return (event) => event.column(source.column) !== '';
    case 'number':
      return (event) => codeOf(event) !== undefined;
    case 'latency':
      return (event) => latencyOf(event) !== undefined;
    case 'time':
      return (event) => !Number.isNaN(source.column === 'time' ? event.row.time : event.row.requestReceivedAt);
    case 'auditID':
      return always;
    case 'derived':
      return (event) => derivedText(event, source.rule) !== undefined;
    case 'object': {
      const members = membersOfObject(field).map(presenceOf);
      return (event) => members.some((test) => test(event)) || otherMember(event, field.name) !== undefined;
    }
    default:
      return unreachable(source);
  }
}

function memberTest(reference: Member, value: SearchValue): Test {
  const valuesOf = memberValues(reference);
  const isPresent: Test = (event) => valuesOf(event).some((reached) => reached !== null);
  if (value.kind === 'any') return isPresent;
  if (value.text === '') return (event) => valuesOf(event).every((reached) => reached === null || reached === '');
  if (patternsOf(value).length === 0 && value.kind !== 'phrase') return isPresent;
  return holdsValue([(event) => textOf(valuesOf(event).map(plainText).join(','))], [], value);
}

function numberTest(reference: FieldReference, bounds: readonly Bound[]): Test {
  const limits = bounds.map(({ operator, number }) => ({ operator, limit: limitOf(number) }));
  const isWithin = (value: number): boolean => limits.every(({ operator, limit }) => holds(value, operator, limit));
  if (reference.kind === 'member') {
    const valuesOf = memberValues(reference);
    return (event) => valuesOf(event).some((value) => isNumeric(value) && isWithin(Number(numberText(value))));
  }
  return (event) => {
    const value = numberOf(event, reference);
    return value !== undefined && isWithin(value);
  };
}

/** Whole numbers of up to 18 digits are compared as such, all others as doubles, as in the engine. */
function limitOf(number: string): number | bigint {
  if (/^[+-]?\d{1,18}$/.test(number)) return BigInt(number.replace('+', ''));
  return Math.min(Math.max(Number(number), -Number.MAX_VALUE), Number.MAX_VALUE);
}

function holds(value: number, operator: Bound['operator'], limit: number | bigint): boolean {
  switch (operator) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '=':
      return typeof limit === 'bigint' ? Number.isInteger(value) && BigInt(value) === limit : value === limit;
    default:
      return unreachable(operator);
  }
}

function numberText(value: JsonValue): string {
  return value instanceof JsonNumber ? value.source : typeof value === 'string' ? value : '';
}

function isNumeric(value: JsonValue): boolean {
  return value instanceof JsonNumber || (typeof value === 'string' && isNumber(value));
}

function numberOf(event: SearchedEvent, reference: Exclude<FieldReference, { kind: 'member' }>): number | undefined {
  if (reference.kind === 'field') return reference.field.source.kind === 'latency' ? latencyOf(event) : codeOf(event);
  const { row } = event;
  switch (reference.name) {
    case '__time__':
      return Math.floor(row.time / 1_000_000);
    case '__time_ns_part__':
      return (((row.time % 1_000_000) + 1_000_000) % 1_000_000) * 1000;
    case '__receive_time__':
      return Math.floor(row.receivedAt / 1_000_000);
    case '__cluster__':
    case '__topic__':
    case '__source__':
    case '__tag__':
      return undefined;
    default:
      return unreachable(reference.name);
  }
}
