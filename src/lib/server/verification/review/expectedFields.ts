/** Pure. What the tenant expects, beside what was read, judged as the checks judge it. */
import type { ReviewExpected } from '$lib/contract/review';
import type { FieldName } from '$lib/contract/slots';
import type { ExpectedDetails } from '$lib/contract/verification';
import { addressAgreement } from '../checks/addressAgreement';
import { ADDRESS_AGREEMENT } from '../checks/addressCheck';
import { nameContains } from '../checks/compare';

interface Reading {
	name: FieldName;
	value: string;
}

const JUDGES: readonly {
	of: keyof ExpectedDetails;
	name: FieldName;
	same: (read: string, wanted: string) => boolean;
}[] = [
	{ of: 'lastName', name: 'primaryIdentifier', same: nameContains },
	{ of: 'firstName', name: 'secondaryIdentifier', same: nameContains },
	{ of: 'dateOfBirth', name: 'dateOfBirth', same: (read, wanted) => read === wanted },
	{ of: 'address', name: 'address', same: (read, wanted) => addressAgreement(read, wanted) >= ADDRESS_AGREEMENT }
];

/** One entry a detail that the tenant gave; agreement with any source of the field, as the check has it. */
export function expectedFields(
	expected: ExpectedDetails | null,
	read: readonly Reading[],
	maySee: boolean
): ReviewExpected[] {
	return JUDGES.flatMap(({ of, name, same }) => {
		const wanted = expected?.[of];
		if (!wanted) return [];
		const readings = read.filter((reading) => reading.name === name);
		const agrees = readings.length === 0 ? null : readings.some(({ value }) => same(value, wanted));
		return [{ name, value: maySee ? wanted : null, agrees }];
	});
}
