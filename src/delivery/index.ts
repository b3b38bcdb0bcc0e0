export { type Delivery, openDelivery } from './delivery.ts';
export type { Secrets } from './secrets.ts';
