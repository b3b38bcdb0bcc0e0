import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRuleFile } from './read.ts';
import { writeRule } from './write.ts';

const rule = `kind: AlertRule
name: exec-in-container
displayName: Command executed in a container
query: 'objectRef.subresource: exec | select auditID as "Event ID", "user.username" as user'
immediate: true
condition: '[Event ID] =~ ".*"'
groupBy: ["Event ID"]
severity: high
annotations: {title: "exec by \${user}", desc: "event \${Event ID}"}
channels: [oncall]
`;
const scheduled = rule.replace('immediate: true', 'schedule: {every: 1m}');
const channel =
  'kind: Channel\nname: oncall\ntype: dingtalk\nurl: http://127.0.0.1:9000/?access_token=t\nsecret: SEC000\n';
const policy = `kind: AlertPolicy
name: nights
routes:
  - matchers: [{attribute: severity, op: '=', values: [critical]}]
    groupBy: ['@cluster', user]
    hours: {timeZone: Asia/Shanghai, days: [mon], from: '09:00', to: '18:00', tell: worktime}
    channels: [oncall]
inhibitions:
  - {source: [{label: a, op: '=~', values: ['x.*']}], target: [], equal: ['@rule']}
`;
const silence = `kind: Silence
matchers: [{label: user, op: '=', values: [ann]}]
comment: moving house
startsAt: 2026-01-01T00:00:00Z
endsAt: 2026-01-02T00:00:00Z
`;

/** What is said, each with the text of its place to the end of the word. */
function told(text: string): readonly string[] {
  const lines = text.split('\n');
  return readRuleFile(text).diagnostics.map(({ code, line = 0, column = 0, severity }) => {
    const at = lines[line - 1]?.slice(column - 1).split(/[ ,:}\]\n]/, 1)[0];
    return `${severity} ${code} ${line} ${at}`;
  });
}

