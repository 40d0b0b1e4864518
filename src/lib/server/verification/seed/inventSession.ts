/** Pure. Invented people and sessions in plausible shares, from a stream of random numbers. */
import type { ReasonCode } from '$lib/contract/reasonCodes';
import type { DocumentType, ReviewStatus, SessionStatus } from '$lib/contract/slots';

export type Random = () => number;

export interface InventedSession {
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	/** Null where no document was read. */
	holder: { given: string; surname: string; number: string; type: DocumentType; state: string } | null;
	reasons: ReasonCode[];
	tags: string[];
	assigned: boolean;
}

/** Park and Miller's minimal standard, 0…1: the same seed, the same people. */
export function randomFrom(seed: number): Random {
	let state = (seed % 2_147_483_646) + 1;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

export function inventSession(random: Random): InventedSession {
	const status = oneOf<SessionStatus>(random, [
		['completed', 85],
		['created', 5],
		['expired', 5],
		['capturing', 3],
		['canceled', 2]
	]);
	const reviewStatus: ReviewStatus =
		status === 'completed'
			? oneOf<ReviewStatus>(random, [
					['approved', 72],
					['rejected', 18],
					['pending_review', 10]
				])
			: 'none';
	const read = status === 'completed' || (status !== 'created' && random() < 0.4);
	return {
		status,
		reviewStatus,
		holder: read ? inventHolder(random) : null,
		reasons: reviewStatus === 'none' || reviewStatus === 'approved' ? [] : [oneOf(random, REASONS)],
		tags: TAGS.filter(([, share]) => random() * 100 < share).map(([tag]) => tag),
		assigned: status === 'completed' && random() < 0.1
	};
}

function inventHolder(random: Random): NonNullable<InventedSession['holder']> {
	return {
		given: nameOf(random, 2),
		surname: nameOf(random, 3),
		number: `${String.fromCharCode(65 + Math.floor(random() * 26))}${String(Math.floor(random() * 1e8)).padStart(8, '0')}`,
		type: oneOf<DocumentType>(random, [
			['passport', 45],
			['id_card', 35],
			['driving_licence', 15],
			['residence_permit', 5]
		]),
		state: oneOf(random, STATES)
	};
}

const SYLLABLES =
	'ba be bi bo da de do ka ke ki la le li lo ma me mi na ne no ra re ri ro sa se ta te ti va ve za'.split(' ');

function nameOf(random: Random, syllables: number): string {
	let name = '';
	for (let index = 0; index < syllables; index++) name += SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? '';
	return name.charAt(0).toUpperCase() + name.slice(1);
}

const REASONS: [ReasonCode, number][] = [
	['face_mismatch', 30],
	['tamper_suspected', 20],
	['document_expired', 20],
	['image_quality_low', 15],
	['printed_zone_mismatch', 10],
	['under_minimum_age', 4],
	['presentation_attack_suspected', 1]
];
const STATES: [string, number][] = [
	...(['DEU', 'FRA', 'ESP', 'ITA', 'POL', 'NLD', 'USA', 'GBR'] as const).map((state): [string, number] => [state, 11]),
	...(['UTO', 'CHE', 'AUT', 'SWE', 'NOR', 'FIN', 'PRT', 'CZE'] as const).map((state): [string, number] => [state, 1.4]),
	['LIE', 0.1]
];
/** Tag and percentage of sessions. */
const TAGS: [string, number][] = [
	['vip', 5],
	['call back', 2],
	['partner', 1],
	['legal hold', 0.01]
];

function oneOf<T>(random: Random, shares: readonly (readonly [T, number])[]): T {
	let left = random() * shares.reduce((sum, [, share]) => sum + share, 0);
	for (const [value, share] of shares) if ((left -= share) < 0) return value;
	return (shares[0] as readonly [T, number])[0];
}
