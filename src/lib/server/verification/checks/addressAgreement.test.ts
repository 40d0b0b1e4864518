import { describe, expect, it } from 'vitest';
import { addressAgreement } from './addressAgreement';

describe('addressAgreement', () => {
	it.each([
		['12 MAIN STREET, SPRINGFIELD 12018', '12 Main St Springfield 12018'],
		['Springfield 12018, 12 Main St.', '12 Main Street, Springfield 12018'],
		['Hauptstr. 12, D-10115 Berlin', 'Hauptstraße 12, 10115 Berlin, Deutschland'],
		['Kölner Strasse 7, 50667 KOELN', 'Koelner Straße 7, 50667 Köln'],
		['10 Downing Street, London SW1A2AA', '10 Downing St, London, SW1A 2AA, United Kingdom'],
		['100 WELLINGTON ST OTTAWA ON K1A0B1', '100 Wellington Street, Ottawa ON K1A 0B1'],
		['12 Bd de la République, 75008 PARIS', '12 boulevard de la Republique 75008 Paris'],
		['Kerkstraat 5a, 1012AB Amsterdam', 'Kerkstr. 5 A, 1012 AB Amsterdam'],
		['ul. Prosta 51, 00-838 Warszawa', 'Prosta 51, 00-838 Warszawa, Polska'],
		['Østergade 4, 1100 København', 'Oestergade 4, 1100 Koebenhavn'],
		['123 MAIN ST, AVERILL PARK, NY 12018-1234', '123 Main Street Apt 4B, Averill Park NY 12018'],
		['12 N Elm Ave, Anytown PA 18O62', '12 North Elm Avenue, Anytown, PA 18062-1234']
	])('takes %j for %j', (read, expected) => {
		expect(addressAgreement(read, expected)).toBe(1);
	});

	it.each([
		['14 Main St, Springfield 12018', '12 Main St, Springfield 12018'],
		['12 Main St, Springfield 12018', '12 Main St, Springfield 12019'],
		['99 Other Road', '12 Main St Springfield'],
		['12 Oak St, Shelbyville 30001', '12 Main St, Springfield 12018'],
		['', '12 Main St'],
		['12 Main St', '']
	])('keeps %j and %j apart', (read, expected) => {
		expect(addressAgreement(read, expected)).toBeLessThan(0.7);
	});
});
