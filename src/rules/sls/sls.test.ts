import { describe, expect, it } from 'vitest';
import { readRuleFile } from '../read/index.ts';

const clusters = [
  { name: 'prod-eu', project: 'payments', logstore: 'audit-c7f00d' },
  { name: 'prod-us', project: 'payments', logstore: 'audit-cafe01' },
  { name: 'dev', project: 'sandbox', logstore: 'audit-dead02' },
];

/** A rule as the console of SLS exports it. */
const sls = {
  name: 'alert-1617164106-940166',
  displayName: 'K8s exec alert',
  description: '',
  status: 'ENABLED',
  type: 'Alert',
  createTime: 1617164106,
  schedule: { type: 'FixedRate', interval: '1m', delay: 0, runImmediately: true },
  configuration: {
    version: '2.0',
    type: 'default',
    dashboard: 'internal-alert',
    queryList: [
      {
        storeType: 'log',
        region: 'cn-hangzhou',
        project: 'k8s-log-c1',
        store: 'audit-c7f00d',
        query: 'verb : create and objectRef.subresource:exec | select auditID, "user.username" as user limit 10000',
        timeSpanType: 'Relative',
        start: '-120s',
        end: 'now',
        powerSqlMode: 'auto',
        roleArn: '',
      },
    ],
    groupConfiguration: { type: 'custom', fields: ['auditID'] },
    severityConfigurations: [{ severity: 6, evalCondition: { condition: '', countCondition: '' } }],
    labels: [{ key: 'env', value: 'prod' }],
    annotations: [
      { key: 'title', value: 'exec by ${user}' },
      { key: 'desc', value: '' },
    ],
    autoAnnotation: true,
    sendResolved: false,
    threshold: 1,
    noDataFire: false,
    noDataSeverity: 6,
    muteUntil: 0,
    policyConfiguration: {
      alertPolicyId: 'sls.builtin.dynamic',
      actionPolicyId: 'sls.builtin',
      repeatInterval: '1m',
      useDefault: false,
    },
    sinkAlerthub: { enabled: true },
    sinkCms: { enabled: false },
    sinkEventStore: { enabled: false, endpoint: '', project: '', eventStore: '', roleArn: '' },
    tags: [],
  },
};

type Sls = typeof sls;
type Configuration = Record<string, unknown>;

function configured(more: Configuration, rule: Configuration = {}): object {
  return { ...sls, ...rule, configuration: { ...sls.configuration, ...more } };
}

function asked(query: Partial<Sls['configuration']['queryList'][0]>): Configuration {
  return { queryList: [{ ...sls.configuration.queryList[0], ...query }] };
}

function read(value: object, known: typeof clusters | undefined = clusters) {
  const text = JSON.stringify(value, undefined, 2);
  const lines = text.split('\n');
  const { rules, diagnostics } = readRuleFile(text, known && { clusters: known });
  return {
    rules,
    rule: rules[0]?.rule,
    /** Without what is said of each rule: that the action policy is not taken over. */
    told: diagnostics
      .filter(({ message }) => !message.includes('action policy'))
      .map(({ severity, code, line = 0 }) => `${severity} ${code} ${lines[line - 1]?.trim().replace(/,$/, '')}`),
    diagnostics,
  };
}

