import { describe, expect, it } from 'vitest';
import { fromZone, readLaid, type LaidLine } from './testing';

const SMALL = 12;

describe('printedFields', () => {
	/** Labels small above their values, as on most passports. */
	const passport: LaidLine[] = [
		['PASSPORT', 0, 0],
		['Surname / Nom', 300, 40, SMALL],
		['LINDQVIST', 300, 54],
		['Given names / Prénoms', 300, 84, SMALL],
		['CLARA JANE', 300, 98],
		['Passport No. / Passeport N°', 640, 40, SMALL],
		['X1234567', 640, 54],
		['Date of birth / Date de naissance', 300, 128, SMALL],
		['12 JAN / JAN 85', 300, 142],
		['Sex / Sexe', 300, 172, SMALL],
		['F', 300, 186],
		['Place of birth / Lieu de naissance', 420, 172, SMALL],
		['PORT AMITY', 420, 186],
		['Date of issue / Date de délivrance', 300, 216, SMALL],
		['03 MAR / MARS 19', 300, 230],
		['Authority / Autorité', 640, 216, SMALL],
		['PASSPORT OFFICE ZENITH', 640, 230],
		['Date of expiry / Date d’expiration', 300, 260, SMALL],
		['02 MAR / MARS 29', 300, 274]
	];
	const inPassport = {
		primaryIdentifier: 'LINDQVIST',
		secondaryIdentifier: 'CLARA JANE',
		documentNumber: 'X1234567',
		dateOfBirth: '1985-01-12',
		sex: 'F',
		placeOfBirth: 'PORT AMITY',
		dateOfIssue: '2019-03-03',
		authority: 'PASSPORT OFFICE ZENITH',
		dateOfExpiry: '2029-03-02'
	};

	it('reads values under labels in two languages', () => {
		expect(readLaid(passport)).toEqual(inPassport);
	});

	it('takes no rest of a label that was read in part for a value, nor for more of a name', () => {
		const read = readLaid([
			['Surname / Nom', 300, 40, SMALL],
			['DA SILVA', 300, 54],
			['Given nai', 300, 78, SMALL + 4],
			['Nationality / Nationalité', 300, 128, SMALL],
			['sance', 300, 142],
			['Date of birth', 300, 172, SMALL],
			['12 JAN 85', 300, 186]
		]);
		expect(read).toEqual({ primaryIdentifier: 'DA SILVA', dateOfBirth: '1985-01-12' });
	});

	it.each([-12, 5, 12])('reads the same on a page that lies %i degrees askew', (slant) => {
		expect(readLaid(passport, {}, slant)).toEqual(inPassport);
	});

	it.each([
		['Polish', 'NAZWISKO', 'IMIONA', 'DATA URODZENIA', 'TERMIN WAŻNOŚCI', 'NUMER DOWODU'],
		['Czech', 'PŘÍJMENÍ', 'JMÉNO', 'DATUM NAROZENÍ', 'PLATNOST DO', 'ČÍSLO DOKLADU'],
		['Slovak', 'Priezvisko', 'Meno', 'Dátum narodenia', 'Platnosť do', 'Číslo preukazu'],
		['German', 'Name', 'Vornamen', 'Geburtsdatum', 'Gültig bis', 'Ausweisnummer'],
		['Italian', 'COGNOME', 'NOME', 'DATA DI NASCITA', 'SCADENZA', 'NUMERO DI DOCUMENTO'],
		['Spanish', 'APELLIDOS', 'NOMBRE', 'FECHA DE NACIMIENTO', 'VALIDEZ', 'NÚM SOPORT'],
		['Portuguese', 'Apelidos', 'Nomes', 'Data de nascimento', 'Validade', 'N.º documento'],
		['Dutch', 'Naam', 'Voornamen', 'Geboortedatum', 'Geldig tot', 'Documentnummer'],
		['Danish', 'Efternavn', 'Fornavne', 'Fødselsdato', 'Udløbsdato', 'Pasnr'],
		['Norwegian', 'Etternavn', 'Fornavn', 'Fødselsdato', 'Gyldig til', 'Passnr'],
		['Swedish', 'Efternamn', 'Förnamn', 'Födelsedatum', 'Giltig t.o.m.', 'Passnr'],
		['Finnish', 'Sukunimi', 'Etunimet', 'Syntymäaika', 'Viimeinen voimassaolopäivä', 'Passin:o'],
		['Estonian', 'Perekonnanimi', 'Eesnimed', 'Sünniaeg', 'Kehtiv kuni', 'Dokumendi nr'],
		['Latvian', 'Uzvārds', 'Vārdi', 'Dzimšanas datums', 'Derīga līdz', 'Dokumenta Nr.'],
		['Lithuanian', 'Pavardė', 'Vardas', 'Gimimo data', 'Galioja iki', 'Dokumento Nr.'],
		['Hungarian', 'Családi név', 'Utónév', 'Születési idő', 'Érvényességi ideje', 'Okmányazonosító'],
		['Slovene', 'Priimek', 'Ime', 'Datum rojstva', 'Velja do', 'Številka listine'],
		['Croatian', 'Prezime', 'Ime', 'Datum rođenja', 'Vrijedi do', 'Broj isprave'],
		['Romanian', 'Numele', 'Prenumele', 'Data nașterii', 'Data expirării', 'Nr. pașaport'],
		['Turkish', 'Soyadı', 'Adı', 'Doğum tarihi', 'Son geçerlilik', 'Seri no'],
		['Icelandic', 'Eftirnafn', 'Eiginnafn', 'Fæðingardagur', 'Gildir til', 'Vegabréfsnúmer'],
		['Albanian', 'Mbiemri', 'Emri', 'Datëlindja', 'Data e skadimit', 'Nr. letërnjoftimit'],
		['Maltese', 'Kunjom', 'Isem', 'Data tat-twelid', 'Data ta’ skadenza', 'Numru tal-passaport']
	])('knows %s labels', (_, surname, given, birth, expiry, number) => {
		const fields = readLaid([
			[surname, 300, 40, SMALL],
			['NADIAROVA', 300, 54],
			[given, 300, 84, SMALL],
			['ELENA', 300, 98],
			[birth, 300, 128, SMALL],
			['05.08.1979', 300, 142],
			[expiry, 300, 172, SMALL],
			['24.11.2031', 300, 186],
			[number, 300, 216, SMALL],
			['AZ7654321', 300, 230]
		]);
		expect(fields).toEqual({
			primaryIdentifier: 'NADIAROVA',
			secondaryIdentifier: 'ELENA',
			dateOfBirth: '1979-08-05',
			dateOfExpiry: '2031-11-24',
			documentNumber: 'AZ7654321'
		});
	});

	it('reads values behind their labels and right of them', () => {
		expect(
			readLaid([
				['Nom: MARTENS', 300, 40],
				['Prénom(s): INGRID', 300, 75],
				['Né(e) le: 06.12.1965', 300, 110],
				['Carte valable jusqu’au: 21.06.2028', 300, 145],
				['Card No', 300, 180],
				['B 1234567', 420, 180]
			])
		).toEqual({
			primaryIdentifier: 'MARTENS',
			secondaryIdentifier: 'INGRID',
			dateOfBirth: '1965-12-06',
			dateOfExpiry: '2028-06-21',
			documentNumber: 'B 1234567'
		});
	});

	it('puts a name of two lines together, and parts two names at a comma or by their lines', () => {
		const spanish: LaidLine[] = [
			['APELLIDOS', 300, 40, SMALL],
			['ESPAÑOLA', 300, 54],
			['MARTENS', 300, 76],
			['NOMBRE', 300, 106, SMALL],
			['CARMEN', 300, 120]
		];
		expect(readLaid(spanish)).toEqual({ primaryIdentifier: 'ESPAÑOLA MARTENS', secondaryIdentifier: 'CARMEN' });
		const comma: LaidLine[] = [
			['Name / Nom', 300, 40, SMALL],
			['ERIKSSON, ANNA MARIA', 300, 54]
		];
		expect(readLaid(comma)).toEqual({ primaryIdentifier: 'ERIKSSON', secondaryIdentifier: 'ANNA MARIA' });
		const title: LaidLine[] = [
			['Surname and first name', 300, 40, SMALL],
			['MAG. DR.', 300, 54],
			['MARTENS', 300, 76],
			['ELENA', 300, 98]
		];
		expect(readLaid(title)).toMatchObject({ primaryIdentifier: 'MARTENS', secondaryIdentifier: 'ELENA' });
	});

	it('parts two values that were read as one line by the labels above them', () => {
		expect(
			readLaid([
				['NUM SOPORT', 300, 40, SMALL],
				['VALIDEZ', 408, 40, SMALL],
				['BAB18342601 01 2036', 300, 54]
			])
		).toEqual({ documentNumber: 'BAB183426', dateOfExpiry: '2036-01-01' });
	});

	it('takes no title, no label and nothing of another label for a value', () => {
		const fields = readLaid([
			['IDENTITY CARD', 300, 0],
			['Surname', 300, 40, SMALL],
			['Given names', 300, 84, SMALL],
			['ELENA', 300, 98],
			['Height', 300, 128, SMALL],
			['172 cm', 300, 142]
		]);
		expect(fields).toEqual({ secondaryIdentifier: 'ELENA' });
	});

	it('reads a number that is mostly letters', () => {
		const lines: LaidLine[] = [
			['Document No.', 300, 40, SMALL],
			['AHKXAH39K', 300, 54]
		];
		expect(readLaid(lines).documentNumber).toBe('AHKXAH39K');
	});

	it('takes a bare NAME for the given name where another line asks for the surname', () => {
		expect(
			readLaid([
				['COGNOME / SURNAME', 300, 40, SMALL],
				['MARTENS', 300, 54],
				['NOME / NAME', 300, 84, SMALL],
				['ELENA', 300, 98]
			])
		).toEqual({ primaryIdentifier: 'MARTENS', secondaryIdentifier: 'ELENA' });
	});

	it('leaves a name given up at marriage out of the surname', () => {
		const beneath: LaidLine[] = [
			['Name / Surname', 300, 40, SMALL],
			['MARTENS', 300, 54],
			['geb. LINDQVIST', 300, 76]
		];
		expect(readLaid(beneath).primaryIdentifier).toBe('MARTENS');
		expect(
			readLaid([
				['Name / Surname', 300, 40, SMALL],
				['MARTENS geb. LINDQVIST', 300, 54]
			]).primaryIdentifier
		).toBe('MARTENS');
	});

	it('keeps letters that are not Latin', () => {
		expect(
			readLaid([
				['Surname', 300, 40, SMALL],
				['ПЕТРОВА', 300, 54],
				['Place of birth', 300, 84, SMALL],
				['София', 300, 98]
			])
		).toEqual({ primaryIdentifier: 'ПЕТРОВА', placeOfBirth: 'София' });
	});

	it('puts a date together that was read in two pieces, and no date out of two', () => {
		expect(
			readLaid([
				['Date of birth', 300, 40, SMALL],
				['02', 300, 54],
				['NOV/NOV 50', 340, 54],
				['Date of expiry', 300, 84, SMALL],
				['05 OCT', 300, 98],
				['/OCT 08', 390, 98],
				['17', 500, 98]
			])
		).toEqual({ dateOfBirth: '1950-11-02', dateOfExpiry: '2008-10-05' });
	});

	it('puts a birth with a short year before the issue', () => {
		expect(
			readLaid([
				['Date of birth', 300, 40, SMALL],
				['12 03 31', 300, 54],
				['Date of issue', 300, 84, SMALL],
				['01 06 24', 300, 98]
			])
		).toEqual({ dateOfBirth: '1931-03-12', dateOfIssue: '2024-06-01' });
	});

	it('gives two unlabelled dates no more meaning than they have', () => {
		expect(
			readLaid([
				['05.08.1979', 300, 40],
				['24.11.2021', 300, 80]
			])
		).toEqual({ dateOfBirth: '1979-08-05' });
	});

	describe('on licences', () => {
		const isLicence = true;

		it('reads the numbered items of European cards, also where a gap was lost', () => {
			expect(
				readLaid(
					[
						['1.MARTENS', 300, 40],
						['2.Elena', 300, 70],
						['314.07.1981 (Zenith)', 300, 100],
						['4a.01.01.2013', 300, 130],
						['4c.REGISTRY', 560, 130],
						['4b.31.122027', 300, 160],
						['513AA00001', 300, 190]
					],
					{ isLicence }
				)
			).toEqual({
				primaryIdentifier: 'MARTENS',
				secondaryIdentifier: 'Elena',
				dateOfBirth: '1981-07-14',
				dateOfIssue: '2013-01-01',
				authority: 'REGISTRY',
				dateOfExpiry: '2027-12-31',
				documentNumber: '13AA00001'
			});
		});

		it('reads AAMVA cards, whose document discriminator is not the licence’s number', () => {
			expect(
				readLaid(
					[
						['DRIVER LICENSE', 500, 0],
						['4dDLN D1234567', 500, 40],
						['1 TALBOT', 300, 70],
						['2LIAM R.', 300, 100],
						['3DOB01/06/1958', 300, 130],
						['8123 MILL LANE', 300, 160],
						['ZENITH UT 99999-1234', 320, 182],
						['15SEXM', 300, 220],
						['4aISS 01/16/2015', 600, 130],
						['4bEXP 08/12/2030', 600, 160],
						['5DD1234567890123', 300, 250]
					],
					{ isLicence }
				)
			).toEqual({
				documentNumber: 'D1234567',
				primaryIdentifier: 'TALBOT',
				secondaryIdentifier: 'LIAM R.',
				dateOfBirth: '1958-01-06',
				address: '123 MILL LANE, ZENITH UT 99999-1234',
				sex: 'M',
				dateOfIssue: '2015-01-16',
				dateOfExpiry: '2030-08-12'
			});
		});

		it('takes no name for the second line of another where its label was not read', () => {
			const lines: LaidLine[] = [
				['1 LN', 300, 70],
				['LINDQVIST', 384, 68],
				['ZOË', 384, 90],
				['3 DOB', 300, 110],
				['11/25/1972', 384, 110]
			];
			expect(readLaid(lines, { isLicence })).toMatchObject({
				primaryIdentifier: 'LINDQVIST',
				secondaryIdentifier: 'ZOË'
			});
		});

		it('ends a value where the next item runs into it', () => {
			const fields = readLaid([['4dLIC#WDLABCD456DG9CLASSB', 300, 40]], { isLicence });
			expect(fields.documentNumber).toBe('WDLABCD456DG');
		});

		it('reads abbreviations whose space was lost', () => {
			const lines: LaidLine[] = [
				['DLI1234568', 300, 40],
				['EXP08/31/2034', 300, 70],
				['LNMARTENS', 300, 100],
				['FNELENA', 300, 130],
				['DOB08/31/1977', 300, 160]
			];
			expect(readLaid(lines, { isLicence })).toEqual({
				documentNumber: 'I1234568',
				dateOfExpiry: '2034-08-31',
				primaryIdentifier: 'MARTENS',
				secondaryIdentifier: 'ELENA',
				dateOfBirth: '1977-08-31'
			});
		});

		it('finds names above the address where their items were not read', () => {
			expect(
				readLaid(
					[
						['DRIVER LICENSE', 500, 0],
						['TALBOT', 330, 70],
						['ELENA', 330, 95],
						['8', 300, 125, 14],
						['123 MILL LANE', 330, 120],
						['ZENITH UT 99999', 330, 142]
					],
					{ isLicence }
				)
			).toMatchObject({ primaryIdentifier: 'TALBOT', secondaryIdentifier: 'ELENA' });
		});
	});

	describe('with a zone', () => {
		it('finds fields without labels by what the zone says, and gives them as printed', () => {
			const mrz = [
				fromZone('primaryIdentifier', 'MUELLER'),
				fromZone('secondaryIdentifier', 'ANNA MARIA'),
				fromZone('documentNumber', 'IO0012345'),
				fromZone('dateOfBirth', '1931-03-12')
			];
			expect(
				readLaid(
					[
						['Müller', 300, 40],
						['Anna-Maria', 300, 80],
						['I0 0012345', 600, 40],
						['12 03 31', 300, 120]
					],
					{ mrz }
				)
			).toEqual({
				primaryIdentifier: 'Müller',
				secondaryIdentifier: 'Anna-Maria',
				documentNumber: 'IO 0012345',
				dateOfBirth: '1931-03-12'
			});
		});

		it('finds a surname whose marks the recogniser lost', () => {
			const mrz = [fromZone('primaryIdentifier', 'MUELLER')];
			expect(readLaid([['MULLER', 300, 40]], { mrz })).toEqual({ primaryIdentifier: 'MULLER' });
		});

		it('believes a label before a signature that says what the zone says', () => {
			const mrz = [fromZone('primaryIdentifier', 'ERIKSSON'), fromZone('secondaryIdentifier', 'ANNA MARIA')];
			const fields = readLaid(
				[
					['Name / Nom', 300, 40, SMALL],
					['ERIKKSON, ANNA MARIA', 300, 54],
					['Anna Maria Eriksson', 300, 300]
				],
				{ mrz }
			);
			expect(fields.primaryIdentifier).toBe('ERIKKSON');
		});

		it('never returns the zone’s number for a longer printed one', () => {
			const mrz = [fromZone('documentNumber', '555123ABC')];
			const fields = readLaid(
				[
					['Passport Number', 300, 40, SMALL],
					['555123ABC12', 300, 54]
				],
				{ mrz }
			);
			expect(fields.documentNumber).toBe('555123ABC12');
		});
	});
});
