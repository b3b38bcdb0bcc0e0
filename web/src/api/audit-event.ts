import { type Json, parseJson } from './json.ts';

/** An event as the server gave it: its exact text, and the same parsed. */
export interface AuditEvent {
  readonly raw: string;
  readonly json: Json;
}

/** Reads one event; one that is no JSON (which the server never sends) stands as its text. */
export function readEvent(raw: string): AuditEvent {
  try {
    return { raw, json: parseJson(raw) };
  } catch {
    return { raw, json: raw };
  }
}
