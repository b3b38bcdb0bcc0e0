import { core } from 'zod';
import { ErrorAnswer } from '../../../src/server/schemas/index.ts';
import { preferredLanguage } from '../lib/i18n/languages.ts';
import { loadWordings } from '../lib/i18n/wordings/load.ts';
import { worded } from '../lib/i18n/wordings/worded.ts';
import { ApiError } from './error.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface CallOptions {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

let csrfToken = '';

/** Remembers the token that every changing request of a cookie session must carry. */
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Sends a request and gives the response as it is; throws ApiError where it is no success. */
export async function send(method: Method, path: string, options: CallOptions = {}): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET' && csrfToken) headers['x-csrf-token'] = csrfToken;
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable', error instanceof Error ? error.message : String(error));
  });
  if (!response.ok) throw await failure(response);
  return response;
}

/** Sends a request and checks the answer against its schema. */
export async function call<Schema extends core.$ZodType>(
  method: Method,
  path: string,
  schema: Schema,
  options: CallOptions = {},
): Promise<core.output<Schema>> {
  const response = await send(method, path, options);
  return decode(schema, await response.json());
}

/** Sends a request whose answer does not matter beyond its success. */
export async function callVoid(method: Method, path: string, options: CallOptions = {}): Promise<void> {
  const response = await send(method, path, options);
  await response.body?.cancel();
}

/** Checks a document of the server against its schema; what does not fit is an error with its place. */
export function decode<Schema extends core.$ZodType>(schema: Schema, document: unknown): core.output<Schema> {
  const parsed = core.safeParse(schema, document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new ApiError(200, 'unexpected-answer', `cannot read the answer: ${place}: ${issue?.message ?? ''}`);
}

async function failure(response: Response): Promise<ApiError> {
  const document: unknown = await response.json().catch(() => undefined);
  const parsed = core.safeParse(ErrorAnswer, document);
  if (!parsed.success) return new ApiError(response.status, `http-${response.status}`, response.statusText);
  const { code, diagnostics = [] } = parsed.data.error;
  const wordings = await loadWordings(preferredLanguage());
  return new ApiError(
    response.status,
    code,
    worded(parsed.data.error, wordings).message,
    diagnostics.map((diagnostic) => worded(diagnostic, wordings)),
  );
}
