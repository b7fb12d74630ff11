export { ActorCritic, type NetworkSettings } from './actor-critic.ts'
export { digestOf } from './digest.ts'
export { decodeSafetensors, encodeSafetensors, type NamedTensor } from './safetensors.ts'
