import http from 'node:http';
import https from 'node:https';
import { type AuditMetrics, readAuditMetrics } from '../../watch/index.ts';
import type { CredentialStore } from './credentials.ts';

/** What kube-apiserver counts of its audit events, read where it says so. */
export interface MetricsReader {
  /** Rejects where it cannot be read. */
  read(signal: AbortSignal): Promise<AuditMetrics>;
}

export interface MetricsReaderOptions {
  readonly url: URL;
  readonly credentials: CredentialStore;
}

/** An API server with thousands of resources says some ten megabytes of itself. */
const maxAnswerBytes = 256 << 20;
const maxLineLength = 1 << 20;
const wanted = /^(?:apiserver_audit_|process_start_time_seconds)/;

/** Reads line by line and keeps the few that matter: memory is for the log. */
export function createMetricsReader({ url, credentials }: MetricsReaderOptions): MetricsReader {
  return {
    read: async (signal) => {
      const { token, ca, certificate: cert, key } = await credentials.current();
      const headers = { accept: 'text/plain', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
      // Of each call its own connection: once in a quarter of a minute is not worth one that is kept.
      const answer = await get(url, { headers, ca, cert, key, agent: false, signal });
      if (answer.statusCode !== 200) {
        answer.destroy();
        throw new Error(`it answers ${answer.statusCode}`);
      }
      const metrics = readAuditMetrics(await wantedLines(answer));
      if (!metrics) throw new Error('it counts no audit events (apiserver_audit_event_total)');
      return metrics;
    },
  };
}

function get(url: URL, options: https.RequestOptions): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(url, options, resolve);
    request.on('error', reject);
  });
}

async function wantedLines(answer: http.IncomingMessage): Promise<string> {
  const kept: string[] = [];
  let [size, rest] = [0, ''];
  answer.setEncoding('utf8');
  for await (const text of answer as AsyncIterable<string>) {
    size += text.length;
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    if (size > maxAnswerBytes || rest.length > maxLineLength) throw new Error('its answer is too long');
    kept.push(...lines.filter((line) => wanted.test(line)));
  }
  return [...kept, rest].join('\n');
}
