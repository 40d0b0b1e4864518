import { expect, it } from 'vitest';
import { expectedLicence, wrongElements } from './licence';

const expected = expectedLicence({
	First: 'TONY',
	Last: 'ROBERT',
	Sex: 'Sex.Male',
	PostalCode: '021080000',
	Height: '72'
});
const read = (elements: Record<string, string>, given: string) => ({
	elements,
	fields: [
		{ name: 'secondaryIdentifier', value: given, source: 'barcode' },
		{ name: 'primaryIdentifier', value: 'Robert', source: 'barcode' },
		{ name: 'sex', value: 'M', source: 'barcode' },
		{ name: 'sex', value: 'F', source: 'viz' }
	]
});

it('compares what is expected and nothing else, whatever case, padding and middle names', () => {
	expect(expected).toEqual({ secondaryIdentifier: 'TONY', primaryIdentifier: 'ROBERT', sex: 'M', DAK: '021080000' });
	expect(wrongElements(read({ DAK: '02108      ' }, 'TONY LEE'), expected)).toEqual([]);
});

it('names what differs, and everything where nothing was decoded', () => {
	expect(wrongElements(read({ DAK: '02109' }, 'ANTONY'), expected)).toEqual(['secondaryIdentifier', 'DAK']);
	expect(wrongElements({ fields: [], elements: null }, expected)).toHaveLength(4);
});
