/** Zod-free. What holds where nobody has said otherwise. */
import type { Policy } from './policy';

/** Contract, Words: policy defaults. */
export const DEFAULT_POLICY: Required<Policy> = {
	allowedDocumentTypes: [],
	allowedCountries: [],
	minimumAge: 18,
	require: { idBack: 'auto', selfie: true, liveness: true, poa: false },
	automaticApproval: false,
	secondApproval: 'off',
	faceMatch: 'FACE_MATCH_AT_FMR_1E4',
	returnOrigins: []
};

/** With what a version that was saved before there was a choice does not say. */
export const withDefaults = (policy: Policy): Required<Policy> => ({ ...DEFAULT_POLICY, ...policy });
