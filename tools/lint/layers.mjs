// Holds the tables of modules (ARCHITECTURE.md): who may import whom, one entry point (index.ts) a module, no I/O in pure modules.
// Default deny: a module imports what its row lists, and base. Tests may reach into any module.
import path from 'node:path';

/** The modules below src/, lowest first, and the page. `server/schemas` is one folder of a module, with an entry point of its own. */
const modules = {
  base: [],
  audit: [],
  policy: ['audit'],
  query: ['audit'],
  apiserver: ['policy'],
  setup: ['policy', 'apiserver'],
  formats: ['audit'],
  redaction: ['audit'],
  history: ['audit', 'query'],
  charts: [],
  documents: [],
  dashboards: ['audit', 'query', 'documents'],
  vulnerabilities: ['audit', 'query', 'documents'],
  rules: ['audit', 'query', 'documents', 'templates'],
  templates: [],
  watch: [],
  platform: [],
  journal: ['platform'],
  records: ['platform'],
  engine: ['platform'],
  store: ['engine', 'audit', 'query', 'platform'],
  ingest: ['journal', 'store', 'records', 'audit', 'formats', 'redaction', 'platform'],
  access: ['records', 'query'],
  analysis: ['query', 'history', 'store', 'access', 'records', 'audit', 'policy', 'dashboards', 'platform'],
  stream: ['store', 'journal', 'platform'],
  delivery: ['documents', 'templates', 'records', 'platform'],
  forward: ['stream', 'delivery', 'access', 'records', 'query', 'redaction', 'audit', 'platform'],
  monitor: ['watch', 'ingest', 'analysis', 'access', 'records', 'delivery', 'platform'],
  report: [
    'charts',
    'documents',
    'dashboards',
    'vulnerabilities',
    'rules',
    'monitor',
    'analysis',
    'access',
    'records',
    'delivery',
    'query',
    'audit',
    'platform',
  ],
  cases: ['analysis', 'access', 'records', 'query', 'audit', 'platform'],
  alert: ['rules', 'watch', 'analysis', 'access', 'records', 'stream', 'delivery', 'query', 'audit', 'platform'],
  shipping: ['audit', 'formats', 'platform'],
  collect: ['audit', 'apiserver', 'formats', 'watch', 'platform', 'shipping'],
  demo: ['audit', 'platform'],
};
const pureModules = [
  'audit',
  'policy',
  'query',
  'apiserver',
  'setup',
  'formats',
  'history',
  'charts',
  'documents',
  'dashboards',
  'vulnerabilities',
  'rules',
  'templates',
  'watch',
];
/** What runs in the command line, and not in a server. */
const clients = ['shipping', 'collect'];
const belowServer = Object.keys(modules).filter((module) => !clients.includes(module));
export const rows = {
  ...modules,
  // The schemas take a form without the language of its statements, which a command is not to load.
  server: [...belowServer, 'dashboards/form', 'rules/form', 'setup/choices'],
  cli: [...pureModules, 'rules/form', 'setup/choices', 'platform', ...clients, 'server/schemas', 'app'],
  app: [...belowServer, 'server'],
  web: [...pureModules, 'setup/choices', 'server/schemas'],
};

/** Rows within a module: a folder imports what its row lists. `*` stands for each folder below, and these never import each other. */
export const innerRows = {
  query: {
    types: [],
    fields: ['types'],
    functions: ['types'],
    sql: ['types'],
    search: ['types', 'fields'],
    resolve: ['types', 'fields', 'functions', 'sql', 'search'],
    clickhouse: ['types', 'fields', 'functions', 'sql', 'search', 'resolve'],
    editor: ['types', 'fields', 'functions', 'sql', 'search', 'resolve', 'clickhouse'],
  },
  web: {
    lib: [],
    api: ['lib'],
    components: ['lib', 'api'],
    editor: ['lib', 'api', 'components'],
    charts: ['lib', 'api', 'components'],
    'features/*': ['lib', 'api', 'components', 'editor', 'charts'],
    shell: ['lib', 'api', 'components', 'features/*'],
    'main.tsx': ['lib', 'api', 'shell'],
  },
};
/** Modules whose rows have an index.ts each, past which no other row imports. */
const rowsHaveEntryPoints = new Set(['query']);

const pure = new Set(['base', ...pureModules]);
const root = path.resolve(import.meta.dirname, '../..');

function locate(file) {
  const relative = path.relative(root, file).split(path.sep);
  if (relative[0] === 'web' && relative[1] === 'src') return { module: 'web', inner: relative.slice(2) };
  if (relative[0] === 'src' && relative.length > 2) return { module: relative[1], inner: relative.slice(2) };
  return undefined;
}

/** The message about an import of a package, or undefined where it is allowed. */
function packageProblem(from, source) {
  if (pure.has(from.module) && source.startsWith('node:')) return `${from.module} is pure: it may not import ${source}`;
  return source === 'chdb' && from.module !== 'engine' ? 'only engine imports chdb' : undefined;
}

/** The files of a module that another may import: its entry point, and that of a folder which its row names. */
function entryPointsOf(folder, isNamed) {
  return isNamed ? ['index.ts', `${folder}/index.ts`, `${folder}.ts`] : ['index.ts'];
}

/** The row of a file within its module, and the folder that the row stands for. */
function innerRowOf(table, inner) {
  const [first = '', second = ''] = inner;
  if (first in table) return { row: first, folder: first };
  return `${first}/*` in table ? { row: `${first}/*`, folder: `${first}/${second}` } : undefined;
}

/** The message about an import within a module that has rows of its own, or undefined where it is allowed. */
function innerProblem(from, to) {
  const table = innerRows[from.module];
  if (!table) return undefined;
  const [source, target] = [innerRowOf(table, from.inner), innerRowOf(table, to.inner)];
  const isPast = rowsHaveEntryPoints.has(from.module) && source?.row !== target?.row && to.inner[1] !== 'index.ts';
  if (isPast) return `within ${from.module}, import ${target?.folder ?? to.inner.join('/')} through its index.ts`;
  // A module's own entry point stands above its rows.
  if (!source) return from.inner.length === 1 ? undefined : `"${from.inner[0]}" is in no row of ${from.module}`;
  if (!target) return `${source.folder} may not import "${to.inner.join('/')}", which is in no row of ${from.module}`;
  if (source.folder === target.folder || table[source.row].includes(target.row)) return undefined;
  return `within ${from.module}, ${source.folder} may not import ${target.folder}`;
}

/** The message about an import of `source` in `filename`, or undefined where it is allowed. */
export function problem(filename, source, isDynamic = false) {
  const from = locate(filename);
  if (!from || /\.test\.tsx?$|testkit/.test(filename)) return undefined;
  if (!source.startsWith('.')) return packageProblem(from, source);
  const to = locate(path.resolve(path.dirname(filename), source));
  if (!to) return undefined;
  if (to.module === from.module) return innerProblem(from, to);
  const row = rows[from.module];
  if (!row) return `module "${from.module}" is not in the table of tools/lint/layers.mjs`;
  const folder = to.inner[0]?.replace(/\.ts$/, '') ?? '';
  const isNamed = row.includes(`${to.module}/${folder}`);
  if (to.module !== 'base' && !row.includes(to.module) && !isNamed) return `${from.module} may not import ${to.module}`;
  if (from.module === 'cli' && to.module === 'app' && !isDynamic) return 'cli imports app lazily: await import(...)';
  return entryPointsOf(folder, isNamed).includes(to.inner.join('/'))
    ? undefined
    : `import ${to.module} through its entry point, index.ts`;
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
