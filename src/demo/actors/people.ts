import type { Calendar } from '../calendar.ts';
import { weekday } from '../calendar.ts';
import { createCaller, credentialId, type Caller, type User } from '../caller.ts';
import { commands, type CommandName } from '../commands.ts';
import type { Person } from '../data/people.ts';
import { clusterRole, namespacedRole } from '../identities.ts';
import type { Random } from '../random.ts';
import type { Actor, Tick } from '../tick.ts';
import { day, hour, startOfDay, type Micros } from '../time.ts';

/** How much of a working hour is spent at the cluster: little at its ends and at lunch. */
const pace = [0.5, 1.1, 1.4, 1.2, 0.4, 1.1, 1.4, 1.2, 0.9, 0.5];

/** A person's user: the directory's token, renewed from time to time, has an id that kube-apiserver notes. */
export function userOf(person: Person, tokenId: string): User {
  return {
    username: person.username,
    groups: [...person.groups, 'system:authenticated'],
    extra: { [credentialId]: [`JTI=${tokenId}`] },
  };
}

/** Somebody at work: commands at a human pace, within working hours, hardly any on weekends and holidays. */
export function createPerson(person: Person, calendar: Calendar, random: Random, user: User): Actor {
  const callers = person.clients.map(({ userAgent, share }) => ({
    share,
    caller: createCaller(user, [person.address], userAgent),
  }));
  const names = Object.keys(person.habits).filter((name): name is CommandName => name in commands);
  const habits = names.map((name) => ({ name, share: person.habits[name] ?? 0 }));
  return (tick) => {
    const expected = (person.commandsADay / (person.hours[1] - person.hours[0])) * paceAt(person, calendar, tick.from);
    const commandCount = random.count((expected * (tick.to - tick.from)) / hour);
    for (let index = 0; index < commandCount; index += 1) {
      const at = random.between(tick.from, tick.to);
      run(tick, person, weighted(habits, random).name, weighted(callers, random).caller, at);
    }
  };
}

function run(tick: Tick, person: Person, name: CommandName, caller: Caller, at: Micros): void {
  const { binding } = person;
  const namespace = tick.random.pick(person.namespaces);
  const subject = `Group "${binding.group}"`;
  const reason = binding.namespaced
    ? namespacedRole(binding.name, namespace, binding.role, subject)
    : clusterRole(binding.name, binding.role, subject);
  commands[name]({ tick, at, by: { caller, reason }, namespace, isAdmin: binding.role === 'cluster-admin' });
}

function paceAt(person: Person, calendar: Calendar, at: Micros): number {
  const local = at + person.zone * hour;
  const hourOfDay = (local - startOfDay(local)) / hour;
  const [from, to] = person.hours;
  if (hourOfDay < from || hourOfDay >= to) return 0;
  const isOff = !person.days.includes(weekday(local)) || calendar.isHoliday(local - (local % day));
  const share = pace[Math.floor(((hourOfDay - from) / (to - from)) * pace.length)] ?? 0;
  return isOff ? share * 0.03 : share;
}

function weighted<T extends { readonly share: number }>(items: readonly T[], random: Random): T {
  let point = random.next() * items.reduce((sum, item) => sum + item.share, 0);
  for (const item of items) {
    point -= item.share;
    if (point < 0) return item;
  }
  return random.pick(items);
}
