export { type AddressGuard, createAddressGuard } from './address-guard.ts';
export {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type OutboundAnswer,
  type OutboundLimits,
  type OutboundRequest,
  type Resolver,
} from './http-client.ts';
