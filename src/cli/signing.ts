/** For scripts/signatures.mjs: the very function that signs deliveries, for others to judge. */
export { signatureHeaders } from '$lib/server/webhooks';
