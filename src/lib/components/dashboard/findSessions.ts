import { trpc } from '$lib/trpc/client';
import type { Environment } from '$lib/contract/slots';
import { m } from '$lib/paraglide/messages';
import type { PaletteItem } from './palette';
import { REVIEW_WORDS, STATUS_WORDS } from './words';

const MOST_SESSIONS = 5;

/** Sessions by id or user id, of both environments: whoever has an id need not know where it belongs. Throws where nobody answers. */
export async function findSessions(text: string, environment: Environment): Promise<PaletteItem[]> {
	const environments: Environment[] = environment === 'live' ? ['live', 'test'] : ['test', 'live'];
	const found = await Promise.all(
		environments.map((of) => trpc.sessions.list.utils.fetch({ environment: of, search: text, limit: MOST_SESSIONS }))
	);
	return found
		.flatMap(({ sessions }) => sessions)
		.map((row) => ({
			id: row.sessionId,
			group: 'session',
			icon: 'person',
			text: row.holderName ?? row.externalUserId ?? row.sessionId,
			note: [
				row.environment === 'live' ? m.dash_environment_live() : m.dash_environment_test(),
				row.reviewStatus === 'none' ? STATUS_WORDS[row.status].text() : REVIEW_WORDS[row.reviewStatus].text(),
				row.sessionId
			].join(' · '),
			href: `/dashboard/sessions/${row.sessionId}`
		}));
}
