import { expect, it } from 'vitest';
import { brandColours, contrastOf } from './brandColours';

it('can be read in light and in dark, whatever colour was chosen', () => {
	const steps = ['00', '22', '44', '66', '88', 'aa', 'cc', 'ee', 'ff'];
	for (const r of steps)
		for (const g of steps)
			for (const b of steps) {
				const colour = `#${r}${g}${b}`;
				const { light, dark } = brandColours(colour);
				for (const [theme, grounds] of [
					[light, ['#ffffff', '#fbfbfa']],
					[dark, ['#15181c', '#0e1013']]
				] as const) {
					for (const ground of [...grounds, theme.accentSoft])
						expect(contrastOf(theme.accent, ground), colour).toBeGreaterThanOrEqual(4.5);
					expect(contrastOf(theme.accent, theme.accentInk), colour).toBeGreaterThanOrEqual(4.5);
					expect(contrastOf(theme.accentStrong, theme.accentInk), colour).toBeGreaterThanOrEqual(4.5);
				}
			}
});

it('leaves a colour alone that can be read as it is', () => {
	expect(brandColours('#2b4fd8').light.accent).toBe('#2b4fd8');
	expect(brandColours('#8ea6ff').dark.accent).toBe('#8ea6ff');
});
