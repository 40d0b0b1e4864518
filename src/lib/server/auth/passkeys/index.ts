export { addPasskey, beginPasskey } from './addPasskey';
export type { NoteRegression } from './acceptPasskey';
export { listPasskeys, removePasskey, renamePasskey, suspendPasskeys, type PasskeyRow } from './ownPasskeys';
export { beginPasskeyLogIn, beginPasskeyStep, finishByPasskey, logInByPasskey } from './passkeyLogIn';
export { passkeyState, type PasskeyState } from './passkeyPlace';
