/**
 * What the vision library measures. Pixels in, numbers out: nothing here knows of sessions, policies or settings.
 * Coordinates are fractions (0…1) of the upright picture, origin top left, so that they survive every resize.
 */
import type { DocumentSide, DocumentType, FieldName, FieldSource } from '$lib/contract/slots';
import type { ModelReason, PixelReason } from '$lib/contract/reasonCodes';
import type { DecodeFailure } from './image/decodeImage';
import type { BurstAnalysis, BurstRequest } from './liveness/burst/types';

/** Eight-bit RGB, row by row, upright (EXIF orientation applied), no alpha. `data.length === width * height * 3`. */
export interface RgbImage {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8Array;
	/** At half the size, where that was made before the picture went to another thread (see threads/shareImage). */
	readonly half?: RgbImage;
}

/** Fractions of the picture. A box may touch the edges, never cross them. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Point {
	x: number;
	y: number;
}

/** Sharpness and exposure of one picture. Each number is named for what it grows with. */
export interface ImageQuality {
	/** Pixels of the upright picture. */
	width: number;
	height: number;
	/** Variance of the Laplacian on a grey copy of 1000 px (documents) or 640 px (faces); higher is sharper. */
	sharpness: number;
	/** Mean luminance, 0…255. */
	brightness: number;
	/** Share of pixels burnt out in compact patches, 0…1. */
	glareShare: number;
	/** Empty when the picture is good enough to analyse. */
	reasons: PixelReason[];
}

/** One line of text as the recogniser read it. `score` is the mean per-character probability, 0…1. */
export interface TextLine {
	text: string;
	score: number;
	box: Box;
	/** The four corners, clockwise from the text's own top left. */
	corners: [Point, Point, Point, Point];
}

/** `score` is 0…1: how sure the reader is of this value, not whether the document is genuine. */
export interface ExtractedField {
	name: FieldName;
	/** Dates as YYYY-MM-DD, states as ICAO three-letter codes where they are known, names as printed. */
	value: string;
	source: FieldSource;
	score: number;
	box: Box | null;
}

export const MRZ_FORMATS = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B', 'FRA-ID', 'FRA-DL'] as const;
export type MrzFormat = (typeof MRZ_FORMATS)[number];

export type CheckDigitVerdict = 'valid' | 'invalid' | 'absent';

/** One field of the zone, as ICAO Doc 9303 names it, with where it stands in the text. */
export interface MrzField {
	name:
		| 'documentCode'
		| 'issuingState'
		| 'documentNumber'
		| 'primaryIdentifier'
		| 'secondaryIdentifier'
		| 'nationality'
		| 'dateOfBirth'
		| 'sex'
		| 'dateOfExpiry'
		| 'dateOfIssue'
		| 'optionalData'
		| 'optionalData2'
		| 'personalNumber';
	/** The raw characters of the range, fillers included. */
	raw: string;
	/** Parsed: fillers stripped, dates as YYMMDD still. Null when the range breaks the grammar of the field. */
	value: string | null;
	line: number;
	start: number;
	/** Exclusive. */
	end: number;
	check: CheckDigitVerdict;
	/** 0…1, the recogniser's own probability of the characters as given. */
	score: number;
	/** Position and letters where grammar or check digits chose another letter than the recogniser's first guess. */
	corrections: { index: number; from: string; to: string }[];
}

export interface MrzResult {
	format: MrzFormat;
	lines: string[];
	/** Every check digit that the format has is valid, and every field fits its grammar. */
	valid: boolean;
	checks: Partial<
		Record<'documentNumber' | 'dateOfBirth' | 'dateOfExpiry' | 'optionalData' | 'composite', CheckDigitVerdict>
	>;
	fields: MrzField[];
	/** Mean per-character probability, 0…1. */
	score: number;
	boxes: Box[];
}

export interface BarcodeResult {
	format: string;
	text: string;
	box: Box | null;
	/** Present where the payload is an AAMVA DL/ID file. */
	aamva: AamvaResult | null;
}

