import { type ColumnName, type Field, formatMicroTime } from '../../audit/index.ts';
import { deriveField, extraKeys, type FieldReference, jsonShape } from '../fields/index.ts';
import { JsonNumber, type JsonValue, type SearchedEvent } from './searched-event.ts';

/* What an event, as its columns have it, holds for a field: the same as the engine computes from the columns. */

export type Member = Extract<FieldReference, { kind: 'member' }>;

/** The code of the response; a response without one has none. */
export function codeOf({ row }: SearchedEvent): number | undefined {
  return Number.isNaN(row.responseCode) || row.responseCode === 0 ? undefined : row.responseCode;
}

/** Milliseconds from the receipt of the request to the stage; undefined where the event does not say when that was. */
export function latencyOf({ row }: SearchedEvent): number | undefined {
  if (Number.isNaN(row.time) || Number.isNaN(row.requestReceivedAt)) return undefined;
  return Math.floor(row.time / 1000) - Math.floor(row.requestReceivedAt / 1000);
}

/** A time as events have it; one that nobody's clock shows stands among the other members. */
export function timeText(event: SearchedEvent, name: string, column: ColumnName): string | undefined {
  const odd = otherMember(event, name);
  if (odd !== undefined && odd !== null) return typeof odd === 'string' ? odd : plainText(odd);
  const micros = column === 'time' ? event.row.time : event.row.requestReceivedAt;
  return Number.isNaN(micros) ? undefined : formatMicroTime(micros);
}

export function otherMember(event: SearchedEvent, name: string): JsonValue | undefined {
  const other = event.document('other');
  return other !== undefined && isObject(other) && Object.hasOwn(other, name) ? other[name] : undefined;
}

type DerivedRule = Extract<Field['source'], { kind: 'derived' }>['rule'];

export function derivedText(event: SearchedEvent, rule: DerivedRule): string | undefined {
  return deriveField(rule, {
    requestURI: event.column('request_uri'),
    userAgent: event.column('user_agent'),
    username: event.column('user_username'),
    resource: event.column('object_resource'),
    subresource: event.column('object_subresource'),
    namespace: event.column('object_namespace'),
    name: event.column('object_name'),
    get reason() {
      const annotations = event.document('annotations');
      const reason =
        annotations !== undefined && isObject(annotations) ? annotations['authorization.k8s.io/reason'] : '';
      return typeof reason === 'string' ? reason : '';
    },
    get podName() {
      return firstOfExtra(event, extraKeys.podName);
    },
    get nodeName() {
      return firstOfExtra(event, extraKeys.nodeName);
    },
  });
}

function firstOfExtra(event: SearchedEvent, key: string): string {
  const extra = event.document('user_extra');
  const values = extra !== undefined && isObject(extra) && Object.hasOwn(extra, key) ? extra[key] : undefined;
  const [first] = values !== undefined && isArray(values) ? values : [];
  return typeof first === 'string' ? first : '';
}

/** Every value that a member's path reaches, as module fields says (json-members.ts). */
export function memberValues({ column, path }: Member): (event: SearchedEvent) => readonly JsonValue[] {
  const parts = jsonShape(column) === 'map' ? [path] : path.split('.');
  return (event) => {
    const document = event.document(column);
    return document === undefined ? [] : follow(document, parts, 0);
  };
}

/** Follows a path by each split of it into keys; arrays are passed through to their elements. */
function follow(value: JsonValue, parts: readonly string[], from: number): JsonValue[] {
  if (from === parts.length) return [value];
  const reached: JsonValue[] = [];
  for (const object of isArray(value) ? value : [value]) {
    if (!isObject(object)) continue;
    for (let end = from + 1; end <= parts.length; end++) {
      const key = parts.slice(from, end).join('.');
      const member = Object.hasOwn(object, key) ? object[key] : undefined;
      if (member !== undefined) reached.push(...follow(member, parts, end));
    }
  }
  return reached;
}

export function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !isArray(value) && !(value instanceof JsonNumber);
}

/** A value as compact JSON without escapes, numbers as the engine's JSON functions write them. */
export function plainText(value: JsonValue): string {
  if (typeof value === 'string') return `"${value}"`;
  if (value instanceof JsonNumber) return engineNumber(value.source);
  if (isArray(value)) return `[${value.map(plainText).join(',')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `"${name}":${plainText(member)}`)
    .join(',')}}`;
}

export function engineNumber(source: string): string {
  return /^-?\d+$/.test(source) ? source : String(Number(source)).replace('e+', 'e');
}