describe('a rule of SLS', () => {
  it('becomes a rule of ours', () => {
    const { rule, rules, diagnostics } = read(sls);
    expect(rule).toEqual({
      kind: 'AlertRule',
      name: 'alert-1617164106-940166',
      displayName: 'K8s exec alert',
      clusters: ['prod-eu'],
      query: sls.configuration.queryList[0]?.query,
      schedule: { every: '1m' },
      window: '2m',
      groupBy: ['auditID'],
      severity: 'medium',
      labels: { env: 'prod' },
      annotations: { title: 'exec by ${user}', desc: '' },
      repeatInterval: '1m',
    });
    expect(rules[0]?.isEnabled).toBe(true);
    expect(readRuleFile(rules[0]?.source ?? '').rules[0]?.rule).toEqual(rule);
    expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'warning sls-left-out',
      'info rule-window-overlap',
    ]);
  });

  it('may stand in a list, or in what the API answers, beside others', () => {
    const names = (value: unknown) =>
      readRuleFile(JSON.stringify(value), { clusters }).rules.map(({ rule }) => rule.name);
    expect(names([sls, { ...sls, name: 'b' }])).toEqual([sls.name, 'b']);
    expect(names({ count: 1, total: 1, results: [{ ...sls, name: 'a__b' }] })).toEqual(['a-b']);
    const beside = `${JSON.stringify(sls)}\n---\nkind: AlertRule\nname: mine\nquery: '*'\nimmediate: true\n`;
    expect(readRuleFile(beside, { clusters }).rules.map(({ rule }) => rule.name)).toEqual([sls.name, 'mine']);
  });

  it('that is switched off stays so', () => {
    expect(read({ ...sls, status: 'DISABLED' }).rules[0]?.isEnabled).toBe(false);
  });

  it.each([
    ['at a fixed rate', { type: 'FixedRate', interval: '60s' }, { every: '60s' }],
    [
      'by cron',
      { type: 'Cron', cronExpression: '0/5 * * * *', timeZone: '+0800' },
      { cron: '0/5 * * * *', timeZone: '+0800' },
    ],
    ['each hour', { type: 'Hourly' }, { hourly: true }],
    ['each day', { type: 'Daily', hour: 8 }, { daily: '08:00' }],
    ['each week', { type: 'Weekly', hour: 23, dayOfWeek: 7 }, { weekly: 'sun', at: '23:00' }],
  ])('is evaluated %s', (_what, schedule, expected) => {
    expect(read({ ...sls, schedule }).rule?.schedule).toEqual(expected);
  });

  it.each([
    ['as long as the schedule', { start: '-60s' }, {}],
    ['as long, in a number of seconds', { start: '-60', end: '0' }, {}],
    ['as long, ending before', { start: '-70s', end: '-10s' }, {}],
    ['longer', { start: '-1h' }, { window: '1h' }],
    ['of whole units', { start: '-15m', timeSpanType: 'Truncated' }, { window: '15m' }],
  ])('has a window %s', (_what, query, expected) => {
    const { window, time } = read(configured(asked(query))).rule ?? {};
    expect({ window, time }).toEqual({ window: undefined, time: undefined, ...expected });
  });

  it('looks at a whole day of the calendar where it says so', () => {
    const schedule = { type: 'Daily', hour: 8, timeZone: '+0800' };
    expect(read({ ...configured(asked({ start: '-1d', timeSpanType: 'Truncated' })), schedule }).rule).toMatchObject({
      schedule: { daily: '08:00', timeZone: '+0800' },
      time: 'event',
      window: '1d',
      delay: '8h',
    });
  });

  it('has conditions, groups and a behaviour of its own', () => {
    const severityConfigurations = [
      { severity: 8, evalCondition: { condition: 'pv > 3000', countCondition: '__count__ > 3' } },
      { severity: 2, evalCondition: { condition: '', countCondition: '' } },
    ];
    const more = {
      groupConfiguration: { type: 'no_group', fields: [] },
      severityConfigurations,
      threshold: 3,
      noDataFire: true,
      sendResolved: true,
      muteUntil: 1_893_456_000,
    };
    const { rule } = read(configured(more));
    expect(rule).toMatchObject({
      severities: [
        { severity: 'high', condition: 'pv > 3000', countCondition: '__count__ > 3' },
        { severity: 'report' },
      ],
      threshold: 3,
      noData: { severity: 'medium' },
      sendResolved: true,
      muteUntil: '2030-01-01T00:00:00.000Z',
    });
    expect(rule).not.toHaveProperty('groupBy');
  });

  it('has several queries, each of its cluster', () => {
    const [query] = sls.configuration.queryList;
    const queryList = [query, { ...query, store: 'prod-us', query: 'verb: get', start: '-1h' }];
    const joinConfigurations = [{ type: 'left_join', condition: '$0.user == $1.user' }];
    expect(read(configured({ queryList, joinConfigurations })).rule).toMatchObject({
      queries: [
        { clusters: ['prod-eu'], window: '2m' },
        { clusters: ['prod-us'], window: '1h', query: 'verb: get' },
      ],
      combine: [{ type: 'left_join', on: '$0.user == $1.user' }],
    });
  });

  it.each([
    ['audit-c7f00d', 'anything', ['prod-eu']],
    ['prod-us', 'anything', ['prod-us']],
    ['audit-dev', 'sandbox', ['dev']],
    ['audit-c7f00d', 'sandbox', undefined],
  ])('of the logstore %s in project %s is about %j', (store, project, expected) => {
    expect(read(configured(asked({ store, project }))).rule?.clusters).toEqual(expected);
  });

  it('of an unknown logstore names those that there are', () => {
    const { rule, diagnostics } = read(configured(asked({ store: 'audit-prod-ue' })));
    expect(rule).toBeUndefined();
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'sls-unknown-logstore',
        message: 'there is no cluster of the logstore "audit-prod-ue"',
        hint: 'write the name of a cluster, such as prod-eu; there are: prod-eu, prod-us, dev',
      }),
    );
    expect(readRuleFile(JSON.stringify(sls)).rules[0]?.rule).not.toHaveProperty('clusters');
  });

  it.each<readonly [string, object, string]>([
    ['of version 1', configured({ version: undefined, notificationList: [{ type: 'SMS' }] }), 'error sls-version'],
    ['of version 3', configured({ version: '3.0' }), 'error sls-version "version": "3.0"'],
    ['made of a template', configured({ type: 'tpl' }), 'error sls-unsupported "type": "tpl"'],
    ['of metrics', configured(asked({ storeType: 'metric' })), 'error sls-unsupported "storeType": "metric"'],
    [
      'grouped by labels',
      configured({ groupConfiguration: { type: 'labels_auto' } }),
      'error sls-unsupported "type": "labels_auto"',
    ],
    [
      'on a schedule that there is not',
      { ...sls, schedule: { type: 'Resident' } },
      'error sls-unsupported "type": "Resident"',
    ],
    [
      'by cron that is none',
      { ...sls, schedule: { type: 'Cron', cronExpression: 'x' } },
      'error invalid-schedule "cronExpression": "x"',
    ],
    [
      'with a window at a moment',
      configured(asked({ start: '1617164106' })),
      'error sls-unsupported "start": "1617164106"',
    ],
    [
      'with a window backwards',
      configured(asked({ start: '-10s', end: '-20s' })),
      'error sls-unsupported "end": "-20s"',
    ],
    [
      'of a severity that there is not',
      configured({ severityConfigurations: [{ severity: 7 }] }),
      'error invalid-rule "severity": 7',
    ],
    ['without a query', configured({ queryList: [] }), 'error invalid-rule "queryList": []'],
    ['with a search that is wrong', configured(asked({ query: '(verb: get' })), 'error'],
    [
      'that runs as another role',
      configured(asked({ roleArn: 'acs:ram::1:role/x' })),
      'warning sls-left-out "roleArn": "acs:ram::1:role/x"',
    ],
    ['that sends to CloudMonitor', configured({ sinkCms: { enabled: true } }), 'warning sls-left-out "sinkCms": {'],
    [
      'with a policy of its own',
      configured({ policyConfiguration: { alertPolicyId: 'mine' } }),
      'warning sls-left-out "alertPolicyId": "mine"',
    ],
    [
      'that waits for late events',
      configured(asked({ start: '-70s', end: '-10s' })),
      'info sls-left-out "end": "-10s"',
    ],
  ])('%s says so', (_what, value, expected) => {
    const { told, rules } = read(value);
    expect(told.find((one) => one.startsWith(expected))).toBeDefined();
    expect(rules).toHaveLength(expected.startsWith('error') ? 0 : 1);
  });
});
