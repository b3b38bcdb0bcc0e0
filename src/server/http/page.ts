import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { words } from '../../base/index.ts';

/** Where the page's own document has the nonce. */
const placeholder = '__CSP_NONCE__';

/**
 * What the page may load: its own files. Mantine and CodeMirror make style elements, which they mark with a nonce; the
 * style of single elements is set by scripts, which no policy is about.
 */
function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/**
 * Serves the built page: its files, and its document for every address that is neither a file nor a call. Without a folder
 * there is no page; an address that is nothing is answered alike.
 */
export async function servePage(server: FastifyInstance, directory: string | undefined): Promise<void> {
  const sendPage = directory === undefined ? undefined : await addFiles(server, directory);
  server.setNotFoundHandler((request, reply) => {
    const target = request.url.split('?')[0] ?? '';
    const isPage =
      request.method === 'GET' &&
      !/^\/(api|ingest)\//.test(target) &&
      (target === '/index.html' || !/\.\w+$/.test(target));
    if (isPage && sendPage) return sendPage(reply);
    return reply.code(404).send({ error: { code: 'not-found', message: words`there is nothing here` } });
  });
}

/** Adds the files of the page, and gives what answers with its document. */
async function addFiles(server: FastifyInstance, directory: string): Promise<(reply: FastifyReply) => FastifyReply> {
  const html = await readFile(path.join(directory, 'index.html'), 'utf8');
  const sendPage = (reply: FastifyReply): FastifyReply => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header('content-security-policy', pagePolicy(nonce))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html.replaceAll(placeholder, nonce));
  };
  await server.register(async (files) => {
    files.addHook('onSend', async (_request, reply) => {
      for (const name of headersOfDocuments) reply.raw.removeHeader(name);
    });
    await files.register(fastifyStatic, {
      root: directory,
      wildcard: false,
      index: false,
      globIgnore: ['index.html', '**/*.{br,gz}'],
      // The build writes them beside the files.
      preCompressed: true,
      setHeaders: (response, file) => {
        // Vite puts a hash of the contents into the names of assets.
        const isHashed = path.relative(directory, file).startsWith('assets');
        response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  });
  return sendPage;
}

/**
 * Headers that say something of documents alone. The page has a hundred files, most of them small: without these, a quarter of a kilobyte
 * less each.
 */
const headersOfDocuments = [
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
] as const;
