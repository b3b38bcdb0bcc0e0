import { type DerivedRule, type Field, fields } from '../../../audit/index.ts';
import { deriveField, extraKeys } from '../../fields/derived-fields.ts';
import type { SearchNode, SearchValue } from '../ast.ts';
import { asStored, isArray, isObject, NumberText, parseValue, type Value, write } from './event-value.ts';

/*
 * What a search means, said as plainly as possible: over the event's JSON, one event at a time. It shares neither the columns nor the
 * tokeniser nor the expressions with what it checks.
 */

/** An event as it was received. */
export interface NaiveEvent {
  readonly members: ReadonlyMap<string, Value>;
  readonly others: Value;
}

const topLevel = [
  'level',
  'auditID',
  'stage',
  'requestURI',
  'verb',
  'user',
  'impersonatedUser',
  'authenticationMetadata',
  'sourceIPs',
  'userAgent',
  'objectRef',
  'responseStatus',
  'requestObject',
  'responseObject',
  'requestReceivedTimestamp',
  'stageTimestamp',
  'annotations',
];
const typed: Readonly<Record<string, readonly string[]>> = {
  user: ['username', 'uid', 'groups', 'extra'],
  objectRef: ['resource', 'namespace', 'name', 'uid', 'apiGroup', 'apiVersion', 'resourceVersion', 'subresource'],
  responseStatus: ['status', 'message', 'reason', 'details', 'code'],
  impersonatedUser: ['username', 'uid', 'groups', 'extra'],
  authenticationMetadata: ['impersonationConstraint'],
};
const details = ['name', 'group', 'kind', 'uid', 'causes', 'retryAfterSeconds'];
const envelope = new Set(['kind', 'apiVersion', 'metadata', 'timestamp']);

/**
 * Reads an event as Go would: keys of typed objects in any case, null and what is empty as absent. `keepsCopies`: v1beta1's
 * copies of the time are content.
 */
export function readNaiveEvent(line: string, keepsCopies = false): NaiveEvent {
  const members = new Map<string, Value>();
  const others: Record<string, Value> = {};
  const event = parseValue(line);
  if (!isObject(event)) throw new Error('no event');
  for (const [key, value] of Object.entries(event)) {
    const name = canonical(key, [...topLevel, ...envelope]);
    if (keepsCopies && (name === 'metadata' || name === 'timestamp')) others[name] = asStored(value);
    if (envelope.has(name)) continue;
    if (!topLevel.includes(name)) others[name] = asStored(value);
    else if (!['user', 'objectRef', 'responseStatus'].includes(name)) put(members, others, name, name, value);
    else if (isObject(value)) readTyped(members, others, name, value);
    else if (value !== null) others[name] = asStored(value);
  }
  return { members, others };
}

function readTyped(
  members: Map<string, Value>,
  others: Record<string, Value>,
  parent: string,
  value: { readonly [name: string]: Value },
): void {
  const inner: Record<string, Value> = {};
  for (const [key, member] of Object.entries(value)) {
    const name = canonical(key, [...(typed[parent] ?? []), 'metadata']);
    if (parent === 'responseStatus' && name === 'metadata') {
      if (isObject(member) && Object.keys(member).length > 0) inner[name] = asStored(member);
    } else if ((typed[parent] ?? []).includes(name)) put(members, inner, `${parent}.${name}`, name, member);
    else inner[name] = asStored(member);
  }
  if (Object.keys(inner).length > 0) others[parent] = inner;
}

