import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, createClient, type ResponseJSON } from '@clickhouse/client';
import { AppError, said } from '../base/index.ts';
import { type Dialect, embeddedDialect } from './dialect.ts';
import { EngineError, engineErrorOf } from './errors.ts';
import type { EngineAddress } from './supervisor.ts';

/** Values bound to a statement's placeholders. */
export type Parameters = Readonly<Record<string, unknown>>;
export type InsertFormat = 'RowBinary' | 'Native';
export type Settings = Readonly<Record<string, string | number>>;

export interface StatementOptions {
  readonly parameters?: Parameters;
  readonly settings?: Settings;
  /** Aborting stops the engine's work as well. */
  readonly signal?: AbortSignal;
}

/** Rows as the engine gave them, with the names and types of its own dialect. */
export interface EngineRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly statistics: { readonly elapsedMs: number; readonly rowsRead: number; readonly bytesRead: number };
}

/**
 * A ClickHouse, ours or any other, over its HTTP interface. Rejects with EngineError for what the engine refuses, and with
 * AppError `engine-unavailable` when it cannot be reached: then the same call may succeed later.
 */
export interface Engine {
  readonly dialect: Dialect;
  /** Runs a statement that gives no rows. */
  command(sql: string, options?: StatementOptions): Promise<void>;
  rows(sql: string, options?: StatementOptions): Promise<EngineRows>;
  /** The answer in JSONCompact as the engine wrote it, a row a line: for answers so large that whoever reads them takes care where. */
  text(sql: string, options?: StatementOptions): Promise<Uint8Array>;
  /** The rows as the engine finds them, some at a time, no faster than they are taken. Leaving early stops the engine's work. */
  stream(sql: string, options?: StatementOptions): AsyncGenerator<readonly (readonly unknown[])[]>;
  /** The rows in RowBinary. */
  binary(sql: string, options?: StatementOptions): Promise<Uint8Array>;
  /** Inserts what is written in one of ClickHouse's binary formats into a table; RowBinary has all columns in the table's order. */
  insert(table: string, format: InsertFormat, data: Uint8Array, options?: StatementOptions): Promise<void>;
  /** Resolves when the engine answers at all, however busy it is. */
  ping(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Longer than any limit that the engine is given for a statement itself. */
const requestTimeoutMs = 10 * 60_000;
const maxConnections = 32;

function createAgent(url: string): HttpAgent {
  const options = { keepAlive: true, maxSockets: maxConnections, timeout: requestTimeoutMs };
  return url.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
}

/** Talks to the engine at an address that may change. */
export function createEngine(address: () => Promise<EngineAddress>, dialect: Dialect = embeddedDialect): Engine {
  let client: ClickHouseClient | undefined;
  let clientUrl = '';
  const retired: ClickHouseClient[] = [];

  async function connect(): Promise<ClickHouseClient> {
    const { url, password } = await address();
    if (client && clientUrl === url) return client;
    if (client) retired.push(client);
    clientUrl = url;
    client = createClient({
      url,
      password,
      request_timeout: requestTimeoutMs,
      // The client's own clock for idle connections goes on when a call is given up before it has its connection, and then closes it
      // under the next call. An agent with a time-out closes them a second before the server says that it would.
      keep_alive: { enabled: true, idle_socket_ttl: 0 },
      http_agent: createAgent(url),
      log: { LoggerClass: SilentLogger },
    });
    return client;
  }

  async function guarded<T>(
    signal: AbortSignal | undefined,
    work: (client: ClickHouseClient) => Promise<T>,
  ): Promise<T> {
    const connected = await connect();
    try {
      return await work(connected);
    } catch (error) {
      throw translate(error, signal);
    }
  }

  async function exec(sql: string, options: StatementOptions, values?: Readable): Promise<Uint8Array> {
    return guarded(options.signal, async (connected) => {
      const common = { query: sql, query_id: randomUUID(), ...clientOptions(options) };
      const { stream } = values ? await connected.exec({ ...common, values }) : await connected.exec(common);
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    });
  }

  return {
    dialect,
    async command(sql, options = {}) {
      await guarded(options.signal, (connected) => connected.command({ query: sql, ...clientOptions(options) }));
    },
    rows: (sql, options = {}) =>
      guarded(options.signal, async (connected) => {
        const result = await connected.query({
          query: sql,
          format: 'JSONCompact',
          query_id: randomUUID(),
          ...clientOptions(options),
        });
        return rowsOf(await result.json<unknown[]>());
      }),
    async *stream(sql, options = {}) {
      yield* streamRows(await connect(), sql, options);
    },
    text: (sql, options = {}) => exec(`${sql}\nFORMAT JSONCompact`, options),
    binary: (sql, options = {}) => exec(`${sql}\nFORMAT RowBinary`, options),
    async insert(table, format, data, options = {}) {
      await exec(`INSERT INTO ${table} FORMAT ${format}`, options, Readable.from([data], { objectMode: false }));
    },
    ping: (signal) =>
      guarded(signal, async (connected) => {
        const answer = await connected.ping({ select: false, abort_signal: signal });
        if (!answer.success) throw answer.error;
      }),
    async close() {
      await Promise.all([...retired, ...(client ? [client] : [])].map((one) => one.close()));
    },
  };
}

function rowsOf({ meta, data, statistics }: ResponseJSON<unknown[]>): EngineRows {
  return {
    columns: meta ?? [],
    rows: data,
    statistics: {
      elapsedMs: (statistics?.elapsed ?? 0) * 1000,
      rowsRead: statistics?.rows_read ?? 0,
      bytesRead: statistics?.bytes_read ?? 0,
    },
  };
}

async function* streamRows(
  client: ClickHouseClient,
  sql: string,
  options: StatementOptions,
): AsyncGenerator<readonly (readonly unknown[])[]> {
  try {
    const format = 'JSONCompactEachRow';
    const result = await client.query({ query: sql, format, query_id: randomUUID(), ...clientOptions(options) });
    for await (const lines of result.stream<unknown[]>()) yield lines.map(readRow);
  } catch (error) {
    throw error instanceof EngineError ? error : translate(error, options.signal);
  }
}

/** Reads a line of a streamed answer. A statement that fails amid its rows says so in a line that is no row. */
function readRow(line: { readonly text: string; json(): unknown[] }): unknown[] {
  if (line.text.startsWith('[')) return line.json();
  throw engineErrorOf(Number(/Code: (\d+)/.exec(line.text)?.[1] ?? 1001), line.text);
}

function clientOptions({ parameters, settings, signal }: StatementOptions): {
  query_params?: Record<string, unknown>;
  clickhouse_settings?: Record<string, string | number>;
  abort_signal?: AbortSignal;
} {
  return {
    ...(parameters ? { query_params: { ...parameters } } : {}),
    ...(settings ? { clickhouse_settings: { ...settings } } : {}),
    ...(signal ? { abort_signal: signal } : {}),
  };
}

function translate(error: unknown, signal: AbortSignal | undefined): Error {
  if (error instanceof ClickHouseError) return engineErrorOf(Number(error.code), error.message, error);
  const cause = error instanceof Error ? error : new Error(String(error));
  // An engine that dies in the middle of an answer is "aborted" too.
  if (signal?.aborted === true) return cause;
  return new AppError('engine-unavailable', said`cannot reach the engine: ${cause.message}`, { cause });
}

/** The client's own log says nothing that the errors do not say. */
class SilentLogger {
  trace(): void {}
  debug(): void {}
  info(): void {}
  warn(): void {}
  error(): void {}
}
