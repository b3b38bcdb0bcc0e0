import { createCaller } from '../caller.ts';
import { forbiddenPath } from '../outcome.ts';
import type { Random } from '../random.ts';
import type { Actor } from '../tick.ts';
import { day } from '../time.ts';

const paths = ['/', '/.env', '/metrics', '/login', '/actuator/health', '/index.php?lang=../../etc/passwd&x=<script>'];
const userAgents = ['Mozilla/5.0 (compatible; scan/2.1)', 'curl/8.5.0', 'Go-http-client/1.1', 'python-requests/2.32.4'];
const requestsADay = 40;

/** The internet: nobody in particular tries the door, and is refused. */
export function createScanners(random: Random): Actor {
  const anonymous = { username: 'system:anonymous', groups: ['system:unauthenticated'] };
  const callers = Array.from({ length: 12 }, (_, index) =>
    createCaller(anonymous, [`198.51.100.${130 + index * 9}`], random.pick(userAgents)),
  );
  return ({ from, to, record }) => {
    const tries = random.count((requestsADay * (to - from)) / day);
    for (let index = 0; index < tries; index += 1) {
      const path = random.pick(paths);
      const at = random.between(from, to);
      const outcome = forbiddenPath('system:anonymous', 'get', path.replace(/[?].*/, ''));
      record({ at, caller: random.pick(callers), verb: 'get', target: path, outcome });
    }
  };
}
