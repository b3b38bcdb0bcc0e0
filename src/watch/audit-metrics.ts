/** What kube-apiserver counts of its audit events since it began. */
export interface AuditMetrics {
  /** `apiserver_audit_event_total`: one a stage, however many backends there are. */
  readonly events: number;
  /** `apiserver_audit_error_total`, of all plugins: events that a backend lost. */
  readonly errors: number;
  /** `apiserver_audit_requests_rejected_total`: requests that were refused since they could not be audited. */
  readonly rejected: number;
  /** Unix milliseconds; undefined where it is not said. */
  readonly startedAt: number | undefined;
}

const line =
  /^(apiserver_audit_event_total|apiserver_audit_error_total|apiserver_audit_requests_rejected_total|process_start_time_seconds)(?:\{[^\n]*\})?[ \t]+([0-9.eE+]+)(?:[ \t]+[0-9]+)?[ \t]*$/gm;

/** Finds them in the text format of Prometheus; undefined where it holds no count of audit events. */
export function readAuditMetrics(text: string): AuditMetrics | undefined {
  const sums = new Map<string, number>();
  for (const [, name = '', written] of text.matchAll(line)) {
    const value = Number(written);
    if (Number.isFinite(value)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  const events = sums.get('apiserver_audit_event_total');
  if (events === undefined) return undefined;
  const seconds = sums.get('process_start_time_seconds');
  return {
    events: Math.round(events),
    errors: Math.round(sums.get('apiserver_audit_error_total') ?? 0),
    rejected: Math.round(sums.get('apiserver_audit_requests_rejected_total') ?? 0),
    startedAt: seconds === undefined ? undefined : Math.round(seconds * 1000),
  };
}