function put(
  members: Map<string, Value>,
  others: Record<string, Value>,
  path: string,
  name: string,
  value: Value,
): void {
  members.delete(path);
  if (value === null) return;
  const kind = fields.find((field) => field.name === path)?.source.kind;
  if (path === 'responseStatus.code') {
    if (!(value instanceof NumberText)) others[name] = asStored(value);
    else if (Number(value.source) !== 0) members.set(path, value);
  } else if (kind !== 'json') {
    if (typeof value !== 'string') others[name] = asStored(value);
    else if (value !== '') members.set(path, value);
  } else if (path === 'requestObject' || path === 'responseObject') members.set(path, asStored(value));
  else if (path === 'user.groups' || path === 'sourceIPs') {
    if (!isArray(value)) others[name] = asStored(value);
    else if (value.length > 0) members.set(path, asStored(value));
  } else if (!isObject(value)) others[name] = asStored(value);
  else if (Object.keys(value).length > 0) {
    const names = path === 'responseStatus.details' ? details : (typed[path] ?? []);
    const renamed = Object.entries(value).map(([key, member]) => [canonical(key, names), asStored(member, 1)]);
    members.set(path, Object.fromEntries(renamed) as Value);
  }
}

function canonical(key: string, names: readonly string[]): string {
  if (names.includes(key)) return key;
  return names.find((name) => foldName(name) === foldName(key)) ?? key.toWellFormed();
}

function foldName(text: string): string {
  return text.toLowerCase().replaceAll('ſ', 's').replaceAll('\u212a', 'k');
}

/** Says whether an event matches a search that compiles without an error. */
export function matches(node: SearchNode, event: NaiveEvent): boolean {
  switch (node.kind) {
    case 'all':
      return true;
    case 'and':
      return node.items.every((item) => matches(item, event));
    case 'or':
      return node.items.some((item) => matches(item, event));
    case 'not':
      return !matches(node.item, event);
    case 'term':
      return holdsAll(everything(event, node.value), node.value);
    case 'field':
      return matchesField(node.key.name, node.value, event);
    case 'equality':
      return equals(node.key.name, node.value.text, event);
    case 'comparison': {
      const bound = Number(node.operand.text);
      return numbersOf(node.key.name, event).some((value) => {
        if (node.operator === '>') return value > bound;
        if (node.operator === '>=') return value >= bound;
        if (node.operator === '<') return value < bound;
        return node.operator === '<=' ? value <= bound : value === bound;
      });
    }
    case 'range': {
      const [from, to] = [Number(node.from.text), Number(node.to.text)];
      return numbersOf(node.key.name, event).some(
        (value) => (node.fromIncluded ? value >= from : value > from) && (node.toIncluded ? value <= to : value < to),
      );
    }
    default:
      throw new Error('unknown node');
  }
}

/** Texts of which each holds a phrase or does not, and the names that count as words. */
interface Texts {
  readonly values: readonly Value[];
  readonly names: readonly string[];
}

/** UUIDs are found whole: wildcards do not apply to them. */
function everything(event: NaiveEvent, value: SearchValue): Texts {
  const auditId = event.members.get('auditID');
  const isHidden =
    value.kind === 'word' &&
    /[*?]/.test(value.text) &&
    typeof auditId === 'string' &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(auditId);
  const values = [...event.members]
    .filter(([name]) => name !== 'stageTimestamp' && name !== 'requestReceivedTimestamp')
    .filter(([name]) => name !== 'auditID' || !isHidden)
    .map(([, value]) => value);
  const others = isObject(event.others) && Object.keys(event.others).length > 0 ? [event.others] : [];
  return { values: [...values, ...others], names: ['stageTimestamp', ...namesOf(event)] };
}

function namesOf(event: NaiveEvent): string[] {
  const nested = isObject(event.others)
    ? Object.keys(event.others).filter((name) => ['user', 'objectRef', 'responseStatus'].includes(name))
    : [];
  return [...nested, ...[...event.members.keys()].flatMap((path) => path.split('.'))];
}

