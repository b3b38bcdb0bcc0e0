import { describe, expect, test } from 'vitest';
import { completeStatement } from './complete.ts';
import { statementDiagnostics } from './diagnose.ts';
import { functionHelp } from './hover.ts';

const context = { logs: ['audit-c1'], language: 'en' as const };

/** Completes at the `^` of a text. */
function complete(marked: string) {
  const caret = marked.indexOf('^');
  return completeStatement(marked.replace('^', ''), caret, context);
}

function labels(marked: string): string[] {
  return complete(marked).items.map((item) => item.label);
}

describe('completion', () => {
  test('offers fields in the search part, and values after a colon', () => {
    expect(labels('user^')).toContain('user.username');
    expect(complete('verb: de^').valuesOf).toEqual({ field: 'verb', prefix: 'de', from: 6, to: 8 });
    expect(complete('"user.username": "a^').valuesOf?.field).toBe('user.username');
    expect(complete('verb==de^').valuesOf).toEqual({ field: 'verb', prefix: 'de', from: 6, to: 8 });
    expect(complete('(user.username == "a^').valuesOf?.field).toBe('user.username');
    expect(labels('verb ^')).toEqual(expect.arrayContaining([':', '==']));
    expect(labels('verb =^')).toEqual(['==']);
  });

  test('offers columns, functions and keywords in the SQL part, at its own place', () => {
    const { items } = complete('* | select cou^');
    expect(items.map((item) => item.label)).toContain('count');
    expect(items[0]).toMatchObject({ from: 11, to: 14 });
    expect(labels('* | select res^')).toContain('responseStatus.code');
    expect(labels('* | sel^')).toContain('select');
  });

  test('finds a field by the last part of its name, and quotes it', () => {
    const item = complete('* | select subr^').items.find(({ label }) => label === 'objectRef.subresource');
    expect(item?.insert).toBe('"objectRef.subresource"');
  });

  test('offers logs after FROM, names given by AS, and the values of a column within a text', () => {
    expect(labels('* | select 1 from ^')).toEqual(['log', 'operations', 'history', 'audit-c1']);
    expect(labels('* | select count(*) as total from log order by to^')).toContain('total');
    expect(complete('* | select 1 where "user.username" = \'ali^').valuesOf).toMatchObject({
      field: 'user.username',
      prefix: 'ali',
    });
  });
});

describe('hover help', () => {
  test('tells the function at the caret and the one around it', () => {
    const text = "* | select regexp_like(verb, 'a'), count_if(verb = 'x')";
    expect(functionHelp(text, 13, 'en')?.name).toBe('regexp_like');
    expect(functionHelp(text, text.indexOf('verb ='), 'zh')?.name).toBe('count_if');
    expect(functionHelp(text, 5, 'en')).toBeNull();
  });
});

describe('diagnostics', () => {
  test('have their place in the whole query and name the nearest right name', () => {
    const text = 'verb: get | select vreb from log';
    const [first] = statementDiagnostics(text);
    expect(first).toMatchObject({
      code: 'column-not-found',
      message: "Column 'vreb' cannot be resolved; did you mean 'verb'?",
    });
    expect(text.slice(first?.from, first?.to)).toBe('vreb');
  });

  test('cover a search alone', () => {
    expect(statementDiagnostics('verb: get')).toEqual([]);
    expect(statementDiagnostics('verb: get and (').length).toBeGreaterThan(0);
  });
});