describe('readRuleFile', () => {
  it('takes rules, policies and silences, and passes over the other kinds', () => {
    const { rules, policies, silences, diagnostics } = readRuleFile(
      [rule, channel, policy, 'kind: Destination\nname: d', 'kind: Dashboard', 'kind: ReportSchedule', silence].join(
        '---\n'.padStart(5, '\n'),
      ),
    );
    expect(diagnostics).toEqual([]);
    expect(rules.map((read) => read.rule.name)).toEqual(['exec-in-container']);
    expect(rules[0]?.source).toBe(`${rule}\n`);
    expect(policies).toMatchObject([{ name: 'nights', routes: [{ continue: false }] }]);
    expect(silences).toMatchObject([{ comment: 'moving house' }]);
  });

  it('names channels and policies that are not there, with the nearest, in rules and in policies; what the file brings along is there', () => {
    const known = { channels: ['oncal', 'second'], policies: ['days'] };
    const said = (text: string) =>
      readRuleFile(text, known).diagnostics.map(
        ({ severity, message, hint, line, column }) => `${severity} ${line}:${column} ${message}: ${hint}`,
      );
    expect(said(`${rule}policy: day\n---\n${policy}`)).toEqual([
      'warning 10:12 there is no channel "oncall": did you mean oncal?',
      'warning 11:9 there is no policy "day": did you mean days?',
      'warning 19:16 there is no channel "oncall": did you mean oncal?',
    ]);
    expect(said(`${rule}policy: nights\n---\n${policy}---\n${channel}`)).toEqual([]);
  });

  it('takes JSON', () => {
    const read = readRuleFile(rule).rules[0]?.rule;
    expect(readRuleFile(JSON.stringify(read, undefined, '\t')).rules[0]?.rule).toEqual(read);
  });

  it('keeps a comment with the rule that it stands above', () => {
    const { rules } = readRuleFile(`# first\n${rule}---\n# second\n${rule.replace('exec-in', 'in')}`);
    expect(rules.map(({ source }) => source.split('\n', 1)[0])).toEqual(['# first', '# second']);
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    ['a member that there is not', 'severity: high', 'severty: high', ['error invalid-rule 8 severty']],
    ['a severity that there is not', 'high', 'urgent', ['error invalid-rule 8 urgent']],
    ['a name that is none', 'exec-in-container', 'Exec!', ['error invalid-rule 2 Exec!']],
    ['another kind', 'kind: AlertRule', 'kind: AlertRul', ['error unknown-kind 1 AlertRul']],
    ['no kind', 'kind: AlertRule\n', '', ['error unknown-kind 1 name']],
    ['no YAML', '["Event ID"]', '["Event ID"', ['error rule-syntax 8 severity']],
    ['no query', "query: '", "description: '", ['error rule-member-missing 1 kind']],
    ['a search that is wrong', "'objectRef", "'(objectRef", ['error']],
    ['neither immediate nor on a schedule', 'immediate: true\n', '', ['error rule-member-missing 1 kind']],
    ['not immediate', 'immediate: true', 'immediate: false', ['error rule-member-missing 1 kind']],
    [
      'immediate and on a schedule',
      'severity',
      'schedule: {every: 1m}\nseverity',
      ['error rule-members-clash 8 {every'],
    ],
    ['immediate, with a window', 'severity', 'window: 2m\nseverity', ['warning rule-member-unused 8 2m']],
    [
      'immediate, with what never resolves',
      'severity',
      'sendResolved: true\nseverity',
      ['warning rule-member-unused 8 true'],
    ],
    [
      'severities beside one',
      'groupBy',
      'severities: [{severity: low}]\ngroupBy',
      ['error rule-members-clash 9 high', "error rule-members-clash 6 '[Event"],
    ],
  ])('says of %s where it is', (_what, before, after, expected) => {
    const found = told(rule.replace(before, after));
    expect(found.map((one, index) => one.slice(0, expected[index]?.length))).toEqual(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['a short window', 'window: 30s', ['warning rule-window-holes 11 30s']],
    ['a long window', 'window: 2m', ['info rule-window-overlap 11 2m']],
    ['a window that fits', 'window: 60s', []],
    ['a window beyond what is looked back at', 'window: 99d', ['error time-too-long 11 99d']],
    ['a delay of receipts', 'delay: 10s', ['warning rule-member-unused 11 10s']],
    ['a delay of events', 'delay: 10s\ntime: event', []],
    ['a combination of one query', 'combine: [{type: no_join}]', ['error rule-members-clash 11 [{type']],
    ['a test of nothing', 'tests: [{name: a, expect: []}]', ['error rule-member-missing 11 {name']],
    [
      'a test of events and rows',
      'tests: [{name: a, events: [], rows: [[]], expect: []}]',
      ['error rule-members-clash 11 [['],
    ],
    [
      'a test of rows of two queries',
      'tests: [{name: a, rows: [[], []], expect: []}]',
      ['error rule-members-clash 11 [['],
    ],
    [
      'tests of one name',
      'tests: [{name: a, rows: [[]], expect: []}, {name: a, rows: [[]], expect: []}]',
      ['error duplicate-rule 11 a'],
    ],
  ])('says of a rule on a schedule with %s', (_what, member, expected) => {
    expect(told(`${scheduled}${member}\n`)).toEqual(expected);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['cron that is none', "{cron: '* * *'}", ["error invalid-schedule 5 '*"]],
    ['cron that never comes to pass', "{cron: '0 0 31 2 *'}", ["error invalid-schedule 5 '0"]],
    [
      'a zone that there is not',
      "{cron: '0 0 * * *', timeZone: Mars/Olympus}",
      ['error unknown-time-zone 5 Mars/Olympus'],
    ],
    ['an offset', "{cron: '0/5 * * * *', timeZone: '+0800'}", []],
    ['a misspelt schedule', '{evry: 1m}', ['error invalid-rule 5 evry']],
    ['a rate beyond what is read', '{every: 31d}', ['error time-too-long 5 31d']],
    ['a rate of nothing', '{every: 0s}', ['error invalid-rule 5 0s']],
    ['a week', '{weekly: mon}', []],
  ])('says of %s', (_what, schedule, expected) => {
    expect(told(rule.replace('immediate: true', `schedule: ${schedule}`))).toEqual(expected);
  });

  it('wants a combination for each query but the first', () => {
    const two = (more: string) =>
      `kind: AlertRule\nname: two\nschedule: {every: 1m}\nqueries: [{query: '*'}, {query: '*', window: 1h}]\n${more}`;
    expect(told(two('combine: [{type: left_join, on: $0.a == $1.a}]'))).toEqual(['info rule-window-overlap 4 1h']);
    expect(told(two(''))).toEqual(['error rule-members-clash 1 kind', 'info rule-window-overlap 4 1h']);
    expect(told(two('combine: [{type: left_join}]'))[0]).toBe('error rule-member-missing 5 {type');
    expect(told(two('combine: [{type: concat, on: $0.a == $1.a}]'))[0]).toBe('warning rule-member-unused 5 $0.a');
    expect(told(two('combine: [{type: concat}]').replace('schedule: {every: 1m}', 'immediate: true'))).toContain(
      'error rule-members-clash 4 [{query',
    );
  });

  it('warns of severities that are never reached', () => {
    const severities = 'severities: [{severity: low, condition: a > 1}, {severity: high}, {severity: medium}]';
    expect(told(`kind: AlertRule\nname: s\nquery: '*'\nschedule: {every: 1m}\n${severities}`)).toEqual([
      'warning severity-never-reached 5 {severity',
    ]);
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    ['a matcher of nothing', 'attribute: severity, ', '', ['error invalid-matcher 4 {op']],
    [
      'a matcher of two things',
      'attribute: severity',
      'attribute: severity, label: a',
      ['error invalid-matcher 4 severity'],
    ],
    ['a pattern that is none', "'x.*'", "'x('", ["error invalid-matcher 9 'x('"]],
    ['a pattern with a look behind', "'x.*'", "'(?<=x)y'", ["error invalid-matcher 9 '(?<=x)y'"]],
    ['a zone that there is not', 'Asia/Shanghai', 'Asia/Nowhere', ['error unknown-time-zone 6 Asia/Nowhere']],
    ['an attribute that there is not', '@cluster', '@clusters', ["error invalid-matcher 5 '@clusters'"]],
  ])('says of a policy with %s', (_what, before, after, expected) => {
    expect(told(policy)).toEqual([]);
    expect(told(policy.replace(before, after))).toEqual(expected);
  });

  it('says of a silence that ends before it starts', () => {
    expect(told(silence.replace('2026-01-02', '2025-01-02'))).toEqual(['error rule-members-clash 5 2025-01-02T00']);
  });

  it('keeps the names of the server’s own alerts to the server', () => {
    expect(told(rule.replace('exec-in-container', 'whodunit-rule-failing'))).toEqual([
      'error rule-name-reserved 2 whodunit-rule-failing',
    ]);
  });

  it('says of names that are there twice, and of nothing', () => {
    expect(told(`${rule}---\n${scheduled}`)).toEqual(['error duplicate-rule 13 exec-in-container']);
    expect(told('# nothing\n')).toEqual(['error empty-rule-file 1 #']);
    expect(told('[1, 2]')).toEqual(['error unknown-kind 1 [1']);
  });

  it('tells which member was meant', () => {
    const hint = (text: string) => readRuleFile(text).diagnostics[0]?.hint;
    expect(hint(rule.replace('severity', 'severty'))).toBe('did you mean severity?');
    expect(hint(rule.replace('AlertRule', 'AlertRules'))).toBe('did you mean AlertRule?');
    expect(hint(rule.replace('immediate: true', 'schedule: {evry: 1m}'))).toBe('did you mean every?');
  });

  it('says what may stand in place of a part of a line', () => {
    const fixed = (text: string, from: string): string => {
      const [{ line = 0, column = 0, endColumn = 0, replacement = '' } = {}] = readRuleFile(text, {
        channels: ['on-call'],
      }).diagnostics;
      const lines = text.split('\n');
      const at = lines[line - 1] ?? '';
      expect(at.slice(column - 1, endColumn - 1)).toBe(from);
      return at.slice(0, column - 1) + replacement + at.slice(endColumn - 1);
    };
    expect(fixed(rule, 'oncall')).toBe('channels: [on-call]');
    expect(fixed(policy, 'oncall')).toBe('    channels: [on-call]');
    expect(fixed(rule.replace('[oncall]', '["oncall"]'), 'oncall')).toBe('channels: ["on-call"]');
  });

  it('never throws, whatever becomes of a file', () => {
    const file = [rule, policy, silence, scheduled].join('---\n');
    const change = fc.record({
      at: fc.nat(file.length),
      length: fc.nat(12),
      text: fc.oneof(fc.constantFrom('', '- ', ': ', '[', '{', '\n', '"', '*a', '&a', '9'.repeat(30)), fc.string()),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const text = changes.reduce(
          (all, { at, length, text: put }) => all.slice(0, at) + put + all.slice(at + length),
          file,
        );
        for (const { line = 0, column = 0 } of readRuleFile(text).diagnostics)
          expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

describe('writeRule', () => {
  it('writes what reads as the same rule', () => {
    const read = readRuleFile(rule).rules[0]?.rule;
    expect(read && readRuleFile(writeRule(read))).toMatchObject({ rules: [{ rule: read }], diagnostics: [] });
  });
});
