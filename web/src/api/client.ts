import * as z from 'zod/mini';
import { ApiError } from './error.ts';

const diagnosticSchema = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  from: z.optional(z.number()),
  to: z.optional(z.number()),
  line: z.optional(z.number()),
  column: z.optional(z.number()),
  hint: z.optional(z.string()),
});
const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    diagnostics: z.optional(z.array(diagnosticSchema)),
  }),
});

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

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
export async function call<Schema extends z.ZodMiniType>(
  method: Method,
  path: string,
  schema: Schema,
  options: CallOptions = {},
): Promise<z.output<Schema>> {
  const response = await send(method, path, options);
  return decode(schema, await response.json());
}

/** Sends a request whose answer does not matter beyond its success. */
export async function callVoid(method: Method, path: string, options: CallOptions = {}): Promise<void> {
  const response = await send(method, path, options);
  await response.body?.cancel();
}

/** Checks a document of the server against its schema; what does not fit is an error with its place. */
export function decode<Schema extends z.ZodMiniType>(schema: Schema, document: unknown): z.output<Schema> {
  const parsed = z.safeParse(schema, document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new ApiError(200, 'unexpected-answer', `cannot read the answer: ${place}: ${issue?.message ?? ''}`);
}

async function failure(response: Response): Promise<ApiError> {
  const document: unknown = await response.json().catch(() => undefined);
  const parsed = z.safeParse(errorSchema, document);
  if (!parsed.success) return new ApiError(response.status, `http-${response.status}`, response.statusText);
  const { code, message, diagnostics = [] } = parsed.data.error;
  return new ApiError(
    response.status,
    code,
    message,
    diagnostics.map(({ from, to, line, column, hint, ...rest }) => ({
      ...rest,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      ...(hint === undefined ? {} : { hint }),
    })),
  );
}
