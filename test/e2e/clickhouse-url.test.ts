// The engine child run alone, in a folder of its own, behind a proxy that lets in one user with a password, as a ClickHouse does
// that has no user without one.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, runCli } from './run-cli.ts';

const user = 'auditor';
const password = `p@ss:w'rd/ü`;
const enginePassword = 'password-of-the-engine';
const adminToken = 'token-of-the-tests';
const account = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
const engineProgram = [path.join(path.dirname(cli), 'engine.js'), path.resolve('src/engine/child.ts')];

let folder: string;
let engine: ChildProcess;
let enginePort: number;
let proxy: Server;
/** Whether the dictionaries were made to read as the user; as `default` they are refused. */
let mayRead = false;
const seenUrls: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'whodunit-clickhouse-'));
  engine = spawn(process.execPath, [engineProgram.find((file) => existsSync(file)) ?? ''], {
    env: {
      PATH: process.env['PATH'],
      WHODUNIT_ENGINE_DIRECTORY: path.join(folder, 'engine'),
      WHODUNIT_ENGINE_PASSWORD: enginePassword,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(engine.stdout ?? process.stdin), 'line')) as [string];
  enginePort = Number(new URL((JSON.parse(line) as { url: string }).url).port);
  proxy = createServer((incoming, response) => void forward(incoming, response)).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
});

afterAll(async () => {
  proxy.close();
  proxy.closeAllConnections();
  engine.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  seenUrls.push(incoming.url ?? '');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  let body = Buffer.concat(chunks);
  const statement = body.subarray(0, 2000).toString('utf8');
  const given = Buffer.from(incoming.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString('utf8');
  const isRefused = incoming.url !== '/ping' && given !== `${user}:${password}`;
  if (isRefused || (statement.includes('dictGet') && !mayRead)) {
    response.writeHead(403, { 'x-clickhouse-exception-code': '516' });
    response.end('Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)');
    return;
  }
  if (statement.startsWith('CREATE OR REPLACE DICTIONARY')) {
    const named = `USER '${user}' PASSWORD '${password.replace("'", "\\'")}' `;
    mayRead = statement.includes(named);
    body = Buffer.from(statement.replace(named, ''));
  }
  const authorization = `Basic ${Buffer.from(`default:${enginePassword}`).toString('base64')}`;
  const { 'transfer-encoding': _chunked, ...same } = incoming.headers;
  const headers = { ...same, authorization, 'content-length': body.length };
  const options = { port: enginePort, method: incoming.method, path: incoming.url, headers };
  const onward = request(options, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}

test('a ClickHouse with a password is told by the environment, serves look-ups too, and its password shows nowhere', async () => {
  const { port } = proxy.address() as AddressInfo;
  const data = path.join(folder, 'data');
  await mkdir(path.join(data, 'block-lists'), { recursive: true });
  await writeFile(path.join(data, 'block-lists', 'list.txt'), '203.0.113.0/24');
  const listen = ['--data', data, '--listen', '127.0.0.1:0', '--log-level', 'debug'];
  const server = spawn(process.execPath, [cli, 'serve', ...listen], {
    env: {
      ...process.env,
      WHODUNIT_CLICKHOUSE_URL: `http://${account}@127.0.0.1:${port}`,
      WHODUNIT_ADMIN_TOKEN: adminToken,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => (output += String(text)));
  try {
    let url = '';
    while (url === '' || (await fetch(`${url}/readyz`)).status !== 200) {
      expect(server.exitCode, output).toBeNull();
      await sleep(100);
      url = /"url":"([^"]+)","msg":"listening"/.exec(output)?.[1] ?? '';
    }
    const ask = ['--server', url, '--token', adminToken];
    await runCli(['cluster', 'add', 'prod', ...ask]);
    const event =
      '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","stage":"ResponseComplete","verb":"get"}';
    expect((await runCli(['import', '--cluster', 'prod', '-', ...ask], { input: event })).stdout).toContain(
      '"stored":1',
    );
    const query = `verb: get | SELECT verb, security_check_ip('203.0.113.9') AS "listed", security_check_ip('8.8.8.8') AS "other"`;
    const found = await runCli(['query', query, '--format', 'ndjson', ...ask]);
    expect(found).toMatchObject({ status: 0, stdout: '{"verb":"get","listed":1,"other":0}\n' });
    await runCli(['cluster', 'delete', 'prod', '--yes', ...ask]);
    const removed = 'whodunit_retention_removed_events_total{cluster="prod",reason="deleted"} 1';
    const headers = { authorization: `Bearer ${adminToken}` };
    while (!(await (await fetch(`${url}/metrics`, { headers })).text()).includes(removed)) await sleep(100);
    const commandLine = `/proc/${server.pid}/cmdline`;
    if (existsSync(commandLine)) expect(readFileSync(commandLine, 'utf8')).not.toContain(String(port));
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
  for (const secret of [password, encodeURIComponent(password), "p@ss:w\\'rd"]) {
    expect(output).not.toContain(secret);
    expect(seenUrls.join('\n')).not.toContain(secret);
  }
});

test.each(['ftp://u:SECRET@host', 'u:SECRET@host:8123', 'http://u:SECRET%@host'])(
  'what is no URL of ClickHouse, %s, is refused without a word of it',
  async (value) => {
    for (const how of [{ args: ['--clickhouse-url', value] }, { env: { WHODUNIT_CLICKHOUSE_URL: value } }]) {
      const args = ['serve', '--data', path.join(folder, 'refused'), ...(how.args ?? [])];
      const ended = await runCli(args, { env: { ...process.env, ...how.env } });
      expect(ended.status).toBe(2);
      expect(ended.stdout + ended.stderr).not.toContain('SECRET');
    }
  },
);
