/**
 * Months as documents print them, three letters and more, without accents: English, French, German, Italian, Spanish, Catalan,
 * Portuguese, Dutch, Danish, Norwegian, Swedish, Icelandic, Finnish, Estonian, Latvian, Lithuanian, Polish, Czech, Slovak, Hungarian,
 * Slovene, Croatian, Serbian, Romanian, Albanian, Greek in Latin letters, Maltese, Irish, Turkish. Where two languages use one word for
 * two months, the one that prints it on passports has it.
 */
const MONTHS: readonly string[] = [
	'JAN JANV JANU JANUARY JANUAR JANUARI JANVIER ENE ENERO GEN GENN GENNAIO STY SIJ SAU IAN JAAN JAEN TAM OCA OCAK LED LEDEN EAN',
	'FEB FEV FEVR FEBR FEBRUARY FEBRUAR FEVRIER FEBRERO FEBBRAIO LUT VEL VELJ VAS HEL SUB UNO UNOR VEEB SHK FRA FEA',
	'MAR MARS MARCH MARZ MAERZ MARZO MARTS MRZ MRT MAART MARCO OZU KOV MAA MAALIS BRE BREZEN',
	'APR AVR AVRI AVRIL APRIL ABR ABRIL APRILE KWI TRA TRAVANJ BAL HUH NIS DUB DUBEN PRI PRILL AIB',
	'MAY MAI MAJ MEI MAG MAYO MAGGIO MAIO MAIG MEJ SVI GEG TOU KVE KVETEN BEA',
	'JUN JUIN JUNE JUNI JUNIO JUNHO JUNY JUUN JUUNI GIU GIUGNO CZE CZERWIEC CZERWCA CERVEN LIPANJ BIR KES KESA IUN IOUN HAZ QER GUN MEITHEAMH',
	'JUL JUIL JUILLET JULY JULI JULIO JULHO JUUL JUULI LUG LUGLIO LIP LIPIEC LIPCA SRP SRPANJ CERVENEC LIE LIEP HEI IUL IOUL TEM KOR KORRIK LUL IUI',
	'AUG AOU AOUT AUGUST AUGUSTUS AGO AGOSTO AVG AVGUST AGU SIE SIERPIEN KOL KOLOVOZ SRPEN RGP RUGP ELO GUS AWW LUN',
	'SEP SEPT SEPTEMBER SEPTEMBRE SEPTIEMBRE SET SETTEMBRE SETEMBRO SZE SZEP SZEPT WRZ RUJ ZAR ZARI RGS RUGS SYY EYL SHT SHTATOR MEA',
	'OCT OKT OTT OCTOBER OKTOBER OCTOBRE OCTUBRE OTTOBRE OUT OUTUBRO PAZ RIJ RIJEN SPA LOK EKI TET DFO',
	'NOV NOVEMBER NOVEMBRE NOVIEMBRE NOVEMBRO NOI LIS LISTOPAD STU STUDENI LAP MARRAS NOE KAS NEN SAM',
	'DEC DECEMBER DECEMBRE DICEMBRE DICIEMBRE DEZ DEZEMBER DEZEMBRO DIC DES DESEMBER DETS DEK GRU PRO PROSINEC JOU ARA DHJ NOL'
];

const ENGLISH = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

const MONTH_OF = new Map<string, number>();
for (const [index, names] of MONTHS.entries()) {
	for (const name of names.split(' ')) if (!MONTH_OF.has(name)) MONTH_OF.set(name, index + 1);
}

/**
 * 1…12 for a name, or for a name in two languages, `LIP/JUL`: then the English one decides, or else the second. The letters
 * O and I may have been read as numbers.
 */
export function monthNamed(first: string, second?: string): number | undefined {
	const names = [second, first].map((name) => (name ?? '').replaceAll('0', 'O').replaceAll('1', 'I'));
	const english = names.find((name) => ENGLISH.includes(name));
	if (english !== undefined) return ENGLISH.indexOf(english) + 1;
	return names.map(longestKnown).find((month) => month !== undefined);
}

/** The name may have run into what follows: `AUGIAOUT`. */
function longestKnown(name: string): number | undefined {
	for (let length = name.length; length >= 3; length--) {
		const month = MONTH_OF.get(name.slice(0, length));
		if (month) return month;
	}
	return undefined;
}

const ROMAN = 'I II III IV V VI VII VIII IX X XI XII'.split(' ');

export function romanMonth(numeral: string): number | undefined {
	const index = ROMAN.indexOf(numeral);
	return index < 0 ? undefined : index + 1;
}
