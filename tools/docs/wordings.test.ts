import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiserverCodes } from '../../src/apiserver/diagnostic-codes.ts';
import { errorCodes } from '../../src/base/index.ts';
import { lintRules } from '../../src/policy/lint/rules/index.ts';
import { limitNames } from '../../src/query/sql/limits.ts';
import { documentedCodes } from './diagnostics.ts';

const root = path.join(import.meta.dirname, '../..');

interface Source {
  /** From the root, with slashes. */
  readonly name: string;
  readonly text: string;
}

async function sources(): Promise<readonly Source[]> {
  const found: Source[] = [];
  for await (const file of glob('src/**/*.ts', { cwd: root })) {
    const name = file.replaceAll(path.sep, '/');
    if (!name.endsWith('.test.ts') && name !== 'src/base/said.ts')
      found.push({ name, text: await readFile(path.join(root, file), 'utf8') });
  }
  return found;
}

async function texts(language: string, area: string): Promise<Record<string, string>> {
  const file = path.join(root, 'web/src/lib/i18n/wordings', language, `${area}.json`);
  return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
}

/** The templates that the sources say, as `said` and `words` make them. */
function templatesOf(source: string): readonly string[] {
  return [...source.matchAll(/(?<![\w`])(?:said|words)`/g)].map(({ 0: tag, index }) =>
    templateAt(source, index + tag.length),
  );
}

function templateAt(source: string, from: number): string {
  let template = '';
  let slots = 0;
  for (let at = from; source[at] !== '`'; at++) {
    if (source[at] === '\\') template += source[++at] ?? '';
    else if (source.startsWith('${', at)) {
      template += `{${slots++}}`;
      at = endOfSlot(source, at + 2);
    } else template += source[at] ?? '';
  }
  return template;
}

/** Where the brace is that closes a slot; templates within it are stepped over. */
function endOfSlot(source: string, from: number): number {
  let depth = 1;
  let at = from;
  for (; ; at++) {
    const character = source[at];
    if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
    else if (character === '`') at = endOfTemplate(source, at + 1);
    else if (character === "'" || character === '"') at = source.indexOf(character, at + 1);
  }
}

function endOfTemplate(source: string, from: number): number {
  let at = from;
  for (; source[at] !== '`'; at++) {
    if (source[at] === '\\') at++;
    else if (source.startsWith('${', at)) at = endOfSlot(source, at + 2);
  }
  return at;
}

async function templates(): Promise<readonly string[]> {
  const limits = Object.values(limitNames).map((name) => `The statement has more than {0} ${name}`);
  return [...new Set([...(await sources()).flatMap(({ text }) => templatesOf(text)), ...limits])];
}

const slots = (text: string): readonly string[] => [...text.matchAll(/\{\d\}/g)].map(([slot]) => slot).toSorted();

/** Of a policy's linter each text has a template; what the API server's manifest lacks is told by the command line alone. */
const toldBySomeText = new Set<string>([...lintRules.map(({ code }) => code), ...Object.keys(apiserverCodes)]);
const codes = [...documentedCodes(), ...Object.keys(errorCodes)].filter((code) => !toldBySomeText.has(code));

/** What commands say, and a server that cannot start: nobody reads it on the page. */
const toldInTerminals =
  /^src\/(app|cli|collect|shipping|demo)\/|testkit|^src\/(journal\/journal|records\/database|store\/migrate|platform\/private-files)\.ts$/;

/** An error, or what a schema expects, that is said without `said` and `words`. */
const untagged = /new AppError\(\s*'[\w-]+',\s*[`']|[^\w]'expected [^'\n]+'/;

it('no error, and nothing that a schema says, is without a template where the page may show it', async () => {
  const untold = (await sources()).filter(({ name, text }) => !toldInTerminals.test(name) && untagged.test(text));
  expect(untold.map(({ name }) => name)).toEqual([]);
});

describe.each(['zh-CN', 'ja'])('what the server and the modules say, in %s', (language) => {
  it('has a text for every template, filled with the same values, and no others', async () => {
    const said = await templates();
    expect(said.length).toBeGreaterThan(400);
    const known: Record<string, string> = {};
    for (const area of ['query', 'policy', 'rules', 'files', 'server'])
      Object.assign(known, await texts(language, area));
    expect(Object.keys(known).toSorted()).toEqual(said.toSorted());
    for (const [template, text] of Object.entries(known))
      expect([template, slots(text)]).toEqual([template, slots(template)]);
  });

  it('has a text for every code', async () => {
    const known = await texts(language, 'codes');
    expect(codes.filter((code) => !known[code])).toEqual([]);
  });
});
