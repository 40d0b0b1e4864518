export { listApiKeys, mintApiKey, revokeApiKey } from './apiKeys';
export { frameAncestorsFor, readEmbedOrigins, saveEmbedOrigins } from './embedOrigins';
export { memberOf, readOrganization } from './membership';
export { signUp, SignUpInput } from './signUp';
