// A second, slow and plain reading of an event into columns, written for comparing with the product's own.
import { isDeepStrictEqual } from 'node:util';

type Json =
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Json])[]; readonly source: string }
  | { readonly kind: 'array'; readonly items: readonly Json[]; readonly source: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly source: string }
  | { readonly kind: 'word'; readonly word: string };

/** Parses valid JSON and keeps what JSON.parse forgets: every member in order, and how a number was written. */
export function parseKeepingAll(text: string): Json {
  let at = 0;
  const blanks = (): void => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at += 1;
  };
  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) throw new Error(`no JSON at ${at}: ${text.slice(at, at + 20)}`);
    at += found.length;
    return found;
  };
  const string = (): string => String(JSON.parse(token(/"(?:[^"\\]+|\\[^])*"/y))).toWellFormed();
  const list = (close: string, item: () => void): void => {
    at += 1;
    blanks();
    while (text[at] !== close) {
      item();
      blanks();
      if (text[at] === ',') at += 1;
      blanks();
    }
    at += 1;
  };
  const value = (): Json => {
    blanks();
    const from = at;
    if (text[at] === '{') {
      const members: [string, Json][] = [];
      list('}', () => {
        const key = string();
        blanks();
        at += 1;
        members.push([key, value()]);
      });
      return { kind: 'object', members, source: text.slice(from, at) };
    }
    if (text[at] === '[') {
      const items: Json[] = [];
      list(']', () => items.push(value()));
      return { kind: 'array', items, source: text.slice(from, at) };
    }
    if (text[at] === '"') return { kind: 'string', text: string() };
    const source = token(/[-+.\w]+/y);
    return /^[tfn]/.test(source) ? { kind: 'word', word: source } : { kind: 'number', source };
  };
  return value();
}

/** As JSON.parse would give it, but for what the engine's JSON functions cannot read: that is text. */
export function plain(value: Json, depth = 0): unknown {
  if (value.kind === 'string') return value.text;
  if (value.kind === 'word') return value.word === 'null' ? null : value.word === 'true';
  if (value.kind === 'number') return plainNumber(value.source);
  if (depth === 200) return JSON.stringify(JSON.parse(value.source));
  return value.kind === 'array'
    ? value.items.map((item) => plain(item, depth + 1))
    : Object.fromEntries(value.members.map(([key, inner]) => [key, plain(inner, depth + 1)]));
}

function plainNumber(source: string): number | string {
  const number = Number(source);
  if (!Number.isFinite(number)) return source;
  if (!/^-?\d+$/.test(source)) return number;
  const integer = BigInt(source);
  return integer >= -(2n ** 63n) && integer < 2n ** 64n ? number : source;
}

const fold = (key: string): string => key.toLowerCase().replaceAll('\u017f', 's').replaceAll('\u212a', 'k');

const texts: Readonly<Record<string, string>> = {
  level: 'level',
  auditID: 'audit_id_text',
  stage: 'stage',
  requestURI: 'request_uri',
  verb: 'verb',
  userAgent: 'user_agent',
  'user.username': 'user_username',
  'user.uid': 'user_uid',
  'objectRef.resource': 'object_resource',
  'objectRef.namespace': 'object_namespace',
  'objectRef.name': 'object_name',
  'objectRef.uid': 'object_uid',
  'objectRef.apiGroup': 'object_api_group',
  'objectRef.apiVersion': 'object_api_version',
  'objectRef.resourceVersion': 'object_resource_version',
  'objectRef.subresource': 'object_subresource',
  'responseStatus.status': 'response_status',
  'responseStatus.message': 'response_message',
  'responseStatus.reason': 'response_reason',
};

interface JsonColumn {
  readonly column: string;
  readonly shape: 'object' | 'array' | 'any';
  readonly names?: readonly string[];
}
const userNames = ['username', 'uid', 'groups', 'extra'];
const jsons: Readonly<Record<string, JsonColumn>> = {
  'user.groups': { column: 'user_groups', shape: 'array' },
  'user.extra': { column: 'user_extra', shape: 'object' },
  impersonatedUser: { column: 'impersonated_user', shape: 'object', names: userNames },
  authenticationMetadata: {
    column: 'authentication_metadata',
    shape: 'object',
    names: ['impersonationConstraint'],
  },
  sourceIPs: { column: 'source_ips', shape: 'array' },
  'responseStatus.details': {
    column: 'response_details',
    shape: 'object',
    names: ['name', 'group', 'kind', 'uid', 'causes', 'retryAfterSeconds'],
  },
  requestObject: { column: 'request_object', shape: 'any' },
  responseObject: { column: 'response_object', shape: 'any' },
  annotations: { column: 'annotations', shape: 'object' },
};
const objects = ['user', 'objectRef', 'responseStatus'];
const times: Readonly<Record<string, 'time' | 'requestReceivedAt'>> = {
  stageTimestamp: 'time',
  requestReceivedTimestamp: 'requestReceivedAt',
};
const others = ['kind', 'apiVersion', 'metadata', 'timestamp', 'responseStatus.metadata', 'responseStatus.code'];
const known = new Map(
  [...Object.keys(texts), ...Object.keys(jsons), ...Object.keys(times), ...objects, ...others].map((name) => [
    name.split('.').map(fold).join('.'),
    name,
  ]),
);