function matchesField(name: string, value: SearchValue, event: NaiveEvent): boolean {
  const texts = textsOf(name, event);
  const isThere = texts.values.some((text) => text !== null);
  if (value.kind === 'any') return isThere;
  if (value.text === '') return !texts.values.some((text) => text !== null && text !== '');
  const field = fields.find((candidate) => candidate.name === name);
  if (field?.type === 'long' || (field === undefined && value.kind !== 'phrase')) {
    const isEqual = isNumeric(value.text) && numbersOf(name, event).includes(Number(value.text));
    if (isEqual || field?.type === 'long') return isEqual;
  }
  if (value.kind !== 'phrase' && wordsIn(value).length === 0) return isThere;
  return holdsAll(texts, value);
}

/** A field, or an item of its list, is this text; numbers of `long` fields are the same number. */
function equals(name: string, text: string, event: NaiveEvent): boolean {
  const field = fields.find((candidate) => candidate.name === name);
  if (field?.type === 'long') return isNumeric(text) && numbersOf(name, event).includes(Number(text));
  if (field?.source.kind === 'object') return false;
  const isText = (value: Value): boolean => {
    if (value instanceof NumberText) return engineNumber(value.source) === text;
    return value !== null && !isObject(value) && !isArray(value) && String(value) === text;
  };
  return textsOf(name, event).values.some((value) => isText(value) || (isArray(value) && value.some(isText)));
}

function textsOf(name: string, event: NaiveEvent): Texts {
  const field = fields.find((candidate) => candidate.name === name);
  if (field === undefined) return { values: membersAt(name, event), names: [] };
  if (field.source.kind === 'derived') return { values: derived(field.source.rule, event), names: [] };
  if (field.source.kind === 'latency') return { values: latency(event), names: [] };
  if (field.source.kind === 'object') return objectTexts(field, event);
  if (name === 'other')
    return { values: isObject(event.others) && Object.keys(event.others).length > 0 ? [event.others] : [], names: [] };
  const value = event.members.get(name);
  return { values: value === undefined ? [] : [value], names: [] };
}

function objectTexts(field: Field, event: NaiveEvent): Texts {
  const members = [...event.members].filter(([path]) => path.startsWith(`${field.name}.`));
  const other = isObject(event.others) ? event.others[field.name] : undefined;
  return {
    values: [...members.map(([, value]) => value), ...(other === undefined ? [] : [other])],
    names: members.map(([path]) => path.slice(field.name.length + 1)),
  };
}

function latency({ members }: NaiveEvent): Value[] {
  const timeOf = (path: string): number => {
    const value = members.get(path);
    return typeof value === 'string' ? Date.parse(value) : NaN;
  };
  const milliseconds = timeOf('stageTimestamp') - timeOf('requestReceivedTimestamp');
  return Number.isNaN(milliseconds) ? [] : [new NumberText(String(milliseconds))];
}

function derived(rule: DerivedRule, event: NaiveEvent): Value[] {
  const text = (path: string): string => {
    const value = event.members.get(path);
    return typeof value === 'string' ? value : '';
  };
  const annotations = event.members.get('annotations');
  const reason = isObject(annotations) ? annotations['authorization.k8s.io/reason'] : '';
  const extra = event.members.get('user.extra');
  const ofExtra = (key: string): string => {
    const values = isObject(extra) ? extra[key] : undefined;
    const [first] = Array.isArray(values) ? values : [];
    return typeof first === 'string' ? first : '';
  };
  const value = deriveField(rule, {
    requestURI: text('requestURI'),
    userAgent: text('userAgent'),
    username: text('user.username'),
    resource: text('objectRef.resource'),
    subresource: text('objectRef.subresource'),
    namespace: text('objectRef.namespace'),
    name: text('objectRef.name'),
    reason: typeof reason === 'string' ? reason : '',
    podName: ofExtra(extraKeys.podName),
    nodeName: ofExtra(extraKeys.nodeName),
  });
  return value === undefined ? [] : [value];
}

