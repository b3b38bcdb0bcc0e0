export { ensureAdminToken } from './admin-token.ts';
export { networkOf } from './attempts.ts';
export {
  type Authenticator,
  type AuthenticatorOptions,
  type RequestHead,
  createAuthenticator,
} from './authenticate.ts';
export { type ClientCertificate, verifiedCertificate } from './client-certificate.ts';
export { type FirstSignIn, ensureFirstUser } from './first-user.ts';
export { type PasswordHasher, checkPassword, createPasswordHasher, generatePassword } from './password.ts';
export { type Sender, clusterCalled, createSenderCheck } from './sender.ts';
export { endedSessionCookie } from './session-cookie.ts';
export { type SignIn, type SignInOptions, type SignInRequest, type SignInResult, createSignIn } from './sign-in.ts';
export { type SelfSignedOptions, type ServerCertificate, ensureSelfSigned } from './tls/self-signed.ts';
export { readAuthorities } from './tls/authorities.ts';
