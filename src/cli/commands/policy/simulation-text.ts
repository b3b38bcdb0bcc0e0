import type { SimulationAnswer } from '../../../policy/index.ts';

/** How many users, verbs and resources are listed for people; JSON has all. */
const listed = 8;

/** A simulation's answer for people. */
export function simulationText(answer: SimulationAnswer): string {
  const { events, bytes, levels, rules, unmatched, detections, unknown } = answer;
  const blind = detections.filter(({ coverage, before }) => coverage === 'blind' && before !== 'blind');
  return [
    `events  ${count(events.before)} -> ${count(events.after)}${share(events.before, events.after)}`,
    `bytes   ${count(bytes.before)} -> ${count(bytes.after)}${share(bytes.before, bytes.after)}`,
    `levels  ${Object.entries(levels)
      .map(([level, number]) => `${level} ${count(number)}`)
      .join(', ')}`,
    '',
    ...rules.map(
      (rule) => `rule ${rule.index + 1} (line ${rule.line}): ${count(rule.events)} events, ${count(rule.bytes)} bytes`,
    ),
    `no rule: ${count(unmatched)} events`,
    ...group('user', answer.users),
    ...group('verb', answer.verbs),
    ...group('resource', answer.resources),
    ...(blind.length === 0 ? [] : ['', `${blind.length} detections see nothing:`]),
    ...blind.map(({ title }) => `  ${title}`),
    ...(unknown.notes.length === 0 ? [] : ['', ...unknown.notes]),
  ].join('\n');
}

function group(name: string, members: SimulationAnswer['users']): string[] {
  const largest = members.toSorted((a, b) => b.before.bytes - a.before.bytes).slice(0, listed);
  const lines = largest.map((one) => `  ${one.name}: ${count(one.before.bytes)} -> ${count(one.after.bytes)} bytes`);
  return ['', `by ${name}${members.length > listed ? `, the largest ${listed} of ${members.length}` : ''}:`, ...lines];
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function share(before: number, after: number): string {
  return before === 0 ? '' : ` (${Math.round((after / before) * 1000) / 10} %)`;
}
