import { pageAddress } from '../../../base/index.ts';
import type { Cause } from '../../cause.ts';
import { inLanguage } from '../texts/index.ts';
import { eventsUrl } from './links.ts';

/** How a message is written. */
export interface Style {
  /** en, zh-CN or ja. */
  readonly language: string;
  /** The public address of the server; undefined where it has none. */
  readonly publicUrl: string | undefined;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The annotations of a cause in a language; where it has none of a name, in the nearest that there is. */
export function annotationsOf({ annotations }: Pick<Cause, 'annotations'>, language: string): Record<string, string> {
  const names = new Set(Object.values(annotations).flatMap((texts) => Object.keys(texts)));
  return Object.fromEntries(
    [...names].map((name) => {
      const byLanguage = Object.entries(annotations).flatMap(([tag, texts]) => {
        const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
        return text === undefined ? [] : [[tag, text] as const];
      });
      return [name, inLanguage(Object.fromEntries(byLanguage), language)];
    }),
  );
}

/** An alert for machines: members are named as those of SLS, times are Unix seconds, and 0 stands for none. */
export function alertData(cause: Cause, { language, publicUrl, now }: Style): Readonly<Record<string, unknown>> {
  const queryUrl = publicUrl === undefined ? undefined : eventsUrl(publicUrl, cause);
  return {
    alert_id: cause.rule,
    alert_instance_id: cause.key,
    alert_name: inLanguage(cause.displayName, language),
    alert_type: 'whodunit_alert',
    status: cause.status,
    severity: cause.severity,
    labels: cause.labels,
    annotations: annotationsOf(cause, language),
    results: [resultOf(cause, queryUrl)],
    fire_results: cause.rows,
    fire_results_count: cause.rowCount,
    fingerprint: cause.fingerprint,
    alert_time: seconds(now),
    fire_time: seconds(cause.startedAt),
    resolve_time: seconds(cause.endedAt ?? 0),
    project: cause.project ?? '',
    clusters: cause.clusters,
    is_again: cause.isAgain,
    policy: { alert_policy_id: cause.policy ?? '' },
    faults: cause.faults,
    ...(publicUrl === undefined ? {} : { alert_url: pageAddress.alert(publicUrl, cause.key) }),
    ...(queryUrl === undefined ? {} : { query_url: queryUrl }),
  };
}

function resultOf(
  { evidence, rows, rowCount }: Cause,
  queryUrl: string | undefined,
): Readonly<Record<string, unknown>> {
  return {
    query: evidence?.query ?? '',
    start_time: evidence?.from ?? '',
    end_time: evidence?.to ?? '',
    raw_results: rows,
    raw_results_count: rowCount,
    fire_result: rows[0] ?? {},
    truncated: rowCount > rows.length,
    ...(queryUrl === undefined ? {} : { query_url: queryUrl }),
  };
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
