/** Names the words that the applicant agreed to; stored with the consent. A test holds each version to its words. */
export const CONSENT_TEXT_VERSION = '2026-11-30';

/** The messages that make up the text. */
export const CONSENT_MESSAGES = [
	'hosted_start_data_read',
	'hosted_start_data_compare',
	'hosted_start_data_record',
	'hosted_start_data_people',
	'hosted_start_consent',
	'hosted_start_consent_no_face'
] as const;
