import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../app/serve.ts';
import { allRoutes } from '../routes/index.ts';
import { createHttpServer } from './server.ts';

const script = 'const greeting = "hello";\n'.repeat(200);
let directory = '';
let running: RunningServer;
let http: FastifyInstance;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'whodunit-page-'));
  const pageDirectory = path.join(directory, 'web');
  mkdirSync(path.join(pageDirectory, 'assets'), { recursive: true });
  // The document as it is in the sources: the build adds the names of its assets.
  writeFileSync(path.join(pageDirectory, 'index.html'), readFileSync('web/index.html'));
  const asset = path.join(pageDirectory, 'assets', 'index-0123.js');
  writeFileSync(asset, script);
  // As the build does.
  writeFileSync(`${asset}.br`, brotliCompressSync(script));
  writeFileSync(`${asset}.gz`, gzipSync(script));
  const listen = { host: '127.0.0.1', port: 0 };
  // No engine is needed: it is one that never answers.
  const options = { listen, data: path.join(directory, 'data'), clickhouseUrl: 'http://127.0.0.1:1' };
  running = await startServer({ ...options, logLevel: 'silent' });
  http = await createHttpServer({ ...running.context, pageDirectory }, allRoutes());
});

afterAll(async () => {
  await http.close();
  await running.lifecycle.close();
  rmSync(directory, { recursive: true, force: true });
});

async function get(url: string) {
  const { statusCode, headers, body } = await http.inject({ method: 'GET', url });
  const policy = Object.fromEntries(
    String(headers['content-security-policy'])
      .split(';')
      .map((directive) => {
        const [name = '', ...sources] = directive.trim().split(' ');
        return [name, sources];
      }),
  );
  return { statusCode, headers, body, policy };
}

test.each(['/', '/index.html', '/explore?q=x', '/settings/users'])('%s is the page, its nonce fresh', async (url) => {
  const [first, second] = [await get(url), await get(url)];
  expect(first.statusCode).toBe(200);
  const nonces = [first, second].map(({ body }) => /csp-nonce" nonce="([\w+/=]{24})"/.exec(body)?.[1]);
  expect(nonces[0]).not.toBe(nonces[1]);
  expect(first.policy['style-src']).toEqual(["'self'", `'nonce-${nonces[0]}'`]);
  expect(first.headers['cache-control']).toBe('no-store');
  expect(first.body).not.toContain('__CSP_NONCE__');
});

test('nothing inline and nothing from elsewhere runs or loads', async () => {
  const { policy, body } = await get('/');
  expect(policy['default-src']).toEqual(["'none'"]);
  expect(policy['script-src']).toEqual(["'self'"]);
  expect(policy['frame-ancestors']).toEqual(["'none'"]);
  expect(Object.values(policy).flat().join(' ')).not.toMatch(/unsafe|https?:|\*|blob:/);
  expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/);
});

test('an answer of the API, an asset and what is not there are no page', async () => {
  const nothing = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] };
  for (const url of ['/healthz', '/api/v1/nothing', '/assets/index-0123.js', '/nothing.js'])
    expect((await get(url)).policy).toMatchObject(nothing);
  expect((await get('/api/v1/nothing')).statusCode).toBe(404);
  expect((await get('/nothing.js')).statusCode).toBe(404);
  expect((await get('/assets/index-0123.js')).headers['cache-control']).toContain('immutable');
  expect((await get('/ingest/v1/nothing')).statusCode).toBe(404);
});

test('what is said of documents alone is said of the page, and not of each of its files', async () => {
  const ofDocuments = { 'x-frame-options': 'SAMEORIGIN', 'cross-origin-opener-policy': 'same-origin' };
  const ofAll = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };
  expect((await get('/explore')).headers).toMatchObject({ ...ofDocuments, ...ofAll });
  const { headers } = await get('/assets/index-0123.js');
  expect(headers).toMatchObject(ofAll);
  expect(Object.keys(ofDocuments).filter((name) => name in headers)).toEqual([]);
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
])('an asset is sent as it was compressed before: %s', async (encoding, decode) => {
  const headers = { 'accept-encoding': `${encoding}, identity;q=0.5` };
  const answer = await http.inject({ method: 'GET', url: '/assets/index-0123.js', headers });
  expect(answer.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
  expect(answer.headers['content-type']).toMatch(/javascript/);
  expect(answer.rawPayload.length).toBeLessThan(script.length / 10);
  expect(decode(answer.rawPayload).toString()).toBe(script);
  // What it was compressed to is no address of its own.
  expect((await get('/assets/index-0123.js.br')).statusCode).toBe(404);
});
