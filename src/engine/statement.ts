import type { SessionKind } from './session-pool.ts';

/** A statement as it came over ClickHouse's HTTP interface. */
export interface HttpStatement {
  readonly sql: string;
  readonly queryId: string;
  /** In the interface's escaped text form, by name. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly settings: ReadonlyMap<string, string>;
}

/** Members of the URL that are the interface's own and no settings. */
const notSettings = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'session_timeout',
  'role',
  'compress',
  'decompress',
  'wait_end_of_query',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'enable_http_compression',
  'buffer_size',
]);

/** Puts together what the URL and the body say. `body` is the statement itself, or what follows `query` of the URL. */
export function readStatement(url: URL, body: string): HttpStatement {
  const parameters = new Map<string, string>();
  const settings = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value);
    else if (!notSettings.has(name) && /^[a-z_0-9]+$/.test(name)) settings.set(name, value);
  }
  const sql = [url.searchParams.get('query') ?? '', body].filter((part) => part !== '').join('\n');
  return { sql, queryId: url.searchParams.get('query_id') ?? '', parameters, settings };
}

/** A SQL literal of text. */
export function sqlText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Which kind of session a statement takes, by its first word. */
export function sessionKindOf(sql: string): SessionKind {
  return /^\s*(select|with|show|describe|desc|explain|exists)\b/i.test(sql)
    ? 'read'
    : /^\s*kill\b/i.test(sql)
      ? 'control'
      : 'write';
}

/** The settings, and the id by which the statement can be killed, as the clause in which chDB reads them. */
function settingsClause({ settings, queryId }: HttpStatement): string {
  const clauses = [...settings].map(([name, value]) => `${name} = ${sqlText(value)}`);
  if (queryId !== '') clauses.push(`log_comment = ${sqlText(queryId)}`);
  return clauses.length === 0 ? '' : `SETTINGS ${clauses.join(', ')}`;
}

/** A statement as chDB takes it. Only those that read have settings. */
export function plainStatement(statement: HttpStatement): string {
  return sessionKindOf(statement.sql) === 'read' ? `${statement.sql}\n${settingsClause(statement)}` : statement.sql;
}

/** Binds the parameters of the statement that follows in the same session. */
export function setParameters({ parameters }: HttpStatement): string {
  return `SET ${[...parameters].map(([name, value]) => `param_${name} = ${sqlText(value)}`).join(', ')}`;
}

const insertWithData = /^\s*(insert\s+into\s+\S+(?:\s*\([^)]*\))?)\s+format\s+(\w+)\s*$/i;

/** Whether the data follows the statement. */
export function isInsertWithData(sql: string): boolean {
  return insertWithData.test(sql);
}

/** An insert whose data was spooled to a file. */
export function insertFromFile(statement: HttpStatement, file: string): string {
  const [, head = '', format = ''] = insertWithData.exec(statement.sql) ?? [];
  return `${head} FROM INFILE ${sqlText(file)} ${settingsClause(statement)} FORMAT ${format}`;
}
