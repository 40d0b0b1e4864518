import type { LivenessAction } from '$lib/contract/slots';
import { m } from '$lib/paraglide/messages';

const ASKED: Record<LivenessAction, () => string> = {
	turn_left: m.hosted_live_turn_left,
	turn_right: m.hosted_live_turn_right,
	nod: m.hosted_live_nod,
	blink: m.hosted_live_blink,
	smile: m.hosted_live_smile
};

/** What the person is asked to do. */
export const askFor = (action: LivenessAction): string => ASKED[action]();

/** The first that applies is what to mend first. */
const ADVICE: [codes: string[], text: () => string][] = [
	[['several_faces'], m.hosted_advice_several_faces],
	[['face_not_found', 'liveness_face_lost'], m.hosted_live_advice_face],
	[['liveness_wrong_order'], m.hosted_live_advice_order],
	[['liveness_action_missing'], m.hosted_live_advice_moves]
];

/** One kind sentence for a recording that was refused. What the camera's picture itself gave away stays unsaid. */
export function adviseRecording(codes: readonly string[]): string {
	const advice = ADVICE.find(([own]) => own.some((code) => codes.includes(code)));
	return (advice?.[1] ?? m.hosted_live_advice_camera)();
}
