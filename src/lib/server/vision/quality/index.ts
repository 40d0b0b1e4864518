/** How good a picture is, by its pixels alone. No model in here: the web process loads this folder. */
export { measureImageQuality, type QualityPurpose } from './measureImageQuality';
export { laplacianVariance } from './laplacianVariance';
