import packageJson from '../../package.json' with { type: 'json' };
import { openApiDocument } from '../../src/server/http/openapi.ts';
import { allRoutes } from '../../src/server/index.ts';
import { code, page, table } from './markdown.ts';

/** docs/reference/openapi.json: what the server answers at /api/v1/openapi.json. */
export function openApiFile(): string {
  return `${JSON.stringify(openApiDocument(allRoutes(), packageJson.version), null, 2)}\n`;
}

/** The page docs/reference/http-api.md: every call. */
export function httpApiPage(): string {
  return page(
    '# The HTTP API',
    "Made from the server's routes by `npm run docs`.",
    `The server describes itself at \`GET /api/v1/openapi.json\` (OpenAPI 3.1), from the schemas that it validates with; the same is in
[openapi.json](openapi.json).`,
    `Send \`Authorization: Bearer TOKEN\`, or the cookie of a session with the header \`x-csrf-token\` on what changes something. Errors
are [one shape](errors.md). Times are RFC 3339, Unix seconds or relative (\`-15m\`, \`now\`); ranges are \`[from, to)\`.`,
    `**Access**: \`public\` needs nothing; \`ingest\` a token or a client certificate of the cluster; \`session\` is about the caller's own
sign-in; \`read\` is for viewers and up, \`keep\` for analysts and up,
\`administer-clusters\` for administrators of the cluster, \`administer\` for administrators without limits
([roles](../how-to/give-people-access.md)).`,
    table(
      ['Call', 'Access', 'What it does'],
      allRoutes().map(({ method, path, access, summary }) => [code(`${method} ${path}`), access, summary]),
    ),
  );
}
