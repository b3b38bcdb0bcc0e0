import { EventReader, formatMicroTime } from '../audit/index.ts';
import type { SeenEvent } from './seen-case.ts';

/** What a document tells of an event; the empty text is "absent". */
export interface ToldEvent {
  readonly time: string;
  readonly who: string;
  /** Verb and object, or verb and path. */
  readonly did: string;
  readonly namespace: string;
  readonly code: string;
  readonly from: string;
  readonly client: string;
}

/** Reads what is told of an event. */
export function toldEvent({ bytes, timeMicros }: Pick<SeenEvent, 'bytes' | 'timeMicros'>): ToldEvent {
  const reader = new EventReader();
  const time = formatMicroTime(timeMicros);
  const reason = reader.read(bytes, 0, bytes.length, timeMicros);
  if (reason) return { time, who: '', did: '', namespace: '', code: '', from: '', client: '' };
  const { row } = reader;
  const impersonated = nameIn(row.text('impersonated_user'));
  const resource = [row.text('object_resource'), row.text('object_subresource')].filter(Boolean).join('/');
  const object = [resource, row.text('object_name')].filter(Boolean).join(' ');
  return {
    time,
    who: [row.text('user_username'), impersonated].filter(Boolean).join(' → '),
    did: `${row.text('verb')} ${object || row.text('request_uri')}`.trim(),
    namespace: row.text('object_namespace'),
    code: Number.isNaN(row.responseCode) ? '' : String(row.responseCode),
    from: ipsIn(row.text('source_ips')),
    client: row.text('user_agent'),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function nameIn(json: string): string {
  const value = parsed(json);
  const name: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'username') : undefined;
  return typeof name === 'string' ? name : '';
}

function ipsIn(json: string): string {
  const value = parsed(json);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').join(', ') : json;
}
