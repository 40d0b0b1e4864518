import type { EvidenceSlot } from '$lib/contract/slots';
import { m } from '$lib/paraglide/messages';

/** What the applicant's pages call each piece of evidence. */
export const SLOT_TEXTS: Record<EvidenceSlot, () => string> = {
	id_front: m.hosted_submit_id_front,
	id_back: m.hosted_submit_id_back,
	selfie: m.hosted_submit_selfie,
	poa: m.hosted_submit_poa,
	liveness: m.hosted_submit_liveness
};
