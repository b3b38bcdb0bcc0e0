import { z } from 'zod';
import { incompletenessReasons, unfinishedReasons } from '../../watch/index.ts';

/** How complete the record of a cluster is over a period. */
export const Completeness = z.object({
  /** What `expected` and `stored` are of: the part of the period between the first and the last time that somebody counted. */
  from: z.string(),
  to: z.string(),
  /** Events that were written, as `basis` says; null where nobody counted. */
  expected: z.number().nullable(),
  /** Events of that part of the period in the store; null for a caller who sees but some namespaces. */
  stored: z.number().nullable(),
  /** `stored` by `expected`, 1 at most. */
  ratio: z.number().nullable(),
  /** `metrics`: `apiserver_audit_event_total` of the API servers. `agent`: lines that agents read. */
  basis: z.enum(['metrics', 'agent']).nullable(),
  /** Why there is no ratio. */
  reason: z.enum([...incompletenessReasons, 'caller-is-limited']).nullable(),
  /** What each API server, or agent, has counted. */
  sources: z.array(
    z.object({
      source: z.string(),
      events: z.number(),
      /** How often its counter began anew. */
      resets: z.number(),
    }),
  ),
});

/** What an agent tells. */
export const AgentReport = z.object({
  /** Names the agent, for as long as its state lives. */
  agent: z.string().min(1).max(64),
  /** What it had read of a cluster's logs since its state began, at a moment at which that was all there was; left out until there was one. */
  read: z
    .object({
      lines: z.int().min(0),
      bytes: z.int().min(0),
      /** Bytes that were gone before it read them. */
      lostBytes: z.int().min(0),
      /** That moment, by its clock: Unix milliseconds. */
      at: z.int().min(0),
    })
    .optional(),
  /** What the API server on its node has counted since that began, where the agent may read it. */
  apiServer: z
    .object({
      events: z.int().min(0),
      errors: z.int().min(0),
      rejected: z.int().min(0),
      /** Unix milliseconds. */
      startedAt: z.int().optional(),
    })
    .optional(),
});

/** An API server as what it sends shows it. */
export const ApiServer = z.object({
  /** Its own lease, `apiserver-…`, where its policy logs that; else who sends. */
  name: z.string(),
  hasLease: z.boolean(),
  /** Addresses, and hosts of agents, that sent for it. */
  sources: z.array(z.string()),
  firstReceivedAt: z.string(),
  lastReceivedAt: z.string(),
  /** When the latest of its events happened, by its own clock. */
  lastEventAt: z.string().nullable(),
  /** Over the last minute. */
  eventsPerSecond: z.number(),
  /** How much later than they happened its latest events came; below zero where its clock is ahead. */
  delaySeconds: z.number().nullable(),
  /** How far its clock is ahead at least: events of the last hour came before they had happened. */
  aheadSeconds: z.number(),
  /** Events of the last day whose bodies it cut away (`audit.k8s.io/truncated`). */
  truncated: z.number(),
  /** Requests of the last day that began (RequestReceived) and whose end never came, those that are known; null where nobody can tell. */
  unfinished: z.number().nullable(),
  /** Why it is not known: its policy leaves out where requests begin, or where they end. */
  unfinishedReason: z.enum(unfinishedReasons).nullable(),
  /** Since when it is silent against its habit. */
  gapSince: z.string().nullable(),
  /** How long it may be silent until that is a gap. */
  gapAfterSeconds: z.number(),
  /** When else it was silent against its habit, in the last day. */
  gaps: z.array(z.object({ from: z.string(), to: z.string() })),
  /** The metrics source that is its own, as that one's name or address says. */
  metricsSource: z.string().nullable(),
});

export const MetricsSource = z.object({
  name: z.string(),
  /** Null where an agent on the node of the API server reads it, whose host it is named after. */
  url: z.string().nullable(),
  hasToken: z.boolean(),
  hasCa: z.boolean(),
  lastReadAt: z.string().nullable(),
  /** Why the last try failed. */
  error: z.string().nullable(),
  /** How far the API server's clock is ahead, to a second; below zero where it is behind. */
  clockOffsetSeconds: z.number().nullable(),
  /** What it has counted in the last day, as far as it was read; null where it was not read at two times. */
  lastDay: z
    .object({
      from: z.string(),
      to: z.string(),
      /** `apiserver_audit_event_total` */
      events: z.number(),
      /** `apiserver_audit_error_total`: events that a backend of it lost. */
      errors: z.number(),
      /** `apiserver_audit_requests_rejected_total`: requests refused since they could not be audited. */
      rejected: z.number(),
    })
    .nullable(),
});

/** Replaces all of it: a token is given again wherever the URL may be another. */
export const NewMetricsSource = z.object({
  /** Of an API server itself, not of a load balancer before several: `https://10.0.0.1:6443/metrics`. */
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Sent as bearer token. */
  token: z.string().min(1).max(10_000).optional(),
  /** PEM: who vouches for the API server, in place of the system's authorities. */
  ca: z.string().max(100_000).optional(),
});
