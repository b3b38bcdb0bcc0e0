import type { AuditEventLike } from '../audit-event.ts';
import { type Decision, type Level, isLevel, isStage, lowerLevel, reaches } from '../model.ts';

/** What of an event a policy leaves. */
export interface Applied {
  /** False where the level is None or the stage is omitted; `bytes` is then 0. */
  readonly written: boolean;
  readonly bytes: number;
  /** Bodies that the decision asks for and that the recording level left out, so their size is not known. */
  readonly missing: { readonly request: boolean; readonly response: boolean };
}

const nothing: Applied = { written: false, bytes: 0, missing: { request: false, response: false } };

/**
 * Applies a decision to a recorded event of `bytes` bytes: bodies and managed fields that the level does not write are taken
 * off, to the byte for events as kube-apiserver writes them.
 */
export function applyDecision(event: AuditEventLike, bytes: number, decision: Decision): Applied {
  const recorded = isLevel(event.level) ? event.level : 'Metadata';
  if (decision.level === 'None' || (isStage(event.stage) && decision.omitStages.includes(event.stage))) return nothing;
  const level = lowerLevel(recorded, decision.level);
  let size = bytes + level.length - recorded.length;
  size -= takenOff(event, 'requestObject', reaches(level, 'Request'), decision.omitManagedFields);
  size -= takenOff(event, 'responseObject', reaches(level, 'RequestResponse'), decision.omitManagedFields);
  return { written: true, bytes: size, missing: missingBodies(event, recorded, decision.level) };
}

type Body = 'requestObject' | 'responseObject';

function takenOff(event: AuditEventLike, body: Body, isKept: boolean, omitManagedFields: boolean): number {
  const value = event[body];
  if (value === undefined) return 0;
  const size = goJsonSize(value);
  if (!isKept) return `,"${body}":`.length + size;
  return omitManagedFields ? size - goJsonSize(withoutManagedFields(value)) : 0;
}

const bodiless = new Set(['get', 'list', 'watch']);
const streamed = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

function missingBodies(event: AuditEventLike, recorded: Level, level: Level): Applied['missing'] {
  const isStream = event.verb === 'watch' || streamed.has(event.objectRef?.subresource ?? '');
  const hasBodies = event.objectRef?.resource !== undefined && !isStream;
  const ended = event.stage !== 'RequestReceived';
  return {
    request: hasBodies && !bodiless.has(event.verb ?? '') && reaches(level, 'Request') && !reaches(recorded, 'Request'),
    response: hasBodies && ended && level === 'RequestResponse' && recorded !== 'RequestResponse',
  };
}

/** Leaves out `metadata.managedFields` of an object, and of the items of a list, as omitManagedFields does. */
function withoutManagedFields(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { metadata, items } = value;
  const changed: Record<string, unknown> = { ...value };
  if (isRecord(metadata)) {
    const { managedFields: _managedFields, ...rest } = metadata;
    changed['metadata'] = rest;
  }
  if (Array.isArray(items)) changed['items'] = items.map((item) => withoutManagedFields(item));
  return changed;
}

/** Bytes of a value as Go's encoding/json writes it. */
export function goJsonSize(value: unknown): number {
  const text = JSON.stringify(value) ?? '';
  let size = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // < > & are six bytes in Go, and so are U+2028 and U+2029.
    if (code === 0x3c || code === 0x3e || code === 0x26) size += 5;
    else if (code === 0x2028 || code === 0x2029) size += 5;
    else if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) size += 2;
    else if (code >= 0x80) size += 1;
  }
  return size;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
