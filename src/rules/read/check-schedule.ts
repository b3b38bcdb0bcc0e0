import { type Said, said } from '../../base/index.ts';
import { durationMs } from '../duration.ts';
import { type AlertRule, ruleLimits, type Schedule } from '../form.ts';
import { createTicks, fitOf, openCron, readTimeZone } from '../schedule/index.ts';
import { type Finding, finding } from './finding.ts';

/** Checks when a rule is evaluated and over what. */
export function checkTiming(rule: AlertRule): readonly Finding[] {
  if (rule.immediate === true)
    return rule.schedule
      ? [finding(['schedule'], 'rule-members-clash', said`a rule has \`immediate: true\` or \`schedule\`, not both`)]
      : checkImmediate(rule);
  if (!rule.schedule) {
    const message = said`the rule is never evaluated: expected \`schedule\`, or \`immediate: true\``;
    const hint = said`write \`schedule: {every: 1m}\`; or \`immediate: true\` to evaluate each batch of events as it comes in`;
    return [finding([], 'rule-member-missing', message, { hint })];
  }
  const schedule = checkSchedule(rule.schedule, ['schedule']);
  const lengths = checkLengths(rule);
  const isReadable = schedule.length === 0 && lengths.length === 0;
  return [...schedule, ...lengths, ...(isReadable ? checkWindows(rule) : []), ...checkDelay(rule)];
}

/** What has no sense where each batch of events is evaluated once, by itself. */
const unusedByImmediate = ['window', 'time', 'delay', 'threshold', 'noData', 'sendResolved', 'repeatInterval'] as const;

function checkImmediate(rule: AlertRule): readonly Finding[] {
  const { queries = [], combine } = rule;
  const unused = unusedByImmediate.filter((name) => rule[name] !== undefined);
  return [
    ...(queries.length > 1 || combine?.length
      ? [finding(['queries'], 'rule-members-clash', said`an immediate rule has one query; several need a \`schedule\``)]
      : []),
    ...unused.map((name) =>
      finding([name], 'rule-member-unused', said`${name} has no effect on an immediate rule`, { severity: 'warning' }),
    ),
  ];
}

/** Checks that a schedule comes to pass in a zone that there is. */
export function checkSchedule(schedule: Schedule, path: Finding['path']): readonly Finding[] {
  if ('every' in schedule) return [];
  const named = 'timeZone' in schedule ? schedule.timeZone : undefined;
  const zone = readTimeZone(named ?? 'UTC');
  if (!zone) return [unknownZone([...path, 'timeZone'], named ?? '')];
  if (!('cron' in schedule)) return [];
  const problem = cronProblem(schedule.cron);
  if (problem === undefined) return [];
  const hint = said`write five fields, such as \`*/5 * * * *\`: minute, hour, day of month, month, day of week`;
  return [finding([...path, 'cron'], 'invalid-schedule', problem, { hint })];
}

/** Says that there is no such time zone. */
export function unknownZone(path: Finding['path'], name: string): Finding {
  const hint = said`write an IANA name such as Asia/Shanghai, or an offset such as +0800`;
  return finding(path, 'unknown-time-zone', said`there is no time zone "${name}"`, { hint });
}

function cronProblem(expression: string): Said | undefined {
  try {
    openCron(expression, { name: 'UTC' });
  } catch (thrown) {
    // What the package throws of an expression that it cannot read, as several kinds of Error.
    const fields = expression.trim().split(/\s+/);
    if (fields.length !== 5)
      return said`"${expression}" cannot be read as cron: it has ${fields.length} fields, not five`;
    const reason = thrown instanceof Error ? thrown.message.replace(/^\w+: /, '') : String(thrown);
    return said`"${expression}" cannot be read as cron: ${reason}`;
  }
  const isEver = createTicks({ cron: expression, timeZone: 'UTC' }, { timeZone: 'UTC' }).next(0) !== undefined;
  return isEver ? undefined : said`"${expression}" never comes to pass`;
}

function checkLengths(rule: AlertRule): readonly Finding[] {
  const { schedule, window, delay, queries = [], repeatInterval } = rule;
  const { everyMs, windowMs, delayMs, repeatMs } = ruleLimits;
  const every = schedule && 'every' in schedule ? schedule.every : undefined;
  return [
    ...tooLong(['schedule', 'every'], every, everyMs),
    ...tooLong(['window'], window, windowMs),
    ...queries.flatMap((query, index) => tooLong(['queries', index, 'window'], query.window, windowMs)),
    ...tooLong(['delay'], delay, delayMs),
    ...tooLong(['repeatInterval'], repeatInterval, repeatMs),
  ];
}

/** Says that a length of time is beyond what it may be. */
export function tooLong(path: Finding['path'], text: string | undefined, mostMs: number): readonly Finding[] {
  if (text === undefined || durationMs(text) <= mostMs) return [];
  return [finding(path, 'time-too-long', said`${text} is too long: at most ${mostMs / 86_400_000}d`)];
}

function checkWindows(rule: AlertRule): readonly Finding[] {
  const windows: readonly (readonly [Finding['path'], string | undefined])[] = [
    [['window'], rule.window],
    ...(rule.queries ?? []).map(({ window }, index) => [['queries', index, 'window'], window] as const),
  ];
  return windows.flatMap(([path, window]) => {
    if (window === undefined) return [];
    const { hasHoles, overlaps } = fitOf(rule, window);
    const holes = said`the window of ${window} is shorter than the time between evaluations: what is received in between is never looked at`;
    const overlap = said`the window of ${window} is longer than the time between evaluations: events are looked at more than once`;
    return [
      ...(hasHoles
        ? [
            finding(path, 'rule-window-holes', holes, {
              severity: 'warning',
              hint: said`leave \`window\` out to look at what was received since the last evaluation`,
            }),
          ]
        : []),
      ...(overlaps ? [finding(path, 'rule-window-overlap', overlap, { severity: 'info' })] : []),
    ];
  });
}

function checkDelay({ delay, time }: AlertRule): readonly Finding[] {
  if (delay === undefined || time === 'event') return [];
  const message = said`delay has no effect where windows run over when events were received, which leave out nothing`;
  return [finding(['delay'], 'rule-member-unused', message, { severity: 'warning', hint: said`see \`time: event\`` })];
}
