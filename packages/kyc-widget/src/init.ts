import { mount, refuseUnknown, type MountOptions, type WidgetHandle } from './mount.js';

export interface InitOptions {
	/** `pk_test_…` or `pk_live_…`: safe to ship. It selects who may frame the flow, nothing else. */
	publishableKey: string;
	/** Origin of the server, e.g. `https://verify.example.com`. */
	host?: string;
}

export interface Widget {
	/** Puts the flow into an element of the page or of a shadow root. */
	mount(target: Element | ShadowRoot | null, options: MountOptions): WidgetHandle;
}

const DEFAULT_HOST = 'https://verify.uniicy.com';
const SERVED_AS = /^\/sdk\/kyc-widget(\.iife)?\.js$/;

/** Touches nothing of the page: it may run on a server. @throws TypeError where `host` is no http or https URL, and for unknown options */
export const initAt =
	(defaultHost: string) =>
	(options: InitOptions): Widget => {
		refuseUnknown('init', options, ['publishableKey', 'host']);
		const { publishableKey, host = defaultHost } = options;
		const { origin, protocol } = new URL(host);
		if (protocol !== 'https:' && protocol !== 'http:') throw new TypeError('host must be an http or https URL');
		const place = { host: origin, publishableKey };
		return { mount: (target, options) => mount(place, target, options) };
	};

/** The server that served this script, where it is one of ours; else the public one. */
export function hostOf(script: string | null | undefined): string {
	if (!script || !/^https?:/.test(script)) return DEFAULT_HOST;
	const { origin, pathname } = new URL(script);
	return SERVED_AS.test(pathname) ? origin : DEFAULT_HOST;
}
