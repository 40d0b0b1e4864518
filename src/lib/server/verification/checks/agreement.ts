/** Pure. Whether one reading of a field agrees with the other sources of the same field. */
import type { FieldName, FieldSource } from '$lib/contract/slots';
import { sameNumber, samePersonName } from './compare';

interface Reading {
	name: FieldName;
	source: FieldSource;
	value: string;
}

/** True agrees with all others, false differs from one, null where no other source reads this field. */
export function agreementOf(reading: Reading, all: readonly Reading[]): boolean | null {
	const others = all.filter((other) => other.name === reading.name && other.source !== reading.source);
	if (others.length === 0) return null;
	return others.every((other) => sameValue(reading.name, reading.value, other.value));
}

/** How two readings of one field are compared; shared by the checks and the dashboard. */
export function sameValue(name: FieldName, a: string, b: string): boolean {
	switch (name) {
		case 'primaryIdentifier':
		case 'secondaryIdentifier':
		case 'fullName':
		case 'placeOfBirth':
		case 'authority':
			return samePersonName(a, b);
		case 'documentNumber':
		case 'personalNumber':
		case 'accountNumber':
			return sameNumber(a, b);
		default:
			return a.trim().toUpperCase() === b.trim().toUpperCase();
	}
}
