/** Events of a cluster that stay whatever its retention says: those of a time, in Unix microseconds, which may be open at either end. */
export interface Hold {
  readonly clusterId: string;
  readonly fromMicros: number | undefined;
  readonly toMicros: number | undefined;
}

/** A condition on rows, with its bound parameters. */
interface Condition {
  readonly text: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Says whether all of a cluster is held, whenever it happened. */
export function holdsAll({ fromMicros, toMicros }: Hold): boolean {
  return fromMicros === undefined && toMicros === undefined;
}

/** The condition that a row is held by one of some holds; that of none is false. */
export function isHeld(holds: readonly Hold[]): Condition {
  if (holds.length === 0) return { text: '0', parameters: {} };
  const parts = holds.map((hold, index) => conditionOf(hold, `held${index}`));
  return {
    text: `(${parts.map(({ text }) => text).join(' OR ')})`,
    parameters: Object.fromEntries(parts.flatMap(({ parameters }) => Object.entries(parameters))),
  };
}

function conditionOf({ clusterId, fromMicros, toMicros }: Hold, name: string): Condition {
  const bounds = [
    { sign: '>=', micros: fromMicros, parameter: `${name}From` },
    { sign: '<', micros: toMicros, parameter: `${name}To` },
  ].filter(({ micros }) => micros !== undefined);
  const times = bounds.map(
    ({ sign, parameter }) => ` AND time ${sign} fromUnixTimestamp64Micro({${parameter}:Int64}, 'UTC')`,
  );
  return {
    text: `(cluster_id = {${name}:String}${times.join('')})`,
    parameters: {
      [name]: clusterId,
      ...Object.fromEntries(bounds.map(({ parameter, micros }) => [parameter, micros])),
    },
  };
}
