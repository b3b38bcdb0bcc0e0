import { checkValue } from '../flags/check-value.ts';
import { findFlag, settingName, type Backend, type Release } from '../flags/catalogue.ts';
import { auditFlagsOf, type GivenFlag } from '../flags/flag-list.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { flagProblem, type Problem } from './problem.ts';
import type { Settings } from './settings.ts';

/** Checks each audit flag by itself: known, given once, of a value that kube-apiserver can read. */
export function checkFlags(manifest: Manifest, backends: readonly Backend[], release: Release): Problem[] {
  const seen = new Set<string>();
  return auditFlagsOf(manifest.flags).flatMap((flag) => {
    const problems = checkOne(flag, manifest.lineOf(flag.place), backends, release);
    if (seen.has(settingName(flag.name))) problems.push(givenTwice(flag, manifest.lineOf(flag.place)));
    seen.add(settingName(flag.name));
    return problems;
  });
}

function givenTwice(flag: GivenFlag, line: number | undefined): Problem {
  const message = `the flag "--${flag.name}" is given twice: kube-apiserver takes the last value, "${flag.value}"`;
  return flagProblem('warning', 'flag-given-twice', flag.name, message, { line });
}

function checkOne(
  flag: GivenFlag,
  line: number | undefined,
  backends: readonly Backend[],
  release: Release,
): Problem[] {
  const spec = findFlag(flag.name);
  if (!spec) {
    const message = `kube-apiserver knows no flag "--${flag.name}"`;
    return [flagProblem('error', 'flag-unknown', flag.name, message, { line })];
  }
  const reason = checkValue(spec, flag.value, release);
  if (reason === undefined) return [];
  // Modes, formats and versions are looked at only where their backend is on; a number that is none stops every start.
  const read = spec.kind.type === 'choice' || spec.kind.type === 'version';
  const harmless = read && spec.backend !== undefined && !backends.includes(spec.backend);
  const message = `kube-apiserver refuses "${flag.value}" for "--${flag.name}": ${reason}`;
  return [flagProblem(harmless ? 'warning' : 'error', 'flag-value', flag.name, message, { line })];
}

/** Checks what kube-apiserver checks of a backend that is on (pkg/server/options/audit.go, Validate). */
export function checkBackend(backend: Backend, settings: Settings): Problem[] {
  const problems: Problem[] = [];
  const name = (rest: string): string => `audit-${backend}-${rest}`;
  const refuse = (flag: string, reason: string): void => {
    problems.push(
      flagProblem(
        'error',
        'flag-value',
        flag,
        `kube-apiserver refuses "${settings.text(flag)}" for "--${flag}": ${reason}`,
      ),
    );
  };
  const positive = (rest: string, read: 'integer' | 'number' = 'integer'): void => {
    if (settings[read](name(rest)) <= 0) refuse(name(rest), 'it must be a positive number');
  };
  if (settings.text(name('mode')) === 'batch') {
    positive('batch-buffer-size');
    positive('batch-max-size');
    if (settings.boolean(name('batch-throttle-enable'))) {
      positive('batch-throttle-qps', 'number');
      positive('batch-throttle-burst');
    }
  }
  positive('truncate-max-event-size');
  if (settings.integer(name('truncate-max-batch-size')) < settings.integer(name('truncate-max-event-size')))
    refuse(name('truncate-max-batch-size'), `it must not be less than "--${name('truncate-max-event-size')}"`);
  if (backend === 'log') {
    for (const limit of ['audit-log-maxage', 'audit-log-maxbackup', 'audit-log-maxsize'])
      if (settings.integer(limit) < 0) refuse(limit, 'it must not be negative');
  }
  return problems;
}

/** Warns of settings with which kube-apiserver starts and events get lost or cannot be read. */
export function checkHabits(backend: Backend, settings: Settings, release: Release): Problem[] {
  const problems: Problem[] = [];
  if (backend === 'webhook' && !settings.boolean('audit-webhook-truncate-enabled')) {
    const message = 'the webhook backend does not truncate: a batch may hold hundreds of megabytes';
    const hint = 'set --audit-webhook-truncate-enabled=true';
    problems.push(flagProblem('warning', 'webhook-not-truncated', 'audit-webhook-truncate-enabled', message, { hint }));
  }
  if (backend === 'log' && settings.text('audit-log-format') === 'legacy') {
    const message = 'the log is written in the legacy format, which holds only a part of each event';
    problems.push(flagProblem('warning', 'log-format-legacy', 'audit-log-format', message));
  }
  if (backend === 'log' && release.minor >= 36 && settings.integer('audit-log-maxsize') === 0) {
    const message = 'the log is never rotated and grows until the disk is full';
    problems.push(flagProblem('warning', 'log-never-rotated', 'audit-log-maxsize', message));
  }
  return problems;
}
