/** Zod-free. Why a picture was refused or a check ended as it did; every code has a sentence in messages/ (reason_<code>). */

/** Refusals that pixels alone show: 422 on the spot. */
export const PIXEL_REASONS = ['image_blurred', 'image_too_dark', 'image_glare', 'image_too_small'] as const;

/** Refusals that need a model: they arrive in progress.feedback[] and reopen the slot. */
export const MODEL_REASONS = [
	'document_not_found',
	'document_cut_off',
	'wrong_side',
	'document_mirrored',
	'face_not_found',
	'several_faces',
	'face_too_small',
	'face_turned_away',
	'file_unreadable'
] as const;

/** What a burst of liveness frames shows, or does not: progress.feedback[] while there are attempts left, the check after that. */
export const BURST_REASONS = [
	'liveness_face_lost',
	'liveness_action_missing',
	'liveness_wrong_order',
	'liveness_face_changed',
	'liveness_frames_frozen',
	'liveness_frames_repeated',
	'liveness_frames_altered',
	'liveness_burst_replayed',
	'liveness_timing_impossible'
] as const;

/** What checks say. */
export const CHECK_REASONS = [
	'document_expired',
	'expiry_unknown',
	'document_type_not_allowed',
	'document_type_unknown',
	'country_not_allowed',
	'country_unknown',
	'under_minimum_age',
	'age_uncertain',
	'mrz_not_found',
	'mrz_check_digit_mismatch',
	'mrz_composite_mismatch',
	'mrz_field_malformed',
	'printed_zone_mismatch',
	'printed_zone_unread',
	'barcode_mismatch',
	'barcode_not_found',
	'sides_do_not_match',
	'expected_name_mismatch',
	'expected_date_of_birth_mismatch',
	'expected_address_mismatch',
	'expected_details_unread',
	'face_mismatch',
	'face_match_uncertain',
	'portrait_not_found',
	'presentation_attack_suspected',
	'liveness_uncertain',
	'liveness_face_mismatch',
	'liveness_alternative',
	'liveness_not_answered',
	'liveness_earlier_attempt',
	'virtual_camera_suspected',
	'image_quality_low',
	'tamper_suspected',
	'address_not_found',
	'address_name_mismatch',
	'address_document_too_old',
	'address_date_not_found',
	'model_unavailable',
	'evidence_missing',
	'analysis_failed',
	'manual_review_required'
] as const;

export const REASON_CODES = [...PIXEL_REASONS, ...MODEL_REASONS, ...BURST_REASONS, ...CHECK_REASONS] as const;
export type PixelReason = (typeof PIXEL_REASONS)[number];
export type ModelReason = (typeof MODEL_REASONS)[number];
export type BurstReason = (typeof BURST_REASONS)[number];
export type ReasonCode = (typeof REASON_CODES)[number];
