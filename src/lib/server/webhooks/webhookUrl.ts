import type { Environment } from '$lib/contract/slots';
import { checkUrlText, type Config, type OutboundRules, type UrlVerdict } from '$lib/server/platform';

export type WebhookSettings = Pick<Config, 'webhookAllowLoopback' | 'webhookAllowCidrs'>;

/** The decision at create, by the URL's text alone: no name is resolved. A delivery judges again, with the addresses. */
export function judgeWebhookUrl(config: WebhookSettings, environment: Environment, url: string): UrlVerdict {
	return checkUrlText(url, outboundRules(config, environment));
}

/** Loopback only for sessions of test keys, and only while the setting says so. */
export const outboundRules = (config: WebhookSettings, environment: Environment): OutboundRules => ({
	allowLoopback: config.webhookAllowLoopback === 'test' && environment === 'test',
	allowCidrs: config.webhookAllowCidrs
});
