import { closeSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// Writes the lines of a file to a log at a rate, over and over, and rotates it as kube-apiserver does. Arguments: source, log, lines a second, seconds, bytes of a file.
const [source = '', log = '', rate = '', seconds = '', maxBytes = ''] = process.argv.slice(2);
const text = readFileSync(source);
const starts = [0];
for (let at = text.indexOf(0x0a); at >= 0; at = text.indexOf(0x0a, at + 1)) starts.push(at + 1);
const lines = starts.length - 1;
const ticks = 50;
let handle = openSync(log, 'a');
let next = 0;
const beganAt = performance.now();
for (let tick = 0; tick < Number(seconds) * ticks; tick += 1) {
  for (let left = Number(rate) / ticks; left > 0;) {
    const count = Math.min(left, lines - next);
    writeSync(handle, text, starts[next] ?? 0, (starts[next + count] ?? 0) - (starts[next] ?? 0));
    next = (next + count) % lines;
    left -= count;
  }
  if (statSync(log).size >= Number(maxBytes)) {
    closeSync(handle);
    renameSync(log, `${log}.${tick}`);
    handle = openSync(log, 'a');
  }
  await sleep(Math.max(0, beganAt + (tick + 1) * (1000 / ticks) - performance.now()));
}
closeSync(handle);
