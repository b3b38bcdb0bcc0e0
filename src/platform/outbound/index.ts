export { type AddressGuard, createAddressGuard } from './address-guard.ts';
export { type Connector, type ConnectTarget, createConnector } from './connector.ts';
export { reasonOf } from './failures.ts';
export { type Resolver } from './guarded-lookup.ts';
export {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type OutboundAnswer,
  type OutboundLimits,
  type OutboundRequest,
} from './http-client.ts';
