import { expect, test } from './fixtures/test';

const TITLES = {
	de: /bittet Sie, Ihre Identität zu bestätigen/,
	fr: /vous demande de confirmer votre identité/,
	es: /le pide que confirme quién es/,
	pt: /pede que você confirme quem é/,
	ar: /تطلب منكم .* تأكيد هويتكم/,
	hi: /आपसे पहचान की पुष्टि चाहता है/,
	zh: /请您确认身份/
};

test.use({ viewport: { width: 360, height: 740 } });

test('the session’s language, its direction and its words, in all eight, on a small phone and without a word cut', async ({
	backend,
	page
}) => {
	for (const [locale, title] of Object.entries(TITLES)) {
		const { hostedUrl } = await backend.createSession({ locale });
		await page.goto(hostedUrl);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
		await expect(page.locator('html')).toHaveAttribute('lang', locale);
		await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr');
		expect(await page.evaluate(() => document.documentElement.scrollWidth), locale).toBeLessThanOrEqual(360);
	}
});

test('without a wish of the session the browser’s language is spoken', async ({ backend, browser }) => {
	const context = await browser.newContext({ locale: 'pt-BR' });
	const page = await context.newPage();
	await page.goto((await backend.createSession()).hostedUrl);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES.pt);
	await context.close();
});

test('the switch changes every word at once, keeps the place, and is remembered after a reload', async ({
	backend,
	page
}) => {
	await page.goto((await backend.createSession()).hostedUrl);
	await page.getByRole('checkbox').check();
	await page.getByRole('combobox', { name: 'Language' }).selectOption('ar');
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(TITLES.ar);
	await expect(page.getByRole('checkbox')).toBeChecked();
	await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
	await page.getByRole('button', { name: 'البدء' }).click();
	await expect(page.getByRole('heading', { name: 'أي وثيقة لديكم؟' })).toBeVisible();
	// What points on points to the left.
	await expect(page.getByRole('button', { name: 'جواز السفر' }).locator('> svg').last()).toHaveCSS(
		'transform',
		'matrix(-1, 0, 0, 1, 0, 0)'
	);
	await page.reload();
	await expect(page.getByRole('heading', { name: 'أي وثيقة لديكم؟' })).toBeVisible();
	await page.getByRole('combobox', { name: 'اللغة' }).selectOption('de');
	await expect(page.getByRole('heading', { name: 'Welchen Ausweis haben Sie?' })).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
});

test('the countries whose documents are taken are named in the reader’s language, before a picture is taken', async ({
	backend,
	page
}) => {
	const { hostedUrl } = await backend.createSession({
		locale: 'de',
		policy: { allowedCountries: ['DEU', 'CHE', 'UNO'] }
	});
	await page.goto(hostedUrl);
	await page.getByRole('checkbox').check();
	await page.locator('.actions button').first().click();
	await expect(
		page.getByText('Akzeptierte Ausstellungsländer: Deutschland, Schweiz und Vereinte Nationen.')
	).toBeVisible();
	await page.getByRole('combobox', { name: 'Sprache' }).selectOption('fr');
	await expect(page.getByText('Pays d’émission acceptés : Allemagne, Suisse et Nations Unies.')).toBeVisible();
	await page.goto((await backend.createSession()).hostedUrl);
	await page.getByRole('checkbox').check();
	await page.locator('.actions button').first().click();
	await expect(page.locator('main li button').first()).toBeVisible();
	await expect(page.getByText('Accepted issuing countries')).toHaveCount(0);
});

test('a link that does not work says so in the browser’s language', async ({ origin, backend, browser }) => {
	const context = await browser.newContext({ locale: 'zh-CN' });
	const page = await context.newPage();
	const { sessionId } = await backend.createSession();
	await page.goto(`${origin}/verification/session/${sessionId}?token=kvs_${'0'.repeat(64)}`);
	await expect(page.getByRole('heading', { name: '此链接无法使用' })).toBeVisible();
	await context.close();
});
