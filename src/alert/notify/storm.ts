/** Alerts of a rule that are told one by one in a minute. */
const perMinute = 200;
const minuteMs = 60_000;
/** Rules that are counted before those are forgotten whose minute is over. */
const maxRules = 10_000;

/** Counts what rules fire. It is forgotten at a restart, after which so many more are told. */
export interface StormWatch {
  /** Counts one more. Says whether there are too many of the rule to be told one by one. */
  isTooMany(rule: string, now: number): boolean;
}

export function createStormWatch(): StormWatch {
  const minutes = new Map<string, { readonly since: number; count: number }>();
  return {
    isTooMany: (rule, now) => {
      const known = minutes.get(rule);
      // A minute that lies ahead is one from before the clock was set back.
      if (known && now >= known.since && now < known.since + minuteMs) {
        known.count += 1;
        return known.count > perMinute;
      }
      if (minutes.size >= maxRules) minutes.clear();
      minutes.set(rule, { since: now, count: 1 });
      return false;
    },
  };
}
