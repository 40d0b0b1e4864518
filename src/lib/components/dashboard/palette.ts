/** Pure. What the command palette offers for what was typed. */
import type { Environment, MemberRole } from '$lib/contract/slots';
import { m } from '$lib/paraglide/messages';
import type { IconName } from '$lib/components/ui';
import { besideSession } from './besideSession';
import { mayAdminister } from './roles';

export interface PaletteItem {
	id: string;
	group: 'session' | 'page' | 'action';
	icon: IconName;
	text: string;
	/** A second line. */
	note?: string;
	href: string;
	/** Another organization, which has to be shown first: all that follows is its own. */
	organizationId?: string;
}

/** One of the person's organizations that is not on show. */
export interface OtherPlace {
	organizationId: string;
	name: string;
	role: MemberRole;
}

/** Pages and actions of the dashboard for this role, in the environment on show; and the person's other organizations. */
export function commandsIn(
	environment: Environment,
	path: string,
	role: MemberRole,
	others: readonly OtherPlace[] = []
): PaletteItem[] {
	const page = (id: string, href: string, icon: IconName, text: string): PaletteItem => ({
		...{ id, group: 'page', icon, text, href: `${href}?environment=${environment}` }
	});
	const other: Environment = environment === 'live' ? 'test' : 'live';
	return [
		page('sessions', '/dashboard/sessions', 'list', m.dash_nav_sessions()),
		page('review', '/dashboard/review', 'eye', m.dash_nav_review()),
		page('insight', '/dashboard/insight', 'chart', m.dash_nav_insight()),
		page('keys', '/dashboard/settings/api-keys', 'key', m.dash_nav_keys()),
		page('hooks', '/dashboard/settings/webhooks', 'webhook', m.dash_nav_hooks()),
		page('events', '/dashboard/events', 'clock', m.dash_nav_events()),
		page('requests', '/dashboard/requests', 'code', m.dash_nav_requests()),
		page('policy', '/dashboard/settings/policy', 'shield', m.dash_nav_policy()),
		page('people', '/dashboard/settings/people', 'people', m.dash_nav_people()),
		{ id: 'account', group: 'page', icon: 'person', text: m.dash_nav_account(), href: '/dashboard/account' },
		page('brand', '/dashboard/settings/branding', 'face', m.dash_nav_brand()),
		...(mayAdminister(role) ? [page('audit', '/dashboard/audit', 'lock', m.dash_nav_audit())] : []),
		{ id: 'docs', group: 'page', icon: 'document', text: m.site_nav_docs(), href: '/docs/integration' },
		{
			id: 'environment',
			group: 'action',
			icon: 'flip',
			text: other === 'live' ? m.dash_palette_to_live() : m.dash_palette_to_test(),
			href: `${besideSession(path)}?environment=${other}`
		},
		...others.map(({ organizationId, name }): PaletteItem => ({
			...{ id: `place-${organizationId}`, group: 'action', icon: 'people', text: m.dash_palette_to_place({ name }) },
			...{ href: '/dashboard', organizationId }
		}))
	];
}

/** Those in which every word typed begins a word of the text. */
export function matching(items: readonly PaletteItem[], typed: string): PaletteItem[] {
	const wanted = words(typed);
	return items.filter(({ text }) => wanted.every((part) => words(text).some((word) => word.startsWith(part))));
}

const words = (text: string): string[] =>
	text
		.toLocaleLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);

/** Where the choice goes from `at`, round the ends; −1 is none. */
export const moveChoice = (at: number, by: number, count: number): number =>
	count === 0 ? -1 : (((at + by) % count) + count) % count;
