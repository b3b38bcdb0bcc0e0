import analysis from './analysis.json';
import change from './change.json';
import common from './common.json';
import deed from './deed.json';
import empty from './empty.json';
import error from './error.json';
import event from './event.json';
import events from './events.json';
import explore from './explore.json';
import facet from './facet.json';
import file from './file.json';
import frame from './frame.json';
import histogram from './histogram.json';
import infinitive from './infinitive.json';
import json from './json.json';
import keys from './keys.json';
import live from './live.json';
import outcome from './outcome.json';
import palette from './palette.json';
import pin from './pin.json';
import patterns from './patterns.json';
import role from './role.json';
import sentence from './sentence.json';
import session from './session.json';
import starter from './starter.json';
import syntax from './syntax.json';
import time from './time.json';
import timeline from './timeline.json';
import value from './value.json';
import verb from './verb.json';
import entity from './entity.json';

/** The strings of the explorer and of the frame round every page, which come before the others. */
export const first = {
  analysis,
  change,
  common,
  deed,
  empty,
  error,
  event,
  events,
  explore,
  facet,
  file,
  frame,
  histogram,
  infinitive,
  json,
  keys,
  live,
  outcome,
  palette,
  pin,
  patterns,
  role,
  sentence,
  session,
  starter,
  syntax,
  time,
  timeline,
  value,
  verb,
  entity,
};
