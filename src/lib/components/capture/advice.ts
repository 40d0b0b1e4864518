import type { ModelReason, PixelReason } from '$lib/contract/reasonCodes';
import { m } from '$lib/paraglide/messages';
import type { DrawingName } from './Drawing.svelte';

export interface Advice {
	text: string;
	drawing: DrawingName | null;
}

type Refusal = PixelReason | ModelReason;

/** The one thing to change, and how it looks. In the order of what helps most when several apply. */
const ADVICE: Record<Refusal, { text: () => string; drawing: DrawingName | null }> = {
	several_faces: { text: m.hosted_advice_several_faces, drawing: 'several_faces' },
	image_too_dark: { text: m.hosted_advice_image_too_dark, drawing: 'dark' },
	document_cut_off: { text: m.hosted_advice_document_cut_off, drawing: 'cut_off' },
	image_glare: { text: m.hosted_advice_image_glare, drawing: 'glare' },
	image_blurred: { text: m.hosted_advice_image_blurred, drawing: 'blurred' },
	wrong_side: { text: m.hosted_advice_wrong_side, drawing: 'turn' },
	document_mirrored: { text: m.hosted_advice_document_mirrored, drawing: 'mirrored' },
	image_too_small: { text: m.hosted_advice_image_too_small, drawing: 'small' },
	face_too_small: { text: m.hosted_advice_face_too_small, drawing: 'far_face' },
	face_turned_away: { text: m.hosted_advice_face_turned_away, drawing: 'turned_face' },
	face_not_found: { text: m.hosted_advice_face_not_found, drawing: 'turned_face' },
	document_not_found: { text: m.hosted_advice_document_not_found, drawing: 'card' },
	file_unreadable: { text: m.hosted_advice_file_unreadable, drawing: null }
};

/** One sentence for a refused picture: of several reasons, the one to mend first. */
export function adviseRefusal(codes: readonly string[]): Advice {
	for (const [code, { text, drawing }] of Object.entries(ADVICE)) {
		if (codes.includes(code)) return { text: text(), drawing };
	}
	return { text: m.hosted_advice_other(), drawing: null };
}