export interface AamvaResult {
	issuerIdentificationNumber: string;
	/** 0 … 11 and beyond: parsed by element id, an unknown version is not refused. */
	aamvaVersion: number;
	jurisdictionVersion: number | null;
	/** Element id (`DAQ`, `DCS`, …) to its raw value. */
	elements: Record<string, string>;
	/** Dates as YYYY-MM-DD, names cleaned. */
	fields: ExtractedField[];
	problems: string[];
}

/** An L2-normalised embedding of 512 numbers. A biometric template: never logged, kept only until the decision. */
export type FaceTemplate = number[];

export interface FaceQuality {
	/** Width of the face box in pixels of the picture given. */
	faceWidthPx: number;
	/** Degrees; 0 is frontal. */
	yaw: number;
	pitch: number;
	roll: number;
	/** Pixels between the eye centres: ISO/IEC 29794-5 inter-eye distance. */
	interEyePx: number;
	/** Variance of the Laplacian over the aligned face. */
	sharpness: number;
	/** ISO/IEC 29794-5 illumination uniformity: overlap of the luminance histograms of the left and right half, 0…1. */
	illuminationUniformity: number;
	/** 0…1, share of the eyes' openness; null where the eye model did not run. */
	eyesOpen: number | null;
}

export interface DetectedFace {
	box: Box;
	/** Detector's score, 0…1. */
	score: number;
	/** Left eye, right eye, nose tip, left and right mouth corner (ArcFace's five), fractions of the picture. */
	landmarks: [Point, Point, Point, Point, Point];
	quality: FaceQuality;
	template: FaceTemplate | null;
}

/** The smaller second print of the holder's face that many documents carry. */
export interface GhostPortrait {
	box: Box;
	/** Detector's score, 0…1. */
	score: number;
	/** Cosine with the portrait, −1…1. A hint for a person: a small faint print can differ without any tampering. */
	comparisonScore: number;
}

export interface TamperSignal {
	kind:
		| 'errorLevel'
		| 'copyMove'
		| 'noise'
		| 'doubleCompression'
		| 'recapture'
		| 'textEdit'
		| 'irregularPrint'
		| 'irregularBaseline'
		| 'photoSubstitution'
		| 'ghostMismatch';
	/** 0…1, higher is more suspicious. Uncalibrated evidence for a person. */
	score: number;
	regions: { box: Box; score: number }[];
}

/** What a region of the picture may touch. */
export type TamperedPart = FieldName | 'portrait' | 'ghostPortrait' | 'mrz' | 'barcode';

/** A place that one signal or several point to. */
export interface TamperRegion {
	box: Box;
	/** Of the strongest signal there, at or above the line of suspicion. */
	score: number;
	signals: TamperSignal['kind'][];
	/** Printed fields, and what else of the document was found there; empty where it touches none. */
	fields: TamperedPart[];
}

export interface TamperReport {
	/** 0…1, all signals together: the strongest counts most. Evidence for a person: never a reason to reject on its own. */
	score: number;
	signals: TamperSignal[];
	/** Most suspicious first. */
	regions: TamperRegion[];
	/** A transparent PNG of the picture's aspect, to lay over it. */
	heatmap: { png: Uint8Array; width: number; height: number } | null;
	/** One map a signal, from above to below in one transparent PNG, each of the picture's aspect; null where no signal shows a place. */
	signalMaps: { kinds: TamperSignal['kind'][]; png: Uint8Array; width: number; height: number } | null;
}

/** Model id to SHA-256 of the file that ran. Every analysis carries the models that it used. */
export type ModelHashes = Record<string, string>;

export interface StageTimings {
	[stage: string]: number;
}

export interface DocumentAnalysis {
	kind: 'document';
	document: {
		type: DocumentType;
		issuingState: string | null;
		side: DocumentSide;
		/** Clockwise turn, in degrees, that made the text upright. Boxes refer to the picture as given. */
		rotation: 0 | 90 | 180 | 270;
	};
	quality: ImageQuality;
	lines: TextLine[];
	/** One entry a name and source: cross-checks compare the sources. */
	fields: ExtractedField[];
	mrz: MrzResult | null;
	barcode: BarcodeResult | null;
	/** The largest face on the document. */
	portrait: DetectedFace | null;
	/** Null where there is none. */
	ghost: GhostPortrait | null;
	tamper: TamperReport;
	/** Reasons to ask for another picture; empty when the document could be read. */
	reasons: ModelReason[];
	models: ModelHashes;
	timingsMs: StageTimings;
}

