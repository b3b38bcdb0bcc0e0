import { unreachable } from '../../base/index.ts';
import type { FieldReference } from '../fields/index.ts';
import { derivedText, engineNumber, isArray, memberValues, timeText } from './event-values.ts';
import { JsonNumber, type JsonValue, type SearchedEvent } from './searched-event.ts';

/** Says of an event whether a field is this text, or one of its items is: see compile-equality.ts, whose rules these are. */
export function equalityTest(
  reference: Exclude<FieldReference, { kind: 'reserved' }>,
  text: string,
): (event: SearchedEvent) => boolean {
  if (reference.kind === 'member') {
    const valuesOf = memberValues(reference);
    return (event) => valuesOf(event).some((value) => equals(value, text));
  }
  const { name, source } = reference.field;
  switch (source.kind) {
    case 'text':
      return (event) => event.column(source.column) === text;
    case 'json':
      return (event) => equals(event.document(source.column), text);
    case 'time':
      return (event) => timeText(event, name, source.column) === text;
    case 'auditID':
      return (event) => event.column('audit_id_text') === text;
    case 'derived':
      return (event) => derivedText(event, source.rule) === text;
    case 'number':
    case 'latency':
    case 'object':
      throw new Error(`BUG: ${name} holds no text`);
    default:
      return unreachable(source);
  }
}

function equals(value: JsonValue | undefined, text: string): boolean {
  if (value === undefined) return false;
  return isText(value, text) || (isArray(value) && value.some((item) => isText(item, text)));
}

function isText(value: JsonValue, text: string): boolean {
  if (typeof value === 'string') return value === text;
  if (value instanceof JsonNumber) return engineNumber(value.source) === text;
  return typeof value === 'boolean' && String(value) === text;
}
