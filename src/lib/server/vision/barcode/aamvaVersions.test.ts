import { describe, expect, it } from 'vitest';
import { parseAamva } from './aamva';

const VERSIONS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SEPARATORS = ['\n', '\r', '\r\n'];
const ISSUERS = [
	{ iin: '636000', jurisdiction: 'VA', country: 'USA', postalCode: '240010000', read: '24001' },
	{ iin: '636012', jurisdiction: 'ON', country: 'CAN', postalCode: 'K1A 0B1    ', read: 'K1A 0B1' }
];

interface Variant {
	version: number;
	issuer: (typeof ISSUERS)[number];
	separator: string;
	isTruncated: boolean;
	/** Designators that point elsewhere, as on many licences in use. */
	hasWrongOffsets: boolean;
}

/** Every combination: 12 versions × 2 countries × 3 separators × truncated or not × offsets right or wrong. */
const variants: Variant[] = VERSIONS.flatMap((version) =>
	ISSUERS.flatMap((issuer) =>
		SEPARATORS.flatMap((separator) =>
			[false, true].flatMap((isTruncated) =>
				[false, true].map((hasWrongOffsets) => ({ version, issuer, separator, isTruncated, hasWrongOffsets }))
			)
		)
	)
);

/** Annex D: version 01 has the whole name in DAA; 02 and 03 the given names in DCT; 04 on DAC, DAD and the truncation marks. */
function nameElements({ version, isTruncated }: Variant): string[] {
	const surname = isTruncated ? 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF' : "O'HARA-LEE";
	const mark = isTruncated ? 'T' : 'N';
	if (version <= 1) return [`DAA${surname},ANNA,MARIA`];
	if (version <= 3) return [`DCS${surname}`, 'DCTANNA,MARIA'];
	return [`DCS${surname}`, `DDE${mark}`, 'DACANNA', 'DDFN', 'DADMARIA', `DDG${mark === 'T' ? 'U' : 'N'}`];
}

function write(variant: Variant): string {
	const { version, issuer, separator, hasWrongOffsets } = variant;
	const yearFirst = version <= 1 || issuer.country === 'CAN';
	const date = (year: string, monthDay: string): string => (yearFirst ? year + monthDay : monthDay + year);
	const licence = [
		'DAQX1234567',
		...nameElements(variant),
		`DBB${date('1985', '1104')}`,
		`DBA${date('2031', '1205')}`,
		`DBD${date('2023', '0609')}`,
		version <= 1 ? 'DBCF' : 'DBC2',
		'DAG12 MILL LANE',
		'DAILAKEMONT',
		`DAJ${issuer.jurisdiction}`,
		`DAK${issuer.postalCode}`,
		...(version <= 1 ? [] : ['DCF0001', `DCG${issuer.country}`])
	].join(separator);
	const two = (value: number): string => String(value).padStart(2, '0');
	const head = `@\n\x1e\rANSI ${issuer.iin}${two(version)}${version >= 2 ? '00' : ''}02`;
	const subfiles = [`DL${licence}\r`, `ZXZXA1${separator}ZXBCOUNTY\r`];
	let offset = head.length + 20;
	const designators = subfiles.map((subfile) => {
		const four = (value: number): string => String(value).padStart(4, '0');
		const designator = subfile.slice(0, 2) + four(hasWrongOffsets ? offset + 7 : offset) + four(subfile.length);
		offset += subfile.length;
		return designator;
	});
	return head + designators.join('') + subfiles.join('');
}

describe('every version of the AAMVA file', () => {
	it.each(VERSIONS)('is read whole in version %i, of either country, however it is separated', (version) => {
		for (const variant of variants.filter((one) => one.version === version)) {
			const { issuer, isTruncated } = variant;
			const file = parseAamva(write(variant));
			const fields = Object.fromEntries((file?.fields ?? []).map(({ name, value }) => [name, value]));
			expect(fields, JSON.stringify(variant)).toMatchObject({
				primaryIdentifier: isTruncated ? 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF' : "O'HARA-LEE",
				secondaryIdentifier: 'ANNA MARIA',
				documentNumber: 'X1234567',
				dateOfBirth: '1985-11-04',
				dateOfExpiry: '2031-12-05',
				dateOfIssue: '2023-06-09',
				sex: 'F',
				issuingState: issuer.country,
				address: `12 MILL LANE, LAKEMONT, ${issuer.jurisdiction} ${issuer.read}`
			});
			expect(file?.elements).toMatchObject({ ZXA: '1', ZXB: 'COUNTY' });
			expect(file?.problems).toEqual([]);
		}
	});
});
