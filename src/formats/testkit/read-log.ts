import { gunzipSync, gzipSync } from 'node:zlib';
import { eventIn, splitBody } from '../../audit/index.ts';
import { createLogReader, type LogPiece } from '../index.ts';

/** An event as kube-apiserver writes it. */
export function eventLine(id: string | number, more = ''): string {
  return `{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"${id}","stage":"ResponseComplete","requestURI":"/api/v1/pods?limit=5\\u0026a=\\"é\\u4e2d\\ud83d\\ude00\\"","verb":"list","user":{"username":"alice","groups":["system:authenticated"]},"sourceIPs":["10.0.0.1"],"objectRef":{"resource":"pods","apiVersion":"v1"},"responseStatus":{"metadata":{},"code":200}${more},"requestReceivedTimestamp":"2026-11-28T20:10:00.000000Z","stageTimestamp":"2026-11-28T20:10:00.000107Z"}`;
}

export const tools = {
  gunzip: (bytes: Uint8Array) => {
    try {
      return gunzipSync(bytes);
    } catch {
      return undefined;
    }
  },
};

export interface ReadLog {
  readonly pieces: readonly LogPiece[];
  /** All that was given, as text. */
  readonly text: string;
  /** The events, as the server reads them, without their envelopes. */
  readonly events: readonly string[];
  /** What is in the envelopes beside them. */
  readonly wrappers: readonly unknown[];
  /** What cannot be read. */
  readonly rejected: readonly string[];
  readonly otherLogs: readonly string[];
}

/** Reads a log whose bytes come in parts of a size. */
export function readLog(
  log: string | Uint8Array,
  {
    size = 1 << 16,
    format,
    maxRecordBytes = 1 << 20,
  }: { size?: number; format?: string; maxRecordBytes?: number } = {},
): ReadLog {
  const reader = createLogReader({ format, maxRecordBytes, tools });
  const bytes = Buffer.from(log);
  const pieces: LogPiece[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(...reader.push(bytes.subarray(at, at + size)));
  pieces.push(...reader.end());
  const body = Buffer.concat(pieces.map((piece) => piece.bytes));
  const found = splitBody(body).pieces;
  const taken = found.filter(({ reason }) => !reason).map(({ from, to }) => body.subarray(from, to));
  return {
    pieces,
    text: body.toString(),
    events: eventsOf(body),
    wrappers: taken.flatMap((piece) => {
      const { wrapper } = JSON.parse(piece.toString()) as { wrapper?: unknown };
      return wrapper === undefined ? [] : [wrapper];
    }),
    rejected: found.filter(({ reason }) => reason).map(({ from, to }) => body.subarray(from, to).toString()),
    otherLogs: reader.otherLogs.map(({ title, count, line }) => `${count} from line ${line}: ${title}`),
  };
}

/** The events of a body, without their envelopes. */
export function eventsOf(body: Uint8Array): readonly string[] {
  const taken = splitBody(body).pieces.filter(({ reason }) => !reason);
  return taken.map(({ from, to }) => Buffer.from(eventIn(body.subarray(from, to))).toString());
}

/** gzip as base64, as CloudWatch hands messages on. */
export function packed(text: string): string {
  return gzipSync(text).toString('base64');
}
