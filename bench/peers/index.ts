import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pageQuestions, type PeerQuestion, statements } from './questions.ts';
import { type Intake, type LoadedPeer, median } from './run.ts';
import { buildVictoriaLogs, loadVictoriaLogs, version } from './victoria-logs.ts';
import { loadWhodunit } from './whodunit.ts';

/** What is asked of a peer once the events are in it. */
interface Answers {
  readonly bytes: Awaited<ReturnType<LoadedPeer['bytes']>>;
  readonly pages: readonly { readonly milliseconds: number; readonly found: number }[];
  readonly statements: readonly number[];
}

/** One round moves by a third. */
const usualRounds = 3;

/** `npm run bench -- peers [events] [rounds]`: rounds alternate, and the questions are asked in the last one. */
export async function benchPeers(count = 1_000_000, rounds = usualRounds): Promise<void> {
  const program = await buildVictoriaLogs();
  if (program === undefined) process.stdout.write('VictoriaLogs is not here: Whodunit is measured alone\n');
  const directory = mkdtempSync(path.join(tmpdir(), 'whodunit-bench-peers-'));
  const own: Intake[] = [];
  const other: Intake[] = [];
  let [ownAnswers, otherAnswers]: (Answers | undefined)[] = [];
  try {
    process.stdout.write(`${count} events, ${rounds} rounds, Whodunit and VictoriaLogs ${version}\n`);
    for (let round = 1; round <= rounds; round += 1) {
      const asks = round === rounds;
      ownAnswers = await runRound(await loadWhodunit(count, directory), 'whodunit', own, asks);
      if (program !== undefined)
        otherAnswers = await runRound(await loadVictoriaLogs(program, count, directory), 'victoriaLogs', other, asks);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  showIntakes(own, other);
  if (ownAnswers) showAnswers(ownAnswers, otherAnswers);
}

type Name = Exclude<keyof PeerQuestion, 'name'>;

async function runRound(peer: LoadedPeer, name: Name, intakes: Intake[], asks: boolean): Promise<Answers | undefined> {
  intakes.push(peer.intake);
  showIntake(name, peer.intake);
  try {
    return asks ? await askAll(peer, name) : undefined;
  } finally {
    await peer.close();
  }
}

async function askAll(peer: LoadedPeer, name: Name): Promise<Answers> {
  const bytes = await peer.bytes();
  const pages = [];
  for (const question of pageQuestions()) pages.push(await peer.page(question[name]));
  const times = [];
  for (const question of statements) times.push(await peer.statement(question[name]));
  return { bytes, pages, statements: times };
}

function showIntake(name: Name, { eventsPerSecond, microseconds, acknowledged, memoryMb }: Intake): void {
  const times = acknowledged
    ? `, acknowledged p50/p99 ${acknowledged.p50.toFixed(0)}/${acknowledged.p99.toFixed(0)} ms`
    : '';
  process.stdout.write(
    `${name.padEnd(14)}${eventsPerSecond.toFixed(0)} queryable events/s, ${microseconds.toFixed(1)} µs an event${times}, ${memoryMb} MB\n`,
  );
}

function showIntakes(own: readonly Intake[], other: readonly Intake[]): void {
  const ratio = (of: (intake: Intake) => number): string =>
    median(own.map((intake, round) => of(intake) / (other[round] ? of(other[round]) : Number.NaN))).toFixed(2);
  if (other.length === 0) return;
  process.stdout.write(
    `RATIO Whodunit / VictoriaLogs, medians: rate ${ratio(({ eventsPerSecond }) => eventsPerSecond)}, ` +
      `processor time ${ratio(({ microseconds }) => microseconds)}\n`,
  );
}

function showAnswers(own: Answers, other: Answers | undefined): void {
  const row = (name: string, left: number, right: number | undefined, rest = ''): void =>
    void process.stdout.write(
      `${name.padEnd(24)}${left.toFixed(1).padStart(10)}${(right?.toFixed(1) ?? '–').padStart(14)}${(right === undefined ? '–' : (left / right).toFixed(2)).padStart(8)}${rest}\n`,
    );
  process.stdout.write(
    `${''.padEnd(24)}${'Whodunit'.padStart(10)}${'VictoriaLogs'.padStart(14)}${'ratio'.padStart(8)}\n`,
  );
  row('bytes an event', own.bytes.kept, other?.bytes.kept);
  row('bytes of the folder', own.bytes.folder, other?.bytes.folder);
  for (const [index, { name }] of pageQuestions().entries()) {
    const [left, right] = [own.pages[index], other?.pages[index]];
    if (left)
      row(`${name}, ms`, left.milliseconds, right?.milliseconds, `  found ${left.found} / ${right?.found ?? '–'}`);
  }
  for (const [index, { name }] of statements.entries())
    row(`${name}, ms`, own.statements[index] ?? 0, other?.statements[index]);
}
