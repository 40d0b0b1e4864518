export { listApiKeys, mintApiKey, revokeApiKey } from './apiKeys';
export { memberOf, readOrganization } from './membership';
export { signUp, SignUpInput } from './signUp';
