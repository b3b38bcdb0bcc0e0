import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createHttpInterface, maxStatementBytes } from './http-interface.ts';
import { openSessionPool } from './session-pool.ts';

/**
 * The engine's own process: chDB behind ClickHouse's HTTP interface on loopback. It is told everything by its environment:
 * WHODUNIT_ENGINE_DIRECTORY, WHODUNIT_ENGINE_PORT (0: any), WHODUNIT_ENGINE_PASSWORD, WHODUNIT_ENGINE_MEMORY (bytes).
 * Says `{port}` to its parent once it serves; ends with its parent. Run alone, it is a small ClickHouse for
 * `serve --clickhouse-url`.
 */
function main(): void {
  const directory = process.env['WHODUNIT_ENGINE_DIRECTORY'] ?? '';
  const password = process.env['WHODUNIT_ENGINE_PASSWORD'] ?? '';
  if (directory === '' || password === '') {
    process.stderr.write('WHODUNIT_ENGINE_DIRECTORY and WHODUNIT_ENGINE_PASSWORD must be set\n');
    process.exit(2);
  }
  const memory = process.env['WHODUNIT_ENGINE_MEMORY'];
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const spool = path.join(directory, 'spool');
  rmSync(spool, { recursive: true, force: true });
  const pool = openSessionPool(path.join(directory, 'data'), [
    '--output_format_json_quote_64bit_integers=1',
    '--output_format_json_escape_forward_slashes=0',
    // Parameters are set in a statement: its length is bounded where it comes in.
    `--max_query_size=${maxStatementBytes}`,
    ...(memory === undefined ? [] : [`--max_memory_usage=${memory}`]),
  ]);
  const server = createHttpInterface({ pool, spool, password });
  server.listen(Number(process.env['WHODUNIT_ENGINE_PORT'] ?? '0'), '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    if (process.send) process.send({ port });
    else process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
  });
  server.once('error', (error) => {
    process.stderr.write(`cannot listen: ${error.message}\n`);
    process.exit(3);
  });
  // No other end: chDB's exit handlers now and then wait for ever for a statement that still runs, and an engine that does not
  // end keeps its folder from the next one. What was acknowledged is on disk.
  const stop = (): void => void process.kill(process.pid, 'SIGKILL');
  process.once('disconnect', stop);
  // The parent decides when the engine ends: a Ctrl-C goes to the whole process group.
  process.on('SIGINT', () => {
    if (!process.send) stop();
  });
  process.once('SIGTERM', stop);
}

main();
