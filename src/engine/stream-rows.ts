import type { ServerResponse } from 'node:http';
import type { Session } from 'chdb';

/** The format whose rows are given as they are found: a row a line. */
const streamedFormat = 'JSONCompactEachRow';
const ending = new RegExp(`\\s+FORMAT\\s+${streamedFormat}\\s*$`);

/** The statement without its format, where that is the one whose rows are streamed. */
export function streamedStatement(sql: string): string | undefined {
  return ending.test(sql) ? sql.replace(ending, '') : undefined;
}

/**
 * Answers with rows as the engine finds them, no faster than they are read, so that any number of them takes little memory. The
 * headers go out with the first rows: what fails before is an error like any other.
 */
export async function streamRows(
  session: Session,
  sql: string,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  for await (const chunk of session.queryStream(sql, { format: streamedFormat })) {
    if (response.destroyed) throw new Error('nobody reads the answer any more');
    if (!response.headersSent) response.writeHead(200, headers);
    if (!response.write(chunk.raw())) await drained(response);
  }
  if (!response.headersSent) response.writeHead(200, headers);
  response.end();
}

/** Resolves when the reader has caught up or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
    if (response.destroyed) done();
  });
}
