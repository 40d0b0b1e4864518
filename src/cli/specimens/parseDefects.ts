import { FIELD_NAMES, type FieldName } from '$lib/contract/slots';
import { PORTRAIT_IDS, type SpecimenDefects } from '$lib/server/vision/testing';
import { UsageError } from '../usage';

/** What the command line can ask for: the field to paint over rather than its new text, which depends on the document. */
export interface AskedDefects extends Omit<SpecimenDefects, 'textEdit'> {
	textEdit?: FieldName;
}

const STRENGTHS = [
	'glare',
	'blur',
	'perspective',
	'lowLight',
	'crop',
	'screenRecapture',
	'print',
	'curvature',
	'shadow',
	'paperGrain',
	'phonePipeline'
] as const satisfies readonly (keyof SpecimenDefects)[];

/** `blur:0.2,glare:0.4,rotation:12,jpegQuality:60,resaved,portraitSwap:adult-05,textEdit:dateOfBirth`. Throws UsageError. */
export function parseDefects(words: string): AskedDefects {
	const defects: AskedDefects = {};
	for (const word of words.split(',').filter((each) => each.trim() !== '')) {
		const [name = '', value] = word.trim().split(':');
		const strength = STRENGTHS.find((one) => one === name);
		if (strength !== undefined) defects[strength] = numberOf(name, value ?? '0.5', 0, 1);
		else if (name === 'rotation') defects.rotation = numberOf(name, value, -360, 360);
		else if (name === 'jpegQuality') defects.jpegQuality = numberOf(name, value, 1, 100);
		else if (name === 'resaved') defects.resaved = true;
		else if (name === 'portraitSwap') defects.portraitSwap = known(name, value ?? 'adult-05', PORTRAIT_IDS);
		else if (name === 'textEdit') defects.textEdit = known(name, value ?? 'dateOfExpiry', FIELD_NAMES);
		else
			throw new UsageError(`No defect is called ${name}; there are ${STRENGTHS.join(', ')}, rotation, jpegQuality, …`);
	}
	return defects;
}

function numberOf(name: string, text: string | undefined, least: number, most: number): number {
	const value = Number(text ?? NaN);
	if (!(value >= least && value <= most)) throw new UsageError(`${name} takes a number from ${least} to ${most}`);
	return value;
}

function known<Value extends string>(name: string, text: string, allowed: readonly Value[]): Value {
	const found = allowed.find((one) => one === text);
	if (found === undefined) throw new UsageError(`${name} takes one of ${allowed.join(', ')}`);
	return found;
}
