import { said } from '../../base/index.ts';
import { issueText } from '../../documents/index.ts';
import { AlertRule, ruleLimits, type Severity } from '../form.ts';
import { checkRule } from '../read/check-rule.ts';
import { finding, type Finding, nameOf } from '../read/finding.ts';
import type { KnownCluster } from '../read/known.ts';
import { clusterOf } from './clusters.ts';
import type { SlsRule } from './form.ts';
import { leftOut } from './left-out.ts';
import { originOf } from './origin.ts';
import { type Members, type Part, timingOf } from './timing.ts';

/** What becomes of a rule of SLS. */
export interface ImportedRule {
  /** Absent where something cannot be taken over; one with errors among the findings is not to be applied. */
  readonly rule?: AlertRule | undefined;
  readonly isEnabled: boolean;
  /** Their places are those of SLS's rule. */
  readonly findings: readonly Finding[];
}

/** Makes a rule of ours of one of SLS, version 2.0. Without clusters, as in tests of a file, stores are not looked up. */
export function importSlsRule(sls: SlsRule, clusters: readonly KnownCluster[] | undefined): ImportedRule {
  const timing = timingOf(sls);
  const queries = queriesOf(sls, clusters, timing.windows);
  const conditions = conditionsOf(sls);
  const members: Members = {
    kind: 'AlertRule',
    name: sls.name.toLowerCase().replaceAll(/[-_]{2,}/g, '-'),
    ...textsOf(sls),
    ...queries.members,
    ...timing.members,
    ...conditions.members,
    ...behaviourOf(sls),
  };
  const findings = [...timing.findings, ...queries.findings, ...conditions.findings, ...leftOut(sls)];
  const isEnabled = (sls.status ?? sls.state ?? '').toUpperCase() !== 'DISABLED';
  // What could not be taken over would be told again as missing.
  if (findings.some(({ severity }) => severity === 'error')) return { isEnabled, findings };
  const checked = checkMembers(members);
  return { rule: checked.rule, isEnabled, findings: [...findings, ...checked.findings] };
}

function textsOf({ displayName = '', description = '', configuration }: SlsRule): Members {
  const { labels, annotations, tags } = configuration;
  const pairs = (list: typeof labels): Readonly<Record<string, string>> =>
    Object.fromEntries((list ?? []).map(({ key, value }) => [key, value]));
  return {
    ...(displayName === '' ? {} : { displayName }),
    ...(description === '' ? {} : { description }),
    ...(labels?.length ? { labels: pairs(labels) } : {}),
    ...(annotations?.length ? { annotations: pairs(annotations) } : {}),
    ...(tags?.length ? { tags } : {}),
  };
}

/** What a rule does besides. */
function behaviourOf({ configuration }: SlsRule): Members {
  const { threshold, noDataFire, noDataSeverity, sendResolved, muteUntil, policyConfiguration } = configuration;
  const repeatInterval = policyConfiguration?.repeatInterval;
  return {
    ...(threshold > 1 ? { threshold } : {}),
    ...(noDataFire === true ? { noData: { severity: severityOf(noDataSeverity ?? 6) } } : {}),
    ...(sendResolved === true ? { sendResolved } : {}),
    ...(muteUntil ? { muteUntil: new Date(muteUntil * 1000).toISOString() } : {}),
    ...(repeatInterval ? { repeatInterval } : {}),
  };
}

function queriesOf(
  { configuration }: SlsRule,
  known: readonly KnownCluster[] | undefined,
  windows: readonly (string | undefined)[],
): Part {
  const { queryList, joinConfigurations, type } = configuration;
  const above = ['configuration', 'queryList'];
  const findings = [
    ...(type === 'tpl'
      ? [
          finding(
            ['configuration', 'type'],
            'sls-unsupported',
            said`the rule is made from a template of SLS, which is not in the file`,
          ),
        ]
      : []),
    ...queryList.flatMap(({ storeType = 'log' }, index) =>
      storeType === 'log'
        ? []
        : [
            finding(
              [...above, index, 'storeType'],
              'sls-unsupported',
              storeType === 'meta'
                ? said`a query of a resource table has no counterpart: there is the audit log alone`
                : said`a query of metrics has no counterpart: there is the audit log alone`,
            ),
          ],
    ),
  ];
  const named = known ? queryList.map((query, index) => clusterOf(query, known, [...above, index])) : [];
  const names = named.map(({ name }) => name);
  const clusters = (index: number): Members => (names[index] === undefined ? {} : { clusters: [names[index]] });
  const window = (index: number): Members => (windows[index] === undefined ? {} : { window: windows[index] });
  const all = [...findings, ...named.flatMap((one) => one.findings)];
  const [first] = queryList;
  if (queryList.length === 1) return { members: { ...clusters(0), query: first?.query, ...window(0) }, findings: all };
  const queries = queryList.map(({ query }, index) => ({ query, ...clusters(index), ...window(index) }));
  const combine = (joinConfigurations ?? []).slice(0, queryList.length - 1).map(({ type: join, condition }) => ({
    type: join,
    ...(condition === '' || join === 'no_join' || join === 'concat' || join === 'cross_join' ? {} : { on: condition }),
  }));
  return { members: { queries, combine }, findings: all };
}

const severityNames: Readonly<Record<number, Severity>> = {
  10: 'critical',
  8: 'high',
  6: 'medium',
  4: 'low',
  2: 'report',
};

/** One that there is not is refused by the form. */
function severityOf(number: number): string {
  return severityNames[number] ?? String(number);
}

function conditionsOf({ configuration }: SlsRule): Part {
  const { severityConfigurations, groupConfiguration } = configuration;
  const cases = severityConfigurations.map(({ severity, evalCondition }) => ({
    severity: severityOf(severity),
    ...(evalCondition?.condition ? { condition: evalCondition.condition } : {}),
    ...(evalCondition?.countCondition ? { countCondition: evalCondition.countCondition } : {}),
  }));
  const isAuto = groupConfiguration?.type === 'labels_auto';
  const groupBy = groupConfiguration?.type === 'custom' ? groupConfiguration.fields : undefined;
  return {
    members: {
      ...(groupBy?.length ? { groupBy } : {}),
      ...(cases.length === 1 ? cases[0] : { severities: cases }),
    },
    findings: isAuto
      ? [
          finding(
            ['configuration', 'groupConfiguration', 'type'],
            'sls-unsupported',
            said`labels_auto groups metrics by their labels: there is the audit log alone`,
            { hint: said`write \`"type": "custom"\` with \`fields\`` },
          ),
        ]
      : [],
  };
}

/** Checks what was made as a rule of ours. */
function checkMembers(members: Members): { readonly rule?: AlertRule; readonly findings: readonly Finding[] } {
  const parsed = AlertRule.safeParse(members);
  if (parsed.success) {
    const findings = checkRule(parsed.data).map((found) => ({ ...found, path: originOf(found.path) }));
    return { rule: parsed.data, findings };
  }
  return {
    findings: parsed.error.issues.slice(0, ruleLimits.severities).map((issue) => {
      const origin = originOf(issue.path.filter((step) => typeof step !== 'symbol'));
      return finding(origin, 'invalid-rule', said`${nameOf(origin)}: ${issueText(issue, members)}`);
    }),
  };
}
