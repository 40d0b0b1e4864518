import type { CheckOutcome } from '$lib/contract/slots';
import type { ExpectedDetails } from '$lib/contract/verification';
import type { Policy } from '$lib/contract/policy';
import type { ReasonCode } from '$lib/contract/reasonCodes';
import type {
	AddressAnalysis,
	BurstAnalysis,
	DocumentAnalysis,
	FaceAnalysis,
	FaceComparison
} from '$lib/server/vision/types';

export const CHECK_NAMES = [
	'image_quality',
	'document_type',
	'document_country',
	'document_expiry',
	'age',
	'mrz',
	'barcode',
	'printed_zone',
	'document_sides',
	'expected_details',
	'face_match',
	'liveness',
	'tamper',
	'address'
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

export interface CheckResult {
	name: CheckName;
	outcome: CheckOutcome;
	reasonCodes: ReasonCode[];
	/** The policy, or the document itself, asks for this check: anything but `pass` then needs a person. */
	required: boolean;
	/** The number that was judged and where the line stood; null where there is none. */
	score: number | null;
	threshold: number | null;
}

/** Why a slot that was filled has no analysis. */
export type AnalysisFailure = 'model_unavailable' | 'analysis_failed';

/** How the liveness challenge was answered. */
export interface LivenessInput {
	/** The way without movements was taken. */
	alternative: boolean;
	/** Why a recording has no analysis. */
	failure: AnalysisFailure | null;
	burst: BurstAnalysis | null;
	/** The face that moved against the selfie's and the document's; null where one of the two is missing. */
	withSelfie: FaceComparison | null;
	withDocument: FaceComparison | null;
	/** The camera's name, as the sender gives it, is that of a program. */
	virtualCamera: boolean;
	/** Reason codes of the attempts before. */
	earlier: string[];
}

/** All that the checks may know. Pure data: the same input gives the same results, bit for bit. */
export interface CheckInput {
	policy: Policy;
	/** The day of the decision, YYYY-MM-DD, UTC. */
	today: string;
	expectedDetails: ExpectedDetails | null;
	front: DocumentAnalysis | null;
	back: DocumentAnalysis | null;
	address: AddressAnalysis | null;
	selfie: FaceAnalysis | null;
	/** Portrait of the document against the selfie; null where one of the two faces is missing. */
	faceComparison: FaceComparison | null;
	/** Null where nothing was recorded. */
	liveness: LivenessInput | null;
	/** Slots that hold a picture which could not be analysed, and why. */
	failures: Partial<Record<'id_front' | 'id_back' | 'selfie' | 'poa', AnalysisFailure>>;
}
