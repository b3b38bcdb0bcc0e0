import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../../store/testkit.ts';
import { list, sql, type SqlNode } from '../types/node.ts';
import { printSql } from '../types/print-node.ts';
import { compileSearch } from './compile.ts';
import { compileMatcher } from './matcher.ts';
import { quote } from './lexical.ts';
import { parseSearch } from './parse.ts';
import { insertNumbered } from './testkit/insert.ts';
import { oddTexts } from './testkit/mutate.ts';
import { matches, readNaiveEvent } from './testkit/naive.ts';
import { searchedEvents } from './testkit/searched.ts';

const targets = [
  '',
  'userAgent: ',
  'annotations: ',
  'annotations.odd.example/text: ',
  'requestObject: ',
  'requestObject.spec.containers.image: ',
  'requestObject.metadata.labels.a.b/c.d: ',
  'responseStatus: ',
  'other.unknown: ',
];

/** `WHODUNIT_SEARCH_RUNS` asks for every text at every target; otherwise each is looked for at a third of them, in turn. */
const isLong = process.env['WHODUNIT_SEARCH_RUNS'] !== undefined;

/** An event that holds a text in every kind of place. */
function eventWith(text: string, index: number): string {
  return JSON.stringify({
    level: 'Request',
    auditID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/x',
    verb: 'create',
    userAgent: text,
    responseStatus: { code: 200, message: text },
    requestObject: {
      metadata: { labels: { 'a.b/c.d': text } },
      spec: { containers: [{ image: text }, { image: 'plain' }] },
      [`key ${text}`]: 1,
    },
    annotations: { 'odd.example/text': text },
    unknown: text,
    stageTimestamp: '2026-11-20T18:05:19.347836Z',
  });
}

/** Comparisons with a text and with what is nearly it. */
function equalitiesFor(name: string, text: string): string[] {
  return [text, text.toUpperCase(), `${text} `, text.slice(0, -1)].map((value) => `${name} == ${quote(value)}`);
}

/** Searches for a text and for each of its words, whole, in capitals, with wildcards and as phrases. */
function searchesFor(text: string): string[] {
  const words = text.split(/[\s,'";=()[\]{}?@&<>/:|]+/).filter((word) => word !== '' && !word.endsWith('\\'));
  const values = words.flatMap((word) => {
    const letters = Array.from(word);
    const wild =
      letters.length > 1 && !/^[*?#]/.test(word)
        ? [`${letters.slice(0, -1).join('')}*`, `${letters[0]}?${letters.slice(2).join('')}`]
        : [];
    return [
      quote(word),
      quote(word.toUpperCase()),
      quote(letters.slice(1).join('') || 'x'),
      `#${quote(word)}`,
      ...wild,
    ];
  });
  return [...values, ...(text.endsWith('\\') ? [] : [quote(text), `#${quote(text)}`])];
}

describe('odd text in every place', () => {
  const lines = oddTexts.map(eventWith);
  const events = lines.map((line) => readNaiveEvent(line));
  const searched = searchedEvents('odd', lines);
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startTestEngine();
    await insertNumbered(engine, 'odd', lines);
  });
  afterAll(() => engine.close());

  /** The events that the product's own matcher finds. */
  function matched(search: string): number[] {
    const parsed = parseSearch(search);
    if (!parsed.ok) throw new Error(search);
    const { matches: isMatch } = compileMatcher(parsed.value, { clusters: [] });
    return searched.flatMap((event, index) => (isMatch(event) ? [index] : []));
  }

  /** For each search, the events found. */
  async function found(searches: readonly string[]): Promise<number[][]> {
    const conditions = searches.map((search) => sql`toUInt8(${conditionOf(search)})`);
    const { text, parameters } = printSql(list(conditions));
    const { rows } = await engine.rows(`SELECT [${text}] FROM events WHERE cluster_id = 'odd' ORDER BY received_at`, {
      parameters,
    });
    const hits = rows.map((row) => row[0] as number[]);
    return searches.map((_, index) => hits.flatMap((row, event) => (row[index] === 1 ? [event] : [])));
  }

  it.each(oddTexts)('%j', async (text) => {
    const turn = oddTexts.indexOf(text) % 3;
    for (const target of targets.filter((_, index) => isLong || index % 3 === turn)) {
      const words = searchesFor(text).map((value) => target + value);
      const searches = target === '' ? words : [...words, ...equalitiesFor(target.replace(': ', ''), text)];
      const expected = searches.map((search) => {
        const parsed = parseSearch(search);
        if (!parsed.ok) throw new Error(`${search}: ${JSON.stringify(parsed.diagnostics)}`);
        return events.flatMap((event, index) => (matches(parsed.value, event) ? [index] : []));
      });
      const answers: number[][] = [];
      // The engine takes statements up to a size.
      for (let at = 0; at < searches.length; at += 20) answers.push(...(await found(searches.slice(at, at + 20))));
      for (const [index, search] of searches.entries()) {
        expect(answers[index], search).toEqual(expected[index]);
        expect(matched(search), search).toEqual(expected[index]);
      }
    }
  });
});

function conditionOf(search: string): SqlNode {
  const parsed = parseSearch(search);
  if (!parsed.ok) throw new Error(`${search}: ${JSON.stringify(parsed.diagnostics)}`);
  const compiled = compileSearch(parsed.value, { clusters: [] });
  if (compiled.diagnostics.some(({ severity }) => severity === 'error')) {
    throw new Error(`${search}: ${JSON.stringify(compiled.diagnostics)}`);
  }
  return compiled.condition;
}
