import { describe, expect, test } from 'vitest';
import { type EngineMessage, explainFailure } from './failures.ts';
import { compileQuery } from './query.ts';
import type { CompiledStatement } from './statement.ts';

function compile(text: string): CompiledStatement {
  const compiled = compileQuery(text, {
    range: { fromMicros: 0, toMicros: 1_000_000 },
    scope: { clusterIds: null, namespaces: null, bodies: true },
    clusters: [],
    timeZone: 'UTC',
    nowMicros: 0,
  });
  if (!compiled.ok) throw new Error(compiled.diagnostics[0]?.message);
  return compiled.value;
}

/** What ClickHouse says where `throwIf` threw, with the call that it quotes. */
function thrown(mark: string): EngineMessage {
  const message = `${mark}: while executing 'FUNCTION throwIf(materialize(1), '${mark}'_String) UInt8 : 0'. `;
  return { kind: 'thrown', message };
}

const division = compile('verb: get | select 1 / length(verb)');

describe('explainFailure', () => {
  test('tells our own errors by their mark, at their place in the whole query, also through another server', () => {
    const { mark } = division.failures;
    const expected = { code: 'division-by-zero', from: 19, to: 35 };
    expect(explainFailure(division, thrown(`${mark}:1`))).toMatchObject(expected);
    const { kind, message } = thrown(`${mark}:1`);
    const remote = { kind, message: `Received from shard-2:9000. DB::Exception: ${message}` };
    expect(explainFailure(division, remote)).toMatchObject(expected);
  });

  test.each([
    [
      'another error quotes the mark',
      { kind: 'other', message: "Cannot parse string 'whodunit-failure-0:0' as Int64" },
    ],
    ['another error begins with the mark', { kind: 'other', message: 'whodunit-failure-0:0 is no number' }],
    ['the mark stands within the message', { kind: 'thrown', message: "x: while executing 'whodunit-failure-0:0'" }],
    ['a number that is none of the statement', thrown('whodunit-failure-0:17')],
    ['a longer number', thrown('whodunit-failure-0:01')],
  ])('takes nothing else for one of ours: %s', (_, error) => {
    expect(division.failures.mark).toBe('whodunit-failure-0');
    expect(explainFailure(division, error)).toBeNull();
  });

  test('marks the errors of a statement by what its text does not hold', () => {
    const text = "* | select 1 / length('whodunit-failure-0:0 whodunit-failure-41:0')";
    expect(compile(text).failures.mark).toBe('whodunit-failure-42');
  });

  test('needs plain data only, which crosses into a worker thread and back', () => {
    const copy = structuredClone(division);
    expect(copy).toEqual(division);
    expect(explainFailure(copy, thrown(`${copy.failures.mark}:1`))?.code).toBe('division-by-zero');
  });
});
