import type { MainModule } from '@mujoco/mujoco'
import { importMujoco } from '#host/envs/mujoco'
import { missingPackage } from '../../optional-packages.ts'

type Create = () => Promise<MainModule>

// MuJoCo loads asynchronously and environments are made synchronously, so what has been loaded has to wait here.
let loading: Promise<void> | undefined
let loaded: MainModule | undefined
let creator: () => Promise<Create> = importMujoco

/** Says where MuJoCo is had from, in place of its package by name. */
export function haveMujocoFrom(source: () => Promise<Create>): void {
  creator = source
}

/** Loads MuJoCo's WebAssembly (10 MB), once. */
export function prepareMujoco(): Promise<void> {
  loading ??= load()
  return loading
}

async function load(): Promise<void> {
  try {
    const create = await creator()
    loaded = await create()
  } catch (error) {
    loading = undefined // the next call tries again
    throw new Error(missingPackage(error) ?? `MuJoCo could not be loaded: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

/**
 * MuJoCo, for the environment `id`.
 *
 * @throws Error, saying what to do, before it has been loaded.
 */
export function mujocoFor(id: string): MainModule {
  if (loaded === undefined) {
    throw new Error(`${id} runs on MuJoCo, which loads asynchronously; await prepare('${id}') first`)
  }
  return loaded
}
