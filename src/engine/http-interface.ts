import { timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../base/index.ts';
import type { SessionPool } from './session-pool.ts';
import { streamedStatement, streamRows } from './stream-rows.ts';
import {
  type HttpStatement,
  insertFromFile,
  isInsertWithData,
  sessionKindOf,
  plainStatement,
  readStatement,
  setParameters,
  sqlText,
} from './statement.ts';

/** Statements are ours and bounded; data is spooled, not held. */
export const maxStatementBytes = 64 << 20;

export interface HttpInterfaceOptions {
  readonly pool: SessionPool;
  /** Bodies of inserts are kept here while the engine reads them. */
  readonly spool: string;
  readonly password: string;
}

/**
 * ClickHouse's HTTP interface over chDB, as far as the official client uses it: ping, statements in the body, bound
 * parameters and settings in the URL, `INSERT … FORMAT` with its data in the body, typed errors. An abandoned request is
 * killed in the engine.
 */
export function createHttpInterface(options: HttpInterfaceOptions): Server {
  let sequence = 0;
  const server = createServer({ maxHeaderSize: 4 << 20 }, (request, response) => {
    sequence += 1;
    handle(options, request, response, sequence).catch((error: unknown) => sendError(response, error));
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return server;
}

async function handle(
  options: HttpInterfaceOptions,
  request: IncomingMessage,
  response: ServerResponse,
  sequence: number,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine');
  if (url.pathname === '/ping') {
    request.resume();
    response.end('Ok.\n');
    return;
  }
  if (!isAuthorised(request, options.password)) {
    request.resume();
    response.writeHead(403, { 'x-clickhouse-exception-code': '516' });
    response.end('Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)');
    return;
  }
  const inUrl = url.searchParams.get('query') ?? '';
  if (isInsertWithData(inUrl)) await insert(options, url, request, response, sequence);
  else {
    const statement = readStatement(url, await readText(request));
    const streamed = streamedStatement(statement.sql);
    const sql = plainStatement(streamed === undefined ? statement : { ...statement, sql: streamed });
    await run(options, { statement, sql, isStreamed: streamed !== undefined }, response);
  }
}

function isAuthorised(request: IncomingMessage, password: string): boolean {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const given = basic
    ? Buffer.from(basic, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '')
    : String(request.headers['x-clickhouse-key'] ?? '');
  const [left, right] = [Buffer.from(given), Buffer.from(password)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxStatementBytes)
      throw new Error(`Code: 62. DB::Exception: statement is longer than ${maxStatementBytes} bytes. (SYNTAX_ERROR)`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Spools the data to a file and has the engine read it from there: by far its fastest road. */
async function insert(
  options: HttpInterfaceOptions,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  sequence: number,
): Promise<void> {
  await mkdir(options.spool, { recursive: true });
  const file = path.join(options.spool, `${process.pid}-${sequence}`);
  try {
    await pipeline(request, createWriteStream(file));
    const statement = readStatement(url, '');
    await run(options, { statement, sql: insertFromFile(statement, file) }, response);
  } finally {
    await rm(file, { force: true });
  }
}

/** A statement together with the form of it that chDB takes. */
interface Runnable {
  readonly statement: HttpStatement;
  readonly sql: string;
  readonly isStreamed?: boolean;
}

async function run(
  { pool }: HttpInterfaceOptions,
  { statement, sql, isStreamed = false }: Runnable,
  response: ServerResponse,
): Promise<void> {
  await pool.use(isStreamed ? 'stream' : sessionKindOf(statement.sql), async (session) => {
    if (response.destroyed) return;
    const stop = (): void => {
      if (!response.writableEnded && statement.queryId !== '') void kill(pool, statement.queryId);
    };
    response.once('close', stop);
    try {
      if (statement.parameters.size > 0) await session.queryAsync(setParameters(statement));
      if (isStreamed) {
        await streamRows(session, sql, response, { 'x-clickhouse-query-id': statement.queryId });
        return;
      }
      const result = await session.queryAsync(sql);
      response.writeHead(200, {
        'x-clickhouse-query-id': statement.queryId,
        'x-clickhouse-summary': JSON.stringify({
          read_rows: String(result.rowsRead),
          read_bytes: String(result.bytesRead),
          elapsed_ns: String(Math.round(result.elapsed * 1e9)),
        }),
      });
      response.end(result.bytes());
    } finally {
      response.off('close', stop);
    }
  });
}

async function kill(pool: SessionPool, queryId: string): Promise<void> {
  // SYNC would wait for ever.
  const sql = `KILL QUERY WHERE Settings['log_comment'] = ${sqlText(queryId)} ASYNC`;
  await pool.use('control', (session) => session.queryAsync(sql)).catch(() => undefined);
}

function sendError(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  // ClickHouse's own codes: TOO_MANY_SIMULTANEOUS_QUERIES, STD_EXCEPTION.
  const otherwise = error instanceof AppError && error.code === 'too-many-requests' ? '202' : '1001';
  const code = /Code: (\d+)/.exec(message)?.[1] ?? otherwise;
  if (response.destroyed) return;
  const text = message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message} (STD_EXCEPTION)`;
  // Amid rows it is a line of its own.
  if (response.headersSent) {
    response.end(`${text.replaceAll('\n', ' ')}\n`);
    return;
  }
  response.writeHead(code === '516' ? 403 : 500, { 'x-clickhouse-exception-code': code });
  response.end(text);
}
