import type { ReasonCode } from '$lib/contract/reasonCodes';
import { m } from '$lib/paraglide/messages';

/** In the words of people who review; what an applicant is told is advice (see components/capture/advice.ts). */
const TEXTS: Record<ReasonCode, () => string> = {
	image_blurred: m.reason_image_blurred,
	image_too_dark: m.reason_image_too_dark,
	image_glare: m.reason_image_glare,
	image_too_small: m.reason_image_too_small,
	document_not_found: m.reason_document_not_found,
	document_cut_off: m.reason_document_cut_off,
	wrong_side: m.reason_wrong_side,
	document_mirrored: m.reason_document_mirrored,
	face_not_found: m.reason_face_not_found,
	several_faces: m.reason_several_faces,
	face_too_small: m.reason_face_too_small,
	face_turned_away: m.reason_face_turned_away,
	file_unreadable: m.reason_file_unreadable,
	document_expired: m.reason_document_expired,
	expiry_unknown: m.reason_expiry_unknown,
	document_type_not_allowed: m.reason_document_type_not_allowed,
	document_type_unknown: m.reason_document_type_unknown,
	country_not_allowed: m.reason_country_not_allowed,
	country_unknown: m.reason_country_unknown,
	under_minimum_age: m.reason_under_minimum_age,
	age_uncertain: m.reason_age_uncertain,
	mrz_not_found: m.reason_mrz_not_found,
	mrz_check_digit_mismatch: m.reason_mrz_check_digit_mismatch,
	mrz_composite_mismatch: m.reason_mrz_composite_mismatch,
	mrz_field_malformed: m.reason_mrz_field_malformed,
	printed_zone_mismatch: m.reason_printed_zone_mismatch,
	printed_zone_unread: m.reason_printed_zone_unread,
	barcode_mismatch: m.reason_barcode_mismatch,
	barcode_not_found: m.reason_barcode_not_found,
	sides_do_not_match: m.reason_sides_do_not_match,
	expected_name_mismatch: m.reason_expected_name_mismatch,
	expected_date_of_birth_mismatch: m.reason_expected_date_of_birth_mismatch,
	expected_address_mismatch: m.reason_expected_address_mismatch,
	expected_details_unread: m.reason_expected_details_unread,
	face_mismatch: m.reason_face_mismatch,
	face_match_uncertain: m.reason_face_match_uncertain,
	portrait_not_found: m.reason_portrait_not_found,
	presentation_attack_suspected: m.reason_presentation_attack_suspected,
	liveness_uncertain: m.reason_liveness_uncertain,
	image_quality_low: m.reason_image_quality_low,
	tamper_suspected: m.reason_tamper_suspected,
	address_not_found: m.reason_address_not_found,
	address_name_mismatch: m.reason_address_name_mismatch,
	address_document_too_old: m.reason_address_document_too_old,
	address_date_not_found: m.reason_address_date_not_found,
	model_unavailable: m.reason_model_unavailable,
	evidence_missing: m.reason_evidence_missing,
	analysis_failed: m.reason_analysis_failed,
	manual_review_required: m.reason_manual_review_required
};

/** The phrase for a reason code; a code that this version does not know is shown as it is. */
export function reasonText(code: string): string {
	return Object.hasOwn(TEXTS, code) ? TEXTS[code as ReasonCode]() : code;
}
