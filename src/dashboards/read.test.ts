import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDashboard, readDashboard } from './read.ts';
import { writeDashboard } from './write.ts';

const file = `kind: Dashboard
id: mine
title: {en: Mine, ja: 私の}
filters: [user]
variables:
  - name: verb
    title: {en: Verb}
    default: get
    suggest: '* | select verb from log'
sections:
  - panels:
      - id: total
        title: {en: Total}
        counts: events
        chart: value
        statement: 'verb: \${{verb|get}} | select count(*) as n from log'
        columns:
          - {name: n, unit: count}
        thresholds:
          - {column: n, at: 1, level: warning}
      - id: users
        title: {en: Users}
        counts: events
        chart: table
        statement: >-
          verb: get |
          select "user.username" as user,
            count(*) as n
          from log group by user
        drillDown: 'user.username: #"\${{user}}"'
`;

/** The text at the places that are told, to the end of the word. */
function told(text: string): unknown {
  const lines = text.split('\n');
  return checkDashboard(text).diagnostics.map(({ code, line = 0, column = 0 }) => [
    code,
    line,
    lines[line - 1]?.slice(column - 1).split(/[ ,:}\n]/, 1)[0],
  ]);
}

describe('checkDashboard', () => {
  it('reads a dashboard with nothing to say of it', () => {
    const { dashboard, broken, diagnostics } = checkDashboard(file);
    expect({ broken, diagnostics }).toEqual({ broken: [], diagnostics: [] });
    expect(dashboard?.sections[0]?.panels.map(({ id }) => id)).toEqual(['total', 'users']);
    expect(checkDashboard(JSON.stringify(dashboard)).dashboard).toEqual(dashboard);
  });

  it.each([
    ['an unknown chart', ['chart: value', 'chart: radar'], ['invalid-dashboard', 15, 'radar']],
    ['an unknown member', ['counts: events', 'colour: red'], ['invalid-dashboard', 14, 'colour']],
    ['a column that there is not', ['{name: n,', '{name: m,'], ['unknown-column', 18, 'm']],
    ['a threshold of none', ['{column: n,', '{column: nn,'], ['unknown-column', 20, 'nn']],
    ['a field that there is not', ['verb: ${{verb|get}}', 'verbs: get'], ['unknown-field', 16, 'verbs']],
    ['SQL that is wrong, behind a placeholder', ['as n from log', 'as n frm log'], ['syntax-error', 16, 'frm']],
    ['SQL that is wrong, folded', ['count(*) as n\n', 'cuont(*) as n\n'], ['function-not-found', 28, 'cuont(*)']],
    ['no SQL', ["| select count(*) as n from log'", "'"], ['no-analysis', 16, 'verb']],
    ['an unknown variable', ['${{verb|get}}', '${{verbs|get}}'], ['unknown-variable', 16, '${{verbs|get']],
    ['an unknown variable in a drill-down', ['"${{user}}"', '"${{users}}"'], ['unknown-variable', 30, '${{users']],
    [
      'SQL in a drill-down that is wrong',
      ['"${{user}}"', '"x" | select nothing'],
      ['column-not-found', 30, "nothing'"],
    ],
    ['an id that is taken', ['id: users', 'id: total'], ['duplicate-panel', 21, 'total']],
  ])('keeps the other panels where one has %s', (_what, [from = '', to = ''], expected) => {
    const changed = file.replace(from, () => to);
    expect(told(changed)).toContainEqual(expected);
    const { dashboard, broken } = checkDashboard(changed);
    expect(broken).toHaveLength(1);
    expect(dashboard?.sections[0]?.panels).toHaveLength(2);
    expect(dashboard?.sections[0]?.panels.map(({ id }) => id)).toContain(broken[0]?.panelId);
  });

  it.each([
    ['YAML that is none', ['filters: [user]', 'filters: [user'], 'dashboard-syntax'],
    ['a member twice', ['filters: [user]', 'id: again'], 'dashboard-syntax'],
    ['two documents', ['filters: [user]', '---\na: b'], 'dashboard-syntax'],
    ['an alias of nothing', ['[user]', '*nothing'], 'dashboard-syntax'],
    ['no title', ['title: {en: Mine, ja: 私の}', 'title: {}'], 'invalid-dashboard'],
    ['an unknown filter', ['[user]', '[users]'], 'invalid-dashboard'],
    [
      'an include again',
      ['sections:', `sections:${'\n  - {panels: [], include: cve-attempts}'.repeat(2)}`],
      'invalid-dashboard',
    ],
    ['depth', ['[user]', `${'['.repeat(5000)}${']'.repeat(5000)}`], 'dashboard-too-deep'],
    ['lines', ['[user]', `[user]${'\n#'.repeat(50_000)}`], 'dashboard-too-large'],
    ['size', ['[user]', `[user] #${'名'.repeat(400_000)}`], 'dashboard-too-large'],
  ])('refuses what has %s', (_what, [from = '', to = ''], code) => {
    const { dashboard, diagnostics } = checkDashboard(file.replace(from, to));
    expect(dashboard).toBeUndefined();
    expect(new Set(diagnostics.map((diagnostic) => diagnostic.code))).toEqual(new Set([code]));
    expect(diagnostics.every(({ line = 0, column = 0 }) => line > 0 && column > 0)).toBe(true);
  });

  it('refuses aliases that multiply', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `a${index}: &a${index} [${`*a${index - 1}, `.repeat(9)}]`);
    expect(told(['a0: &a0 [x]', ...lines.slice(1)].join('\n'))).toMatchObject([['dashboard-syntax', 1, 'a0']]);
  });

  it('refuses 500 panels, in one section or in many', () => {
    const panel = { id: 'a', title: { en: 'A' }, counts: 'events', chart: 'value', statement: '* | select 1 as n' };
    const panels = Array.from({ length: 500 }, (_, index) => ({ ...panel, id: `a-${index}` }));
    const whole = { kind: 'Dashboard', id: 'x', title: { en: 'X' } };
    const one = checkDashboard(JSON.stringify({ ...whole, sections: [{ panels }] }));
    expect(one).toMatchObject({ broken: [], diagnostics: [{ code: 'invalid-dashboard' }] });
    const sections = Array.from({ length: 10 }, (_, index) => ({ panels: panels.slice(index * 50, index * 50 + 50) }));
    const many = checkDashboard(JSON.stringify({ ...whole, sections }));
    expect(many).toMatchObject({ broken: [], diagnostics: [{ code: 'dashboard-too-large' }] });
  });

  it.each([
    ['names in a map', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['names in a map that is short', `{${Array.from({ length: 300 }, (_, index) => `k${index}: 1`).join(', ')}}`],
    ['values in a list', `[${'1,'.repeat(400_000)}]`],
  ])('refuses many %s before it takes long', (_, text) => {
    const startedAt = performance.now();
    expect(readDashboard(text).diagnostics).toMatchObject([{ code: 'dashboard-too-large' }]);
    // What is quadratic in them takes ten seconds and more.
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('looks at so many placeholders of a statement, and no more', () => {
    const many = readDashboard(file.replace('verb: get |', `${'${{'.repeat(20_000)} |`));
    expect(many.broken).toMatchObject([{ panelId: 'users', diagnostics: [{ code: 'too-many-placeholders' }] }]);
  });

  it('warns of a default that never counts', () => {
    expect(told(file.replace('${{verb|get}}', '${{verb|list}}'))).toEqual([
      ['variable-default-unused', 16, '${{verb|list'],
    ]);
  });

  it('leaves statements for when they run where it only reads', () => {
    const changed = file.replace('as n from log', 'as n frm log').replace('verb: get |', 'verb: ${{v}} |');
    expect(readDashboard(changed)).toMatchObject({ broken: [{ panelId: 'users' }] });
    expect(checkDashboard(changed)).toMatchObject({ broken: [{ panelId: 'total' }, { panelId: 'users' }] });
  });

  it('never throws, and says where', () => {
    const pieces = fc.array(
      fc.constantFrom(...file.split(/(?<=[\n:,{}'$])/), '\t', '&a ', '*a', '!!x ', '- ', '"', '|\n'),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const { dashboard, diagnostics } = checkDashboard(text);
          expect(dashboard !== undefined || diagnostics.length > 0).toBe(true);
          for (const { line = 0, column = 0 } of diagnostics) expect(Math.min(line, column)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('writeDashboard', () => {
  it('writes what reads as the same, with statements as they are', () => {
    const { dashboard } = checkDashboard(file);
    if (!dashboard) throw new Error('the file is a dashboard');
    const written = writeDashboard(dashboard);
    expect(checkDashboard(written)).toEqual({ dashboard, broken: [], diagnostics: [] });
    expect(writeDashboard(JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(dashboard).toReversed()))))).toBe(
      written,
    );
  });

  it('keeps any text', () => {
    const { dashboard } = checkDashboard(file);
    if (!dashboard) throw new Error('the file is a dashboard');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const changed = { ...dashboard, title: { en: `x${text.toWellFormed()}` } };
        expect(checkDashboard(writeDashboard(changed)).dashboard).toEqual(changed);
      }),
    );
  });
});