function membersAt(name: string, event: NaiveEvent): Value[] {
  for (const root of ['user.extra', 'user.groups', 'responseStatus.details', ...topLevel, 'other']) {
    if (!name.startsWith(`${root}.`)) continue;
    const document = root === 'other' ? event.others : event.members.get(root);
    const path = name.slice(root.length + 1);
    if (document === undefined) return [];
    const values =
      root === 'annotations' || root === 'user.extra' ? follow(document, [path]) : follow(document, path.split('.'));
    return values.map((value) => parseValue(write(value, JSON.stringify, engineNumber)));
  }
  throw new Error(`unknown field ${name}`);
}

function follow(value: Value, parts: readonly string[]): Value[] {
  if (parts.length === 0) return [value];
  const objects = isArray(value) ? value : [value];
  return objects.filter(isObject).flatMap((object) =>
    parts.flatMap((_, index) => {
      const key = parts.slice(0, index + 1).join('.');
      const member = Object.hasOwn(object, key) ? object[key] : undefined;
      return member === undefined ? [] : follow(member, parts.slice(index + 1));
    }),
  );
}

/** How the engine's JSON functions write a number. */
function engineNumber(source: string): string {
  return /^-?\d+$/.test(source) ? source : String(Number(source)).replace('e+', 'e');
}

function isNumeric(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
}

function numbersOf(name: string, event: NaiveEvent): number[] {
  return textsOf(name, event).values.flatMap((value) => {
    const text = value instanceof NumberText ? value.source : value;
    return typeof text === 'string' && isNumeric(text) ? [Number(text)] : [];
  });
}

function holdsAll(texts: Texts, value: SearchValue): boolean {
  if (value.kind === 'any') return true;
  const words = new Set([...texts.values.flatMap(wordsOfValue), ...texts.names.map(fold)]);
  const holdsWords = wordsIn(value).every((wanted) => [...words].some((word) => wanted.test(word)));
  if (value.kind !== 'phrase') return holdsWords;
  return holdsWords && texts.values.some((item) => fold(decoded(item)).includes(fold(value.text)));
}

/** A value as text without escapes: what a phrase is looked for in. */
function decoded(value: Value): string {
  return typeof value === 'string' ? value : write(value, (text) => `"${text}"`);
}

const known = new WeakMap<object, readonly string[]>();

/** The words of a value; those of a body are kept, for the next search. */
function wordsOfValue(value: Value): readonly string[] {
  if (!isObject(value)) return collectWords(value);
  const words = known.get(value) ?? [...new Set(collectWords(value))];
  known.set(value, words);
  return words;
}

function collectWords(value: Value): string[] {
  if (typeof value === 'string') return split(value);
  if (value instanceof NumberText) return split(value.source);
  if (isArray(value)) return value.flatMap(collectWords);
  if (!isObject(value)) return [String(value)];
  return Object.entries(value).flatMap(([name, member]) => [...split(name), ...collectWords(member)]);
}

function split(text: string): string[] {
  return fold(text)
    .split(/[, '";=()[\]{}?@&<>/:\n\t\r]+/)
    .filter((word) => word !== '');
}

function fold(text: string): string {
  return Array.from(text.toWellFormed(), (letter) => {
    const lower = letter.toLowerCase();
    const isSameSize = Array.from(lower).length === 1 && letter < '\u0080' === lower < '\u0080';
    return isSameSize ? lower.replace('ς', 'σ') : letter;
  }).join('');
}

/** The words that a value asks for, as expressions over a whole folded word. */
function wordsIn(value: Exclude<SearchValue, { kind: 'any' }>): RegExp[] {
  const wild = value.kind === 'word';
  const pieces = wild ? fold(value.text).split(/[, '";=()[\]{}@&<>/:\n\t\r]+/) : split(value.text);
  return pieces
    .filter((piece) => piece !== '' && !(wild && /^\*+$/.test(piece)))
    .map((piece) => {
      const source = Array.from(piece, (letter) => {
        if (wild && letter === '*') return '.*';
        return wild && letter === '?' ? '.' : letter.replace(/[\\^$.*+?()[\]{}|/]/, String.raw`\$&`);
      }).join('');
      return new RegExp(`^${source}$`, 'su');
    });
}
