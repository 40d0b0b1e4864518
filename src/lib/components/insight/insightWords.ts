import type { BROWSERS, DEVICES, FunnelStep } from '$lib/contract/insight';
import { m } from '$lib/paraglide/messages';

export const FUNNEL_WORDS: Record<FunnelStep, () => string> = {
	created: m.dash_insight_step_created,
	consented: m.dash_insight_step_consented,
	id_front: m.dash_insight_step_id_front,
	id_back: m.dash_insight_step_id_back,
	selfie: m.dash_insight_step_selfie,
	liveness: m.dash_insight_step_liveness,
	poa: m.dash_insight_step_poa,
	submitted: m.dash_insight_step_submitted,
	judged: m.dash_insight_step_judged,
	decided: m.dash_insight_step_decided
};

const DEVICE_WORDS: Record<(typeof DEVICES)[number] | (typeof BROWSERS)[number], () => string> = {
	phone: m.dash_insight_device_phone,
	tablet: m.dash_insight_device_tablet,
	desktop: m.dash_insight_device_desktop,
	chrome: m.dash_insight_browser_chrome,
	safari: m.dash_insight_browser_safari,
	firefox: m.dash_insight_browser_firefox,
	edge: m.dash_insight_browser_edge,
	samsung: m.dash_insight_browser_samsung,
	unknown: m.dash_insight_unknown
};

const words: Record<string, () => string> = DEVICE_WORDS;
export const deviceWord = (key: string): string => (Object.hasOwn(words, key) ? (words[key]?.() ?? key) : key);

export const countryWord = (key: string): string =>
	key === 'other' ? m.dash_insight_country_other() : key === 'unknown' ? m.dash_insight_unknown() : key;
