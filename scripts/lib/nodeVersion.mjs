/** Node's own modules only: this runs before anything is installed, and on a Node that may be too old for the rest. */

/**
 * Whether a version fits a range made of `^1.2`, `>=1.2` and `||` (all that `engines` in package.json uses).
 * @param {string} version such as `20.19.4`
 * @param {string} range such as `^20.19 || ^22.12 || >=24`
 */
export function satisfies(version, range) {
	const have = numbers(version);
	return range.split('||').some((alternative) => {
		const match = /^(\^|>=)\s*([\d.]+)$/.exec(alternative.trim());
		if (match === null) throw new Error(`Not a range this script reads: ${range}`);
		const wanted = numbers(match[2] ?? '');
		const sameMajor = have[0] === wanted[0];
		return atLeast(have, wanted) && (match[1] === '>=' || sameMajor);
	});
}

/**
 * What to tell a person whose Node does not fit, or null where it does.
 * @param {string} range `engines.node` of package.json
 * @param {string} [version]
 */
export function nodeProblem(range, version = process.versions.node) {
	if (satisfies(version, range)) return null;
	return `This is Node ${version}; id beyond needs ${range.replaceAll('||', 'or')}. Get one from https://nodejs.org and try again.`;
}

/** @param {string} version */
const numbers = (version) => version.split('.').map(Number);

/** @param {number[]} have @param {number[]} wanted */
function atLeast(have, wanted) {
	for (const [index, number] of wanted.entries()) {
		const mine = have[index] || 0;
		if (mine !== number) return mine > number;
	}
	return true;
}
