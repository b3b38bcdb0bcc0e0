import type { Clock } from '../platform/index.ts';
import { liveTraffic } from './live-traffic.ts';
import type { Simulation } from './simulation.ts';

const linesABody = 4000;

/** Takes a body of JSON lines; resolves when it is acknowledged. */
export type Accept = (body: Uint8Array) => Promise<unknown>;

/** Sends the history of a simulation, one body after the other, until it ends or the signal is aborted. Gives the number of events. */
export async function sendHistory(simulation: Simulation, accept: Accept, signal: AbortSignal): Promise<number> {
  let lines: string[] = [];
  let count = 0;
  const send = async (): Promise<void> => {
    if (lines.length === 0) return;
    await accept(bodyOf(lines));
    count += lines.length;
    lines = [];
  };
  for (const chunk of simulation.history()) {
    lines.push(...chunk);
    if (signal.aborted) return count;
    if (lines.length >= linesABody) await send();
  }
  await send();
  return count;
}

/** Sends what goes on in the simulation after its history, as it happens, until the signal is aborted. */
export async function sendLiveTraffic(
  simulation: Simulation,
  accept: Accept,
  clock: Pick<Clock, 'now' | 'sleep'>,
  signal: AbortSignal,
): Promise<void> {
  for await (const lines of liveTraffic(simulation, clock, signal)) {
    if (lines.length > 0) await accept(bodyOf(lines));
  }
}

function bodyOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.join('\n'));
}
