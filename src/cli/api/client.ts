import type { z } from 'zod';
import { readRetryAfter } from '../../base/index.ts';
import { ErrorAnswer } from '../../server/schemas/index.ts';
import { CliError, unreachable } from '../cli-error.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** A request to the server; the path begins without a slash, relative to the server's address. */
export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly body?: Uint8Array<ArrayBuffer>;
  /** The query that diagnostics of the answer point into. */
  readonly source?: string;
  readonly signal?: AbortSignal;
}

/** The server's HTTP API as one caller sees it. */
export interface ApiClient {
  /** The server's address, for messages. */
  readonly server: string;
  /** Gives whatever the server answers. Throws CliError (exit 3) when it cannot be reached. */
  fetch(request: ApiRequest): Promise<Response>;
  /** Gives the answer of a request that was done; throws CliError with the server's words otherwise. */
  send(request: ApiRequest): Promise<Response>;
  /** Reads an answer and checks it against its schema. Throws CliError (exit 3) when it does not fit. */
  read<Schema extends z.ZodType>(response: Response, schema: Schema): Promise<z.output<Schema>>;
  /** The bytes of an answer. */
  bytes(response: Response): Promise<Uint8Array>;
  /** Sends a request and reads its answer. */
  call<Schema extends z.ZodType>(request: ApiRequest, schema: Schema): Promise<z.output<Schema>>;
}

export interface ApiClientOptions {
  readonly server: URL;
  readonly token: string | undefined;
}

/** Makes a client of the server's API on Node's fetch. */
export function createApiClient({ server, token }: ApiClientOptions): ApiClient {
  const client: ApiClient = {
    server: server.href,
    fetch: async (request) => {
      try {
        return await fetch(urlOf(server, request), initOf(request, token));
      } catch (error) {
        if (request.signal?.aborted === true) throw error;
        throw unreachable(`cannot reach the server at ${server.href}`, networkCause(error));
      }
    },
    send: async (request) => {
      const response = await client.fetch(request);
      if (!response.ok) throw await failure(response, request.source);
      return response;
    },
    read: async (response, schema) => {
      const parsed = schema.safeParse(await readJson(response));
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      const place = issue?.path.join('.') ?? '';
      throw unreadableAnswer(server.href, `${place}: ${issue?.message ?? 'it is not what was expected'}`);
    },
    bytes: async (response) => {
      try {
        return await response.bytes();
      } catch (error) {
        throw unreachable(`cannot read the answer of ${server.href}`, networkCause(error));
      }
    },
    call: async (request, schema) => client.read(await client.send(request), schema),
  };
  return client;
}

function urlOf(server: URL, { path, query }: ApiRequest): URL {
  const url = new URL(path, server);
  if (query) url.search = query.toString();
  return url;
}

function initOf(request: ApiRequest, token: string | undefined): RequestInit {
  const headers = new Headers(request.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (request.json !== undefined) headers.set('content-type', 'application/json');
  const body = request.json === undefined ? request.body : JSON.stringify(request.json);
  return {
    method: request.method ?? 'GET',
    headers,
    // A redirected POST would become a GET, and the token would go who knows where.
    redirect: 'error',
    ...(body === undefined ? {} : { body }),
    ...(request.signal ? { signal: request.signal } : {}),
  };
}

/** fetch says "fetch failed" and keeps the reason behind it. */
function networkCause(error: unknown): unknown {
  return error instanceof TypeError && error.cause !== undefined ? error.cause : error;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw unreadableAnswer(response.url, error instanceof Error ? error.message : String(error));
  }
}

function unreadableAnswer(server: string, cause: string): CliError {
  return new CliError(exitCodes.unreachable, `cannot read the answer of ${server}: ${cause}`);
}

/** What the server says about a request that it did not do. */
export async function failure(response: Response, source?: string): Promise<CliError> {
  const parsed = ErrorAnswer.safeParse(await response.json().catch(() => undefined));
  const exitCode = exitCodeOfStatus(response.status);
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), Date.now());
  if (!parsed.success) {
    const status = `${response.status} ${response.statusText}`.trim();
    return new CliError(exitCode, `the server at ${new URL(response.url).origin} answered ${status}`, { retryAfterMs });
  }
  const { message, diagnostics = [] } = parsed.data.error;
  if (response.status === 401)
    return new CliError(exitCode, `${message}; give --token, or with --data the folder of that server's state`);
  const told = diagnostics.map((diagnostic) => ({ ...diagnostic, message: withoutPlace(diagnostic.message) }));
  return new CliError(exitCode, withoutPlace(message), { diagnostics: told, source, retryAfterMs });
}

/** Of `body.name: ...` and `query.limit: ...` the first word is about HTTP, which nobody at a terminal sees. */
function withoutPlace(message: string): string {
  return message.replace(/^(?:body|query|path)\.(?=[\w.]+: )/, '');
}

/** Busy, in trouble or behind a gateway in trouble is "could not be reached"; the rest is about what was asked. */
function exitCodeOfStatus(status: number): ExitCode {
  return status === 429 || status >= 500 ? exitCodes.unreachable : exitCodes.wrongInput;
}
