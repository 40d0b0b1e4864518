/** Pure. The movements of one challenge, from random bytes: the same bytes give the same movements. */
import { LIVENESS_ACTIONS, type LivenessAction } from '$lib/contract/slots';

/**
 * Two or three different movements in a random order, at least one of them a turn: what a flat picture cannot show, and what a
 * recording made beforehand cannot know the side of. 68 challenges are equally likely.
 * @param random at least four bytes from the CSPRNG
 */
export function pickActions(random: Uint8Array): LivenessAction[] {
	const number = new DataView(random.buffer, random.byteOffset, random.byteLength).getUint32(0);
	// The bias of the remainder is below 2e-8.
	return [...(CHALLENGES[number % CHALLENGES.length] ?? FALLBACK)];
}

const FALLBACK: readonly LivenessAction[] = ['turn_left', 'turn_right'];

const pairs = LIVENESS_ACTIONS.flatMap((first) =>
	LIVENESS_ACTIONS.filter((second) => second !== first).map((second) => [first, second])
);
const triples = pairs.flatMap((pair) =>
	LIVENESS_ACTIONS.filter((third) => !pair.includes(third)).map((third) => [...pair, third])
);

/** Every order of two or three, with a turn among them. */
export const CHALLENGES: readonly (readonly LivenessAction[])[] = [...pairs, ...triples].filter(
	(actions) => actions.includes('turn_left') || actions.includes('turn_right')
);
