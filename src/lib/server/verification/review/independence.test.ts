import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OperatorPrincipal } from '$lib/server/auth';
import type { DecisionResult } from '$lib/contract/reviewQueue';
import { onEveryDatabase } from '$lib/server/db/everyDatabase';
import {
	acceptInvitation,
	applyResetLink,
	endSecondStep,
	invite,
	makeResetLink,
	removeMember
} from '$lib/server/organizations';
import { addMember } from '$lib/server/organizations/testing';
import { decideByPerson, readStanding, savePolicy } from '../index';
import { makeWorld, type World } from '../testing';
import { waitForPerson } from './testing';

const PASSWORD = 'a quite long password';
const REFUSED = { code: 'PEOPLE_NOT_INDEPENDENT' };

onEveryDatabase('four eyes', ({ openFresh }) => {
	let world: World;
	let ben: OperatorPrincipal;
	beforeEach(async () => {
		world = await makeWorld(await openFresh());
		ben = await member('reviewer');
		await savePolicy(world.deps, world.operator(), {
			environment: 'test',
			policy: { minimumAge: 18, automaticApproval: false, secondApproval: 'approvals' }
		});
	});
	afterEach(() => world.close());

	async function member(role: 'owner' | 'reviewer'): Promise<OperatorPrincipal> {
		const { userId } = await addMember(world.deps, 'org-a', role);
		return { kind: 'operator', userId, organizationId: 'org-a', role };
	}
	const tokenOf = ({ url }: { url: string }) => url.split('/').at(-1) ?? '';
	const makeLink = async (owner: OperatorPrincipal, of: OperatorPrincipal) =>
		tokenOf(await makeResetLink(world.deps, owner, { userId: of.userId }));
	const useLink = (token: string) => applyResetLink(world.deps, { token, password: PASSWORD, address: '192.0.2.1' });

	async function join(by: OperatorPrincipal, email: string): Promise<OperatorPrincipal> {
		const token = tokenOf(await invite(world.deps, by, { email, role: 'reviewer' }));
		await acceptInvitation(world.deps, { token, password: PASSWORD, address: '192.0.2.1' });
		const { db, t } = world.deps.store;
		const [user] = await db.select().from(t.users).where(eq(t.users.email, email));
		return { ...ben, userId: user?.id ?? '' };
	}

	const openProposal = async (sessionId: string) =>
		(await readStanding(world.deps, ben, { sessionId })).proposals.find(({ state }) => state === 'open');

	async function approve(who: OperatorPrincipal, sessionId: string): Promise<DecisionResult['state']> {
		world.deps.clock.advance(1000);
		const { state } = await decideByPerson(world.deps, who, {
			...{ sessionId, outcome: 'approved', reasonCodes: [], seenReviewStatus: 'pending_review' },
			seenProposalId: (await openProposal(sessionId))?.id
		});
		return state;
	}

	it('are not one owner’s who sets a colleague’s password, whichever of the two speaks first', async () => {
		const [owner, colleague] = [await member('owner'), await member('reviewer')];
		// A link made before the session and used after it is a way in all the same.
		const early = await makeLink(owner, colleague);
		const [one, other] = [await waitForPerson(world), await waitForPerson(world)];
		await useLink(early);
		expect(await approve(owner, one)).toBe('proposed');
		await expect(approve(colleague, one)).rejects.toMatchObject(REFUSED);
		expect(await approve(colleague, other)).toBe('proposed');
		await expect(approve(owner, other)).rejects.toMatchObject(REFUSED);
		// The refusal leaves the first word open for somebody else.
		expect(await approve(ben, one)).toBe('decided');
		const later = await waitForPerson(world);
		expect([await approve(owner, later), await approve(colleague, later)]).toEqual(['proposed', 'decided']);
	});

	it('are not one owner’s who ends a colleague’s second step', async () => {
		const [owner, colleague] = [await member('owner'), await member('reviewer')];
		const { db, t } = world.deps.store;
		const { userId } = colleague;
		await db.insert(t.secondSteps).values({ userId, secretSealed: Buffer.alloc(1), confirmedAt: 1, lastStep: 0 });
		const id = await waitForPerson(world);
		await endSecondStep(world.deps, owner, { userId });
		await approve(owner, id);
		await expect(approve(colleague, id)).rejects.toMatchObject(REFUSED);
	});

	it('are not one person’s who invites one of the two, or both, or has a hand on whoever did', async () => {
		const [owner, another] = [await member('owner'), await member('owner')];
		const id = await waitForPerson(world);
		const [left, right] = [await join(owner, 'left@example.com'), await join(owner, 'right@example.com')];
		await approve(owner, id);
		await expect(approve(left, id)).rejects.toMatchObject(REFUSED);
		const both = await waitForPerson(world);
		await removeMember(world.deps, owner, { userId: right.userId });
		const again = await join(owner, 'right@example.com');
		const early = await waitForPerson(world);
		expect([await approve(left, early), await approve(again, early)]).toEqual(['proposed', 'decided']);
		await approve(left, both);
		expect(await approve(again, both)).toBe('decided');

		const [far, pair] = [await waitForPerson(world), await waitForPerson(world)];
		const third = await join(owner, 'third@example.com');
		await useLink(await makeLink(another, owner));
		await approve(another, far);
		await expect(approve(third, far)).rejects.toMatchObject(REFUSED);
		const fourth = await join(owner, 'fourth@example.com');
		await approve(third, pair);
		await expect(approve(fourth, pair)).rejects.toMatchObject(REFUSED);
	});
});