export interface PresentationAttackResult {
	/** 0…1, higher is more likely bona fide. */
	score: number;
	threshold: number;
	outcome: 'bonaFide' | 'presentationAttack' | 'uncertain';
	/**
	 * What the score is made of, 0…1, higher is more likely bona fide: the model's views (`wide`, `close`, or both padded), and
	 * the recapture cues `moire` and `border`, 1 where nothing suspicious was seen.
	 */
	cues: { name: string; score: number }[];
}

export interface FaceAnalysis {
	kind: 'face';
	quality: ImageQuality;
	/** Largest first. */
	faces: DetectedFace[];
	/** The face that the selfie is about: by rule the largest. Null where there is none. */
	face: DetectedFace | null;
	presentationAttack: PresentationAttackResult | null;
	reasons: ModelReason[];
	models: ModelHashes;
	timingsMs: StageTimings;
}

export const ADDRESS_DOCUMENT_KINDS = [
	'utility_bill',
	'bank_statement',
	'tax_document',
	'invoice',
	'letter',
	'unknown'
] as const;
export type AddressDocumentKind = (typeof ADDRESS_DOCUMENT_KINDS)[number];

export interface AddressAnalysis {
	kind: 'address';
	documentKind: AddressDocumentKind;
	quality: ImageQuality | null;
	/** Pages looked at; a picture is one page. */
	pages: number;
	lines: TextLine[];
	/** issuer, fullName, address, documentDate, accountNumber. */
	fields: ExtractedField[];
	/** Null where it cannot be measured: a page with text of its own, or one without any noise of a camera or scanner. */
	tamper: TamperReport | null;
	/** First page as a picture for people (JPEG), when the upload was a PDF. */
	pagePreview: { jpeg: Uint8Array; width: number; height: number } | null;
	reasons: ModelReason[];
	models: ModelHashes;
	timingsMs: StageTimings;
}

export type { BurstAnalysis, BurstRequest, FrameReading, SeenAction } from './liveness/burst/types';

export interface FaceComparison {
	/** Cosine of the two templates, −1…1, higher = more alike. */
	comparisonScore: number;
	threshold: number;
	/** Name of the operating point, e.g. FACE_MATCH_AT_FMR_1E4. */
	operatingPoint: string;
	match: boolean;
	/** No match, yet above the threshold of the next looser operating point: a person should look. */
	uncertain: boolean;
}

/** An analysis of bytes, or why they are no picture. */
export type Read<A> = { ok: true; analysis: A } | { ok: false; code: DecodeFailure };

/** The door that the worker and the command line use. Inference blocks the calling thread: never load it in the web process. */
export interface Vision {
	/** Model hashes by id, of every model that passed its checksum. */
	readonly models: ModelHashes;
	/** Upright RGB in (see image/decodeImage), plus the original bytes where the picture was a JPEG (for error level analysis). */
	analyzeDocument(input: {
		image: RgbImage;
		slot: 'id_front' | 'id_back';
		original?: Uint8Array;
	}): Promise<DocumentAnalysis>;
	analyzeFace(input: { image: RgbImage }): Promise<FaceAnalysis>;
	/** The same from JPEG, PNG or WebP bytes, begun before the whole picture is decoded. */
	readDocument(input: { bytes: Uint8Array; slot: 'id_front' | 'id_back' }): Promise<Read<DocumentAnalysis>>;
	readFace(input: { bytes: Uint8Array }): Promise<Read<FaceAnalysis>>;
	/** JPEG, PNG, WebP or PDF bytes. */
	analyzeAddress(input: { bytes: Uint8Array }): Promise<AddressAnalysis>;
	/** JPEG frames in the order in which they were taken, and what they answer. */
	analyzeBurst(input: { frames: readonly Uint8Array[]; request: BurstRequest }): Promise<BurstAnalysis>;
	compareFaces(probe: FaceTemplate, reference: FaceTemplate): FaceComparison;
	close(): Promise<void>;
}
