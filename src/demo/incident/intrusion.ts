import type { Calendar } from '../calendar.ts';
import { createCaller, type Caller, type User } from '../caller.ts';
import type { Identities } from '../identities.ts';
import { fallsInto, type Actor } from '../tick.ts';
import { minute } from '../time.ts';
import { createHostPod, readNode } from './host-pod.ts';
import { askForSecrets, lookAround } from './reconnaissance.ts';
import { story } from './story.ts';
import { coverTracks, readSecrets } from './theft.ts';

/**
 * Plays the incident of day 23 once its moment has come. The intruder has three identities, one after the other, and
 * always the same address: the contractor's stolen token, the kubelet's certificate that a pod with the node's files
 * gives away, and the token of a service account that one of the stolen secrets holds.
 */
export function createIntrusion(calendar: Calendar, identities: Identities, contractor: User, bot: User): Actor {
  const asContractor = disguise(contractor);
  const asNode = disguise(identities.nodeUser(story.node));
  const asBot = disguise(bot);
  const start = calendar.at(story.day, 3, 10, 7);
  return (tick) => {
    if (!fallsInto(tick, start)) return;
    lookAround(tick, asContractor, start);
    askForSecrets(tick, asContractor, start + 4 * minute);
    const pod = createHostPod(tick, asContractor, start + 9 * minute);
    readNode(tick, asContractor, pod, start + 12 * minute);
    readSecrets(tick, asNode, start + 18 * minute);
    coverTracks(tick, asBot, pod, start + 33 * minute);
  };
}

function disguise(user: User): Caller {
  return createCaller(user, [story.address], story.userAgent);
}
