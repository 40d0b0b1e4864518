import type { PictureSlot } from '$lib/contract/slots';
import { drawBill, drawDrivingLicence, drawPassport, drawSelfie, specimenPerson } from '$lib/server/vision/testing';

/** One verification to play: what is sent, and what must come of it. */
export interface Scene {
	title: string;
	/** For the session's own policy. */
	policy: object;
	uploads: { slot: PictureSlot; mediaType: string; bytes: Uint8Array }[];
	/** Outcome of the face check. */
	faceMatch: 'pass' | 'fail';
	/** A value of the document that the session must give back. */
	expected: { field: string; value: string };
}

const PERSON_SEED = 4;

/** Three applicants from Utopia: a passport and its holder, a licence with a bill, a passport in other hands. */
export async function drawCast(): Promise<Scene[]> {
	const person = specimenPerson(PERSON_SEED);
	const passport = await drawPassport({ seed: PERSON_SEED, portrait: 'adult-01' });
	const licence = await drawDrivingLicence({ seed: PERSON_SEED, portrait: 'adult-03' });
	const bill = await drawBill({ seed: PERSON_SEED, person, documentDate: lastMonth() });
	const [holder, driver, stranger] = await Promise.all([
		drawSelfie({ seed: 1, portrait: 'adult-02' }),
		drawSelfie({ seed: 2, portrait: 'adult-03' }),
		drawSelfie({ seed: 3, portrait: 'adult-06' })
	]);
	const jpeg = (slot: PictureSlot, bytes: Uint8Array) => ({ slot, mediaType: 'image/jpeg', bytes });
	return [
		{
			title: 'A passport and the person it belongs to',
			policy: {},
			uploads: [jpeg('id_front', passport.jpeg), jpeg('selfie', holder.jpeg)],
			faceMatch: 'pass',
			expected: { field: 'documentNumber', value: passport.truth.fields.documentNumber ?? '' }
		},
		{
			title: 'A driving licence, both sides, with proof of address',
			policy: { require: { poa: true } },
			uploads: [
				jpeg('id_front', licence.front.jpeg),
				jpeg('id_back', licence.back.jpeg),
				jpeg('selfie', driver.jpeg),
				{ slot: 'poa', mediaType: 'application/pdf', bytes: bill.scannedPdf }
			],
			faceMatch: 'pass',
			expected: { field: 'documentNumber', value: licence.front.truth.fields.documentNumber ?? '' }
		},
		{
			title: 'The same passport in the hands of another person',
			policy: {},
			uploads: [jpeg('id_front', passport.jpeg), jpeg('selfie', stranger.jpeg)],
			faceMatch: 'fail',
			expected: { field: 'documentNumber', value: passport.truth.fields.documentNumber ?? '' }
		}
	];
}

const DAY_MS = 86_400_000;

const lastMonth = (): string => new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10);
