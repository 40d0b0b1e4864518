import type { SessionListFilter } from '$lib/contract/sessionList';
import type { Deps } from '$lib/server/deps';
import { listForReview } from '$lib/server/verification';

export interface ListTime {
	asked: string;
	/** Milliseconds of one page of 25, rows opened and reasons, tags and colleagues read. */
	p50: number;
	p95: number;
	n: number;
}

const ROUNDS = 200;
const WARM_UP = 5;

const ASKED: Record<string, Omit<SessionListFilter, 'environment'>> = {
	'all, newest': {},
	'pending review': { reviewStatus: 'pending_review' },
	expired: { status: 'expired' },
	'completed and rejected': { status: 'completed', reviewStatus: 'rejected' },
	'document: passport': { documentType: 'passport' },
	'country: common': { country: 'DEU' },
	'country: rare': { country: 'LIE' },
	'reason: common': { reason: 'face_mismatch' },
	'reason: rare': { reason: 'presentation_attack_suspected' },
	'tag: common': { tag: 'vip' },
	'tag: rare': { tag: 'legal hold' },
	'tag that nothing has': { tag: 'nowhere' },
	unassigned: { assignee: 'nobody' },
	'five at once': {
		status: 'completed',
		reviewStatus: 'rejected',
		country: 'FRA',
		documentType: 'passport',
		tag: 'vip'
	},
	'two that never meet': { status: 'created', tag: 'vip' },
	'passports that expired': { status: 'expired', documentType: 'passport' }
};

/** Times the dashboard's own reading: first pages, the pages after, and searches for people who are there and who are not. */
export async function measureList(
	deps: Deps,
	{ organizationId, userId }: { organizationId: string; userId: string }
): Promise<ListTime[]> {
	const operator = { kind: 'operator', organizationId, userId, role: 'owner' } as const;
	const page = (filter: Omit<SessionListFilter, 'environment'>, cursor?: string) =>
		listForReview(deps, operator, { environment: 'test', limit: 25, ...filter, cursor });
	const times: ListTime[] = [];
	for (const [asked, filter] of Object.entries(ASKED)) times.push(await timed(asked, () => page(filter)));
	times.push(await timed('mine', () => page({ assignee: userId })));
	let cursor: string | undefined;
	for (let pages = 0; pages < 40; pages++) cursor = (await page({}, cursor)).nextCursor ?? undefined;
	times.push(await timed('all, page 41', () => page({}, cursor)));
	const { sessions } = await page({ status: 'completed' });
	const names = sessions.flatMap(({ holderName }) => holderName ?? []);
	const pick = (index: number) => names[index % names.length] ?? 'nobody';
	times.push(await timed('search: full name', (round) => page({ search: pick(round) })));
	times.push(await timed('search: given name', (round) => page({ search: pick(round).split(' ')[0] ?? '' })));
	times.push(await timed('search: surname', (round) => page({ search: pick(round).split(' ')[1] ?? '' })));
	times.push(await timed('search: nobody', (round) => page({ search: `nobody ${round}` })));
	times.push(await timed('search: session id', (round) => page({ search: sessions[round % 25]?.sessionId ?? '' })));
	times.push(
		await timed('search: externalUserId', (round) => page({ search: sessions[round % 25]?.externalUserId ?? '' }))
	);
	return times;
}

async function timed(asked: string, work: (round: number) => Promise<unknown>): Promise<ListTime> {
	const taken: number[] = [];
	for (let round = 0; round < WARM_UP + ROUNDS; round++) {
		const start = performance.now();
		await work(round);
		if (round >= WARM_UP) taken.push(performance.now() - start);
	}
	taken.sort((a, b) => a - b);
	const at = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0;
	return { asked, p50: at(0.5), p95: at(0.95), n: taken.length };
}
