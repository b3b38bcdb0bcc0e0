// Holds the table of rooms (ARCHITECTURE.md): who may import whom, one door (index.ts) a room, and no I/O in pure rooms.
// Default deny: a room imports what its row lists, and base. Tests may reach into any room.
import path from 'node:path';

const rows = {
  base: [],
  audit: [],
  policy: ['audit'],
  query: ['audit'],
  apiserver: ['policy'],
  platform: [],
  journal: ['platform'],
  records: ['platform'],
  store: ['platform', 'audit', 'query'],
  ingest: ['journal', 'store', 'records', 'audit', 'platform'],
  report: ['query', 'store', 'records', 'audit', 'platform'],
  alert: ['query', 'store', 'records', 'audit', 'platform'],
  demo: ['audit', 'platform'],
  server: [
    'audit',
    'policy',
    'query',
    'apiserver',
    'platform',
    'journal',
    'records',
    'store',
    'ingest',
    'report',
    'alert',
    'demo',
  ],
  web: ['audit', 'policy', 'apiserver', 'query', 'server/schemas'],
  cli: ['audit', 'policy', 'query', 'apiserver', 'platform', 'ingest/formats', 'server/schemas', 'app'],
  app: [
    'audit',
    'policy',
    'query',
    'apiserver',
    'platform',
    'journal',
    'records',
    'store',
    'ingest',
    'report',
    'alert',
    'demo',
    'server',
  ],
};
const pure = new Set(['base', 'audit', 'policy', 'query', 'apiserver']);
const root = path.resolve(import.meta.dirname, '../..');

function locate(file) {
  const relative = path.relative(root, file).split(path.sep);
  if (relative[0] === 'web' && relative[1] === 'src') return { room: 'web', inner: relative.slice(2) };
  if (relative[0] === 'src' && relative.length > 2) return { room: relative[1], inner: relative.slice(2) };
  return undefined;
}

/** The message about an import of a package, or undefined where it is allowed. */
function packageProblem(from, source) {
  if (pure.has(from.room) && source.startsWith('node:')) return `${from.room} is pure: it may not import ${source}`;
  const isEngine = from.room === 'store' && from.inner[0] === 'engine';
  return source === 'chdb' && !isEngine ? 'only store/engine imports chdb' : undefined;
}

/** The files of a room that another may import: its door, and that of a folder which its row names. */
function doorsOf(folder, isNamed) {
  return isNamed ? ['index.ts', `${folder}/index.ts`, `${folder}.ts`] : ['index.ts'];
}

/** The message about an import of `source` in `filename`, or undefined where it is allowed. */
export function problem(filename, source, isDynamic = false) {
  const from = locate(filename);
  if (!from || /\.test\.tsx?$|testkit/.test(filename)) return undefined;
  if (!source.startsWith('.')) return packageProblem(from, source);
  const to = locate(path.resolve(path.dirname(filename), source));
  if (!to || to.room === from.room) return undefined;
  const row = rows[from.room];
  if (!row) return `room "${from.room}" is not in the table of tools/lint/layers.mjs`;
  const folder = to.inner[0]?.replace(/\.ts$/, '') ?? '';
  const isNamed = row.includes(`${to.room}/${folder}`);
  if (to.room !== 'base' && !row.includes(to.room) && !isNamed) return `${from.room} may not import ${to.room}`;
  if (from.room === 'cli' && to.room === 'app' && !isDynamic) return 'cli imports app lazily: await import(...)';
  return doorsOf(folder, isNamed).includes(to.inner.join('/'))
    ? undefined
    : `import ${to.room} through its door, index.ts`;
}

const direction = {
  create(context) {
    const check = (node, source, isDynamic) => {
      const message = typeof source === 'string' ? problem(context.filename, source, isDynamic) : undefined;
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source.value, false),
      ExportNamedDeclaration: (node) => check(node, node.source?.value, false),
      ExportAllDeclaration: (node) => check(node, node.source.value, false),
      ImportExpression: (node) => check(node, node.source.value, true),
    };
  },
};

// oxlint reads a plugin from the default export.
// eslint-disable-next-line import/no-default-export -- the plugin interface asks for it
export default { meta: { name: 'layers' }, rules: { direction } };
