export { changeRate, type RateChange } from "./change-rate.js";
export { oneChannel, readSound, type ReadSoundOptions, type Sound, type SoundSource } from "./sound.js";
