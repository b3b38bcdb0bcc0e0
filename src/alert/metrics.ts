import { Counter, Gauge, Histogram, type Registry } from '../platform/index.ts';
import type { Records } from '../records/index.ts';
import { severities } from '../rules/index.ts';

/** What is counted of alerts. */
export interface AlertMetrics {
  evaluated(outcome: string, seconds: number): void;
  /** How long ago what an evaluation looked at last was received. */
  lag(seconds: number): void;
  /** An evaluation found more than is looked at. */
  cut(): void;
  /** One look at what came in for so many immediate rules. */
  round(rules: number, seconds: number): void;
}

export interface AlertMetricsSources {
  readonly alertInstances: Pick<Records['alertInstances'], 'countFiringBySeverity'>;
  /** Windows that all rules have missed and catch up with. */
  readonly windowsLeft: () => number;
}

/** Registers the metrics of alerts. */
export function createAlertMetrics(
  registry: Registry,
  { alertInstances, windowsLeft }: AlertMetricsSources,
): AlertMetrics {
  const registers = [registry];
  const evaluations = new Counter({
    name: 'whodunit_alert_evaluations_total',
    help: 'Evaluations of alert rules, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'whodunit_alert_evaluation_seconds',
    help: 'How long evaluations of alert rules took.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const cut = new Counter({
    name: 'whodunit_alert_evaluations_cut_total',
    help: 'Evaluations of alert rules that found more than is looked at together: the history of the rule says what.',
    registers,
  });
  const lag = new Gauge({
    name: 'whodunit_alert_evaluation_lag_seconds',
    help: 'How long ago what the latest evaluation of an alert rule looked at was received.',
    registers,
  });
  // oxlint-disable-next-line no-new -- it registers itself
  new Gauge({
    name: 'whodunit_alert_firing',
    help: 'Groups of alert rules that fire, by severity.',
    labelNames: ['severity'],
    registers,
    async collect() {
      const counts = await alertInstances.countFiringBySeverity();
      for (const severity of severities) this.set({ severity }, counts.get(severity) ?? 0);
    },
  });
  // oxlint-disable-next-line no-new -- it registers itself
  new Gauge({
    name: 'whodunit_alert_windows_left',
    help: 'Windows that alert rules have missed and catch up with, one after the other.',
    registers,
    collect() {
      this.set(windowsLeft());
    },
  });
  return {
    evaluated(outcome, seconds) {
      evaluations.inc({ outcome });
      duration.observe(seconds);
    },
    cut: () => cut.inc(),
    round(rules, seconds) {
      evaluations.inc({ outcome: 'counted' }, rules);
      duration.observe(seconds);
    },
    lag: (seconds) => lag.set(Math.max(0, seconds)),
  };
}
