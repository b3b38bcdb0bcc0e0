import analysis from './analysis.json';
import clusters from './clusters.json';
import common from './common.json';
import deed from './deed.json';
import empty from './empty.json';
import error from './error.json';
import event from './event.json';
import events from './events.json';
import explore from './explore.json';
import facet from './facet.json';
import frame from './frame.json';
import histogram from './histogram.json';
import keys from './keys.json';
import live from './live.json';
import outcome from './outcome.json';
import palette from './palette.json';
import role from './role.json';
import sentence from './sentence.json';
import session from './session.json';
import time from './time.json';
import verb from './verb.json';

/** Every string of the page in English. */
export const en = {
  analysis,
  clusters,
  common,
  deed,
  empty,
  error,
  event,
  events,
  explore,
  facet,
  frame,
  histogram,
  keys,
  live,
  outcome,
  palette,
  role,
  sentence,
  session,
  time,
  verb,
};
