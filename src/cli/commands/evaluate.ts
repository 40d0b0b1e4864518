import type { Printer } from '../printer';
import { oneOf, readWords, UsageError } from '../usage';
import { evaluateFaces } from '../evaluations/faces';
import { evaluateFields } from '../evaluations/fields';
import { evaluateMrz } from '../evaluations/mrz';
import { evaluatePad } from '../evaluations/pad';
import { evaluatePdf417 } from '../evaluations/pdf417';
import { evaluateTamper } from '../evaluations/tamper';
import type { Evaluation } from '../evaluations/evaluation';

const EVALUATIONS = {
	mrz: evaluateMrz,
	fields: evaluateFields,
	faces: evaluateFaces,
	pad: evaluatePad,
	tamper: evaluateTamper,
	pdf417: evaluatePdf417
} satisfies Record<string, Evaluation>;

const KINDS = [
	'mrz',
	'fields',
	'faces',
	'pad',
	'tamper',
	'pdf417'
] as const satisfies readonly (keyof typeof EVALUATIONS)[];

/** `eval <kind> <manifest.jsonl>`: figures over labelled pictures. With --json one object an input, then `{summary}`. */
export async function evaluate(words: string[], printer: Printer): Promise<number> {
	const { values, positionals } = readWords(words, { json: { type: 'boolean' } });
	const [kind, manifest, ...more] = positionals;
	if (kind === undefined || manifest === undefined || more.length > 0)
		throw new UsageError('eval needs a kind and one manifest.');
	await EVALUATIONS[oneOf('The kind', kind, KINDS)](manifest, printer, { json: values.json ?? false });
	return 0;
}
