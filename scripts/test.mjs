// `npm test`: every check, on a fresh clone with npm and any Node ≥ 20. The last line is "N passed, N failed".
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environment, installDependencies, root } from './runtime.mjs';

installDependencies();
const { default: build } = await import('./build.mjs');
build();
const env = environment();
const cache = path.join(root, '.cache');
mkdirSync(cache, { recursive: true });

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
let failed = 0;
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
    else failed += 1;
  }
};
await Promise.all([check(), check()]);
const corpus = path.resolve(root, '..', 'shared', 'data');
if (!existsSync(corpus)) process.stdout.write('SKIPPED corpus: the corpus folder is not beside this checkout\n');
for (const project of ['unit', 'int', 'web', 'corpus', 'e2e', 'crash', 'browser']) {
  if (project === 'corpus' && !existsSync(corpus)) continue;
  const report = path.join(cache, `${project}.json`);
  rmSync(report, { force: true });
  const code = await run('vitest', [
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 };
  passed += counts.numPassedTests;
  failed += Math.max(counts.numFailedTests, code === 0 ? 0 : 1);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
