import type { Calendar } from '../calendar.ts';
import { createCaller } from '../caller.ts';
import { clusterRole, certificateUser, type Agent } from '../identities.ts';
import type { Random } from '../random.ts';
import { release } from '../rollout.ts';
import { fallsInto, type Actor, type Tick } from '../tick.ts';
import { day, hour, minute, second, startOfDay, type Micros } from '../time.ts';
import { createNamespace, deleteNamespace } from '../namespace-lifecycle.ts';

/** When a build is released, after midnight UTC. */
const releases = [9 * hour + 40 * minute, 14 * hour + 10 * minute] as const;

/** The CI user: on workdays it releases twice, to staging and then to production, and keeps preview namespaces. */
export function createCi(calendar: Calendar, random: Random, releaseBot: Agent): Actor {
  const user = certificateUser('ci-deployer', ['ci'], random);
  const ci: Agent = {
    caller: createCaller(user, ['192.0.2.40'], 'kubectl/v1.36.1 (linux/amd64) kubernetes/0c9e2a7'),
    reason: clusterRole('ci-edit', 'edit', 'Group "ci"'),
  };
  let preview: string | undefined;
  return (tick) => {
    if (!calendar.isWorkday(tick.from)) return;
    for (const [index, offset] of releases.entries()) {
      const at = startOfDay(tick.from) + offset;
      if (!fallsInto(tick, at)) continue;
      releaseTrain(tick, ci, at);
      preview = turnPreview(tick, releaseBot, preview, index, at + 15 * minute);
    }
  };
}

/** Staging first, then three of the released Deployments. */
function releaseTrain(tick: Tick, ci: Agent, at: Micros): void {
  const { world, random } = tick;
  const tag = `${new Date(at / 1000).toISOString().slice(0, 10).replaceAll('-', '.')}-${random.hex(7)}`;
  const released = [...world.deployed.values()].filter((one) => one.workload.released);
  const production = released.filter((one) => one.workload.namespace !== 'staging');
  const chosen = new Set([random.pick(production), random.pick(production), random.pick(production)]);
  let next = at;
  for (const deployed of [...released.filter((one) => one.workload.namespace === 'staging'), ...chosen]) {
    next = release(tick, deployed, tag, next, ci) + random.between(5, 60) * second;
  }
}

/** In the morning a preview namespace is made, in the afternoon it goes. */
function turnPreview(
  tick: Tick,
  bot: Agent,
  current: string | undefined,
  index: number,
  at: Micros,
): string | undefined {
  if (index === 0) {
    const name = `preview-${1000 + (Math.floor(at / day) % 9000)}`;
    createNamespace(tick, name, at, bot);
    return name;
  }
  if (current !== undefined) deleteNamespace(tick, current, at, bot);
  return undefined;
}
