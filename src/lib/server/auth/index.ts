export {
	authenticateSecretKey,
	hashSecret,
	mintKeyPair,
	parseKey,
	readPublishableKey,
	type MintedKeyPair,
	type KeyUsed
} from './apiKey';
export { authorize, can, type Ability, type Authorized } from './authorize';
export { createCallLimiter, type CallLimit, type CallLimiter } from './callLimiter';
export { quotaOf as callQuotaOf, WINDOW_SECONDS as CALL_WINDOW_SECONDS } from './callLimiter';
export {
	applicantCookie,
	applicantCookieName,
	authenticateApplicant,
	heldCredentials,
	mintClientSecret
} from './clientSecret';
export { eraseEndedLogins } from './housekeeping';
export { addressGroup, guessesFrom } from './guessLimits';
export { emailsOf } from './emails';
export { finishLogIn, logIn, normalizeEmail, type LoggedIn, type LogInInput } from './logIn';
export { changePassword, checkPassword, endLogin, endOtherLogins, listLogins, type LoginRow } from './account';
export { beginSecondStep, confirmSecondStep, removeSecondStep } from './secondStep';
export {
	dropSecondSteps,
	forgetSecondStepEnded,
	hasSecondStep,
	kindsNamed,
	kindsOf,
	readSecondStepEnded,
	secondStepKinds
} from './secondStepKinds';
export { renewRecoveryCodes } from './recoveryCodes';
export { readPendingKinds } from './pendingLogin';
export {
	addPasskey,
	beginPasskey,
	beginPasskeyLogIn,
	beginPasskeyStep,
	finishByPasskey,
	listPasskeys,
	logInByPasskey,
	passkeyState,
	removePasskey,
	renamePasskey,
	suspendPasskeys,
	type NoteRegression,
	type PasskeyRow,
	type PasskeyState
} from './passkeys';
export { operatorOf } from './operatorOf';
export { LOGIN_COOKIE, loginCookieAttributes, openLoginSession, readLoginSession, type Login } from './loginSession';
export { HASH_OF_NOBODY, hashPassword, passwordFits } from './password';
export type { ApplicantPrincipal, OperatorPrincipal, Principal, TenantPrincipal } from './principal';
export { countOrRefuse, type RateLimit, type RateLimitState } from './rateLimit';
export { logOut } from './logOut';
export { recordForPerson } from './recordForPerson';
