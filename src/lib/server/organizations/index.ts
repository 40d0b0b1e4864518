export { listApiKeys, mintApiKey, revokeApiKey } from './apiKeys';
export { operatorIn, readOrganization } from './membership';
export { signUp, SignUpInput } from './signUp';
