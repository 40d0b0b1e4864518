export { ancestorsOf, parseOrigin } from './frameAncestors';
export { listAudit, readAuditChoices } from './auditLog';
export { listApiKeys, mintApiKey, revokeApiKey } from './apiKeys';
export { readBranding, readBrandFile, saveBranding, type Branding } from './branding';
export { frameAncestorsFor, readEmbedOrigins, saveEmbedOrigins } from './embedOrigins';
export { asCommandLine, listOrganizations } from './directory';
export { memberOf, readOrganization } from './membership';
export { resetPassword } from './resetPassword';
export { signUp, SignUpInput } from './signUp';