/** What the columns of an event must hold. */
export interface ReferenceRow {
  readonly texts: Record<string, string>;
  /** Values of JSON columns; absent ones are left out. */
  readonly jsons: Record<string, unknown>;
  time: number;
  requestReceivedAt: number;
  responseCode: number;
  other: Record<string, unknown>;
}

function timeOf(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const millis = match ? Date.parse(`${match[1]}${match[3]}`) : Number.NaN;
  // Date takes the 30th of February for the 2nd of March.
  if (!match || new Date(Date.parse(`${match[1]}Z`)).toISOString().slice(0, 19) !== match[1]) return Number.NaN;
  const isReasonable = millis >= Date.UTC(2000, 0, 1) && millis < Date.UTC(2200, 0, 1);
  return isReasonable ? millis * 1000 + Number((match[2] ?? '').slice(0, 6).padEnd(6, '0')) : Number.NaN;
}

/** Reads an event. `keepsCopies`: v1beta1's copies of the time are content, as no layout writes them. */
export function referenceRow(bytes: Uint8Array, keepsCopies: boolean): ReferenceRow {
  const row: ReferenceRow = {
    texts: {},
    jsons: {},
    time: Number.NaN,
    requestReceivedAt: Number.NaN,
    responseCode: Number.NaN,
    other: {},
  };
  const strange = new Map<string, Record<string, unknown>>();
  const keep = (path: readonly string[], value: Json): void => {
    const [first = '', second] = path;
    if (second === undefined) row.other[first] = plain(value);
    else strange.set(first, { ...strange.get(first), [second]: plain(value) });
  };
  let timestamp = Number.NaN;
  const take = (path: readonly string[], value: Json): boolean => {
    const name = path.join('.');
    const text = texts[name];
    const json = jsons[name];
    const time = times[name];
    if (text !== undefined) {
      if (value.kind === 'string') row.texts[text] = value.text;
      return value.kind === 'string';
    }
    if (json) return takeJson(row, json, value);
    if (time) {
      if (value.kind !== 'string') return false;
      row[time] = timeOf(value.text);
      return !Number.isNaN(row[time]);
    }
    if (name === 'responseStatus.code') {
      const isCode =
        value.kind === 'number' && /^-?\d{1,10}$/.test(value.source) && Math.abs(Number(value.source)) < 2 ** 31;
      if (isCode) row.responseCode = Number(value.source);
      return isCode;
    }
    if (name === 'responseStatus.metadata') return value.kind === 'object' && value.members.length === 0;
    if (name === 'timestamp') timestamp = value.kind === 'string' ? timeOf(value.text) : Number.NaN;
    return (name === 'metadata' || name === 'timestamp') && !keepsCopies
      ? true
      : name === 'kind' || name === 'apiVersion';
  };
  const walk = (members: readonly (readonly [string, Json])[], path: readonly string[]): void => {
    for (const [key, value] of members) {
      const name = known.get([...path, key].map(fold).join('.'));
      const inner = name === undefined ? [...path, key] : name.split('.');
      if (name !== undefined && value.kind === 'word' && value.word === 'null') continue;
      if (name !== undefined && objects.includes(name) && value.kind === 'object') {
        if (name === 'responseStatus' && Number.isNaN(row.responseCode)) row.responseCode = 0;
        walk(value.members, inner);
      } else if (name === undefined || !take(inner, value)) keep(inner, value);
    }
  };
  const event = parseKeepingAll(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  if (event.kind === 'object') walk(event.members, []);
  if (Number.isNaN(row.time) && !Object.hasOwn(row.other, 'stageTimestamp')) row.time = timestamp;
  for (const [name, members] of strange) {
    row.other[name] = Object.hasOwn(row.other, name) ? [row.other[name], members] : members;
  }
  return row;
}

function takeJson(row: ReferenceRow, { column, shape, names }: JsonColumn, value: Json): boolean {
  if (shape !== 'any' && value.kind !== shape) return false;
  const renamed =
    names && value.kind === 'object'
      ? { ...value, members: value.members.map(([key, inner]) => [memberName(names, key), inner] as const) }
      : value;
  const isEmpty =
    shape !== 'any' &&
    !names &&
    (value.kind === 'object' ? value.members.length === 0 : value.kind === 'array' && value.items.length === 0);
  if (isEmpty) delete row.jsons[column];
  else row.jsons[column] = plain(renamed);
  return true;
}

function memberName(names: readonly string[], key: string): string {
  return names.find((name) => fold(name) === fold(key)) ?? key;
}

/** The texts that differ between a reference and columns that were read, by column; empty where all agree. */
export function differences(reference: ReferenceRow, textOf: (column: string) => string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const column of Object.values(texts)) {
    const expected = reference.texts[column] ?? '';
    if (textOf(column) !== expected) found[column] = { expected, actual: textOf(column) };
  }
  const expectedJsons: Record<string, unknown> = { ...reference.jsons };
  if (Object.keys(reference.other).length > 0) expectedJsons['other'] = reference.other;
  for (const column of [...Object.values(jsons).map((json) => json.column), 'other']) {
    const text = textOf(column);
    const isSame = Object.hasOwn(expectedJsons, column)
      ? text !== '' && isDeepStrictEqual(JSON.parse(text), expectedJsons[column])
      : text === '';
    if (!isSame) found[column] = { expected: expectedJsons[column], actual: text };
  }
  return found;
}
