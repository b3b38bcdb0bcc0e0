// `npm test`: every check, on a fresh clone with npm and any Node ≥ 20. The last line is "N passed, N failed"; before it
// stands what failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environment, installDependencies, root } from './runtime.mjs';

installDependencies();
const { default: build } = await import('./build.mjs');
build();
const cache = path.join(root, '.cache');
mkdirSync(cache, { recursive: true });
// Hundreds of processes and threads load the same modules: they are compiled once.
const env = { ...environment(), NODE_COMPILE_CACHE: path.join(cache, 'compiled') };

function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Two run at a time: what they say is shown when they have ended. */
function captured(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (some) => {
        text += some;
      });
    child.on('error', (error) => resolve({ code: 1, text: `${text}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

let passed = 0;
/** @type {{ name: string, why: readonly string[] }[]} */
const failures = [];
/** @type {readonly (readonly [string, string, readonly string[]])[]} */
const quality = [
  ['format', 'oxfmt', ['--check', '.']],
  ['lint', 'oxlint', ['--deny-warnings', '.']],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['types of the pure modules', 'tsc', ['-p', 'tsconfig.core.json']],
  ['types of the page', 'tsc', ['-p', 'tsconfig.web.json']],
  ['unused code', 'knip', []],
];
const waiting = quality.values();
const check = async () => {
  for (const [name, command, args] of waiting) {
    const { code, text } = await captured(command, args);
    process.stdout.write(`${code === 0 ? '' : text}${code === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
    if (code === 0) passed += 1;
    else failures.push({ name, why: text.trimEnd().split('\n').slice(0, 20) });
  }
};
await Promise.all([check(), check()]);
const corpus = path.resolve(root, '..', 'shared', 'data');
if (!existsSync(corpus)) process.stdout.write('SKIPPED corpus: the corpus folder is not beside this checkout\n');
// One run for all projects: while the last file of one takes its time, those of the next have begun.
const projects = ['browser', ...(existsSync(corpus) ? ['corpus'] : []), 'crash', 'e2e', 'int', 'unit', 'web'];
const report = path.join(cache, 'tests.json');
const failed = path.join(cache, 'failures.json');
rmSync(report, { force: true });
rmSync(failed, { force: true });
const code = await run('vitest', [
  'run',
  ...projects.map((project) => `--project=${project}`),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  '--reporter=./scripts/failure-reporter.mjs',
  `--outputFile.failures=${failed}`,
]);
if (existsSync(report)) passed += JSON.parse(readFileSync(report, 'utf8')).numPassedTests;
const told = existsSync(failed) ? JSON.parse(readFileSync(failed, 'utf8')) : [];
if (code !== 0 && told.length === 0) told.push({ name: 'vitest', why: [`ended with ${code}; see its output above`] });
failures.push(...told);
for (const { name, why } of failures)
  process.stdout.write(`FAILED ${name}\n${why.map((line) => `    ${line}\n`).join('')}`);
process.stdout.write(`${passed} passed, ${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
