import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import { checkInput, field, liveness, passport, selfie, validMrz } from '../testing';
import { runChecks } from './registry';
import type { CheckInput, CheckName, LivenessInput } from './types';

const run = (name: CheckName, change: Partial<CheckInput> = {}) => {
	const result = runChecks(checkInput(change)).find((check) => check.name === name);
	if (!result) throw new Error(`no check ${name}`);
	return result;
};
const withFields = (...fields: ReturnType<typeof field>[]) => passport({ fields, mrz: null });
const billWith = (...fields: ReturnType<typeof field>[]) => ({
	kind: 'address' as const,
	documentKind: 'utility_bill' as const,
	quality: null,
	pages: 1,
	lines: [],
	fields,
	tamper: { score: 0, signals: [], regions: [], heatmap: null, signalMaps: null },
	pagePreview: null,
	reasons: [],
	models: {},
	timingsMs: {}
});
const policy = (change: Partial<CheckInput['policy']>) => ({ policy: { ...DEFAULT_POLICY, ...change } });

describe('checks', () => {
	it('pass all that count for a genuine passport with its holder', () => {
		for (const check of runChecks(checkInput()))
			expect([check.name, check.outcome]).toEqual([check.name, check.required ? 'pass' : 'not_run']);
	});

	it('say not_run, never pass, for everything that has no evidence', () => {
		const none = { front: null, selfie: null, faceComparison: null };
		for (const check of runChecks(checkInput(none))) expect(check.outcome).toBe('not_run');
	});

	it('say why when a model was missing', () => {
		const change = { front: null, faceComparison: null, failures: { id_front: 'model_unavailable' as const } };
		expect(run('mrz', change)).toMatchObject({
			outcome: 'not_run',
			reasonCodes: ['model_unavailable'],
			required: true
		});
		expect(run('face_match', change)).toMatchObject({ outcome: 'not_run', reasonCodes: ['model_unavailable'] });
	});

	describe('document', () => {
		it('fails a type and a country that the policy does not allow', () => {
			expect(run('document_type', policy({ allowedDocumentTypes: ['id_card'] })).outcome).toBe('fail');
			expect(run('document_country', policy({ allowedCountries: ['DEU'] })).outcome).toBe('fail');
			expect(run('document_country', policy({ allowedCountries: ['UTO'] })).outcome).toBe('pass');
		});

		it('fails an expired document and doubts one without a date', () => {
			expect(run('document_expiry', { today: '2030-04-15' }).outcome).toBe('pass');
			expect(run('document_expiry', { today: '2030-04-16' }).reasonCodes).toEqual(['document_expired']);
			expect(run('document_expiry', { front: withFields() }).outcome).toBe('inconclusive');
		});
	});

	describe('age', () => {
		it('fails only on a birth date that a check digit, a barcode or two sources confirm', () => {
			const young = [field('dateOfBirth', '2010-02-01', 'mrz')];
			expect(run('age', { front: passport({ fields: young, mrz: validMrz() }) })).toMatchObject({
				outcome: 'fail',
				reasonCodes: ['under_minimum_age'],
				score: 15,
				threshold: 18
			});
			expect(run('age', { front: withFields(field('dateOfBirth', '2010-02-01', 'barcode')) }).outcome).toBe('fail');
			expect(run('age', { front: withFields(field('dateOfBirth', '2010-02-01', 'viz')) })).toMatchObject({
				outcome: 'inconclusive',
				reasonCodes: ['age_uncertain']
			});
		});

		it('blocks nobody on sources that contradict each other', () => {
			const fields = [field('dateOfBirth', '2010-02-01', 'mrz'), field('dateOfBirth', '1990-02-01', 'viz')];
			expect(run('age', { front: passport({ fields }) }).reasonCodes).toEqual(['age_uncertain']);
		});

		it('counts a birthday on its day', () => {
			const born = passport({ fields: [field('dateOfBirth', '2008-01-15', 'mrz')] });
			expect(run('age', { front: born, today: '2026-01-15' }).outcome).toBe('pass');
			expect(run('age', { front: born, today: '2026-01-14' }).outcome).toBe('fail');
		});
	});

	describe('machine-readable parts', () => {
		it('names the digit that does not hold', () => {
			const composite = validMrz({ valid: false, checks: { composite: 'invalid', dateOfBirth: 'valid' } });
			expect(run('mrz', { front: passport({ mrz: composite }) }).reasonCodes).toEqual(['mrz_composite_mismatch']);
			const digit = validMrz({ valid: false, checks: { composite: 'valid', dateOfBirth: 'invalid' } });
			expect(run('mrz', { front: passport({ mrz: digit }) }).reasonCodes).toEqual(['mrz_check_digit_mismatch']);
			const grammar = validMrz({ valid: false });
			expect(run('mrz', { front: passport({ mrz: grammar }) }).reasonCodes).toEqual(['mrz_field_malformed']);
		});

		it('doubts a passport without an MRZ and asks none of a licence', () => {
			expect(run('mrz', { front: passport({ mrz: null }) }).reasonCodes).toEqual(['mrz_not_found']);
			const document = { type: 'driving_licence', issuingState: 'DEU', side: 'front', rotation: 0 } as const;
			expect(run('mrz', { front: passport({ mrz: null, document }) }).required).toBe(false);
			expect(run('barcode', { front: passport({ mrz: null, document }) }).required).toBe(false);
			const american = { ...document, issuingState: 'USA' };
			expect(run('barcode', { front: passport({ mrz: null, document: american }) }).outcome).toBe('inconclusive');
		});

		it('catches the misreads that check digits cannot see by comparing with the print', () => {
			// 6 and G differ by 10, so that every check digit of the number still holds (ICAO 9303-3, weights 7-3-1 modulo 10).
			const fields = [
				field('documentNumber', 'L89890G', 'mrz'),
				field('documentNumber', 'L898906', 'viz'),
				field('dateOfBirth', '1974-08-12', 'mrz'),
				field('dateOfBirth', '1974-08-12', 'viz')
			];
			expect(run('printed_zone', { front: passport({ fields }) }).reasonCodes).toEqual(['printed_zone_mismatch']);
		});

		it('does not call unread print an agreement', () => {
			const fields = [field('documentNumber', 'L898902C3', 'mrz')];
			expect(run('printed_zone', { front: passport({ fields }) }).outcome).toBe('inconclusive');
		});

		it.each(['documentNumber', 'dateOfBirth', 'dateOfExpiry', 'primaryIdentifier', 'secondaryIdentifier'] as const)(
			'does not pass the print while its %s is not to be read: whoever paints over it hides it from the comparison',
			(name) => {
				const fields = passport().fields.filter((read) => read.name !== name || read.source !== 'viz');
				expect(run('printed_zone', { front: passport({ fields }) })).toMatchObject({
					outcome: 'inconclusive',
					reasonCodes: ['printed_zone_unread'],
					score: 4,
					threshold: 5
				});
			}
		);

		it('asks of the print only what the machine-readable part carries', () => {
			const fields = passport().fields.filter((read) => read.name !== 'dateOfExpiry');
			expect(run('printed_zone', { front: passport({ fields }) }).outcome).toBe('pass');
		});

		it('fails two sides of two different cards', () => {
			const back = passport({ fields: [field('documentNumber', 'X1', 'mrz')] });
			expect(run('document_sides', { back }).reasonCodes).toEqual(['sides_do_not_match']);
			expect(run('document_sides', { back: passport() }).outcome).toBe('pass');
		});

		it('miss the back of a card that needs one, and ask none of a passport', () => {
			const document = { type: 'id_card', issuingState: 'UTO', side: 'front', rotation: 0 } as const;
			const front = passport({ document, mrz: null });
			expect(run('document_sides', { front })).toMatchObject({ outcome: 'inconclusive', required: true });
			expect(run('document_sides').required).toBe(false);
		});
	});

	describe('person', () => {
		it('fails another face, doubts a missing one', () => {
			const other = { comparisonScore: 0.1, threshold: 0.43, operatingPoint: 'x', match: false, uncertain: false };
			expect(run('face_match', { faceComparison: other })).toMatchObject({
				outcome: 'fail',
				score: 0.1,
				threshold: 0.43
			});
			const near = { ...other, comparisonScore: 0.38, uncertain: true };
			expect(run('face_match', { faceComparison: near })).toMatchObject({
				outcome: 'inconclusive',
				reasonCodes: ['face_match_uncertain']
			});
			expect(run('face_match', { front: passport({ portrait: null }), faceComparison: null }).reasonCodes).toEqual([
				'portrait_not_found'
			]);
			expect(run('face_match', { selfie: selfie({ face: null, faces: [] }) }).reasonCodes).toEqual(['face_not_found']);
		});

		it.each([
			['bonaFide', 'pass'],
			['uncertain', 'inconclusive'],
			['presentationAttack', 'fail']
		] as const)('turns the %s verdict into %s', (outcome, expected) => {
			const presentationAttack = { score: 0.4, threshold: 0.5, outcome, cues: [] };
			expect(run('liveness', { selfie: selfie({ presentationAttack }) }).outcome).toBe(expected);
		});

		it.each<[string, Partial<LivenessInput> | null, string, string[]]>([
			['nothing recorded', null, 'not_run', ['liveness_not_answered']],
			['the way without movements', { alternative: true, burst: null }, 'inconclusive', ['liveness_alternative']],
			[
				'a recording that was not analysed',
				{ burst: null, failure: 'model_unavailable' },
				'not_run',
				['model_unavailable']
			],
			['a movement not seen', { burst: burstWith(['liveness_action_missing']) }, 'fail', ['liveness_action_missing']],
			['a frozen feed', { burst: burstWith(['liveness_frames_frozen']) }, 'fail', ['liveness_frames_frozen']],
			['another face than the selfie’s', { withSelfie: UNLIKE }, 'fail', ['liveness_face_mismatch']],
			['another face than the document’s', { withDocument: UNLIKE }, 'fail', ['liveness_face_mismatch']],
			['no face to compare with', { withSelfie: null }, 'inconclusive', ['face_match_uncertain']],
			['the name of a virtual camera', { virtualCamera: true }, 'inconclusive', ['virtual_camera_suspected']],
			['an attack before', { earlier: ['liveness_frames_repeated'] }, 'inconclusive', ['liveness_earlier_attempt']],
			['a clumsy attempt before', { earlier: ['liveness_action_missing', 'liveness_face_lost'] }, 'pass', []]
		])('judges the movements: %s', (_, change, outcome, reasonCodes) => {
			const input = { liveness: change && liveness(change) };
			expect(run('liveness', input)).toMatchObject({ outcome, reasonCodes, required: true });
		});

		it('never lets a good recording make up for a selfie that looks like an attack', () => {
			const presentationAttack = { score: 0.1, threshold: 0.5, outcome: 'presentationAttack' as const, cues: [] };
			expect(run('liveness', { selfie: selfie({ presentationAttack }) })).toMatchObject({
				outcome: 'fail',
				reasonCodes: ['presentation_attack_suspected'],
				score: 0.1
			});
		});

		it('compares what the tenant expects with what was read', () => {
			const expect_ = (details: CheckInput['expectedDetails']) => run('expected_details', { expectedDetails: details });
			expect(expect_({ firstName: 'Anna', lastName: 'Eriksson', dateOfBirth: '1974-08-12' }).outcome).toBe('pass');
			expect(expect_({ lastName: 'Svensson', dateOfBirth: '1974-08-13' }).reasonCodes).toEqual([
				'expected_name_mismatch',
				'expected_date_of_birth_mismatch'
			]);
			expect(expect_(null).required).toBe(false);
			expect(run('expected_details', { front: withFields(), expectedDetails: { lastName: 'X' } }).outcome).toBe(
				'inconclusive'
			);
		});
	});

	describe('pictures', () => {
		it('ask for a look at a suspected edit and never fail it', () => {
			const tamper = { score: 1, signals: [], regions: [], heatmap: null, signalMaps: null };
			expect(run('tamper', { front: passport({ tamper }) })).toMatchObject({
				outcome: 'inconclusive',
				reasonCodes: ['tamper_suspected']
			});
		});

		it('ask for nothing where there was nothing to measure', () => {
			const address = { ...billWith(), tamper: null };
			expect(run('tamper', { address, front: null, back: null })).toMatchObject({
				outcome: 'not_run',
				required: false
			});
			expect(run('tamper', { address, front: passport({}) })).toMatchObject({ outcome: 'pass', required: true });
		});

		it('doubt a picture that was taken as it is', () => {
			const blurred = passport({ reasons: ['document_cut_off'] });
			expect(run('image_quality', { front: blurred }).reasonCodes).toEqual(['image_quality_low', 'document_cut_off']);
		});
	});

	describe('address', () => {
		const bill = (...fields: ReturnType<typeof field>[]) => ({
			...policy({ require: { ...DEFAULT_POLICY.require, poa: true } }),
			address: billWith(...fields)
		});
		const name = field('fullName', 'Anna Maria Eriksson', 'viz');
		const address = field('address', '12 Main Street, Springfield', 'viz');

		it('passes a fresh bill of the holder', () => {
			expect(run('address', bill(name, address, field('documentDate', '2025-12-20', 'viz'))).outcome).toBe('pass');
		});

		it('leaves the bill of a relative to a person', () => {
			const relative = field('fullName', 'Peter ERIKSSON', 'viz');
			const result = run('address', bill(relative, address, field('documentDate', '2025-12-20', 'viz')));
			expect(result.outcome).toBe('inconclusive');
			expect(result.reasonCodes).toEqual(['address_name_mismatch']);
		});

		it('fails an old bill, another name, another address', () => {
			const fresh = field('documentDate', '2025-12-20', 'viz');
			expect(run('address', bill(name, address, field('documentDate', '2025-09-01', 'viz'))).reasonCodes).toEqual([
				'address_document_too_old'
			]);
			expect(run('address', bill(field('fullName', 'John Doe', 'viz'), address, fresh)).reasonCodes).toEqual([
				'address_name_mismatch'
			]);
			const expectedDetails = { address: '99 Other Road, Elsewhere' };
			expect(run('address', { ...bill(name, address, fresh), expectedDetails }).reasonCodes).toEqual([
				'expected_address_mismatch'
			]);
		});

		it('doubts what it could not read', () => {
			expect(run('address', bill(name)).outcome).toBe('inconclusive');
		});
	});
});

const UNLIKE = {
	comparisonScore: 0.05,
	threshold: 0.43,
	operatingPoint: 'FACE_MATCH_AT_FMR_1E4',
	match: false,
	uncertain: false
};

function burstWith(reasons: NonNullable<LivenessInput['burst']>['reasons']): LivenessInput['burst'] {
	const { burst } = liveness();
	return burst && { ...burst, reasons };
}
