import activity from './activity.json';
import alerts from './alerts.json';
import analysis from './analysis.json';
import apiServers from './api-servers.json';
import cases from './cases.json';
import change from './change.json';
import clusters from './clusters.json';
import common from './common.json';
import completeness from './completeness.json';
import deed from './deed.json';
import destinations from './destinations.json';
import empty from './empty.json';
import error from './error.json';
import event from './event.json';
import events from './events.json';
import explore from './explore.json';
import facet from './facet.json';
import file from './file.json';
import frame from './frame.json';
import histogram from './histogram.json';
import holds from './holds.json';
import infinitive from './infinitive.json';
import json from './json.json';
import keys from './keys.json';
import deadLetters from './dead-letters.json';
import live from './live.json';
import outcome from './outcome.json';
import health from './health.json';
import palette from './palette.json';
import pin from './pin.json';
import patterns from './patterns.json';
import policy from './policy.json';
import projects from './projects.json';
import reports from './reports.json';
import role from './role.json';
import sentence from './sentence.json';
import session from './session.json';
import settings from './settings.json';
import setup from './setup.json';
import starter from './starter.json';
import storage from './storage.json';
import syntax from './syntax.json';
import time from './time.json';
import timeline from './timeline.json';
import tokens from './tokens.json';
import typedForm from './typed-form.json';
import users from './users.json';
import value from './value.json';
import verb from './verb.json';
import dashboard from './dashboard.json';
import entity from './entity.json';

/** Every string of the page in Simplified Chinese. */
export const zhCN = {
  activity,
  alerts,
  analysis,
  apiServers,
  cases,
  change,
  clusters,
  common,
  completeness,
  deed,
  destinations,
  empty,
  error,
  event,
  events,
  explore,
  facet,
  file,
  frame,
  histogram,
  holds,
  infinitive,
  json,
  keys,
  deadLetters,
  live,
  outcome,
  health,
  palette,
  pin,
  patterns,
  policy,
  projects,
  reports,
  role,
  sentence,
  session,
  settings,
  setup,
  starter,
  storage,
  syntax,
  time,
  timeline,
  tokens,
  typedForm,
  users,
  value,
  verb,
  dashboard,
  entity,
};
