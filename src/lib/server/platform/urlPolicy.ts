/** Pure. What an outbound URL may say, judged by its text alone: no name is resolved here (see guardedFetch.ts). */
import { classifyAddress, isInRanges, parseAddress } from './ipAddress';

export interface OutboundRules {
	/** Loopback addresses and `localhost` names are allowed. */
	allowLoopback: boolean;
	/** Ranges that the operator opened although they are not public. */
	allowCidrs: readonly string[];
}

export type UrlRefusal = 'url_invalid' | 'scheme_refused' | 'userinfo_refused' | 'port_refused' | 'address_refused';
export type UrlVerdict = { ok: true; url: URL } | { ok: false; reason: UrlRefusal };

/** The WHATWG parser has already turned `0x7f.1`, `2130706433`, `0177.0.0.1` and full-width digits into plain addresses. */
export function checkUrlText(text: string, rules: OutboundRules): UrlVerdict {
	if (text.length > MAX_URL_LENGTH || AMBIGUOUS.test(text) || !URL.canParse(text)) return refuse('url_invalid');
	const url = new URL(text);
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('scheme_refused');
	if (url.username !== '' || url.password !== '') return refuse('userinfo_refused');
	if (!isPortAllowed(url)) return refuse('port_refused');
	const host = bareHost(url);
	if (host === '') return refuse('url_invalid');
	if (parseAddress(host)) return isAddressAllowed(host, rules) ? { ok: true, url } : refuse('address_refused');
	if (isLocalName(host) && !rules.allowLoopback) return refuse('address_refused');
	return { ok: true, url };
}

/** The rule for one address, literal or resolved: public, or opened by the operator, or loopback where that is allowed. */
export function isAddressAllowed(address: string, rules: OutboundRules): boolean {
	const addressClass = classifyAddress(address);
	if (addressClass === 'public' || (addressClass === 'loopback' && rules.allowLoopback)) return true;
	return isInRanges(address, rules.allowCidrs);
}

/** The host without the brackets of an IPv6 literal and without the root dot of a name. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');

/** Names that mean this machine everywhere (RFC 6761 §6.3) or in common hosts files. */
export const isLocalName = (host: string): boolean =>
	/(^|\.)localhost$/i.test(host) || /^(localhost\.localdomain|ip6-localhost|ip6-loopback)$/i.test(host);

const MAX_URL_LENGTH = 2_048;
/** Parsers disagree about these; where they do, somebody is fooled. */
const AMBIGUOUS = /[\s\\\p{Cc}]/u;

/**
 * Ports from 1024 up that speak something else than HTTP and could take a POST for their own: those that browsers refuse
 * (WHATWG fetch, "bad port"), and common data stores.
 */
const OTHER_PROTOCOL_PORTS = new Set([
	1433, 1521, 1719, 1720, 1723, 2049, 2375, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5672, 6000, 6379,
	6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 10080, 11211, 27017
]);

/** 80 and 443, and everything from 1024 up that is not known to be another protocol's. */
function isPortAllowed(url: URL): boolean {
	if (url.port === '') return true;
	const port = Number(url.port);
	return port === 80 || port === 443 || (port >= 1024 && !OTHER_PROTOCOL_PORTS.has(port));
}

const refuse = (reason: UrlRefusal): UrlVerdict => ({ ok: false, reason });
