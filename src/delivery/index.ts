export type { ChannelLimits, ChannelType, Outcome, Refresh, Sending } from './channel.ts';
export { KeptName } from './channel-form.ts';
export { answerText } from './channels/http-outcome.ts';
export { channelTypes, findChannelType } from './channels/registry.ts';
export { type Delivery, type DeliveryOptions, openDelivery } from './delivery.ts';
export type { ChannelFailure } from './dispatch/pace.ts';
export { type NewPost, post, readPost } from './inbox.ts';
export type { KeptChannels, ShownChannel } from './kept-channels.ts';
export {
  type Attachment,
  type Message,
  type MessageKind,
  type MessageLanguage,
  messageLanguages,
  type MessageSeverity,
  readMessage,
} from './message.ts';
export { callWithin, failureOf, shownAnswer, type WaysOut } from './one-call.ts';
export { enqueue, giveUpAfterMs, type NewDelivery } from './outbox.ts';
export { createSealedMembers, type SealedMembers } from './sealed-members.ts';
export type { SecretMember } from './secret-member.ts';
export type { Secrets } from './secrets.ts';
export { syslogFrame } from './syslog-frame.ts';
export { connectSyslog, SyslogHostname, syslogMembers, syslogSecret } from './syslog-server.ts';
export {
  readTypedDocuments,
  type TypedDocument,
  type TypedDocuments,
  type TypedKind,
  type TypedMembers,
} from './typed-documents.ts';
export { formOf } from './typed-form.ts';
export { hasNoPassword, Headers, Pem, signatureOf, SigningSecrets } from './webhook-members.ts';
