/** Faces: found, described, embedded, compared 1:1. */
export {
	byArea,
	describeFaces,
	estimatePoses,
	findFaces,
	FACE_MODELS,
	withPoses,
	type FindFacesOptions,
	type UnposedFace
} from './findFaces';
export { detectFaces, glanceAtFaces, glanceShrink, scaleFace, type FaceRect } from './detectFaces';
export { alignFace } from './alignFace';
export { embedFace } from './embedFace';
export { estimatePose, type HeadPose } from './estimatePose';
export { fivePointsOf, locateLandmarks, type FivePoints } from './locateLandmarks';
export { measureEyes } from './measureEyes';
export { compareFaces, FACE_MATCH_AT_FMR_1E2, FACE_MATCH_AT_FMR_1E3, FACE_MATCH_AT_FMR_1E4 } from './compareFaces';
export { bySize, chooseFace, hasRival, isRival } from './chooseFace';
export { choosePortraits, type Portraits } from './choosePortraits';
